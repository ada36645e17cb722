"""What a template names: its tables, their fields, choices, views, roles and dashboards, found by key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...formulas import parser
from ...formulas.nodes import Name, walk

Field = Mapping[str, Any]
Table = Mapping[str, Any]
Condition = Mapping[str, Any]

SYSTEM_FIELDS: Mapping[str, Field] = {
    "created_by": {"key": "created_by", "type": "member"},
    "created_at": {"key": "created_at", "type": "datetime"},
    "updated_by": {"key": "updated_by", "type": "member"},
    "updated_at": {"key": "updated_at", "type": "datetime"},
}
LINKS = ("relation", "lookup", "relations", "subtable")  #: fields that a formula reads through
COMPUTED = ("formula", "rollup", "lookup")
ENGINES = (*COMPUTED, "autonumber", "subtable")  #: whose values nobody types
AROUND = ("@row.", "@parent.")
VARIABLES = frozenset(
    {"@me", "@my_department", "@my_department_and_below", "@my_headed_departments", "@my_reports", "@today"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One field met on the way along a path, and the table it is in."""

    table: str
    field: Field

    @property
    def key(self) -> str:
        return self.field["key"]


class Index:
    """Finds things in a document of the right shape. Of two things with one key it knows the first."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.tables: dict[str, Table] = {}
        self._fields: dict[str, dict[str, Field]] = {}
        for table in document["tables"]:
            if table["key"] in self.tables:
                continue
            self.tables[table["key"]] = table
            fields = self._fields[table["key"]] = {}
            for field in table["fields"]:
                fields.setdefault(field["key"], field)
            for field in table["fields"]:  # a document written before a key was changed still leads to its field
                for alias in field.get("aliases", ()):
                    fields.setdefault(alias, field)
        self.roles = {role["key"] for role in document.get("roles", ())}
        self.dashboards = {dashboard["key"] for dashboard in document.get("dashboards", ())}

    def field(self, table: str, key: str) -> Field | None:
        """A field of a table, system fields included."""
        return self._fields.get(table, {}).get(key) or SYSTEM_FIELDS.get(key)

    def target(self, table: str, field: Field) -> str | None:
        """The table that a relation points to, a look-up of a relation included."""
        seen = 0
        while field["type"] == "lookup" and seen < 10:
            table_, found = self.looked_up(table, field)
            if table_ is None or found is None:
                return None
            table, field, seen = table_, found, seen + 1
        return field["options"]["table"] if field["type"] in ("relation", "relations", "subtable") else None

    def looked_up(self, table: str, field: Field) -> tuple[str | None, Field | None]:
        """The table and the field that a look-up shows."""
        relation = self.field(table, field["options"]["relation"])
        if relation is None or relation["type"] != "relation":
            return None, None
        far = relation["options"]["table"]
        return far, self.field(far, field["options"]["field"])

    def value(self, table: str, field: Field) -> Field:
        """What the value of a field looks like: for a computed one, its result as if it were a field."""
        for _ in range(10):
            if field["type"] in ("formula", "rollup"):
                return {"key": field["key"], **field["options"]["result"]}
            if field["type"] != "lookup":
                return field
            far, found = self.looked_up(table, field)
            if far is None or found is None:
                return field
            table, field = far, found
        return field

    def around(self, table: str, name: str) -> Step | None:
        """The field behind `@row.customer` or `@parent.customer`, for a relation of `table`."""
        whose, _, key = name.partition(".")
        place: str | None = table
        if whose == "@parent":
            owner = self.field(table, self.tables[table].get("parent", ""))
            place = owner["options"]["table"] if owner is not None and owner["type"] == "relation" else None
        found = self._fields.get(place or "", {}).get(key)
        return Step(place, found) if place is not None and found is not None and found["type"] not in ENGINES else None

    def follow(
        self, table: str, path: str, over: Collection[str] = ("relation", "lookup")
    ) -> tuple[list[Step], str | None]:
        """The fields along a dotted path, as far as they exist, and the first name that does not lead on (or None). `over`
        are the types of fields that lead on."""
        steps: list[Step] = []
        here: str | None = table
        for name in path.split("."):
            field = self.field(here, name) if here is not None else None
            if here is None or field is None:
                return steps, name
            steps.append(Step(here, field))
            here = self.target(here, field) if field["type"] in over else None
        return steps, None


def variables_in(condition: Condition) -> Iterator[str]:
    """The values of the row that points (`@row.customer`) and of its owner that a condition compares with."""
    for test, _ in tests_of(condition, ()):
        value = test.get("value")
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and each.startswith(AROUND):
                yield each


def tests_of(condition: Condition, path: tuple[str | int, ...]) -> Iterator[tuple[Condition, tuple[str | int, ...]]]:
    """Every single comparison in a condition, with its place in the document."""
    for word in ("and", "or"):
        for number, part in enumerate(condition.get(word, ())):
            yield from tests_of(part, (*path, word, number))
    if "not" in condition:
        yield from tests_of(condition["not"], (*path, "not"))
    if "field" in condition:
        yield condition, path


def names_in(formula: str) -> list[str]:
    """The dotted names of fields that a formula reads. Raises `FormulaInvalid` where it cannot be parsed."""
    return [".".join(node.path) for node in walk(parser.parse(formula)) if isinstance(node, Name)]
