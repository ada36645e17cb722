"""Random identifiers. Rows have counted integer ids (see `tables.storage`); what must not be guessed has one of these."""

from __future__ import annotations

import hashlib
import secrets


def new_token(bytes_: int = 16) -> str:
    """A URL-safe random token of `bytes_` × 8 bits."""
    return secrets.token_urlsafe(bytes_)


def digest(token: str) -> str:
    """What is stored in place of a secret token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
