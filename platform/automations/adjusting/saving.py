"""Making, changing, switching, ordering, deleting and resetting buttons and approvals (S99). The configuration log says what
differs, with who and why; rounds of approval that are under way keep the definition they began with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal, refuse
from ...tables import config
from ...tables.configlog.documents import name_of
from ...tables.schema import log
from .. import naming
from ..flows.incoming import storable
from . import uses
from .kinds import APPROVAL, BUTTON, Document, Kind
from .messages import KEY_FIXED, NO_ORIGINAL, NOT_IN_ORDER, OPEN_ROUNDS, STALE, TAKEN

if TYPE_CHECKING:
    from ...tables.transaction import Tx

#: raises everything that is wrong with a definition of a kind, each problem at its path inside the definition
Check = Callable[["Tx", str, Mapping[str, Any]], None]
_FIXED = ("key", "table")
_MEANING = ("state", "on")  #: of an approval: what the states of records mean, also of those that wait


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller says with a change: the version they have seen, if they say so, and why."""

    version: int | None = None
    reason: str | None = None


def add(tx: Tx, kind: Kind, document: Document, check: Check, wanted: Wanted) -> str:
    """Make one; its name. Raises `Refusal` with everything that is wrong with it, CONFLICT for a key that is taken."""
    log.admit(tx)
    given = _plain(document)
    check(tx, kind.key, given)
    given = _plain(naming.kept(tx, kind.key, given))
    name = name_of(kind.key, given)
    present = kind.all_of(tx)
    if name in present:
        raise refuse(TAKEN, at_field="key", key=given["key"])
    _keep(tx, kind, {**present, name: given}, wanted)
    return name


def replace(tx: Tx, kind: Kind, name: str, document: Document, check: Check, wanted: Wanted) -> None:
    """Put another definition in its place. Raises NOT_FOUND, CONFLICT for a version that is not the present one, or everything
    that is wrong with the definition."""
    present = _present(tx, kind, name, wanted)
    given = _plain(document)
    check(tx, kind.key, given)
    given = _plain(naming.kept(tx, kind.key, given, present))
    if moved := [part for part in _FIXED if given[part] != present[part]]:
        raise Refusal([Problem(KEY_FIXED, field=part) for part in moved])
    admit(tx, kind, present, given)
    _keep(tx, kind, {**kind.all_of(tx), name: given}, wanted)


def switch(tx: Tx, kind: Kind, name: str, wanted: Wanted, *, enabled: bool) -> None:
    """Switch it on or off; whatever else it says stays. Raises NOT_FOUND, CONFLICT."""
    present = _present(tx, kind, name, wanted)
    _keep(tx, kind, {**kind.all_of(tx), name: _plain({**present, "enabled": enabled})}, wanted)


def remove(tx: Tx, kind: Kind, name: str, wanted: Wanted) -> None:
    """Take it away. Raises NOT_FOUND, CONFLICT while something names it, or records wait for a decision by it."""
    present = _present(tx, kind, name, wanted)
    if problems := uses.problems(tx, kind, present):
        raise Refusal(problems)
    _keep(tx, kind, {key: each for key, each in kind.all_of(tx).items() if key != name}, wanted)


def reset(tx: Tx, kind: Kind, name: str, check: Check, wanted: Wanted) -> None:
    """Take it back to what its template brought; one that was deleted comes again. Raises NOT_FOUND, CONFLICT."""
    log.admit(tx)
    original, present = kind.originals(tx).get(name), kind.all_of(tx).get(name)
    if original is None:
        raise refuse(kind.no_such if present is None else NO_ORIGINAL)
    _current(tx, kind, name, wanted)
    check(tx, kind.key, original)
    if present is not None:
        admit(tx, kind, present, original)
    _keep(tx, kind, {**kind.all_of(tx), name: original}, wanted)


def order(tx: Tx, table: str, keys: Sequence[str], wanted: Wanted) -> None:
    """Put the buttons of a table into another order. Raises INVALID unless every one is named once."""
    log.admit(tx)
    tx.table(table)
    present = BUTTON.all_of(tx)
    own = [name for name, each in present.items() if each["table"] == table]
    named = [f"{table}.{key}" for key in keys]
    if sorted(own) != sorted(named):
        raise refuse(NOT_IN_ORDER, at_field="keys")
    following = iter(named)
    _keep(tx, BUTTON, {name: present[name] for name in (next(following) if n in own else n for n in present)}, wanted)


def _present(tx: Tx, kind: Kind, name: str, wanted: Wanted) -> Document:
    log.admit(tx)
    found = kind.find(tx, name)
    _current(tx, kind, name, wanted)
    return found


def _current(tx: Tx, kind: Kind, name: str, wanted: Wanted) -> None:
    if wanted.version is not None and wanted.version != (version := kind.version(tx, name)):
        raise refuse(STALE, at_field="version", version=version)


def admit(tx: Tx, kind: Kind, present: Document, given: Document) -> None:
    """What the states mean stays while records wait in one of them. Raises CONFLICT."""
    moved = [part for part in _MEANING if present.get(part) != given.get(part)] if kind is APPROVAL else []
    count = uses.open_rounds(tx, present["key"]) if moved else 0
    if count:
        raise Refusal([Problem(OPEN_ROUNDS, {"count": count}, part) for part in moved])


def _plain(document: Document) -> dict[str, Any]:
    """As both databases keep it; that it is switched on needs no saying."""
    kept: dict[str, Any] = storable(dict(document))
    return {name: value for name, value in kept.items() if (name, value) != ("enabled", True)}


def _keep(tx: Tx, kind: Kind, items: Mapping[str, Document], wanted: Wanted) -> None:
    config.put(tx, kind.stored, list(items.values()), reason=wanted.reason or None)
    naming.declare(tx)
