"""Who has signed in, as the provider tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider knows them, after everything was verified."""

    issuer: str
    subject: str
    email: str  #: empty unless the provider says that it verified it
    name: str
    username: str
