"""Who is behind a credential, and which member that is in a workspace: looked up once, remembered for two seconds.

Every change made through this process forgets all of it at once, and lets the other processes do the same (where there is
Redis); otherwise a change made by another process is seen in two seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from ..accounts.sessions import Session
from ..accounts.tokens import Token

REMEMBERED = 2.0  #: seconds; a revoked right must end within five (attacks: cross-tenant)
MOST = 4_096
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Caller:
    """The account that a request acts for, by a browser's session or by a program's token."""

    account_id: int
    account: str
    name: str
    locale: str
    session: Session | None
    token: Token | None

    @property
    def credential(self) -> str:
        """What requests are counted by: the session or the token, whoever else has the same account."""
        if self.token is not None:
            return f"token:{self.token.id}"
        return f"session:{self.session.id if self.session is not None else 0}"

    @classmethod
    def by_session(cls, session: Session) -> Caller:
        return cls(session.account_id, session.account, session.name, session.locale, session, None)

    @classmethod
    def by_token(cls, token: Token) -> Caller:
        return cls(token.account_id, token.account, token.account_name, token.locale, None, token)


class Identities:
    """A small memory of look-ups, shared by all threads."""

    def __init__(self, tell: Callable[[], object] = lambda: None) -> None:
        """`tell` is called when something was forgotten here: others had better forget it too."""
        self._tell = tell
        self._known: dict[Hashable, tuple[float, object]] = {}
        self._epoch = 0
        self._lock = threading.Lock()

    def remember(self, key: Hashable, find: Callable[[], T | None]) -> T | None:
        """What `find` says of `key`, asked at most every two seconds. Nothing found is not remembered."""
        now = time.monotonic()
        entry = self._known.get(key)
        if entry is not None and now - entry[0] < REMEMBERED:
            return entry[1]  # type: ignore[return-value]  # stored below under the same key
        epoch = self._epoch
        found = find()
        if found is not None:
            with self._lock:
                if epoch == self._epoch:  # nothing was revoked while we looked
                    if len(self._known) >= MOST:
                        self._known.clear()
                    self._known[key] = (now, found)
        return found

    def forget(self) -> None:
        """Somebody's rights changed: ask again from now on, here and elsewhere."""
        self.forgotten()
        self._tell()

    def forgotten(self) -> None:
        """Somebody's rights changed elsewhere."""
        with self._lock:
            self._epoch += 1
            self._known.clear()
