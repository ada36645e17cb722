"""What the author of a definition may not have it look at: values that are hidden from them, or masked on some rows.

Formulas, roll-ups, rules, automations, buttons and approvals work with the rights of the engine or of their owner, and who
builds sees what comes of them. Whoever could compare a masked value in one of these could guess it (attacks: oracles); so a
definition is kept only by those who may read everything that it names. Administrators may read everything. What a definition
names already may stay there, in the same words: whoever compares with another value asks anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal
from ...permissions.actions import Action
from .messages import NOT_FOR_AUTHOR

if TYPE_CHECKING:
    from ..catalogue import Catalogue
    from ..transaction import Tx

MOST_NAMED = 8  #: fields that a refusal names


def unreadable(tx: Tx, *, beyond: bool) -> frozenset[int]:
    """The fields whose clear value the caller may not read on every row that they see. `beyond` adds all fields of tables that
    are closed to them: for what stands in a table that they see, and would show there what is in these."""
    if tx.policy.is_admin(tx.ctx.actor):
        return frozenset()
    found: set[int] = set()
    for table in tx.catalogue.tables.values():
        scope = tx.scope(table)
        if Action.VIEW in scope.actions:
            found |= {spec.id for spec in table.fields if spec.id in scope.hidden or spec.id in scope.masked}
        elif beyond:
            found |= {spec.id for spec in table.fields}
    return frozenset(found)


def check(tx: Tx, named: Collection[int], *, beyond: bool = False) -> None:
    """Raises a FORBIDDEN refusal where a definition names what its author may not read."""
    if not named:
        return
    blind = unreadable(tx, beyond=beyond)
    if found := sorted(blind.intersection(named)):
        raise _refused(tx, found)


def check_changed(
    tx: Tx,
    named: Collection[int],
    document: Mapping[str, Any],
    before: tuple[Collection[int], Mapping[str, Any]] | None,
) -> None:
    """The same for a document by present keys that takes the place of another: `before`, what that names and its words. Only
    what is named anew is asked for, and what the parts name that differ."""
    blind = unreadable(tx, beyond=False).intersection(named)
    if blind and before is not None:
        there, words = before[0], _words(_differing(document, before[1]))
        blind = {id_ for id_ in blind if id_ not in there or tx.catalogue.fields[id_].key in words}
    if blind:
        raise _refused(tx, sorted(blind))


def check_stored(tx: Tx, stored: Mapping[str, Any], before: Mapping[str, Any] | None, show: Any) -> None:
    """The same for a document that is kept by id. `show(tx)` writes it by key, and raises `KeyError` where it names what is not
    there: so it is asked with a catalogue that has nothing else than what the author may read."""
    blind = unreadable(tx, beyond=True)
    if not blind:
        return
    try:
        show(replace(tx, catalogue=_without(tx.catalogue, blind)))
    except KeyError as missing:
        if before is not None and blind.isdisjoint(int(n) for n in _words(_differing(stored, before)) if n.isdecimal()):
            return
        raise _refused(tx, sorted(blind.intersection(_numbers(stored)))) from missing


def _differing(document: Mapping[str, Any], before: Mapping[str, Any]) -> Any:
    """The parts of a document, and the elements of its lists, that were not there before in the same words."""
    found: list[Any] = []
    for name, part in document.items():
        there = before.get(name)
        if isinstance(part, list) and isinstance(there, list):
            found += [each for each in part if each not in there]
        elif part != there:
            found.append(part)
    return found


def _words(part: Any) -> frozenset[str]:
    """Every word and number that is written in it, those inside formulas too."""
    return frozenset(re.findall(r"[A-Za-z_]\w*|\d+", json.dumps(part, default=str, ensure_ascii=False)))


def _without(catalogue: Catalogue, fields: frozenset[int]) -> Catalogue:
    tables = {
        key: replace(table, fields=tuple(spec for spec in table.fields if spec.id not in fields))
        for key, table in catalogue.tables.items()
    }
    return replace(catalogue, tables=tables)


def _numbers(part: Any) -> Iterator[int]:
    """Every id there may be in a document."""
    if isinstance(part, Mapping):
        for each in part.values():
            yield from _numbers(each)
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from _numbers(each)
    elif isinstance(part, int):
        yield part


def _refused(tx: Tx, fields: Sequence[int]) -> Refusal:
    specs = [tx.catalogue.fields[id_] for id_ in fields[:MOST_NAMED]]
    names = [f"{tx.catalogue.by_id[spec.table].text(tx.ctx.locale)}.{spec.text(tx.ctx.locale)}" for spec in specs]
    separator = ", " if tx.ctx.locale.startswith("en") else "、"
    return Refusal([Problem(NOT_FOR_AUTHOR, {"fields": separator.join(names)})])
