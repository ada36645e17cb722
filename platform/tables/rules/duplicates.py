"""Whether a row that comes is there already under the same or a similar name, whoever may see it, the trash included (S15).

Asked of new rows and of rows whose compared fields change; what puts rows back as they were is not asked. Of a row that the
caller may not see only what the rule shows is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...core.errors import Problem
from ...fields.conditions import ALWAYS
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from .. import models
from ..catalogue import TableSpec
from ..changes.cells import current_value
from ..finding import entries, terms
from ..queries import reading
from ..storage import CHUNK, Row
from ..system import RECORD_ID, points_to_member, points_to_record
from ..writing.incoming import Incoming
from . import likeness, predicates, steps, uniqueness
from .book import Duplicates

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_TOLD = 5  #: rows that one row is told of
MOST_LOOKED = 30  #: rows that share pairs of characters with one row, those with most of the rare ones first
SHARED = 0.3  #: of a row's pairs, what another one has at least
MOST_TRASHED = 5_000  #: deletions that are looked through, latest first
AMONG = 200  #: rows of one request that are compared by likeness among each other; of more, only equal ones are found

Form = tuple[Any, ...]  #: what of a row is compared


@dataclass(frozen=True, slots=True)
class Match:
    """A row that is alike; `row` is None for another one of the same request."""

    id: int | None
    row: Row
    trashed: bool = False


def found(
    tx: Tx, table: TableSpec, rule: Duplicates, rows: Sequence[Incoming], whole: Sequence[Row]
) -> list[tuple[Incoming, Problem]]:
    """The rows of a request that are there already, or come twice. `whole` are the rows as they will be."""
    if tx.ctx.source in steps.FREE or not rows:
        return []
    counted = predicates.holding(tx, rule.when, whole)
    forms = {
        place: form for place, row in enumerate(whole) if counted[place] and (form := _form(rule, row)) is not None
    }
    if not forms:
        return []
    matches: dict[int, list[Match]] = {}
    changing = {row[RECORD_ID.id] for row in whole if RECORD_ID.id in row}
    for place, match in (
        *_stored(tx, table, rule, forms, changing),
        *_trashed(tx, table, rule, forms),
        *_among(rule, forms, whole),
    ):
        matches.setdefault(place, []).append(match)
    told = Telling(tx, table, rule, [match for several in matches.values() for match in several[:MOST_TOLD]])
    return [(rows[place], told.problem(several[:MOST_TOLD])) for place, several in sorted(matches.items())]


def standing(tx: Tx, table: TableSpec, rule: Duplicates, ids: Sequence[int]) -> dict[int, list[int]]:
    """Of these stored rows those that another stored row is like, each with the others."""
    known = tx.catalogue.storage.rows(tx.connection, table, ids)
    order = sorted(known)
    holds = predicates.holding(tx, rule.when, [known[id_] for id_ in order])
    forms = {
        id_: form
        for id_, met in zip(order, holds, strict=True)
        if met and (form := _form(rule, known[id_])) is not None
    }
    several: dict[int, list[int]] = {}
    for id_, match in _stored(tx, table, rule, forms, set()):
        if match.id is not None and match.id != id_:
            several.setdefault(id_, []).append(match.id)
    return several


def alike(tx: Tx, table: TableSpec, rule: Duplicates, values: Row) -> list[Match]:
    """The stored rows that one with these values would be like, whoever may see them; the trash is left out."""
    form = _form(rule, values)
    return [] if form is None else [match for _, match in _stored(tx, table, rule, {0: form}, set())]


# -- comparing -------------------------------------------------------------------------------------------------------


def _form(rule: Duplicates, row: Row) -> Form | None:
    """None for a row that is compared with nothing: one of the fields is empty, of those compared by likeness all are."""
    values = [row.get(spec.id) for spec in rule.fields]
    if rule.match == "exact":
        if any(map(is_empty, values)):
            return None
        return tuple(uniqueness.form(spec, value) for spec, value in zip(rule.fields, values, strict=True))
    texts = tuple(likeness.plain(value, rule.left_out) if isinstance(value, str) else "" for value in values)
    if rule.match == "normalised":
        return texts if all(texts) else None
    return texts if any(texts) else None


def _alike(rule: Duplicates, one: Form, other: Form) -> bool:
    if rule.match == "fuzzy":
        return likeness.alike("".join(one), "".join(other), rule.likeness)
    return one == other


def _stored(
    tx: Tx, table: TableSpec, rule: Duplicates, forms: Mapping[int, Form], changing: set[int]
) -> Iterator[tuple[int, Match]]:
    near = _near_exactly(tx, table, rule, forms) if rule.match == "exact" else _near(tx, table, rule, forms)
    ids = {id_ for several in near.values() for id_ in several} - changing
    if not ids:
        return
    known = tx.catalogue.storage.rows(tx.connection, table, ids)
    order = sorted(known)
    holds = dict(zip(order, predicates.holding(tx, rule.when, [known[id_] for id_ in order]), strict=True))
    for place, several in near.items():
        for id_ in sorted(several):
            if holds.get(id_):
                other = _form(rule, known[id_])
                if other is not None and _alike(rule, forms[place], other):
                    yield place, Match(id_, known[id_])


def _near_exactly(tx: Tx, table: TableSpec, rule: Duplicates, forms: Mapping[int, Form]) -> dict[int, set[int]]:
    physical = tx.catalogue.storage.table(table.id)
    columns = [physical.c[uniqueness.column_of(spec)[1]] for spec in rule.fields]
    places: dict[Form, list[int]] = {}
    for place, form in forms.items():
        places.setdefault(form, []).append(place)
    near: dict[int, set[int]] = {}
    known = list(places)
    for start in range(0, len(known), CHUNK):
        part = known[start : start + CHUNK]
        met = [column.in_({form[at] for form in part}) for at, column in enumerate(columns)]
        for id_, *values in tx.connection.execute(sa.select(physical.c.id, *columns).where(*met)):
            for place in places.get(tuple(values), ()):
                near.setdefault(place, set()).add(id_)
    return near


def _near(tx: Tx, table: TableSpec, rule: Duplicates, forms: Mapping[int, Form]) -> dict[int, set[int]]:
    """Rows that have pairs of characters in common with those that come: the index of texts knows them."""
    wanted: dict[int, tuple[str, ...]] = {}
    for place, form in forms.items():
        found = [
            terms.tag_of(spec.id) + pair
            for spec, text in zip(rule.fields, form, strict=True)
            for pair in likeness.pairs(text) or (text,)
            if pair
        ]
        wanted[place] = tuple(found[: terms.MOST_PAIRS])
    return entries.sharing(tx.connection, table.id, wanted, SHARED, MOST_LOOKED)


def _trashed(tx: Tx, table: TableSpec, rule: Duplicates, forms: Mapping[int, Form]) -> Iterator[tuple[int, Match]]:
    """The rows of the table that history tells the deletion of last."""
    changes, after = models.changes, models.changes.alias("after")
    later = sa.exists().where(
        after.c.table_id == changes.c.table_id, after.c.record == changes.c.record, after.c.id > changes.c.id
    )
    statement = (
        sa.select(changes.c.record, changes.c.cells)
        .where(changes.c.kind == "delete", changes.c.table_id == table.id, ~later)
        .order_by(changes.c.id.desc())
        .limit(MOST_TRASHED)
    )
    exactly: dict[Form, list[int]] = {}
    for place, form in forms.items():
        exactly.setdefault(form, []).append(place)
    alike: list[tuple[int, int, Row]] = []
    for record, cells in tx.connection.execute(statement):
        before = {int(key): cell[0] for key, cell in orjson.loads(cells).items()}
        row = {spec.id: _value(spec, before.get(spec.id)) for spec in (*rule.fields, *rule.show)}
        form = _form(rule, row)
        if form is None:
            continue
        places = list(exactly.get(form, ()))
        if rule.match == "fuzzy":
            places = [place for place, own in forms.items() if _alike(rule, own, form)]
        if not places:
            continue
        if rule.when != ALWAYS:
            row = {spec.id: _value(spec, before.get(spec.id)) for spec in table.stored}
        alike += [(place, record, row) for place in places]
    holds = predicates.holding(tx, rule.when, [row for _, _, row in alike])
    for (place, record, row), met in zip(alike, holds, strict=True):
        if met:
            yield place, Match(record, row, trashed=True)


def _value(spec: FieldSpec, kept: Any) -> Any:
    """What history kept of a field; nothing where the field holds something else by now."""
    try:
        return current_value(kept, spec)
    except ValueError:
        return None


def _among(rule: Duplicates, forms: Mapping[int, Form], whole: Sequence[Row]) -> Iterator[tuple[int, Match]]:
    """Later rows of a request that are like an earlier one."""
    if rule.match == "fuzzy" and len(forms) <= AMONG:
        for place, form in forms.items():
            first = next((at for at, other in forms.items() if at < place and _alike(rule, form, other)), None)
            if first is not None:
                yield place, Match(None, whole[first])
        return
    known: dict[Form, int] = {}
    for place, form in forms.items():
        if known.setdefault(form, place) != place:
            yield place, Match(None, whole[known[form]])


# -- telling ---------------------------------------------------------------------------------------------------------


class Telling:
    """What is said of rows that are alike, read for all of them at once."""

    def __init__(self, tx: Tx, table: TableSpec, rule: Duplicates, matches: Sequence[Match]) -> None:
        self._tx, self._table, self._rule = tx, table, rule
        stored = {match.id for match in matches if match.id is not None and not match.trashed}
        self._visible = reading.labels(tx, table, stored)
        self._names: dict[int, dict[int, str]] = {}
        for spec in rule.show:
            if points_to_record(spec):
                other = tx.catalogue.by_id[spec.options["table"]]
                ids = {match.row[spec.id] for match in matches if match.row.get(spec.id) is not None}
                self._names[spec.id] = reading.labels(tx, other, ids, raw=True)

    def problem(self, matches: Sequence[Match]) -> Problem:
        english = self._tx.ctx.locale.startswith("en")
        words = {
            "label": "、".join(spec.text(self._tx.ctx.locale) for spec in self._rule.fields),
            "found": ("; " if english else "；").join(map(self._said, matches)),
        }
        details = {"duplicates": [self._dump(match) for match in matches]}
        return Problem(self._rule.message, words, self._rule.fields[0].key, details=details)

    def _said(self, match: Match) -> str:
        english = self._tx.ctx.locale.startswith("en")
        shown = [f"{one['label']} {one['text']}" for one in self.shown(match) if one["text"]]
        if not shown and (label := self.label(match)) is not None:
            shown = [label]
        if match.trashed:
            shown.append("in the trash" if english else "在回收站")
        elif match.id is None:
            shown.append("in the same request" if english else "在同一批数据中")
        return (", " if english else "，").join(shown) or ("a record" if english else "一条记录")

    def _dump(self, match: Match) -> dict[str, Any]:
        """The number of a row is told to whoever may see it."""
        label = self.label(match)
        return {
            "table": self._table.key,
            "id": match.id if label is not None else None,
            "label": label,
            "trashed": match.trashed,
            "shown": self.shown(match),
        }

    def label(self, match: Match) -> str | None:
        """What a row is called; None for one that the caller may not see, or that is not there any more."""
        return self._visible.get(match.id) if match.id is not None and not match.trashed else None

    def shown(self, match: Match) -> list[dict[str, str]]:
        """What is told of a row whoever may see it."""
        locale = self._tx.ctx.locale
        return [
            {"field": spec.key, "label": spec.text(locale), "text": self._text(spec, match.row.get(spec.id))}
            for spec in self._rule.show
        ]

    def _text(self, spec: FieldSpec, value: Any) -> str:
        if value is None:
            return ""
        if points_to_member(spec):
            person = reading.member(self._tx, value)
            return str(person["label"]) if person else ""
        if points_to_record(spec):
            return self._names[spec.id].get(value, f"#{value}")
        result = value_spec(spec)
        return TYPES[result.type].to_text(value, result, self._tx.ctx.locale, self._tx.ctx.zone)
