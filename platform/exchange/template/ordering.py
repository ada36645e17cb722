"""In which order the fields of a template can be made: each after everything that its settings and its default refer to."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from .index import Field, names_in
from .uses import Purpose, uses

Name = tuple[str, str]  #: table and field
_BUILDING = frozenset(
    {Purpose.FORMULA, Purpose.ROLLUP, Purpose.LOOKUP, Purpose.SUBTABLE, Purpose.DEFAULT, Purpose.CANDIDATES}
)


class Circle(Exception):
    """Fields that wait for each other; `fields` are written `table.key`."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(" → ".join(fields))
        self.fields = fields


def generations(document: Mapping[str, Any]) -> list[list[tuple[str, Field]]]:
    """The fields in batches, tables by key; a batch refers only to earlier ones. Raises `Circle`."""
    fields: dict[Name, Field] = {
        (table["key"], field["key"]): field for table in document["tables"] for field in table["fields"]
    }
    waits: dict[Name, set[Name]] = {name: set() for name in fields}
    for use in uses(document):
        if use.purpose in _BUILDING:
            table, _, key = use.by.partition(".")
            # a formula may not read itself, but every computed field is noted as used by itself
            if (table, key) != (use.table, use.field) or _reads_itself(fields[table, key]):
                waits[table, key].add((use.table, use.field))
    sorter = TopologicalSorter(waits)
    try:
        sorter.prepare()
    except CycleError as error:
        raise Circle([f"{table}.{key}" for table, key in error.args[1]]) from error
    found: list[list[tuple[str, Field]]] = []
    place = {name: number for number, name in enumerate(fields)}
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        found.append([(table, fields[table, key]) for table, key in ready])
        sorter.done(*ready)
    return found


def _reads_itself(field: Field) -> bool:
    return field["type"] == "formula" and field["key"] in names_in(field["options"]["formula"])
