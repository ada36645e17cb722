"""Dashboards, timers, navigation and the organisation in the configuration log: documents by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import config
from ..schema.log import admit
from . import documents
from .documents import LISTS, NAVIGATION, ORDER, SINGLE
from .entries import Entry, State, Steering, table_of, words
from .merging import Merging

if TYPE_CHECKING:
    from ..transaction import Tx

#: raises what is wrong with a document of a kind as it would be stored
Check = Callable[["Tx", str, Mapping[str, Any]], None]
_STORED = {kind: key for key, kind in LISTS.items()}


class Arrangements(Merging):
    """Things that a document of the configuration is a list of, and documents that are one thing."""

    kinds = MappingProxyType(
        {
            "dashboard": ("仪表盘", "dashboard"),
            "timer": ("回收计时", "timer"),
            "navigation": ("导航", "navigation"),
            "organisation": ("组织", "organisation"),
            "renaming": ("旧标识的期限", "window of former keys"),
        }
    )

    def __init__(self, check: Check) -> None:
        self._check = check

    def label(self, tx: Tx, entry: Entry) -> str:
        named = self.kinds[entry.kind][tx.ctx.locale.startswith("en")]
        if entry.kind not in _STORED or entry.about == ORDER:
            return named
        table = table_of(tx, entry)
        said = words(entry.either.get("label") or entry.either.get("title"), tx.ctx.locale) or entry.about or ""
        return said if table is None else f"{table.text(tx.ctx.locale)} › {said}"

    def state(self, tx: Tx, entry: Entry) -> State | None:
        if entry.kind == NAVIGATION:
            return documents.as_groups(config.get(tx, NAVIGATION, ()))
        if entry.kind in SINGLE:
            return config.get(tx, entry.kind)
        items = {documents.name_of(entry.kind, item): item for item in config.get(tx, _STORED[entry.kind], ())}
        return {ORDER: list(items)} if entry.about == ORDER else items.get(entry.about or "")

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        del names
        admit(tx)
        kind = entry.kind
        if kind == NAVIGATION:
            config.put(tx, NAVIGATION, documents.of_groups(wanted or {}), reason=steering.reason)
        elif kind in SINGLE:
            config.put(tx, kind, None if wanted is None else dict(wanted), reason=steering.reason)
        else:
            items = {documents.name_of(kind, item): item for item in config.get(tx, _STORED[kind], ())}
            if entry.about == ORDER:
                order = [name for name in (wanted or {})[ORDER] if name in items]
                items = {name: items[name] for name in (*order, *(each for each in items if each not in order))}
            elif wanted is None:
                del items[entry.about or ""]
            else:
                self._check(tx, kind, wanted)
                items[entry.about or ""] = dict(wanted)
            config.put(tx, _STORED[kind], list(items.values()), reason=steering.reason)
