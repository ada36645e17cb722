"""Looking through every table at once: rows whose texts hold all words of a search, as far as the caller may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...fields import conditions
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import normal
from ...permissions.actions import Action
from ..catalogue import TableSpec
from . import query, reading
from .selection import restricted

if TYPE_CHECKING:
    from ..transaction import Tx

AROUND = 30  #: characters of a text shown on either side of what was found


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found, and the first text in which the first word stands."""

    table: TableSpec
    id: int
    label: str
    field: FieldSpec | None
    snippet: str | None


def everywhere(tx: Tx, text: str, limit: int) -> list[Hit]:
    """At most `limit` rows of all tables that the caller may view, those found by name before the others."""
    words = normal(text).split()
    if not words:
        return []
    tables = [
        table
        for table in sorted(tx.catalogue.tables.values(), key=lambda each: (each.position, each.id))
        if Action.VIEW in tx.scope(table).actions and table.parent_id is None and table.primary is not None
    ]
    named: list[Hit] = []
    others: list[Hit] = []
    for table in tables:
        found = _named(tx, table, words, limit)
        named += _hits(tx, table, found, words)
        if len(named) >= limit:
            return named[:limit]
    seen = {(hit.table.id, hit.id) for hit in named}
    for table in tables:
        if len(named) + len(others) >= limit:
            break
        selection = restricted(tx, table)
        query.search(selection, text)
        statement = selection.ids().order_by(selection.base.c.id.desc()).limit(limit)
        ids = [id_ for id_ in tx.connection.execute(statement).scalars() if (table.id, id_) not in seen]
        others += _hits(tx, table, ids, words)
    return [*named, *others][:limit]


def _named(tx: Tx, table: TableSpec, words: list[str], limit: int) -> list[int]:
    """Rows whose name holds every word."""
    primary = table.primary
    if primary is None or not tx.scope(table).may_read(primary.id) or value_spec(primary).type not in query.SEARCHED:
        return []
    selection = restricted(tx, table)
    for word in words[: query.MOST_WORDS]:
        selection.narrow(conditions.Test((primary.id,), "contains", word))
    statement = selection.ids().order_by(selection.base.c.id.desc()).limit(limit)
    return list(tx.connection.execute(statement).scalars())


def _hits(tx: Tx, table: TableSpec, ids: list[int], words: list[str]) -> list[Hit]:
    if not ids:
        return []
    texts = [spec for spec in reading.readable(tx, table) if value_spec(spec).type in query.SEARCHED and spec.id > 0]
    primary = table.primary
    texts.sort(key=lambda spec: primary is None or spec.id != primary.id)
    labels = reading.labels(tx, table, ids)
    hits: list[Hit] = []
    for record in reading.by_ids(tx, table, ids, texts):
        field, snippet = _where(tx, texts, record.values, words)
        hits.append(Hit(table, record.id, labels.get(record.id, f"#{record.id}"), field, snippet))
    return hits


def _where(tx: Tx, texts: list[FieldSpec], values: object, words: list[str]) -> tuple[FieldSpec | None, str | None]:
    """The first text with one of the words in it, cut to what surrounds the word."""
    assert isinstance(values, dict)
    for spec in texts:
        raw = values.get(spec.key)
        if not isinstance(raw, str):
            continue
        shown = value_spec(spec)
        text = TYPES[shown.type].to_text(raw, shown, tx.ctx.locale, tx.ctx.zone)
        folded = normal(text)
        at = min((place for word in words if (place := folded.find(word)) >= 0), default=-1)
        if at >= 0:
            start = max(0, at - AROUND)
            cut = text[start : at + 2 * AROUND].strip()
            return spec, ("…" if start else "") + cut + ("…" if at + 2 * AROUND < len(text) else "")
    return None, None
