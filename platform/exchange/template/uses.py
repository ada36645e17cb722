"""Which fields a template needs to stay as they are, and for what: formulas, roll-ups, rights, locks, boards (S95, S102)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .doings import Doings
from .guards import KINDS
from .index import LINKS, SYSTEM_FIELDS, Condition, Field, Index, Table, names_in, tests_of, variables_in


class Purpose(StrEnum):
    """What a field is needed for."""

    FORMULA = "formula"
    ROLLUP = "rollup"
    LOOKUP = "lookup"
    DEFAULT = "default"
    CANDIDATES = "candidates"  #: what limits the rows that a relation may point to
    SUBTABLE = "subtable"
    SHAPE = "shape"  #: how the rows of a table hang together and follow each other
    VALIDATION = "validation"
    STEP = "step"
    LOCK = "lock"
    INVARIANT = "invariant"
    ALLOCATION = "allocation"
    RANGE = "range"
    ACYCLIC = "acyclic"
    RECORD_TYPES = "record_types"
    VIEW = "view"  #: what a kanban is stacked by, a calendar is laid out by
    PERMISSION = "permission"
    ORGANISATION = "organisation"
    AUTOMATION = "automation"
    BUTTON = "button"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Use:
    table: str
    field: str
    purpose: Purpose
    by: str  #: what uses it: a field `table.key`, a view, a role group


def uses(document: Mapping[str, Any]) -> tuple[Use, ...]:
    """Every use of a field of the template by the template, each once, in the order of the document."""
    return tuple(dict.fromkeys(_Uses(Index(document)).all()))


def unprotected(document: Mapping[str, Any]) -> tuple[Use, ...]:
    """The uses of fields that are not marked protected though they should be."""
    index = Index(document)
    return tuple(use for use in uses(document) if not (index.field(use.table, use.field) or {}).get("protected"))


class _Uses:
    def __init__(self, index: Index) -> None:
        self._index = index

    def all(self) -> Iterator[Use]:
        document = self._index.document
        for table in document["tables"]:
            for field in table["fields"]:
                yield from self._field(table["key"], field)
            yield from self._table(table)
        for grant in document.get("grants", ()):
            yield from self._tests(grant["table"], grant.get("rows"), Purpose.PERMISSION, grant["role"] or "-")
        for rule in document.get("standing_rules", ()):
            yield from self._tests(rule["table"], rule["rows"], Purpose.PERMISSION, rule["key"])
        for limit in document.get("field_grants", ()):
            for field in limit["fields"]:
                yield Use(limit["table"], field, Purpose.PERMISSION, limit["role"] or "-")
            for part in ("read_rows", "edit_rows"):
                yield from self._tests(limit["table"], limit.get(part), Purpose.PERMISSION, limit["role"] or "-")
        for part in document.get("object_grants", ()):
            if "rows" in part:
                yield from self._tests(part["table"], part["rows"], Purpose.PERMISSION, part["role"] or "-")
        yield from self._done(document)
        for name, part in document.get("organisation", {}).items():
            for role, field in part.items():
                if role not in ("table", "left"):
                    yield Use(part["table"], field, Purpose.ORGANISATION, name)

    def _done(self, document: Mapping[str, Any]) -> Iterator[Use]:
        doings = Doings(self._index, lambda condition: [test["field"] for test, _ in tests_of(condition, ())])
        for section, purpose, gather in (
            ("automations", Purpose.AUTOMATION, doings.of_automation),
            ("buttons", Purpose.BUTTON, doings.of_button),
            ("approvals", Purpose.APPROVAL, doings.of_approval),
        ):
            for part in document.get(section, ()):
                for table, path in gather(part):
                    yield from self._path(table, path, purpose, part["key"])

    def _field(self, table: str, field: Field) -> Iterator[Use]:
        options, default = field.get("options", {}), field.get("default", {})
        by = f"{table}.{field['key']}"
        match field["type"]:
            case "relation" | "relations":
                yield from self._candidates(table, options, by)
            case "formula":
                yield Use(table, field["key"], Purpose.FORMULA, by)
                for name in names_in(options["formula"]):
                    yield from self._path(table, name, Purpose.FORMULA, by, lists=True)
            case "rollup":
                yield Use(table, field["key"], Purpose.ROLLUP, by)
                far = table
                for step in options["path"]:
                    far, _, relation = step.partition(".")
                    yield Use(far, relation, Purpose.ROLLUP, by)
                for name in ("field", "by"):
                    if name in options:
                        yield from self._path(far, options[name], Purpose.ROLLUP, by)
                yield from self._tests(far, options.get("where"), Purpose.ROLLUP, by)
            case "lookup":
                yield Use(table, field["key"], Purpose.LOOKUP, by)
                yield from self._path(table, f"{options['relation']}.{options['field']}", Purpose.LOOKUP, by)
            case "subtable":
                yield Use(table, field["key"], Purpose.SUBTABLE, by)
                yield Use(options["table"], options["field"], Purpose.SUBTABLE, by)
            case _:
                pass
        if "copy" in default:
            yield from self._path(table, default["copy"], Purpose.DEFAULT, by)
        if "department_of" in default:
            yield from self._path(table, default["department_of"], Purpose.DEFAULT, by)
            yield Use(table, field["key"], Purpose.DEFAULT, by)
        if "when" in default:
            yield from self._tests(table, default["when"], Purpose.DEFAULT, by)
            yield Use(table, field["key"], Purpose.DEFAULT, by)

    def _candidates(self, table: str, options: Mapping[str, Any], by: str) -> Iterator[Use]:
        condition = options.get("filter")
        yield from self._tests(options["table"], condition, Purpose.CANDIDATES, by)
        for name in variables_in(condition or {}):
            if name.startswith("@parent."):
                yield Use(table, self._index.tables[table].get("parent", ""), Purpose.CANDIDATES, by)
            found = self._index.around(table, name)
            if found is not None:
                yield Use(found.table, found.key, Purpose.CANDIDATES, by)

    def _table(self, table: Table) -> Iterator[Use]:
        key = table["key"]
        for name in ("tree", "order", "ownership"):
            if name in table:
                yield Use(key, table[name], Purpose.SHAPE, key)
        types = table.get("record_types")
        if types is not None:
            yield Use(key, types["field"], Purpose.RECORD_TYPES, key)
        for kind in KINDS:
            for rule in table.get(kind, ()):
                yield from self._rule(table, kind, rule)
        for view in table.get("views", ()):
            settings = view.get("settings", {})
            for name in ("stack", "date", "cover"):
                if name in settings:
                    yield from self._path(key, settings[name], Purpose.VIEW, view["key"])

    def _rule(self, table: Table, kind: str, rule: Mapping[str, Any]) -> Iterator[Use]:
        key, by, purpose = table["key"], rule["key"], Purpose(kind.removesuffix("s"))
        own = [rule[name] for name in ("field", "parent", "sum", "weight") if name in rule]
        if kind in ("ranges", "acyclic"):
            own += [rule[name] for name in ("from", "to") if name in rule]
        for name in ("required", "unique", "requires", "fields", "children", "by"):
            if isinstance(rule.get(name), list):
                own += rule[name]
        for name in ("fields", "show") if "duplicates" in rule else ():
            own += rule["duplicates"].get(name, ())
        for field in own:
            yield from self._path(key, field, purpose, by)
        for name in ("must", "guard", "where"):
            yield from self._tests(key, rule.get(name), purpose, by)
        parent = key
        if "parent" in rule:
            relation = self._index.field(key, rule["parent"])
            parent = (self._index.target(key, relation) if relation is not None else None) or key
            for field in (rule.get(name) for name in ("of", "at_most", "at_least", "exactly")):
                if isinstance(field, str):
                    yield from self._path(parent, field, purpose, by)
        yield from self._tests(parent, rule.get("when"), purpose, by)
        if isinstance(rule.get("children"), Mapping):
            part = rule["children"]
            yield Use(part["table"], part["field"], purpose, by)
            yield from self._tests(part["table"], part.get("where"), purpose, by)

    def _tests(self, table: str, condition: Condition | None, purpose: Purpose, by: str) -> Iterator[Use]:
        for test, _ in tests_of(condition or {}, ()):
            yield from self._path(table, test["field"], purpose, by)

    def _path(self, table: str, dotted: str, purpose: Purpose, by: str, *, lists: bool = False) -> Iterator[Use]:
        steps, _ = self._index.follow(table, dotted, LINKS) if lists else self._index.follow(table, dotted)
        for step in steps:
            if step.key not in SYSTEM_FIELDS:
                yield Use(step.table, step.key, purpose, by)
