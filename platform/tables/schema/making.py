"""Making tables and fields: catalogue rows and DDL in the same transaction. Who may is asked in `building`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import sqlalchemy as sa

from ...core.errors import Problem, Refusal, refuse
from ...core.metadata import WORKSPACE
from ...fields import conditions
from ...fields.registry import TYPES, value_spec
from ...fields.spec import Alias, Choice, FieldSpec
from ...formulas.graph import CycleError
from ...formulas.problems import FormulaInvalid
from .. import authoring, counters, models, naming, storage
from ..catalogue import TableSpec
from ..computed.recompute import Recompute
from ..messages import BAD_FORMULA, BAD_KEY, BAD_OPTIONS, CYCLE, KEY_TAKEN, UNKNOWN_TYPE
from ..rights import authors
from ..writing import trees
from . import physical, windows
from .drafts import KEY, FieldDraft, TableDraft

if TYPE_CHECKING:
    from ..transaction import Tx


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
            made.append(configured(tx, table, draft, len(table.fields) + len(made)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(problems)
    for spec in made:
        _store(tx, spec)
        physical.build(tx, spec)
    tx.reload()
    check_circles(tx)
    authors.check_computed(tx, [tx.catalogue.fields[spec.id] for spec in made])
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


def set_shape(tx: Tx, table_key: str, shape: Mapping[str, str | None]) -> None:
    """Say how the rows of a table lie: `tree` is the relation to the row above, `order` the number that keeps their order
    within their owner, `ownership` the member whose row it is; None takes it back. Raises `Refusal` for fields that cannot, and
    where rows stand in a circle."""
    table = tx.catalogue.table(table_key)
    settings = dict(table.settings)
    for name, key in shape.items():
        with naming.keeping(tx):
            spec = table.by_key.get(key) if key is not None else None
        if key is not None and (spec is None or not _fits(table, name, spec)):
            raise refuse(BAD_OPTIONS, at_field=name, key=name, why=key)
        settings[name] = spec.id if spec is not None else None
        if name == "tree" and spec is not None:
            trees.check_all(tx, table, spec)
    kept = {name: value for name, value in settings.items() if value is not None}
    _set(tx, table, settings=kept)
    tx.reload()
    check_circles(tx)


def _fits(table: TableSpec, name: str, spec: FieldSpec) -> bool:
    if name == "order":
        return spec.type == "number"
    if name == "ownership":
        return spec.type == "member"
    return spec.type == "relation" and spec.options["table"] == table.id


def _set(tx: Tx, table: TableSpec, **values: Any) -> None:
    tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(**values))


def configured(tx: Tx, table: TableSpec, draft: FieldDraft, position: int, there: FieldSpec | None = None) -> FieldSpec:
    """The field as it will be: checked, its keys turned into ids. A field that is `there` keeps its id, and of its choices
    those whose keys the draft names. Raises `Refusal`."""
    with naming.keeping(tx):
        spec = _configured(tx, table, draft, position, there)
    if there is None or (spec.options, spec.default) != (there.options, there.default):
        authors.check(tx, _looks_at(spec), beyond=True)
        if spec.options.get("filter"):
            paths = conditions.paths(conditions.load(spec.options["filter"]))
            authors.check_rows(
                tx, {tx.catalogue.field(id_).table for path in paths for id_ in path[1:] if id_ > 0}, whole=True
            )
    return spec


def _looks_at(spec: FieldSpec) -> frozenset[int]:
    """The fields whose values the settings of a field bring into it. What a computed field shows by its viewer's own rights
    brings nobody more than they may read."""
    found: set[int] = set()
    if spec.options.get("scope", _USUAL.get(spec.type)) != "viewer":
        named = TYPES[spec.type].references(spec.options)
        found = {id_ for kind, id_ in named if kind == "field" and isinstance(id_, int)}
    default = spec.default or {}
    found.update(default.get("copy", ()))
    if default.get("when"):
        found.update(id_ for path in conditions.paths(conditions.load(default["when"])) for id_ in path)
    return frozenset(found)


_USUAL = {"lookup": "viewer"}  #: the scope of a computed field that says nothing of it; else the system's


def _configured(tx: Tx, table: TableSpec, draft: FieldDraft, position: int, there: FieldSpec | None) -> FieldSpec:
    type_ = TYPES.get(draft.type)
    if type_ is None or draft.type in _ENGINE_TYPES:
        raise refuse(UNKNOWN_TYPE, at_field=draft.key, type=draft.type[:40])
    options = authoring.options_to_ids(tx.catalogue, table, draft.key, draft.type, draft.options)
    choices = merged_choices(tx, draft.choices, there.choices if there is not None else ())
    if "result" in options:
        result = dict(options["result"])
        known = value_spec(there).choices if there is not None and there.type == draft.type else ()
        result["choices"] = [choice_json(each) for each in merged_choices(tx, result.get("choices") or (), known)]
        options["result"] = result
    spec = FieldSpec(
        id=counters.take(tx.connection, "field") if there is None else there.id,
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
        aliases=tuple(Alias(key, tx.ctx.now, windows.end(tx)) for key in draft.aliases),
        place=there.place if there is not None else 0,
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
    """The table as it will be with a field more, or with another form of one."""
    return replace(table, fields=(*(each for each in table.fields if each.id != spec.id), spec))


def _with_formula(tx: Tx, table: TableSpec, draft: FieldDraft, spec: FieldSpec) -> FieldSpec:
    try:
        grown = table_with(table, spec)
        known = replace(tx.catalogue, tables={**tx.catalogue.tables, table.key: grown})
        stored = authoring.formula_to_ids(known, grown, draft.options["formula"], value_spec(spec))
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


def merged_choices(tx: Tx, drafts: Iterable[Mapping[str, Any]], known: Iterable[Choice] = ()) -> tuple[Choice, ...]:
    """The choices of the drafts, in their order; one whose key is known keeps its id, so that values stay."""
    found = list(drafts)
    ids = {choice.key: choice.id for choice in known}
    new = [draft["key"] for draft in found if draft["key"] not in ids]
    if new:
        first = counters.take(tx.connection, "choice", len(new))
        ids.update((key, first + place) for place, key in enumerate(new))
    return tuple(
        Choice(
            id=ids[draft["key"]],
            key=draft["key"],
            label=dict(draft["label"]),
            color=draft.get("color", "gray"),
            archived=draft.get("archived", False),
        )
        for draft in found
    )


def choice_json(choice: Choice) -> dict[str, Any]:
    return {
        "id": choice.id,
        "key": choice.key,
        "label": dict(choice.label),
        "color": choice.color,
        "archived": choice.archived,
    }


def _store(tx: Tx, spec: FieldSpec) -> None:
    tx.connection.execute(sa.insert(models.fields).values(row_of(spec)))


def row_of(spec: FieldSpec) -> dict[str, Any]:
    """The catalogue's row of a field. What a look-up shows is that of its target, worked out as the catalogue is read."""
    derived = ("result",) if spec.type == "lookup" else ()
    return {
        "id": spec.id,
        "table_id": spec.table,
        "key": spec.key,
        "type": spec.type,
        "label": dict(spec.label),
        "help": dict(spec.help),
        "options": {name: value for name, value in spec.options.items() if name not in derived},
        "choices": [choice_json(choice) for choice in spec.choices],
        "default": dict(spec.default) if spec.default is not None else None,
        "required": spec.required,
        "unique": spec.unique,
        "protected": spec.protected,
        "aliases": [alias.dump() for alias in spec.aliases],
        "position": spec.position,
        "place": spec.place,
    }


def check_circles(tx: Tx) -> None:
    try:
        _ = tx.catalogue.dependencies
    except CycleError as cycle:
        path = " → ".join(tx.catalogue.fields[id_].text(tx.ctx.locale) for id_ in cycle.path)
        raise refuse(CYCLE, at_field=tx.catalogue.fields[cycle.path[0]].key, path=path) from cycle


def _fill(tx: Tx, computed: Sequence[FieldSpec]) -> None:
    """Values for the rows that are there already, in dependency order."""
    levels = tx.catalogue.dependencies.levels
    for spec in sorted(computed, key=lambda each: levels.get(each.id, 0)):
        Recompute(tx).whole_table(tx.catalogue.by_id[spec.table], [tx.catalogue.fields[spec.id]])
