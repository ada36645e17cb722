"""Where a request comes from: the address of its sender, and for browsers the site whose page sent it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from flask import Request

from ..core.errors import refuse
from ..core.settings import Settings
from .messages import FOREIGN_ORIGIN

LOOPBACK = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})


def sender_of(request: Request, settings: Settings) -> str:
    """The address to count failed sign-ins by.

    Where an address for people is set (GEZI_BASE_URL) and the peer is on this machine, the peer is the proxy: the last entry of
    X-Forwarded-For is what it saw itself. Nothing else in that header can be believed.
    """
    peer = request.remote_addr or ""
    if settings.base_url and peer in LOOPBACK and request.access_route:
        return request.access_route[-1]
    return peer


class Origins:
    """The sites whose pages may act here: our own address."""

    def __init__(self, base_url: str | None) -> None:
        self._base = urlsplit(base_url) if base_url else None

    def check(self, request: Request) -> None:
        """A browser names the page's origin on unsafe requests; another site's may not act here, signing in included."""
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise refuse(FOREIGN_ORIGIN)
        origin = request.headers.get("Origin")
        if origin is None:
            return
        try:
            given = urlsplit(origin)
        except ValueError:
            raise refuse(FOREIGN_ORIGIN) from None
        if not self._is_ours(given, request):
            raise refuse(FOREIGN_ORIGIN)

    def _is_ours(self, given: SplitResult, request: Request) -> bool:
        if given.scheme not in ("http", "https"):
            return False
        if self._base is not None and (given.scheme, given.netloc) == (self._base.scheme, self._base.netloc):
            return True
        return given.netloc == request.host
