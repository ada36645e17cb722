"""Rules of a newer version. Rows that are there and break one stay as they are, as when somebody confirms it."""

from __future__ import annotations

from collections.abc import Mapping

from ....tables.rules import changing, stored
from ....tables.rules.changing import Steering
from ....tables.transaction import Tx
from ..guards import KINDS
from .items import Document, Item, Kind
from .plan import Difference


def carry(tx: Tx, template: Document, done: Mapping[Item, Mapping[str | None, Difference]], reason: str) -> None:
    rules = {
        (table["key"], kind, rule["key"]): rule
        for table in template["tables"]
        for kind in KINDS
        for rule in table.get(kind, ())
    }
    steering = Steering(confirm=True, reason=reason)
    for item, parts in done.items():
        if item.kind is not Kind.RULE:
            continue
        table, kind, key = item.path
        whole = parts.get(None)
        if whole is not None and whole.goes:
            changing.remove(tx, table, kind, key, steering)
        elif whole is not None:
            changing.save(tx, table, kind, key, rules[table, kind, key], steering)
        else:
            mine = stored.written(tx, tx.catalogue.table(table)).get(kind, ())
            rule = dict(next(each for each in mine if each["key"] == key))
            rule |= {str(name): each.theirs for name, each in parts.items()}
            changing.save(tx, table, kind, key, {n: v for n, v in rule.items() if v is not None}, steering)


def remember(tx: Tx, template: Document) -> None:
    """What each rule goes back to from now on, where its table still has what it names."""
    for table in template["tables"]:
        if table["key"] in tx.catalogue.tables:
            stored.remember(tx, table["key"], {kind: table[kind] for kind in KINDS if kind in table})
