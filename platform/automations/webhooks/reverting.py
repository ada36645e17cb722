"""Webhooks in the configuration log."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ...core.errors import refuse
from ...tables.configlog.entries import Entry, State, Steering, table_of
from ...tables.configlog.merging import Merging
from ...tables.configlog.messages import GONE
from . import subscriptions

if TYPE_CHECKING:
    from ...tables.transaction import Tx


class Webhooks(Merging):
    """Made, changed, deleted. One that was deleted comes back as the caller's own."""

    kinds = MappingProxyType({"webhook": ("Webhook 订阅", "webhook")})

    def label(self, tx: Tx, entry: Entry) -> str:
        table = table_of(tx, entry)
        said = str(entry.either.get("label") or entry.about)
        return said if table is None else f"{table.text(tx.ctx.locale)} › {said}"

    def state(self, tx: Tx, entry: Entry) -> State | None:
        found = subscriptions.find(tx, int(entry.about or 0))
        return None if found is None else subscriptions.state(tx, found)

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        del steering
        table = table_of(tx, entry)
        if table is None:
            raise refuse(GONE, label=self.label(tx, entry))
        if wanted is None:
            subscriptions.remove(tx, int(entry.about or 0))
        elif entry.after is None:
            subscriptions.add(tx, table.key, wanted)
        else:
            subscriptions.change(tx, int(entry.about or 0), {name: wanted[name] for name in names if name in wanted})
