"""Collecting what is wrong with the references of a template; the checks themselves are in the modules beside this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.errors import Message, Problem
from . import messages
from .index import AROUND, LINKS, VARIABLES, Condition, Field, Index, Step, tests_of

Path = tuple[str | int, ...]
ANY: frozenset[str] = frozenset()
MEMBERS = frozenset({"member", "members"})
RELATIONS = frozenset({"relation", "relations"})
NUMBERS = frozenset({"number", "money", "percent"})
MOMENTS = frozenset({"date", "datetime"})
CHOICES = frozenset({"option", "multi_option", "state"})
_COMPARED_WITH_VARIABLES = MEMBERS | RELATIONS | MOMENTS  #: in other fields a text may begin with @ for its own sake


class Findings:
    """The problems of one document so far, and the questions that most checks ask."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.index = Index(document)
        self.problems: list[Problem] = []

    def report(self, message: Message, path: Path, **params: object) -> None:
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
        self.problems.append(Problem(message, {"path": text, **params}, text))

    def unique(self, items: Iterable[tuple[str, Path]]) -> None:
        """Report every key after its first appearance."""
        seen: set[str] = set()
        for key, path in items:
            if key in seen:
                self.report(messages.TWICE, path, key=key)
            seen.add(key)

    def keyed(self, things: Iterable[Mapping[str, Any]], path: Path) -> None:
        self.unique((thing["key"], (*path, number, "key")) for number, thing in enumerate(things))

    def table(self, key: str, path: Path) -> bool:
        if key not in self.index.tables:
            self.report(messages.NO_TABLE, path, key=key)
            return False
        return True

    def role(self, key: str | None, path: Path) -> None:
        if key is not None and key not in self.index.roles:
            self.report(messages.NO_ROLE, path, key=key)

    def field(self, table: str, key: str, path: Path, types: Iterable[str] = ANY) -> Field | None:
        """The field, once it is there and its value is of one of these types."""
        found = self.index.field(table, key)
        if found is None:
            self.report(messages.NO_FIELD, path, table=table, key=key)
            return None
        return found if self._of_type(table, found, path, types) else None

    def fields(self, table: str, keys: Iterable[str], path: Path, types: Iterable[str] = ANY) -> None:
        for number, key in enumerate(keys):
            self.field(table, key, (*path, number), types)

    def walk(
        self, table: str, dotted: str, path: Path, types: Iterable[str] = ANY, *, lists: bool = False
    ) -> list[Step] | None:
        """The fields along a path over single relations (with `lists` also over those to many rows); None where it breaks
        off, which is reported."""
        steps, broken = self.index.follow(table, dotted, LINKS) if lists else self.index.follow(table, dotted)
        if broken is not None:
            last = steps[-1] if steps else None
            near = (self.index.target(last.table, last.field) or last.table) if last else table
            self.report(messages.NO_FIELD, path, table=near, key=broken)
            return None
        return steps if self._of_type(steps[-1].table, steps[-1].field, path, types) else None

    def condition(self, table: str, condition: Condition | None, path: Path, pointing: str | None = None) -> None:
        """Fields, options and variables of a condition over rows of a table; `pointing` is the table of the relation whose
        candidates it limits."""
        if condition is None:
            return
        for test, place in tests_of(condition, path):
            steps = self.walk(table, test["field"], (*place, "field"))
            if steps is None:
                continue
            last, value, here = steps[-1], test.get("value"), (*place, "value")
            if pointing is not None:
                value = self._without_around(pointing, value, here)
            self.choices(last.table, last.field, value, here)
            if self.index.value(last.table, last.field)["type"] in _COMPARED_WITH_VARIABLES:
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, str) and each.startswith("@") and each not in VARIABLES:
                        self.report(messages.NO_VARIABLE, here, name=each)

    def _without_around(self, table: str, value: object, path: Path) -> object:
        """An operand without what stands for values of the pointing row, each of which must be a field."""
        items: list[object] = value if isinstance(value, list) else [value]
        names = [each for each in items if isinstance(each, str) and each.startswith(AROUND)]
        for name in names:
            if self.index.around(table, name) is None:
                self.report(messages.NO_VARIABLE, path, name=name)
        if isinstance(value, list):
            return [each for each in items if each not in names]
        return None if names else value

    def choices(self, table: str, field: Field, value: object, path: Path) -> None:
        """Whether an option field has the options that a value names."""
        shape = self.index.value(table, field)
        if shape["type"] not in CHOICES:
            return
        known = {choice["key"] for choice in shape.get("choices", ())}
        for each in value if isinstance(value, list) else [value]:
            if each is not None and not (isinstance(each, str) and each in known):
                self.report(messages.NO_CHOICE, path, key=field["key"], choice=each)

    def points_to(
        self, table: str, key: str, target: str, path: Path, types: Iterable[str] = RELATIONS
    ) -> Field | None:
        """The field, once it is a relation of `table` to `target`."""
        found = self.field(table, key, path, types)
        if found is not None and self.index.target(table, found) != target:
            self.report(messages.WRONG_TARGET, path, key=key, table=target)
            return None
        return found

    def _of_type(self, table: str, field: Field, path: Path, types: Iterable[str]) -> bool:
        wanted = frozenset(types)
        found = self.index.value(table, field)["type"]
        if wanted and found not in wanted:
            self.report(
                messages.WRONG_FIELD, path, key=field["key"], type=field["type"], expected=" / ".join(sorted(wanted))
            )
            return False
        return True
