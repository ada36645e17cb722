"""Where a field or a choice is used: what must be changed first before it may go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.registry import TYPES
from ...fields.spec import FieldSpec
from ...permissions.grants import FieldGrant
from .. import config
from ..rules import stored as rules
from ..views import MANY_FIELDS, ONE_FIELD
from . import references

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec
    from ..transaction import Tx

COMPUTED = frozenset({"formula", "rollup", "lookup", "subtable", "relations"})
KINDS: Mapping[str, tuple[str, str]] = {
    "formula": ("公式", "formula"),
    "rollup": ("汇总", "roll-up"),
    "lookup": ("查找引用", "look-up"),
    "subtable": ("子表", "sub-table"),
    "relation": ("关联", "relation"),
    "view": ("视图", "view"),
    "column": ("视图中的列", "column of the view"),
    "role": ("权限", "rights"),
    "rule": ("规则", "rule"),
    "primary": ("主字段", "name of records"),
    "parent": ("上级关联", "relation to the parent"),
    "tree": ("树形结构", "tree"),
    "order": ("行的顺序", "order of rows"),
    "ownership": ("归属", "ownership"),
    "record_types": ("记录类型", "record types"),
    "default": ("默认值", "default"),
    "dashboard": ("仪表盘", "dashboard"),
    "automation": ("自动化", "automation"),
    "button": ("按钮", "button"),
    "approval": ("审批", "approval"),
    "timer": ("定时规则", "timer"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """One place. What does not `block` (a column of a view) simply goes along."""

    kind: str
    table: str
    key: str
    label: str
    block: bool = True

    def dump(self) -> dict[str, Any]:
        return {"kind": self.kind, "table": self.table, "key": self.key, "label": self.label, "blocking": self.block}

    def text(self, locale: str) -> str:
        return f"{KINDS[self.kind][locale.startswith('en')]} {self.label}"


def of_field(tx: Tx, spec: FieldSpec) -> list[Use]:
    """Everything that refers to a field."""
    catalogue = tx.catalogue
    table = catalogue.by_id[spec.table]
    name = table.text(tx.ctx.locale)
    found: list[Use] = []
    if table.primary_id == spec.id:
        found.append(Use("primary", table.key, spec.key, name))
    if table.parent_id == spec.id:
        found.append(Use("parent", table.key, spec.key, name))
    found += [
        Use(each, table.key, spec.key, name)
        for each in ("tree", "order", "ownership")
        if table.settings.get(each) == spec.id
    ]
    found += _record_types(table, spec, name)
    for other in catalogue.tables.values():
        for each in other.fields:
            if each.id != spec.id:
                found += _of_other_field(tx, other, each, spec)
        for view in other.views:
            label = f"{other.text(tx.ctx.locale)} / {view.text(tx.ctx.locale)}"
            if _view_needs(view.definition, spec.id):
                found.append(Use("view", other.key, view.key, label))
            elif spec.id in view.definition.get("fields", ()):
                found.append(Use("column", other.key, view.key, label, block=False))
    found += _roles(tx, spec)
    found += _rules(tx, without(catalogue, spec.id))
    found += _dashboards(tx, table, spec)
    found += _timers(tx, spec)
    found += [_use(tx, each) for each in references.all_of(catalogue) if spec.id in each.fields]
    return found


def of_choice(tx: Tx, spec: FieldSpec, key: str) -> list[Use]:
    """Automations, buttons and approvals that compare with a choice of a field, or write it."""
    return [_use(tx, each) for each in references.all_of(tx.catalogue) if (spec.id, key) in each.choices]


def from_elsewhere(tx: Tx, table: TableSpec) -> list[Use]:
    """Automations, buttons, approvals and rules of other tables that name fields of this one."""
    own = {spec.id for spec in table.fields}
    found = (each for each in references.all_of(tx.catalogue) if each.table != table.key and own & each.fields)
    others = {key: each for key, each in tx.catalogue.tables.items() if each.id != table.id}
    return [*(_use(tx, each) for each in found), *_rules(tx, replace(tx.catalogue, tables=others))]


def said(tx: Tx, found: Iterable[Use], most: int = 12) -> str:
    """A list of uses in a sentence."""
    parts = [use.text(tx.ctx.locale) for use in found if use.block]
    more = ["…"] if len(parts) > most else []
    return (", " if tx.ctx.locale.startswith("en") else "、").join([*parts[:most], *more])


def without(catalogue: Catalogue, field_id: int) -> Catalogue:
    """The catalogue as it would be if a field were gone."""
    tables = {
        key: replace(table, fields=tuple(spec for spec in table.fields if spec.id != field_id))
        for key, table in catalogue.tables.items()
    }
    return replace(catalogue, tables=tables)


def replaced(catalogue: Catalogue, new: FieldSpec) -> Catalogue:
    """The catalogue as it would be with another form of a field."""
    tables = {
        key: replace(table, fields=tuple(new if spec.id == new.id else spec for spec in table.fields))
        for key, table in catalogue.tables.items()
    }
    return replace(catalogue, tables=tables)


def names_choice(stored: Any, field_id: int, choice: int) -> bool:
    """Whether a condition in stored form compares a field with a choice."""
    if not stored:
        return False
    for test in conditions.tests(conditions.load(stored)):
        if test.path[-1] == field_id:
            values = test.value if isinstance(test.value, tuple) else (test.value,)
            if choice in values:
                return True
    return False


def conditions_in(tx: Tx) -> Iterator[tuple[str, Any]]:
    """(where it is, stored condition) of views, roll-ups, grants and standing rules."""
    for table in tx.catalogue.tables.values():
        for view in table.views:
            yield f"{table.key}.{view.key}", view.definition.get("filter")
        for spec in table.fields:
            if spec.type == "rollup":
                yield f"{table.key}.{spec.key}", spec.options.get("where")
    book = tx.policy.book
    for held in book.tables.values():
        for grant in held:
            yield "grant", conditions.dump(grant.rows)
    for limits in book.fields.values():
        for limit in limits.values():
            yield "field right", conditions.dump(limit.read_rows)
            yield "field right", conditions.dump(limit.edit_rows)
    for said in tx.policy.things.values():
        for right in said.values():
            yield right.key, conditions.dump(right.rows)
    for standing in book.standing.values():
        for rule in standing:
            yield rule.key, conditions.dump(rule.rows)


def _record_types(table: TableSpec, spec: FieldSpec, name: str) -> Iterator[Use]:
    """The types of the field's table, where it says which one a row is, or one of them asks for it; sections go along."""
    types = table.record_types
    if types is None:
        return
    entries = types.types.values()
    asked = any(spec.id in entry.options or spec.id in _ids(entry.required) for entry in entries)
    shown = any(spec.id in _ids(section.fields) for entry in entries for section in entry.sections)
    if types.field.id == spec.id or asked or shown:
        yield Use("record_types", table.key, spec.key, name, block=types.field.id == spec.id or asked)


def _ids(specs: Iterable[FieldSpec]) -> set[int]:
    return {spec.id for spec in specs}


def _of_other_field(tx: Tx, table: TableSpec, each: FieldSpec, spec: FieldSpec) -> Iterator[Use]:
    label = f"{table.text(tx.ctx.locale)}.{each.text(tx.ctx.locale)}"
    if ("field", spec.id) in TYPES[each.type].references(each.options):
        kind = each.type if each.type in ("formula", "rollup", "lookup", "subtable") else "relation"
        yield Use(kind, table.key, each.key, label)
    if each.default is not None and _default_names(each.default, spec.id):
        yield Use("default", table.key, each.key, label)


def _default_names(default: Mapping[str, Any], field_id: int) -> bool:
    when = default.get("when")
    named = {id_ for path in conditions.paths(conditions.load(when)) for id_ in path} if when else set[int]()
    return field_id in default.get("copy", ()) or default.get("department_of") == field_id or field_id in named


def _view_needs(definition: Mapping[str, Any], field_id: int) -> bool:
    stored = definition.get("filter")
    if stored and any(field_id in path for path in conditions.paths(conditions.load(stored))):
        return True
    if any(item["field"] == field_id for item in definition.get("sort") or ()):
        return True
    settings = definition.get("settings") or {}
    return any(settings.get(name) == field_id for name in ONE_FIELD) or any(
        field_id in settings.get(name, ()) for name in MANY_FIELDS - {"card"}
    )


def _roles(tx: Tx, spec: FieldSpec) -> Iterator[Use]:
    if spec.id not in tx.policy.used_fields:
        return
    book, groups = tx.policy.book, {group.id: group for group in tx.policy.groups}
    seen: set[str] = set()
    named: list[tuple[int | None, int]] = [
        place
        for place, held in book.tables.items()
        if any(spec.id in path for grant in held for path in conditions.paths(grant.rows))
    ]
    named += [place for place, limits in book.fields.items() if _limited(limits, spec.id)]
    named += [
        (role, table)
        for (_, table, _), said in tx.policy.things.items()
        for role, right in said.items()
        if table is not None and any(spec.id in path for path in conditions.paths(right.rows))
    ]
    for role, table_id in named:
        key = groups[role].key if role in groups else "*"
        label = groups[role].label.get(tx.ctx.locale, key) if role in groups else "*"
        if key not in seen and table_id in tx.catalogue.by_id:
            seen.add(key)
            yield Use("role", tx.catalogue.by_id[table_id].key, key, str(label))
    for table_id, standing in book.standing.items():
        for rule in standing:
            if any(spec.id in path for path in conditions.paths(rule.rows)):
                label = rule.label.get(tx.ctx.locale) or rule.key
                yield Use("role", tx.catalogue.by_id[table_id].key, rule.key, label)


def _limited(limits: Mapping[int, FieldGrant], field_id: int) -> bool:
    """Whether a right on a field is about this one, or depends on it."""
    rows = [part for limit in limits.values() for part in (limit.read_rows, limit.edit_rows)]
    return field_id in limits or any(field_id in path for part in rows for path in conditions.paths(part))


def _rules(tx: Tx, reduced: Catalogue) -> Iterator[Use]:
    """Rules that could no longer be written down if the catalogue were the reduced one; those of tables that would be gone
    themselves go along."""
    less = replace(tx, catalogue=reduced)
    for table in tx.catalogue.tables.values():
        if not table.settings.get(rules.RULES) or table.id not in reduced.by_id:
            continue
        kept = {(kind, rule["key"]) for kind, found in rules.written(less, table).items() for rule in found}
        for kind, found in rules.written(tx, table).items():
            for rule in found:
                if (kind, rule["key"]) not in kept:
                    yield Use("rule", table.key, rule["key"], f"{table.text(tx.ctx.locale)}.{rule['key']}")


def _use(tx: Tx, found: references.Reference) -> Use:
    return Use(found.kind, found.table, found.key, found.text(tx.ctx.locale))


def _timers(tx: Tx, spec: FieldSpec) -> Iterator[Use]:
    for timer in tx.catalogue.timers.all:
        if spec.id in timer.fields or (spec.table == timer.table and spec.key in timer.on_due):
            label = timer.label["en" if tx.ctx.locale.startswith("en") else "zh-CN"]
            yield Use("timer", tx.catalogue.by_id[timer.table].key, timer.key, label)


def _dashboards(tx: Tx, table: TableSpec, spec: FieldSpec) -> Iterator[Use]:
    names = {spec.key, *(alias.key for alias in spec.aliases)}
    for board in config.get(tx, "dashboards", ()):
        for card in board["cards"]:
            if card.get("table") == table.key and names & set(_words(card)):
                label = card.get("label") or {}
                yield Use("dashboard", table.key, card["key"], label.get(tx.ctx.locale) or card["key"])


def _words(value: Any) -> Iterator[str]:
    """Every word in a card that may be the key of a field."""
    if isinstance(value, str):
        yield from value.replace("-", "").replace(",", ".").split(".")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in ("key", "label", "type"):
                yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
