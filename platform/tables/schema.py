"""Making tables and fields: catalogue rows and DDL in the same transaction. Changing and dropping them come beside this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import jsonschema
import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn, CreateIndex

from ..core.errors import Problem, Refusal, refuse
from ..core.metadata import WORKSPACE
from ..fields.registry import TYPES, value_spec
from ..fields.spec import Choice, FieldSpec
from ..formulas.graph import CycleError
from ..formulas.problems import FormulaInvalid
from . import authoring, counters, models, storage
from .catalogue import TableSpec
from .messages import BAD_FORMULA, BAD_KEY, BAD_OPTIONS, CYCLE, KEY_TAKEN, UNKNOWN_TYPE
from .recompute import Recompute

if TYPE_CHECKING:
    from .transaction import Tx

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table to be made. `parent` is the key of the relation (made later) to the row that owns rows of this table."""

    key: str
    label: Mapping[str, str]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field to be made, its settings written by key: see `authoring`."""

    key: str
    type: str
    label: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: Sequence[Mapping[str, Any]] = ()  #: {key, label, color?, archived?}
    default: Mapping[str, Any] | None = None
    required: bool = False
    unique: bool = False
    protected: bool = False
    aliases: Sequence[str] = ()
    position: int | None = None


def create_tables(tx: Tx, drafts: Sequence[TableDraft]) -> None:
    """Make empty tables. Raises `Refusal` naming every key that cannot be used."""
    problems = [Problem(BAD_KEY, {"key": draft.key}, draft.key) for draft in drafts if not KEY.fullmatch(draft.key)]
    taken = set(tx.catalogue.tables)
    for draft in drafts:
        if draft.key in taken:
            problems.append(Problem(KEY_TAKEN, {"key": draft.key}, draft.key))
        taken.add(draft.key)
    if problems:
        raise Refusal(problems)
    first = counters.take(tx.connection, "table", len(drafts))
    for place, draft in enumerate(drafts):
        table_id = first + place
        tx.connection.execute(
            sa.insert(models.tables).values(
                id=table_id,
                key=draft.key,
                label=dict(draft.label),
                settings=dict(draft.settings),
                position=len(tx.catalogue.tables) + place,
            )
        )
        storage.physical_table(sa.MetaData(schema=WORKSPACE), table_id, ()).create(tx.connection)
    tx.reload()


def create_fields(tx: Tx, drafts: Sequence[tuple[str, FieldDraft]]) -> list[FieldSpec]:
    """Make fields in tables given by key, in one go. A draft may refer only to fields that are there already."""
    problems: list[Problem] = []
    made: list[FieldSpec] = []
    taken = {table.key: set(table.by_key) for table in tx.catalogue.tables.values()}
    for table_key, draft in drafts:
        table = tx.catalogue.table(table_key)
        if not KEY.fullmatch(draft.key):
            problems.append(Problem(BAD_KEY, {"key": draft.key}, draft.key))
        for name in (draft.key, *draft.aliases):
            if name in taken[table_key]:
                problems.append(Problem(KEY_TAKEN, {"key": name}, draft.key))
            taken[table_key].add(name)
        try:
            made.append(_spec(tx, table, draft, len(table.fields) + len(made)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(problems)
    for spec in made:
        _store(tx, spec)
        _build(tx, spec)
    tx.reload()
    _check_circles(tx)
    _fill(tx, [spec for spec in made if spec.type in ("formula", "rollup")])
    return [tx.catalogue.fields[spec.id] for spec in made]


def set_primary(tx: Tx, primaries: Mapping[str, str], parents: Mapping[str, str] | None = None) -> None:
    """Say which field names a table's rows, and (for sub-tables) which relation leads to the owner; by table key."""
    for table_key, field_key in primaries.items():
        table = tx.catalogue.table(table_key)
        _set(tx, table, primary_field=table.by_key[field_key].id)
    for table_key, field_key in (parents or {}).items():
        table = tx.catalogue.table(table_key)
        _set(tx, table, parent_field=table.by_key[field_key].id)
    tx.reload()


def _set(tx: Tx, table: TableSpec, **values: Any) -> None:
    tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(**values))


def _spec(tx: Tx, table: TableSpec, draft: FieldDraft, position: int) -> FieldSpec:
    """The field as it will be: checked, its keys turned into ids. Raises `Refusal`."""
    type_ = TYPES.get(draft.type)
    if type_ is None or draft.type in _ENGINE_TYPES:
        raise refuse(UNKNOWN_TYPE, at_field=draft.key, type=draft.type[:40])
    options = authoring.options_to_ids(tx.catalogue, table, draft.key, draft.type, draft.options)
    choices = _choices(tx, draft.choices)
    if "result" in options:
        result = dict(options["result"])
        result["choices"] = [_choice_json(choice) for choice in _choices(tx, result.get("choices") or ())]
        options["result"] = result
    spec = FieldSpec(
        id=counters.take(tx.connection, "field"),
        table=table.id,
        key=draft.key,
        type=draft.type,
        label=dict(draft.label),
        help=dict(draft.help),
        options=options,
        choices=choices,
        required=draft.required,
        unique=draft.unique,
        protected=draft.protected,
        position=position if draft.position is None else draft.position,
        aliases=tuple(draft.aliases),
    )
    if draft.type == "formula":
        spec = _with_formula(tx, table, draft, spec)
    _check_options(draft, spec)
    try:
        default = authoring.default_to_ids(tx.catalogue, table_with(table, spec), draft.default)
    except authoring.Unresolved as missing:
        raise refuse(BAD_OPTIONS, at_field=draft.key, key=draft.key, why=missing.what) from missing
    return replace(spec, default=default)


_ENGINE_TYPES = frozenset({"created_by", "created_at", "updated_by", "updated_at"})  #: every table has these anyway


def table_with(table: TableSpec, spec: FieldSpec) -> TableSpec:
    """The table as it will be with one field more."""
    return replace(table, fields=(*table.fields, spec))


def _with_formula(tx: Tx, table: TableSpec, draft: FieldDraft, spec: FieldSpec) -> FieldSpec:
    try:
        stored = authoring.formula_to_ids(tx.catalogue, table, draft.options["formula"], value_spec(spec))
    except FormulaInvalid as invalid:
        raise Refusal(
            Problem(BAD_FORMULA, {"position": each.span[0] + 1, "why": each.text("zh-CN")}, draft.key)
            for each in invalid.problems
        ) from invalid
    return replace(spec, options={**spec.options, "formula": stored})


def _check_options(draft: FieldDraft, spec: FieldSpec) -> None:
    validator = jsonschema.Draft202012Validator(dict(TYPES[draft.type].options_schema))
    problems = [
        Problem(BAD_OPTIONS, {"key": draft.key, "why": error.message[:200]}, draft.key)
        for error in validator.iter_errors(dict(spec.options))
    ]
    if problems:
        raise Refusal(problems)


def _choices(tx: Tx, drafts: Iterable[Mapping[str, Any]]) -> tuple[Choice, ...]:
    found = list(drafts)
    if not found:
        return ()
    first = counters.take(tx.connection, "choice", len(found))
    return tuple(
        Choice(
            id=first + place,
            key=draft["key"],
            label=dict(draft["label"]),
            color=draft.get("color", "gray"),
            archived=draft.get("archived", False),
        )
        for place, draft in enumerate(found)
    )


def _choice_json(choice: Choice) -> dict[str, Any]:
    return {
        "id": choice.id,
        "key": choice.key,
        "label": dict(choice.label),
        "color": choice.color,
        "archived": choice.archived,
    }


def _store(tx: Tx, spec: FieldSpec) -> None:
    tx.connection.execute(
        sa.insert(models.fields).values(
            id=spec.id,
            table_id=spec.table,
            key=spec.key,
            type=spec.type,
            label=dict(spec.label),
            help=dict(spec.help),
            options=dict(spec.options),
            choices=[_choice_json(choice) for choice in spec.choices],
            default=dict(spec.default) if spec.default is not None else None,
            required=spec.required,
            unique=spec.unique,
            protected=spec.protected,
            aliases=list(spec.aliases),
            position=spec.position,
        )
    )


def _build(tx: Tx, spec: FieldSpec) -> None:
    """The physical columns (or the link table) of a new field, with the indexes its type asks for."""
    type_ = TYPES[spec.type]
    if type_.storage == "links" and not spec.options.get("via"):
        storage.physical_links(sa.MetaData(schema=WORKSPACE), spec.id).create(tx.connection)
        return
    if type_.storage != "column":
        return
    dialect = tx.connection.dialect
    prefix = f'"{tx.workspace.database.schema}".' if tx.workspace.database.schema else ""
    table = storage.physical_table(sa.MetaData(schema=tx.workspace.database.schema), spec.table, (spec,))
    for column in type_.columns(spec):
        ddl = CreateColumn(table.c[column.name]).compile(dialect=dialect)
        tx.connection.exec_driver_sql(f'ALTER TABLE {prefix}"t_{spec.table}" ADD COLUMN {ddl}')
        if column.info.get("index") or (column.info.get("unique") and spec.unique):
            index = sa.Index(f"ix_{spec.table}_{column.name}", table.c[column.name])
            tx.connection.execute(CreateIndex(index))


def _check_circles(tx: Tx) -> None:
    try:
        _ = tx.catalogue.dependencies
    except CycleError as cycle:
        path = " → ".join(tx.catalogue.fields[id_].text(tx.ctx.locale) for id_ in cycle.path)
        raise refuse(CYCLE, path=path) from cycle


def _fill(tx: Tx, computed: Sequence[FieldSpec]) -> None:
    """Values for the rows that are there already, in dependency order."""
    levels = tx.catalogue.dependencies.levels
    for spec in sorted(computed, key=lambda each: levels.get(each.id, 0)):
        Recompute(tx).whole_table(tx.catalogue.by_id[spec.table], [tx.catalogue.fields[spec.id]])
