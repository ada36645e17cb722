"""Reading a change of rights: every problem at once, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.errors import Message, Problem, Refusal
from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition
from ...fields.registry import value_spec
from ...permissions.actions import Action
from .. import authoring, naming
from . import documents
from .messages import BAD_RIGHT, NO_SUCH_THING, NOT_SINGLE, TOO_FAR

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

MOST_HOPS = 3  #: relations that a condition may follow from the row
_SECTIONS = ("none", "actions", "fields", "buttons", "views")
_ACTIONS = frozenset(action.value for action in Action)
_FLAGS = ("read", "edit", "give")


@dataclass(slots=True)
class Change:
    """What is said anew to a role group of one table; None takes back what was said."""

    none: bool | None = None
    actions: dict[Action, Condition | None] = field(default_factory=dict[Action, Condition | None])
    fields: dict[int, dict[str, Any] | None] = field(default_factory=dict[int, dict[str, Any] | None])
    buttons: dict[str, tuple[bool, Condition] | None] = field(default_factory=dict[str, tuple[bool, Condition] | None])
    views: dict[str, bool | None] = field(default_factory=dict[str, bool | None])


class Reader:
    """Reads the sections of one table's document."""

    def __init__(self, tx: Tx, table: TableSpec, place: str) -> None:
        self._tx, self._table, self._place = tx, table, place
        self.problems: list[Problem] = []

    def change(self, raw: object) -> Change:
        """What is said; of use where nothing is wrong."""
        found = Change()
        try:
            with naming.keeping(self._tx):
                self._read(found, raw)
        except Refusal as refusal:
            self.problems += refusal.problems
        return found

    def _read(self, found: Change, raw: object) -> None:
        if not isinstance(raw, Mapping):
            self._report(BAD_RIGHT, "")
            return
        for name in raw:
            if name not in _SECTIONS:
                self._report(BAD_RIGHT, str(name)[:60])
        none = raw.get("none")
        if none is not None and not isinstance(none, bool):
            self._report(BAD_RIGHT, "none")
        found.none = none if isinstance(none, bool) else None
        if found.none and any(each is not None for each in self._section(raw, "actions").values()):
            self._report(BAD_RIGHT, "none")
        for name, given in self._section(raw, "actions").items():
            if name not in _ACTIONS:
                self._report(NO_SUCH_THING, f"actions.{name}")
            else:
                found.actions[Action(name)] = self._optional(given, f"actions.{name}", self._action)
        for name, given in self._section(raw, "fields").items():
            spec = self._table.by_key.get(name)
            if spec is None or spec.id < 0:
                self._report(NO_SUCH_THING, f"fields.{name}")
            else:
                found.fields[spec.id] = self._optional(given, f"fields.{name}", self._field)
        buttons = documents.buttons_of(self._tx, self._table)
        for name, given in self._section(raw, "buttons").items():
            if given is not None and name not in buttons:
                self._report(NO_SUCH_THING, f"buttons.{name}")
            else:
                found.buttons[name] = self._optional(given, f"buttons.{name}", self._button)
        views = {view.key for view in self._table.views if view.owner is None}
        for name, given in self._section(raw, "views").items():
            if given is not None and name not in views:
                self._report(NO_SUCH_THING, f"views.{name}")
            else:
                found.views[name] = self._optional(given, f"views.{name}", self._view)

    def _section(self, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        given = raw.get(name, {})
        if isinstance(given, Mapping):
            return given
        self._report(BAD_RIGHT, name)
        return {}

    def _optional(self, given: object, at: str, read: Callable[[Mapping[str, Any], str], Any]) -> Any:
        if given is None:
            return None
        if isinstance(given, Mapping):
            return read(given, at)
        self._report(BAD_RIGHT, at)
        return None

    def _action(self, given: Mapping[str, Any], at: str) -> Condition:
        self._only(given, at, "rows")
        return self.rows(given.get("rows"), f"{at}.rows")

    def _field(self, given: Mapping[str, Any], at: str) -> dict[str, Any]:
        self._only(given, at, *_FLAGS, "read_rows", "edit_rows")
        found: dict[str, Any] = {name: self._flag(given, at, name) for name in _FLAGS if name in given}
        for name in ("read_rows", "edit_rows"):
            found[name] = self.rows(given.get(name), f"{at}.{name}")
        return found

    def _button(self, given: Mapping[str, Any], at: str) -> tuple[bool, Condition]:
        self._only(given, at, "allowed", "rows")
        return self._flag(given, at, "allowed"), self.rows(given.get("rows"), f"{at}.rows")

    def _view(self, given: Mapping[str, Any], at: str) -> bool:
        self._only(given, at, "allowed")
        return self._flag(given, at, "allowed")

    def _flag(self, given: Mapping[str, Any], at: str, name: str) -> bool:
        if not isinstance(given.get(name), bool):
            self._report(BAD_RIGHT, f"{at}.{name}")
        return given.get(name) is True

    def _only(self, given: Mapping[str, Any], at: str, *names: str) -> None:
        """What the answer shows beside them, conditions in words, may be sent back."""
        for name in given:
            if name not in names and name.removesuffix("_text") not in names:
                self._report(BAD_RIGHT, f"{at}.{str(name)[:60]}")

    def rows(self, raw: object, at: str) -> Condition:
        """A condition over rows of the table, over paths of at most `MOST_HOPS` relations."""
        tx = self._tx
        try:
            condition = conditions.parse(raw, authoring.path_resolver(tx.catalogue, self._table), tx.ctx.zone)
        except Refusal as refusal:
            self.problems += [Problem(each.message, each.params, self._at(at)) for each in refusal.problems]
            return ALWAYS
        for path in conditions.paths(condition):
            specs = [tx.catalogue.fields[id_] for id_ in path]
            dotted = ".".join(spec.key for spec in specs)
            if len(path) > MOST_HOPS + 1:
                self.problems.append(Problem(TOO_FAR, {"path": dotted, "most": MOST_HOPS}, self._at(at)))
            elif any(value_spec(spec).type != "relation" for spec in specs[:-1]):
                self.problems.append(Problem(NOT_SINGLE, {"path": dotted}, self._at(at)))
        return condition

    def _report(self, message: Message, at: str) -> None:
        self.problems.append(Problem(message, {"what": at or self._table.key}, self._at(at)))

    def _at(self, at: str) -> str:
        return f"{self._place}.{at}" if at else self._place
