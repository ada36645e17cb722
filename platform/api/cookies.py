"""The session cookie: its name and attributes, by whether people reach us over https."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from ..accounts.sessions import ABSOLUTE
from ..core.settings import Settings


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """`__Host-` binds the cookie to this host and to https; browsers refuse that name on plain http."""

    name: str
    secure: bool

    def set(self, response: Response, secret: str) -> None:
        response.set_cookie(
            self.name,
            secret,
            max_age=ABSOLUTE,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )

    def remove(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="Lax")


def is_secure(settings: Settings) -> bool:
    """Whether the address people use (GEZI_BASE_URL) is https."""
    return (settings.base_url or "").lower().startswith("https://")


def session_cookie(settings: Settings) -> SessionCookie:
    secure = is_secure(settings)
    return SessionCookie("__Host-gezi_session" if secure else "gezi_session", secure)
