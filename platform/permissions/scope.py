"""What one person may do with one table: the answer of the policy, and all that a query or a write needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from types import MappingProxyType

from ..core.errors import refuse
from ..fields.conditions import ALWAYS, NEVER, Condition, Path, holds, resolve
from .actions import READING, Action
from .messages import NOT_ALLOWED

_CREATING = frozenset({Action.CREATE, Action.IMPORT})


@dataclass(frozen=True, slots=True)
class Scope:
    """Rights on one table. Conditions may hold variables (`@me`); see `organisation.variables`.

    A row must meet `rows[action]` before the act, and for create and edit after it too, so that nobody writes rows away
    from under their own rights or into somebody else's.
    """

    actions: frozenset[Action]
    rows: Mapping[Action, Condition]  #: for every action of `actions`, the rows it extends to
    hidden: frozenset[int] = frozenset()  #: fields that do not exist for this person
    frozen: frozenset[int] = frozenset()  #: fields that may not be edited; holds all of `hidden`
    withheld: frozenset[int] = frozenset()  #: fields that may not be given a value at creation; holds all of `hidden`
    masked: Mapping[int, Condition] = field(default_factory=dict[int, Condition])  #: readable on these rows alone (S12)
    bounded: Mapping[int, Condition] = field(default_factory=dict[int, Condition])  #: editable on these rows alone

    @classmethod
    def everything(cls) -> Scope:
        """The engine's own scope, and an administrator's."""
        return _EVERYTHING

    @classmethod
    def nothing(cls) -> Scope:
        return _NOTHING

    def reading(self) -> Scope:
        """As much of the scope as changes nothing."""
        kept = self.actions & READING
        rows = {action: condition for action, condition in self.rows.items() if action in kept}
        return replace(self, actions=kept, rows=MappingProxyType(rows))

    @property
    def visible(self) -> bool:
        """Whether the table exists for this person at all; where not, the answer is 404."""
        return bool(self.actions)

    def where(self, action: Action) -> Condition:
        """The rows that an action extends to; none where it is not granted."""
        return self.rows.get(action, NEVER)

    def resolved(self, variables: Mapping[str, object], today: date, zone: tzinfo | None = None) -> Scope:
        """The same scope with the viewer and the day put into its conditions."""
        rows = {action: resolve(condition, variables, today, zone) for action, condition in self.rows.items()}
        return replace(self, rows=MappingProxyType(rows))

    def allows(self, action: Action, get: Callable[[Path], object]) -> bool:
        """Whether an action extends to a row, whose values `get` gives by path. The scope must be resolved."""
        return holds(self.where(action), get)

    def may_read(self, field: int) -> bool:
        """Whether the field exists for this person; on which rows it shows its value, `readable` says."""
        return field not in self.hidden

    def readable(self, field: int) -> Condition:
        """The rows on which a field shows its value; on the others it is empty."""
        return NEVER if field in self.hidden else self.masked.get(field, ALWAYS)

    def may_set(self, field: int, action: Action) -> bool:
        """Whether a value may be written into a field by this action."""
        return field not in (self.withheld if action in _CREATING else self.frozen)


_EVERYTHING = Scope(frozenset(Action), MappingProxyType(dict.fromkeys(Action, ALWAYS)))
_NOTHING = Scope(frozenset(), MappingProxyType({}))


def check_action(scope: Scope, action: Action) -> None:
    """Refuse (403) an action that the scope does not hold for any row."""
    if action not in scope.actions:
        raise refuse(NOT_ALLOWED[action])
