"""Signing in with an OpenID provider: authorization code with PKCE; state and nonce belong to one browser."""

from __future__ import annotations

from .attempts import Attempt
from .provider import Person, Provider

__all__ = ["Attempt", "Person", "Provider"]
