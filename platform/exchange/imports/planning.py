"""Which column fills which field: by the caller's word, else by key, alias or label; and what stands against it (S72)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.errors import Message, Problem, Refusal
from ...fields.fieldtype import FieldType
from ...fields.registry import TYPES, type_of, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import normal
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.messages import FORBIDDEN_FIELD, RENAMED_FIELD
from ...tables.system import points_to_record
from ...tables.transaction import Tx
from ..messages import (
    BAD_IMPORT_KEY,
    BAD_MATCH,
    COLUMN_TWICE,
    FORMER_KEY,
    IGNORED_COMPUTED,
    IGNORED_KIND,
    IGNORED_RIGHT,
    KEY_UNMAPPED,
    NO_OWNER,
    NOTHING_MAPPED,
    REQUIRED_UNMAPPED,
    UNKNOWN_COLUMN,
    UNKNOWN_TARGET,
)
from .options import ImportMode, Options

_REQUIRED_MARK = re.compile(r"\s*(?:\*|\((?:必填|required)\))\s*\Z")
_SPACES = re.compile(r"\s+")
#: types of fields by which a record can be found again
FINDABLE = frozenset(
    {"text", "autonumber", "phone", "email", "url", "number", "money", "percent", "date", "option", "state"}
)
_NOT_FROM_SHEETS = frozenset({"attachment", "subtable"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that fills a field; `match` is the field of the related table by which a cell names its record."""

    index: int
    header: str
    field: FieldSpec
    match: FieldSpec | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column that was understood and is passed over all the same."""

    column: str
    field: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of a sheet are used."""

    table: TableSpec
    columns: tuple[Column, ...]  #: those whose values are written
    key: Column | None  #: the one that records are found by; it may be a computed one
    unmapped: tuple[str, ...]
    ignored: tuple[Ignored, ...]
    problems: tuple[Problem, ...]  #: what the caller has to mend before anything can be imported
    former: tuple[Problem, ...] = ()  #: former keys in settings and headers that may still be used, announced (S13)

    @property
    def mapping(self) -> dict[str, str]:
        used = (*self.columns, *((self.key,) if self.key is not None else ()))
        return {column.header: column.field.key for column in sorted(used, key=lambda each: each.index)}

    def same_as(self, other: Plan) -> bool:
        """Whether the fields behind the columns are what they were, though the catalogue has moved."""
        return not other.problems and _shape(self) == _shape(other)


def make(tx: Tx, table: TableSpec, headers: Sequence[str], options: Options) -> Plan:
    """The plan for a header row. Raises `Refusal` for settings that name what is not there."""
    wrong: list[Problem] = []
    former = _Former(tx, wrong)
    chosen = _chosen(tx, table, headers, options, former)
    used: dict[int, Column] = {}
    unmapped: list[str] = []
    ignored: list[Ignored] = []
    key_spec = _key_field(tx, table, options, former)
    key: Column | None = None
    for index, header in enumerate(headers):
        spec = chosen[index]
        if not header:
            continue
        if spec is None:
            unmapped.append(header)
            continue
        column = Column(index, header, spec, _match(tx, spec, header, options, former))
        if key_spec is not None and spec.id == key_spec.id and key is None:
            key = column
        reason = _passed_over(tx, table, spec, options)
        if reason is not None:
            if column is not key:
                ignored.append(Ignored(header, spec.key, reason))
            continue
        if spec.id not in used:
            used[spec.id] = column
        elif header in options.mapping and used[spec.id].header in options.mapping:
            params = {"first": used[spec.id].header, "second": header, "label": spec.text(tx.ctx.locale)}
            wrong.append(Problem(COLUMN_TWICE, params, spec.key))
        else:
            unmapped.append(header)
    if options.public:
        wrong += _not_public(tx, table)
    if wrong:
        raise Refusal(wrong)
    columns = tuple(used.values())
    return Plan(
        table=table,
        columns=columns,
        key=key,
        unmapped=tuple(unmapped),
        ignored=tuple(ignored),
        problems=tuple(_missing(tx, table, columns, key, key_spec, options)),
        former=tuple(former.noted.values()),
    )


class _Former:
    """Former keys that settings and headers use (S13): those within their window are noted, the others are wrong."""

    def __init__(self, tx: Tx, wrong: list[Problem]) -> None:
        self._now = tx.ctx.now
        self.wrong = wrong
        self.noted: dict[str, Problem] = {}

    def check(self, spec: FieldSpec | None, name: str, at: str | None = None) -> None:
        """`name` leads to the field; `at` is the place of the problem, if it is not the field."""
        alias = spec.alias(name) if spec is not None and spec.key != name else None
        if spec is None or alias is None:
            return
        words = {"old": name, "new": spec.key}
        if alias.ended(self._now):
            self.wrong.append(Problem(RENAMED_FIELD, words, at or spec.key))
        else:
            self.noted[name] = Problem(FORMER_KEY, words, spec.key)


def _chosen(
    tx: Tx, table: TableSpec, headers: Sequence[str], options: Options, former: _Former
) -> list[FieldSpec | None]:
    """The field of each column, by the caller's mapping first."""
    wrong = former.wrong
    names, aliases = _names(tx, table)
    scope = tx.scope(table)
    said = {_folded(column): field_key for column, field_key in options.mapping.items()}
    present = {_folded(header) for header in headers}
    for column, field_key in options.mapping.items():
        spec = table.by_key.get(field_key)
        if field_key and (spec is None or not scope.may_read(spec.id)):
            wrong.append(Problem(UNKNOWN_TARGET, {"column": column[:60], "key": field_key[:60]}, field_key[:60]))
        else:
            former.check(spec, field_key)
        if _folded(column) not in present:
            wrong.append(Problem(UNKNOWN_COLUMN, {"column": column[:60]}, field_key[:60] or None))
    found: list[FieldSpec | None] = []
    for header in headers:
        folded = _folded(header)
        if folded in said:
            spec = table.by_key.get(said[folded])
            found.append(spec if spec is not None and scope.may_read(spec.id) else None)
        else:
            name = next((each for each in (folded, _REQUIRED_MARK.sub("", folded)) if each in names), folded)
            found.append(names.get(name))
            if name in aliases:
                former.check(names[name], aliases[name])
    return found


def _names(tx: Tx, table: TableSpec) -> tuple[Mapping[str, FieldSpec], Mapping[str, str]]:
    """What a column may be called, for every field that the caller may read; a name that two fields share is nobody's. Beside
    it the former keys among these names, as they were written: one whose window has ended leaves its name to a label."""
    scope = tx.scope(table)
    readable = [spec for spec in table.all_fields if scope.may_read(spec.id)]
    found: dict[str, FieldSpec] = {}
    labels: dict[str, list[FieldSpec]] = {}
    for spec in readable:
        for name in dict.fromkeys(_folded(label) for label in spec.label.values()):
            labels.setdefault(name, []).append(spec)
            found[_folded(f"{name} ({spec.key})")] = spec
    found.update((name, specs[0]) for name, specs in labels.items() if len(specs) == 1)
    former: dict[str, str] = {}
    for spec in readable:
        for alias in spec.aliases:
            name = _folded(alias.key)
            if not (alias.ended(tx.ctx.now) and name in found):
                found[name] = spec
                former[name] = alias.key
    present = {_folded(spec.key): spec for spec in readable}
    return {**found, **present}, {name: key for name, key in former.items() if name not in present}


def _folded(name: str) -> str:
    return _SPACES.sub(" ", normal(name))


def _passed_over(tx: Tx, table: TableSpec, spec: FieldSpec, options: Options) -> Message | None:
    if spec.type in _NOT_FROM_SHEETS:
        return IGNORED_KIND
    if type_of(spec).computed or spec.id in tx.catalogue.filled:
        return IGNORED_COMPUTED
    scope = tx.scope(table)
    needed = {
        ImportMode.CREATE: (Action.IMPORT,),
        ImportMode.UPDATE: (Action.EDIT,),
        ImportMode.UPSERT: (Action.IMPORT, Action.EDIT),
    }[options.mode]
    return None if all(scope.may_set(spec.id, action) for action in needed) else IGNORED_RIGHT


def _not_public(tx: Tx, table: TableSpec) -> list[Problem]:
    """What keeps rows from coming without an owner: there is no such thing, or the caller does not give owners to rows."""
    owner = table.ownership
    if owner is None or not tx.scope(table).may_read(owner.id):
        return [Problem(NO_OWNER, {"table": table.text(tx.ctx.locale)}, "public")]
    if not tx.scope(table).may_set(owner.id, Action.IMPORT):
        return [Problem(FORBIDDEN_FIELD, {"label": owner.text(tx.ctx.locale)}, owner.key)]
    return []


def _key_field(tx: Tx, table: TableSpec, options: Options, former: _Former) -> FieldSpec | None:
    if options.mode is ImportMode.CREATE or options.key is None:
        return None
    spec = table.by_key.get(options.key)
    if spec is None or not tx.scope(table).may_read(spec.id) or not findable(spec):
        former.wrong.append(Problem(BAD_IMPORT_KEY, {"key": options.key[:60]}, "key"))
        return None
    former.check(spec, options.key, "key")
    return spec


def findable(spec: FieldSpec) -> bool:
    """Whether rows can be looked up by values of a field."""
    shown = value_spec(spec)
    operators: FieldType = TYPES[shown.type]
    return shown.type in FINDABLE and "in" in operators.operators and spec.id > 0


def _match(tx: Tx, spec: FieldSpec, header: str, options: Options, former: _Former) -> FieldSpec | None:
    """The field by which a relation's cell names its record: the one asked for, else the target's primary field."""
    if not points_to_record(spec) or type_of(spec).computed:
        return None
    target = tx.catalogue.by_id[spec.options["table"]]
    asked = next((key for column, key in options.match.items() if _folded(column) == _folded(header)), "")
    if not asked:
        primary = target.primary
        return primary if primary is not None and findable(primary) else None
    found = target.by_key.get(asked)
    scope = tx.scope(target)
    if found is None or not scope.may_read(found.id) or Action.VIEW not in scope.actions or not findable(found):
        former.wrong.append(Problem(BAD_MATCH, {"column": header, "key": asked[:60]}, spec.key))
        return None
    former.check(found, asked, spec.key)
    return found


def _missing(
    tx: Tx,
    table: TableSpec,
    columns: Sequence[Column],
    key: Column | None,
    key_spec: FieldSpec | None,
    options: Options,
) -> list[Problem]:
    locale = tx.ctx.locale
    problems: list[Problem] = []
    if not columns:
        problems.append(Problem(NOTHING_MAPPED))
    if key_spec is not None and key is None:
        problems.append(Problem(KEY_UNMAPPED, {"label": key_spec.text(locale)}, key_spec.key))
    if options.mode is not ImportMode.UPDATE:
        there = {column.field.id for column in columns}
        problems += [
            Problem(REQUIRED_UNMAPPED, {"label": spec.text(locale)}, spec.key)
            for spec in table.fields
            if spec.required and spec.default is None and not type_of(spec).computed and spec.id not in there
        ]
    return problems


def _shape(plan: Plan) -> list[tuple[int, int, str, int | None]]:
    used = (*plan.columns, *((plan.key,) if plan.key is not None else ()))
    return [
        (column.index, column.field.id, column.field.type, column.match.id if column.match else None) for column in used
    ]
