"""Rows by the words in their texts (`finding`): one table's list narrowed, or all tables at once, within the caller's rights.

A word is found inside a text, and by the sound of Chinese. A field or a row that the caller may not see finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import ALWAYS, NEVER, Condition
from ...fields.registry import TYPES, type_of, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import normal
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.dependencies import expand
from ..finding import entries, passages, terms
from ..finding.terms import Wanted
from ..system import points_to_record
from . import reach, reading
from .joins import Joins
from .selection import Selection, gathered, restricted

if TYPE_CHECKING:
    from ..transaction import Tx

_FAR, _VISIBLE, _HOP, _NEAR = range(4)  #: places inside of a statement, from within
MOST_WORDS = 8  #: of a search; further ones are left out


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found, and the first text in which one of the words stands."""

    table: TableSpec
    id: int
    label: str
    field: FieldSpec | None
    snippet: str | None
    found: str | None  #: what stands in the snippet for the word: the characters whose sound it is, perhaps


def words_of(text: str) -> list[str]:
    """What is searched for, one by one."""
    return normal(text).split()[:MOST_WORDS]


def narrow(selection: Selection, text: str) -> None:
    """Keep rows in which every word occurs in a readable text, a look-up, or the name of a record they point to."""
    tx, table = selection.tx, selection.table
    own, far = _searched(tx, table), _beyond(tx, table)
    for word in words_of(text):
        asked = _Asked.of(tx, own, word)
        surely = [*asked.surely(tx, table), *_of_related(tx, table, far, word)]
        likely = [entries.records(tx.connection, table.id, asked.likely)] if asked.doubtful else []
        parts = [*surely, *likely]
        ids = sa.union_all(*parts) if parts else sa.select(sa.null()).where(sa.false())
        selection.restrictions.append(selection.base.c.id.in_(ids))
        if asked.doubtful:  # looked at row by row, and so only as far as the page goes
            stands = [selection.joins.where(test, seen=True) for test in asked.tests]
            known = [selection.base.c.id.in_(sa.union_all(*surely))] if surely else []
            selection.restrictions.append(sa.or_(*stands, *known))


def everywhere(tx: Tx, text: str, limit: int) -> list[Hit]:
    """At most `limit` rows of all tables that the caller may view, those found by name before the others."""
    words = words_of(text)
    if not words:
        return []
    places = _places(tx, words)
    named: list[Hit] = []
    for table in places:
        primary = [spec for spec in _searched(tx, table) if spec.id == table.primary_id]
        ids = _found(tx, table, primary, words, limit)
        named += _hits(tx, table, ids, words)
        if len(named) >= limit:
            return named[:limit]
    seen = {(hit.table.id, hit.id) for hit in named}
    others: list[Hit] = []
    for table in places:
        if len(named) + len(others) >= limit:
            break
        ids = _found(tx, table, _searched(tx, table), words, limit)
        others += _hits(tx, table, [id_ for id_ in ids if (table.id, id_) not in seen], words)
    return [*named, *others][:limit]


# -- inside ----------------------------------------------------------------------------------------------------------


def _searched(tx: Tx, table: TableSpec) -> list[FieldSpec]:
    """The texts of a table that the caller may read on some rows at least."""
    return [spec for spec in table.searched if tx.sight.guard(table.id, (spec.id,)) != NEVER]


def _beyond(tx: Tx, table: TableSpec) -> list[FieldSpec]:
    """The look-ups of texts of other rows, and the relations to rows whose names are searched."""
    found: list[FieldSpec] = []
    for spec in table.fields:
        if tx.sight.guard(table.id, (spec.id,)) == NEVER:
            continue
        if spec.type == "lookup":
            path = expand(tx.catalogue, (spec.id,))
            end = tx.catalogue.fields[path[-1]]
            if len(path) > 1 and end.id > 0 and type_of(end).storage == "column" and terms.is_searched(end):
                found.append(spec)
        elif points_to_record(spec) and not spec.options.get("via") and type_of(spec).storage in ("column", "links"):
            target = tx.catalogue.by_id[spec.options["table"]]
            if Action.VIEW in tx.scope(target).actions and target.primary in _searched(tx, target):
                found.append(spec)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a word asks of some fields of a table: what the index answers, and what the texts have to be looked at for."""

    sure: list[tuple[Condition, list[Wanted]]]  #: with the rows on which the caller may read the fields
    likely: list[Wanted]
    doubtful: list[FieldSpec]
    word: str

    @classmethod
    def of(cls, tx: Tx, specs: Sequence[FieldSpec], word: str, *, seen: bool = True) -> _Asked:
        asked = cls([], [], [], word)
        for spec in specs:
            wanted, sound = terms.exactly(spec, word), terms.by_sound(spec, word)
            surely = [one for one in (wanted if wanted.sure else None, sound) if one is not None]
            if surely:
                guard = tx.sight.guard(spec.table, (spec.id,)) if seen else ALWAYS
                asked._note(guard, surely)
            if not wanted.sure:
                asked.likely.append(wanted)
                asked.doubtful.append(spec)
        return asked

    def _note(self, guard: Condition, wanted: Sequence[Wanted]) -> None:
        for known, there in self.sure:
            if known == guard:
                there.extend(wanted)
                return
        self.sure.append((guard, list(wanted)))

    @property
    def tests(self) -> list[conditions.Test]:
        return [conditions.Test((spec.id,), "contains", self.word) for spec in self.doubtful]

    def surely(self, tx: Tx, table: TableSpec) -> list[Any]:
        """The rows that the index alone knows, as SELECTs of their ids."""
        return [
            _guarded(tx, table, entries.records(tx.connection, table.id, wanted), guard, _FAR)
            for guard, wanted in self.sure
        ]


def _guarded(tx: Tx, table: TableSpec, ids: Any, guard: Condition, place: int) -> Any:
    """Of these rows those that meet a condition over raw values."""
    return ids if guard == ALWAYS else _meeting(tx, table, guard, place, ids)


def _meeting(tx: Tx, table: TableSpec, condition: Condition, place: int, ids: Any) -> Any:
    """The same of a resolved condition, which is compiled once: only what is searched for is another each time."""

    def make() -> tuple[sa.Select[tuple[int]], sa.ColumnElement[int]]:
        joins = _aside(tx, table, place)
        meets = joins.where(condition)
        return sa.select(joins.base.c.id).select_from(joins.clause).where(meets), joins.base.c.id

    statement, own = tx.catalogue.storage.statements.get(("meeting", table.id, place, condition), make)
    return statement.where(own.in_(ids))


def _aside(tx: Tx, table: TableSpec, place: int) -> Joins:
    """The table once more, for a SELECT inside another one, under a name of its place there: making one copies each column."""
    return Joins(tx.catalogue, table.id, tx.catalogue.storage.alias(table.id, (0, place, table.id)), tx.sight)


def _of_fields(tx: Tx, table: TableSpec, specs: Sequence[FieldSpec], word: str, *, seen: bool = True) -> list[Any]:
    """The rows of a table in whose fields a word is found: as far as the caller reads them, or by raw values."""
    asked = _Asked.of(tx, specs, word, seen=seen)
    found = asked.surely(tx, table)
    if asked.doubtful:
        joins = _aside(tx, table, _FAR)
        stands = sa.or_(*(joins.where(test, seen=seen) for test in asked.tests))
        likely = entries.records(tx.connection, table.id, asked.likely)
        found.append(sa.select(joins.base.c.id).select_from(joins.clause).where(joins.base.c.id.in_(likely), stands))
    return found


def _of_related(tx: Tx, table: TableSpec, specs: Iterable[FieldSpec], word: str) -> list[Any]:
    """The rows in which a look-up or the name of a related record holds a word, and is seen."""
    found: list[Any] = []
    for spec in specs:
        lookup = spec.type == "lookup"
        *relations, end_id = expand(tx.catalogue, (spec.id,)) if lookup else (spec.id, _name_of(tx, spec))
        end = tx.catalogue.fields[end_id]
        place = tx.catalogue.by_id[end.table]
        for far in _of_fields(tx, place, [end], word, seen=not lookup):
            ids = far
            if not lookup:
                visible = tx.sight.rows(place.id)
                ids = far if visible == ALWAYS else _meeting(tx, place, visible, _VISIBLE, far)
            for hop, relation_id in enumerate(reversed(relations)):
                ids = _pointing(tx, tx.catalogue.fields[relation_id], ids, hop)
            found.append(_guarded(tx, table, ids, tx.sight.guard(table.id, (spec.id,)), _NEAR))
    return found


def _name_of(tx: Tx, relation: FieldSpec) -> int:
    primary = tx.catalogue.by_id[relation.options["table"]].primary
    assert primary is not None
    return primary.id


def _pointing(tx: Tx, relation: FieldSpec, ids: Any, hop: int) -> sa.Select[tuple[int]]:
    storage = tx.catalogue.storage
    if TYPES[relation.type].storage == "links":
        links = storage.links(relation.id).alias()
        return sa.select(links.c.source).where(links.c.target.in_(ids))
    source = storage.alias(relation.table, (0, _HOP, relation.id, hop))
    return sa.select(source.c.id).where(source.c[relation.column].in_(ids))


def _places(tx: Tx, words: Sequence[str]) -> list[TableSpec]:
    """The tables in which the longest word is found somewhere, in the order of the workspace."""
    longest = max(words, key=len)
    tables = [
        table
        for table in sorted(tx.catalogue.tables.values(), key=lambda each: (each.position, each.id))
        if Action.VIEW in tx.scope(table).actions and table.parent_id is None and table.primary is not None
    ]
    wanted: list[Wanted] = []
    for table in tables:
        for spec in _searched(tx, table):
            sound = terms.by_sound(spec, longest)
            wanted += [terms.exactly(spec, longest), *((sound,) if sound is not None else ())]
    there = entries.tables(tx.connection, wanted) if wanted else set[int]()
    return [table for table in tables if table.id in there]


def _found(tx: Tx, table: TableSpec, specs: Sequence[FieldSpec], words: Sequence[str], limit: int) -> list[int]:
    """The newest rows of a table in which every word occurs in one of the fields."""
    if not specs:
        return []
    few = reach.find(tx, table, whole=True)
    selection = gathered(tx, table, few) if isinstance(few, tuple) else restricted(tx, table)
    for word in words:
        parts = _of_fields(tx, table, specs, word)
        selection.restrictions.append(selection.base.c.id.in_(sa.union_all(*parts)) if parts else sa.false())
    statement = selection.ids().order_by(selection.base.c.id.desc()).limit(limit)
    return list(tx.connection.execute(statement).scalars())


def _hits(tx: Tx, table: TableSpec, ids: Sequence[int], words: Sequence[str]) -> list[Hit]:
    if not ids:
        return []
    texts = sorted(_searched(tx, table), key=lambda spec: (spec.id != table.primary_id, spec.position))
    labels = reading.labels(tx, table, ids)
    hits: list[Hit] = []
    for record in reading.by_ids(tx, table, ids, texts):
        label = labels.get(record.id, f"#{record.id}")
        for spec in texts:
            raw = record.values.get(spec.key)
            shown = value_spec(spec)
            text = TYPES[shown.type].to_text(raw, shown, tx.ctx.locale, tx.ctx.zone) if isinstance(raw, str) else ""
            passage = passages.first(text, words)
            if passage is not None:
                hits.append(Hit(table, record.id, label, spec, passage.text, passage.found))
                break
        else:
            hits.append(Hit(table, record.id, label, None, None, None))
    return hits
