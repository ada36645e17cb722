"""The catalogue: what tables, fields and views a workspace has, as immutable values read once per version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core import models as core_models
from ..core.errors import refuse
from ..fields.registry import COMPUTED, type_of, value_spec
from ..fields.spec import Alias, Choice, FieldSpec
from . import doors, models
from .finding.terms import is_searched
from .former import Names
from .messages import NO_SUCH_TABLE
from .record_types.definition import SETTING, RecordTypes
from .system import RECORD_ID, SYSTEM_FIELDS

if TYPE_CHECKING:
    from .computed.dependencies import Dependencies
    from .rules.book import Book
    from .storage import Storage
    from .timers.definition import TimerBook


MOST_HOPS = 5  #: look-ups of look-ups that are followed


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A stored view; its filter is in stored form (by id), its fields and sort are field ids."""

    id: int
    table: int
    key: str
    label: Mapping[str, str]
    type: str
    definition: Mapping[str, Any]
    position: int
    owner: int | None = None  #: the member whose own view it is; None for a shared one
    locked: bool = False
    arranged: bool = False  #: whether people have put its records into an order by hand

    def text(self, locale: str = "zh-CN") -> str:
        """The label in a language, falling back to the other one and then to the key."""
        return self.label.get(locale) or self.label.get("zh-CN") or self.label.get("en") or self.key


@dataclass(frozen=True)
class TableSpec:
    """One table with its fields in order. `by_key` also finds deprecated aliases and the system fields."""

    id: int
    key: str
    label: Mapping[str, str]
    settings: Mapping[str, Any]
    fields: tuple[FieldSpec, ...]
    views: tuple[ViewSpec, ...]
    primary_id: int | None
    parent_id: int | None
    position: int
    by_key: Mapping[str, FieldSpec] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names: dict[str, FieldSpec] = {spec.key: spec for spec in SYSTEM_FIELDS}
        for spec in self.fields:
            names.update((alias.key, spec) for alias in spec.aliases)
        names.update((spec.key, spec) for spec in self.fields)
        object.__setattr__(self, "by_key", Names(names) if any(spec.aliases for spec in self.fields) else names)

    @cached_property
    def primary(self) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.id == self.primary_id), None)

    @cached_property
    def parent(self) -> FieldSpec | None:
        """The relation to the row that owns rows of this table (a sub-table), if there is one."""
        return next((spec for spec in self.fields if spec.id == self.parent_id), None)

    @cached_property
    def tree(self) -> FieldSpec | None:
        """The relation to the row of this table that a row hangs below, if its rows form a tree (E29)."""
        return next((spec for spec in self.fields if spec.id == self.settings.get("tree")), None)

    @cached_property
    def order(self) -> FieldSpec | None:
        """The number by which the rows of one owner are ordered, if the engine keeps one."""
        return next((spec for spec in self.fields if spec.id == self.settings.get("order")), None)

    @cached_property
    def ownership(self) -> FieldSpec | None:
        """The member whose row it is, if changes of that go into the ownership log (E23)."""
        return next((spec for spec in self.fields if spec.id == self.settings.get("ownership")), None)

    @cached_property
    def record_types(self) -> RecordTypes | None:
        """What a row's type asks of it, where the table has types (E19)."""
        return RecordTypes.read(self.settings.get(SETTING), self.fields)

    @cached_property
    def stored(self) -> tuple[FieldSpec, ...]:
        """Fields that have columns of their own."""
        return tuple(spec for spec in self.fields if type_of(spec).storage == "column")

    @cached_property
    def searched(self) -> tuple[FieldSpec, ...]:
        """Stored fields whose texts a search looks into, in an order that never changes."""
        return tuple(sorted((spec for spec in self.stored if is_searched(spec)), key=lambda spec: spec.id))

    @cached_property
    def linked(self) -> tuple[FieldSpec, ...]:
        """Fields whose values are pairs in a link table."""
        return tuple(spec for spec in self.fields if type_of(spec).storage == "links")

    @cached_property
    def inputs(self) -> tuple[FieldSpec, ...]:
        """Stored fields whose values do not follow from others: history and versions count these and no others."""
        return tuple(spec for spec in self.fields if type_of(spec).storage != "none" and spec.type not in COMPUTED)

    @cached_property
    def all_fields(self) -> tuple[FieldSpec, ...]:
        """The table's own fields, then the system fields."""
        return self.fields + SYSTEM_FIELDS

    def text(self, locale: str = "zh-CN") -> str:
        """The label in a language, falling back to the other one and then to the key."""
        return self.label.get(locale) or self.label.get("zh-CN") or self.label.get("en") or self.key

    def view(self, key: str) -> ViewSpec | None:
        return next((view for view in self.views if view.key == key), None)


@dataclass(frozen=True)
class Catalogue:
    """All tables of a workspace at one version."""

    version: int
    tables: Mapping[str, TableSpec]
    configs: Mapping[str, Any]
    doored: frozenset[int] = frozenset()  #: tables of which single records are open to single people (`tables.doors`)

    @cached_property
    def by_id(self) -> Mapping[int, TableSpec]:
        return {table.id: table for table in self.tables.values()}

    @cached_property
    def fields(self) -> Mapping[int, FieldSpec]:
        """Every field by id, the system fields and the id of the row under their own (negative) ids."""
        found = {spec.id: spec for table in self.tables.values() for spec in table.fields}
        found.update((spec.id, spec) for spec in (*SYSTEM_FIELDS, RECORD_ID))
        return found

    @cached_property
    def aliases(self) -> frozenset[str]:
        """Every former key of any field."""
        return frozenset(alias.key for table in self.tables.values() for spec in table.fields for alias in spec.aliases)

    @cached_property
    def incoming(self) -> Mapping[int, tuple[FieldSpec, ...]]:
        """For each table, the stored relations of any table that point to it."""
        found: dict[int, list[FieldSpec]] = {}
        for spec in self.relations():
            found.setdefault(spec.options["table"], []).append(spec)
        return {table: tuple(specs) for table, specs in found.items()}

    @cached_property
    def timers(self) -> TimerBook:
        from .timers.definition import TimerBook  # noqa: PLC0415 - the same

        return TimerBook.of(self)

    @cached_property
    def filled(self) -> frozenset[int]:
        """The fields that allocations and timers fill, which nobody writes by hand."""
        return self.rules.filled | self.timers.filled

    @cached_property
    def storage(self) -> Storage:
        from .storage import Storage  # noqa: PLC0415 - storage is built from a catalogue, so it imports this module

        return Storage(self)

    @cached_property
    def dependencies(self) -> Dependencies:
        from .computed.dependencies import Dependencies  # noqa: PLC0415 - the same

        return Dependencies.of(self)

    @cached_property
    def rules(self) -> Book:
        from .rules.book import Book  # noqa: PLC0415 - the same

        return Book.of(self)

    def relations(self) -> Iterator[FieldSpec]:
        """Every stored relation, single or multiple."""
        for table in self.tables.values():
            for spec in table.fields:
                if spec.type in ("relation", "relations") and not spec.options.get("via"):
                    yield spec

    def table(self, key: str) -> TableSpec:
        """Raises a NOT_FOUND refusal for a key that no table has."""
        found = self.tables.get(key)
        if found is None:
            raise refuse(NO_SUCH_TABLE, table=key)
        return found

    def field(self, field_id: int) -> FieldSpec:
        return self.fields[field_id]


def load(connection: sa.Connection) -> Catalogue:
    """Read the whole catalogue; called when its version has moved, never per request."""
    version = read_version(connection)
    specs: dict[int, FieldSpec] = {}
    for row in connection.execute(sa.select(models.fields).order_by(models.fields.c.position, models.fields.c.id)):
        specs[row.id] = _field(row)
    fields: dict[int, list[FieldSpec]] = {}
    for spec in specs.values():
        fields.setdefault(spec.table, []).append(_with_result(spec, specs))
    views: dict[int, list[ViewSpec]] = {}
    for row in connection.execute(sa.select(models.views).order_by(models.views.c.position, models.views.c.id)):
        views.setdefault(row.table_id, []).append(
            ViewSpec(
                row.id,
                row.table_id,
                row.key,
                row.label,
                row.type,
                row.definition,
                row.position,
                row.owner,
                bool(row.locked),
                bool(row.arranged),
            )
        )
    tables = {
        row.key: TableSpec(
            id=row.id,
            key=row.key,
            label=row.label,
            settings=row.settings,
            fields=tuple(fields.get(row.id, ())),
            views=tuple(views.get(row.id, ())),
            primary_id=row.primary_field,
            parent_id=row.parent_field,
            position=row.position,
        )
        for row in connection.execute(sa.select(models.tables).order_by(models.tables.c.position, models.tables.c.id))
    }
    configs = {row.key: row.value for row in connection.execute(sa.select(models.config))}
    return Catalogue(version, tables, configs, doors.tables(connection))


def read_version(connection: sa.Connection) -> int:
    found = connection.execute(
        sa.select(core_models.properties.c.value).where(core_models.properties.c.key == "catalogue_version")
    ).scalar_one_or_none()
    return found or 0


def raise_version(connection: sa.Connection) -> None:
    """Tell every process that the catalogue, the policy or the members have changed."""
    key, value = core_models.properties.c.key, core_models.properties.c.value
    current = read_version(connection)
    if current:
        connection.execute(
            sa.update(core_models.properties).where(key == "catalogue_version").values({value: current + 1})
        )
    else:
        connection.execute(sa.insert(core_models.properties).values(key="catalogue_version", value=1))


def _with_result(spec: FieldSpec, specs: Mapping[int, FieldSpec]) -> FieldSpec:
    """A look-up looks like the field it leads to, as that one is now."""
    far, hops = spec, 0
    while far.type == "lookup" and hops < MOST_HOPS:
        found = specs.get(far.options["field"]) or next(
            (f for f in SYSTEM_FIELDS if f.id == far.options["field"]), None
        )
        if found is None:
            return spec
        far, hops = found, hops + 1
    if far is spec:
        return spec
    shown = value_spec(far)
    result = {"type": shown.type, "options": dict(shown.options), "choices": shown.choices}
    return replace(spec, options={**spec.options, "result": result})


def field_of_row(row: Mapping[str, Any]) -> FieldSpec:
    """A field from its row as the configuration log keeps it."""
    parts = {name: value for name, value in row.items() if name not in ("table_id", "choices", "aliases")}
    choices = tuple(Choice(**choice) for choice in row["choices"])
    return FieldSpec(table=row["table_id"], choices=choices, aliases=tuple(map(Alias.load, row["aliases"])), **parts)


def _field(row: Any) -> FieldSpec:
    return FieldSpec(
        id=row.id,
        table=row.table_id,
        key=row.key,
        type=row.type,
        label=row.label,
        help=row.help,
        options=row.options,
        choices=tuple(Choice(**choice) for choice in row.choices),
        required=row.required,
        unique=row.unique,
        protected=row.protected,
        position=row.position,
        aliases=tuple(map(Alias.load, row.aliases)),
        default=row.default,
        place=row.place,
    )
