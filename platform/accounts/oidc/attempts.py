"""One attempt at signing in with the provider: what the browser carries meanwhile, sealed by the installation's secret.

The nonce and the PKCE verifier are derived from the state, so that only this server knows the latter.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from ...core import secrets
from ...core.errors import refuse
from ...core.ids import new_token
from ...core.settings import Settings
from ..messages import OIDC_ASTRAY

LASTS = timedelta(minutes=10)
_MOST = 4_096  # anything longer never came from us


@dataclass(frozen=True, slots=True)
class Attempt:
    """Begun in one browser, to be ended in the same."""

    state: str
    until: int  #: seconds since 1970
    next: str  #: where to go afterwards, inside the app
    invitation: str | None = None  #: the link through which somebody new comes in
    link: int | None = None  #: the account that asked to be bound to the login

    @classmethod
    def begin(cls, now: datetime, next: str, *, invitation: str | None = None, link: int | None = None) -> Attempt:  # noqa: A002
        return cls(new_token(32), int((now + LASTS).timestamp()), next, invitation, link)

    def nonce(self, settings: Settings) -> str:
        return _text(secrets.derive(settings, "oidc.nonce", self.state.encode()))

    def verifier(self, settings: Settings) -> str:
        """43 characters, as PKCE asks for."""
        return _text(secrets.derive(settings, "oidc.verifier", self.state.encode()))

    def sealed(self, settings: Settings) -> str:
        """The value of the cookie."""
        content = json.dumps(asdict(self)).encode()
        return f"{_text(content)}.{_text(secrets.derive(settings, 'oidc.attempt', content))}"


def unsealed(settings: Settings, sealed: str | None, state: str | None, now: datetime) -> Attempt:
    """The attempt that this browser began and this `state` answers. Raises FORBIDDEN whatever is wrong."""
    if not sealed or not state or len(sealed) > _MOST:
        raise refuse(OIDC_ASTRAY)
    content_text, _, seal = sealed.partition(".")
    try:
        content = base64.urlsafe_b64decode(content_text + "=" * (-len(content_text) % 4))
    except (binascii.Error, ValueError):
        raise refuse(OIDC_ASTRAY) from None
    expected = _text(secrets.derive(settings, "oidc.attempt", content))
    if not hmac.compare_digest(seal.encode(errors="replace"), expected.encode()):
        raise refuse(OIDC_ASTRAY)
    found = Attempt(**json.loads(content))
    same = hmac.compare_digest(found.state.encode(), state.encode(errors="replace"))
    if not same or found.until <= now.timestamp():
        raise refuse(OIDC_ASTRAY)
    return found


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
