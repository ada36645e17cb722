"""Notifications by e-mail, to members who chose it: in their language, with a link to what it is about.

A letter is sent outside any transaction and settled in one: after a crash in between it is sent again under the same
Message-ID. Where the installation sends no e-mail, or nobody is there to get it, the event is settled all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa

from ...accounts import people
from ...core.clock import Clock
from ...core.context import SYSTEM, Context, Source
from ...core.mailing import Letter, NotSent
from ...core.outbox import Claim, Event
from ...tables.workspaces import Workspaces
from .models import notifications
from .notices import MAIL

if TYPE_CHECKING:
    from ...tables.transaction import Tx

log = logging.getLogger("gezi.mail")
_FOOT = {
    "zh-CN": "您收到这封邮件，是因为您在 Gezi 中选择了邮件通知。可在账号设置里关闭。",
    "en": "You get this e-mail because you chose to be notified by e-mail in Gezi. Your account settings turn it off.",
}


class Sends(Protocol):
    """Whoever takes letters."""

    def send(self, letter: Letter) -> None:
        """Raises `NotSent`."""
        ...


class Mailer:
    """Sends the letters that notifications ask for; without a `sender` they are settled as not sent."""

    name = "mail"
    topics = frozenset({MAIL})

    def __init__(self, workspaces: Workspaces, clock: Clock, sender: Sends | None) -> None:
        self._workspaces, self._clock, self._sender = workspaces, clock, sender

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        workspace = self._workspaces.open(place)
        locales = self._locales() if self._sender is not None else {}
        for claim in claims:
            ctx = Context(SYSTEM, Source.AUTOMATION, self._clock.now(), timezone=workspace.timezone)
            with workspace.write(ctx) as tx:
                letter = None if self._sender is None else self._letter(tx, place, claim.event, locales)
                if letter is None:
                    claim.once(tx.connection, tx.ctx.now)
                    continue
                claim.renew(tx.connection, tx.ctx.now)
            self._send(letter)
            with workspace.write(ctx) as tx:
                claim.once(tx.connection, tx.ctx.now)

    def gave_up(self, place: str, event: Event, error: str) -> None:
        """The event stays in the outbox with its error."""

    def _send(self, letter: Letter) -> None:
        """Raises `NotSent` for what may go another time."""
        assert self._sender is not None
        try:
            self._sender.send(letter)
        except NotSent as failed:
            if not failed.permanent:
                raise
            log.warning("e-mail %s was refused for good: %s", letter.id, failed)

    def _letter(self, tx: Tx, place: str, event: Event, locales: Mapping[int, str]) -> Letter | None:
        columns = notifications.c
        wanted = int(str(event.payload["notification"]))
        row = tx.connection.execute(sa.select(notifications).where(columns.id == wanted)).one_or_none()
        member = None if row is None else tx.members.get(row.member)
        if row is None or member is None or not member.active or not member.email:
            return None
        locale = "en" if locales.get(member.account or 0, "zh-CN") == "en" else "zh-CN"
        words = row.text[locale]
        parts = [words, *self._link(tx, place, row), _FOOT[locale]]
        return Letter(member.email, words, "\n\n".join(parts) + "\n", f"gezi.{place}.{self.name}.{event.id}")

    def _link(self, tx: Tx, place: str, row: Any) -> list[str]:
        base = self._workspaces.settings.base_url
        if base is None:
            return []
        table = tx.catalogue.by_id.get(row.table_id)
        record = f"/t/{table.key}/r/{row.record}" if table is not None and row.record is not None else ""
        return [f"{base.rstrip('/')}/w/{place}{record}"]

    def _locales(self) -> Mapping[int, str]:
        with self._workspaces.control.read() as control:
            return people.locales(control)
