"""Finding the one record or member that a cell names: never the first of several, never one the caller may not see (S74)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...accounts.members import Member
from ...core.errors import Problem
from ...fields.fieldtype import InvalidValue, is_empty
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import narrow, normal
from ...fields.types.number import NumberType
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.queries import reading
from ...tables.queries.query import Query, list_records
from ...tables.transaction import Tx
from ..messages import AMBIGUOUS, NO_MATCH
from ..presenting import presenter

Form = Any  #: what two equal values of a field have in common
_CHUNK = 300  #: values looked up by one query
_MOST_SHOWN = 5  #: candidates that a message names
_MOST_KNOWN = 50_000  #: values remembered per field for the length of an import
_ID = re.compile(r"#([1-9][0-9]{0,17})")
#: marks between several values, the strongest first: a piece that names something is not split further
_MARKS = (re.compile(r"[\r\n]+"), re.compile(r"[;；]"), re.compile(r"、"), re.compile(r"[,，]"))
_LONGEST = 1_000  #: characters of a text that may name something


def id_in(text: str) -> int | None:
    """The id in `#12`."""
    found = _ID.fullmatch(narrow(text).strip())
    return int(found[1]) if found else None


def pieces(text: str) -> list[str]:
    """Everything that a cell with several values may consist of: the whole, then its parts at each mark."""
    found = [text.strip()]
    parts = [text]
    for mark in _MARKS:
        parts = [piece.strip() for part in parts for piece in mark.split(part)]
        found += [part for part in parts if part]
    return list(dict.fromkeys(found))


def split(text: str, known: Callable[[str], bool]) -> list[str]:
    """The values in a cell with several: split at the strongest mark first, and only what is not known as it stands."""
    parts = [text.strip()]
    for mark in _MARKS:
        parts = [
            piece
            for part in parts
            for piece in ([part] if known(part) else [each.strip() for each in mark.split(part)])
            if piece
        ]
    return parts


@dataclass(slots=True)
class Lookup:
    """Records of one table by the values of one field, as far as the caller may see them."""

    target: TableSpec
    by: FieldSpec
    cached: bool = True  #: whether what was found stays so during the import (not when the import itself makes targets)
    known: dict[Form, tuple[int, ...]] = field(default_factory=dict[Form, tuple[int, ...]])
    _forms: dict[Any, Form | None] = field(default_factory=dict[Any, Form | None])
    _place: int | None = None

    def form(self, raw: Any, tx: Tx) -> Form | None:
        """The comparable form of a raw value; None when no record can have it."""
        if raw not in self._forms:
            if len(self._forms) > _MOST_KNOWN:
                self._forms.clear()
            self._forms[raw] = self._form(raw, tx)
        return self._forms[raw]

    def _form(self, raw: Any, tx: Tx) -> Form | None:
        shown = value_spec(self.by)
        type_ = TYPES[shown.type]
        if isinstance(raw, str) and len(raw) > _LONGEST:
            return None
        try:
            value = _meant(raw, shown, tx)
        except InvalidValue:
            return None
        if self._place is None:
            columns = type_.columns(shown)
            self._place = next((i for i, column in enumerate(columns) if column.info.get("unique")), 0)
        return type_.bind(value, shown)[self._place]

    def load(self, tx: Tx, raws: Iterable[Any]) -> None:
        """Look up values that are not known yet, many at once."""
        if not self.cached or len(self.known) > _MOST_KNOWN:
            self.known.clear()
        wanted: dict[Form, Any] = {}
        for raw in raws:
            form = self.form(raw, tx)
            if form is not None and form not in self.known:
                wanted.setdefault(form, raw)
        if Action.VIEW not in tx.scope(self.target).actions:
            self.known.update(dict.fromkeys(wanted, ()))
            return
        forms = list(wanted)
        for start in range(0, len(forms), _CHUNK):
            part = forms[start : start + _CHUNK]
            found, complete = self._query(tx, [wanted[form] for form in part], 1_000)
            if complete:
                self.known.update((form, found.get(form, ())) for form in part)
                continue
            for form in part:  # many records with the same value: ask for each by itself
                alone, _ = self._query(tx, [wanted[form]], _MOST_SHOWN + 1)
                self.known[form] = alone.get(form, ())

    def ids(self, tx: Tx, raw: Any) -> tuple[int, ...]:
        """The records with a value that `load` has been given; at most six of them."""
        form = self.form(raw, tx)
        return self.known.get(form, ()) if form is not None else ()

    def _query(self, tx: Tx, raws: Sequence[Any], limit: int) -> tuple[dict[Form, tuple[int, ...]], bool]:
        shown = value_spec(self.by)
        type_ = TYPES[shown.type]
        operands = [type_.dump(_meant(raw, shown, tx), shown) for raw in raws]
        asked = Query(filter={"field": self.by.key, "op": "in", "value": operands}, fields=[self.by.key], limit=limit)
        page = list_records(tx, self.target.key, asked)
        found: dict[Form, tuple[int, ...]] = {}
        for record in page.records:
            form = self.form(record.values[self.by.key], tx)
            found[form] = (*found.get(form, ()), record.id)[: _MOST_SHOWN + 1]
        return found, page.next is None


@dataclass(frozen=True)
class People:
    """Members by what people call them: name, e-mail, account."""

    by_name: Mapping[str, tuple[Member, ...]]

    @classmethod
    def of(cls, members: Iterable[Member], accounts: Mapping[int, str]) -> People:
        """`accounts` are account names by account id."""
        found: dict[str, dict[int, Member]] = {}
        for member in members:
            names = [member.name, member.email, accounts.get(member.account or 0, "")]
            for name in names:
                if name:
                    found.setdefault(normal(name), {})[member.id] = member
        return cls({name: tuple(people.values()) for name, people in found.items()})

    def find(self, text: str) -> tuple[Member, ...]:
        """Who may be meant: those who are still here, else those who left."""
        found = self.by_name.get(normal(text), ())
        active = tuple(member for member in found if member.active)
        return active or found


def describe(tx: Tx, table: TableSpec, ids: Collection[int]) -> str:
    """Up to five candidates with what tells them apart: their numbers or unique values, else whatever differs."""
    shown = sorted(ids)[:_MOST_SHOWN]
    records = reading.by_ids(tx, table, shown)
    if not records:
        return "…"
    scope = tx.scope(table)
    fields = [spec for spec in table.fields if scope.may_read(spec.id) and value_spec(spec).type in _TELLING]
    present = {spec.key: presenter(spec, tx.ctx.locale, tx.ctx.zone) for spec in fields}
    texts = {
        record.id: {spec.key: _short(present[spec.key](record.values[spec.key])) for spec in fields}
        for record in records
    }
    differing = [spec for spec in fields if len({row[spec.key] for row in texts.values()}) > 1]
    differing.sort(key=lambda spec: (not (spec.unique or spec.type == "autonumber"), spec.position))
    parts = [
        " ".join([*(row[spec.key] for spec in differing[:2] if row[spec.key]), f"#{id_}"]) for id_, row in texts.items()
    ]
    return ", ".join(parts) + (" …" if len(ids) > _MOST_SHOWN else "")


def none_of(label: str, value: str) -> Problem:
    return Problem(NO_MATCH, {"label": label, "value": value[:60]})


def several(label: str, value: str, candidates: str) -> Problem:
    return Problem(AMBIGUOUS, {"label": label, "value": value[:60], "candidates": candidates})


_TELLING = frozenset(
    {"text", "autonumber", "phone", "email", "option", "state", "member", "relation", "date", "number", "money"}
)


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 30 else text[:30] + "…"


def _meant(raw: Any, spec: FieldSpec, tx: Tx) -> Any:
    """The value that a cell asks for. A number is the one that would be written, rounded: a sheet finds what it made."""
    type_ = TYPES[spec.type]
    if isinstance(type_, NumberType) and not is_empty(written := type_.parse(raw, spec, tx.ctx.zone)):
        return written
    return type_.operand(raw, "=", spec, tx.ctx.zone)
