"""Taking a change back while others have been made since: what nobody else has touched goes back, the rest is a conflict."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal, refuse
from ...fields.registry import value_spec
from .difference import NESTED, Words
from .entries import Entry, State, Steering, table_of
from .messages import CHANGED_SINCE, GONE, NOTHING_LEFT, THERE_AGAIN

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec
    from ..transaction import Tx

VERBS = frozenset({"create", "change", "delete"})
_ABSENT = object()

Name = tuple[str, ...]


class Merging(ABC):
    """A subject whose states are documents: most are."""

    kinds: Mapping[str, tuple[str, str]] = MappingProxyType({})
    ignored: frozenset[str] = frozenset()  #: properties that do not go back

    @abstractmethod
    def label(self, tx: Tx, entry: Entry) -> str: ...

    @abstractmethod
    def state(self, tx: Tx, entry: Entry) -> State | None:
        """The object as it is now, in the form of the log; None when it is not there."""

    @abstractmethod
    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        """Make it like this: None takes it away, `names` are the properties that differ from now."""

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        """By keys and labels; states are like that already, unless a subject says otherwise."""
        del tx, entry
        return state

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        del tx
        return entry.verb in VERBS

    def conflicts(self, tx: Tx, entry: Entry) -> list[str]:
        _, found = self._merged(tx, entry)
        return [problem.text(tx.ctx.locale) for problem in found]

    def revert(self, tx: Tx, entry: Entry, steering: Steering) -> None:
        wanted, found = self._merged(tx, entry)
        if found:
            raise Refusal(found)
        present = self.state(tx, entry)
        names = frozenset(
            name[0] for name, value in _flat(wanted or {}).items() if _flat(present or {}).get(name, _ABSENT) != value
        ) | frozenset(name[0] for name in set(_flat(present or {})) - set(_flat(wanted or {})))
        self.put(tx, entry, wanted, names, steering)

    def _merged(self, tx: Tx, entry: Entry) -> tuple[State | None, list[Problem]]:
        """What the object would be afterwards, and what stands against it."""
        present = self.state(tx, entry)
        if entry.after is None:
            if present is not None:
                raise refuse(THERE_AGAIN, label=self.label(tx, entry))
            return entry.before, []
        if present is None:
            raise refuse(GONE, label=self.label(tx, entry))
        old, new, now = _flat(entry.before or {}), _flat(entry.after), _flat(present)
        made = entry.before is None
        touched = [
            name
            for name in dict.fromkeys((*old, *new))
            if name[0] not in self.ignored and (made or old.get(name, _ABSENT) != new.get(name, _ABSENT))
        ]
        problems: list[Problem] = []
        back: dict[Name, Any] = dict(now)
        for name in touched:
            if not made and now.get(name, _ABSENT) == old.get(name, _ABSENT):
                continue
            if now.get(name, _ABSENT) != new.get(name, _ABSENT):
                problems.append(self._conflict(tx, entry, name, present))
            elif name in old:
                back[name] = old[name]
            else:
                back.pop(name, None)
        if problems:
            return present, problems
        if not made and back == now:
            raise refuse(NOTHING_LEFT)
        return None if made else _deep(back), []

    def _conflict(self, tx: Tx, entry: Entry, name: Name, present: State) -> Problem:
        words = words_of(tx, entry)
        shown: Any = self.shown(tx, entry, present)
        for part in name:
            shown = shown.get(part) if isinstance(shown, Mapping) else None
        told = {"property": " › ".join(map(words.property, name)), "now": words.text(shown, name) or "—"}
        return Problem(CHANGED_SINCE, told, ".".join(name))


def words_of(tx: Tx, entry: Entry) -> Words:
    """Words for the states of an entry: keys of fields of its table are said by label."""
    table = table_of(tx, entry)
    locale = tx.ctx.locale

    def along(path: str) -> list[FieldSpec]:
        here = table
        found: list[FieldSpec] = []
        for part in path.split("."):
            spec = here.by_key.get(part) if here is not None else None
            if spec is None:
                return []
            found.append(spec)
            here = tx.catalogue.by_id.get(spec.options.get("table", 0))
        return found

    def name(path: str) -> str | None:
        return ".".join(spec.text(locale) for spec in along(path)) or None

    def choice(path: str, key: str) -> str | None:
        found = along(path)
        choices = value_spec(found[-1]).choices if found else ()
        return next((each.text(locale) for each in choices if each.key == key), None)

    return Words(locale, name, choice)


def _flat(state: State) -> dict[Name, Any]:
    found: dict[Name, Any] = {}
    for name, value in state.items():
        if name in NESTED and isinstance(value, Mapping):
            found.update(((name, part), each) for part, each in value.items())
        else:
            found[name,] = value
    return found


def _deep(flat: Mapping[Name, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in flat.items():
        if len(name) == 1:
            found[name[0]] = value
        else:
            found.setdefault(name[0], {})[name[1]] = value
    return found
