"""Passwords: argon2id with the OWASP parameters, at most two at a time, so that many sign-ins cannot exhaust memory.

A password is normalised (NFKC) first: full-width letters from a Chinese keyboard are the same password (reliability 4.6).
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..core.errors import Problem
from ..core.ids import new_token
from .messages import PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT, PASSWORD_UNREADABLE

LEAST_CHARACTERS = 8
MOST_BYTES = 1024
PARALLEL = 2

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(PARALLEL)


def check(password: str, field: str = "password") -> list[Problem]:
    """What is wrong with a password that somebody wants to set."""
    if len(password) > MOST_BYTES:
        return [Problem(PASSWORD_TOO_LONG, {"most": MOST_BYTES}, field)]
    try:
        plain = _prepared(password)
    except UnicodeEncodeError:
        return [Problem(PASSWORD_UNREADABLE, field=field)]
    if len(plain) > MOST_BYTES:
        return [Problem(PASSWORD_TOO_LONG, {"most": MOST_BYTES}, field)]
    if len(plain.decode()) < LEAST_CHARACTERS:
        return [Problem(PASSWORD_TOO_SHORT, {"least": LEAST_CHARACTERS}, field)]
    return []


def hashed(password: str) -> str:
    """The stored form of a password that passed `check`."""
    with _turns:
        return HASHER.hash(_prepared(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`.

    Without a stored hash (no such account) a dummy is verified, so that the time taken does not tell.
    """
    try:
        plain = _prepared(password[:MOST_BYTES])
    except UnicodeEncodeError:
        plain = b""
    fitting = bool(plain) and len(password) <= MOST_BYTES and len(plain) <= MOST_BYTES
    with _turns:
        try:
            HASHER.verify(stored if stored is not None else _dummy(HASHER), plain if fitting else b"-")
        except (VerificationError, InvalidHashError):
            return False
    return fitting and stored is not None


def stale(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's and should be made anew at the next sign-in."""
    return HASHER.check_needs_rehash(stored)


def _prepared(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode()


@cache
def _dummy(hasher: PasswordHasher) -> str:
    return hasher.hash(new_token())
