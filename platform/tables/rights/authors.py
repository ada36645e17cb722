"""What the author of a definition may not have it look at: values that are hidden from them, or masked on some rows.

Formulas, roll-ups, rules, automations, buttons and approvals work with the rights of the engine or of their owner, and who
builds sees what comes of them. Whoever could compare a masked value in one of these could guess it (attacks: oracles); so a
definition is kept only by those who may read everything that it names, and every row that it reaches into. Administrators may
read everything. What a definition names already may stay there, in the same words: whoever compares with another value asks
anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal, refuse
from ...fields.conditions import ALWAYS
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from . import sources
from .messages import BEYOND_AUTHOR, DECIDES_RIGHTS, NOT_FOR_AUTHOR

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec
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


def check_computed(tx: Tx, specs: Iterable[FieldSpec]) -> None:
    """Raises a FORBIDDEN refusal where a computed field that shows everybody the same, as the catalogue has it by now, reads
    rows or fields that its author may not."""
    if tx.policy.is_admin(tx.ctx.actor):
        return
    scopes = {table.id: tx.scope(table) for table in tx.catalogue.tables.values()}
    for spec in specs:
        read = [*sources.beyond(tx, spec, scopes)] if sources.shows_everybody(spec) else []
        if fields := {tx.catalogue.tables[table].by_key[key].id for table, key, _ in read if key is not None}:
            raise _refused(tx, sorted(fields))
        check_rows(tx, {tx.catalogue.tables[table].id for table, _, _ in read}, whole=True)


def check_rows(tx: Tx, tables: Collection[int], *, whole: bool = False, editing: bool = False) -> None:
    """Raises a FORBIDDEN refusal where the caller may not view (`editing`: nor edit) every row of these tables; tables that are
    closed to them are passed over unless `whole`."""
    if tx.policy.is_admin(tx.ctx.actor):
        return
    asked = Action.EDIT if editing else Action.VIEW
    part = [
        table
        for table in (tx.catalogue.by_id[id_] for id_ in sorted(tables))
        if (whole or Action.VIEW in tx.scope(table).actions) and tx.scope(table).where(asked) != ALWAYS
    ]
    if part:
        raise refuse(BEYOND_AUTHOR, tables=_listed(tx, [table.text(tx.ctx.locale) for table in part[:MOST_NAMED]]))


def check_whole(tx: Tx, table: TableSpec, fields: Iterable[FieldSpec]) -> None:
    """Raises a FORBIDDEN refusal unless the caller may read these fields on every row of the table."""
    check(tx, [spec.id for spec in fields])
    check_rows(tx, [table.id], whole=True)


def check_writing(tx: Tx, table: TableSpec, keys: Iterable[str], action: Action = Action.EDIT) -> None:
    """Raises a FORBIDDEN refusal unless the caller may write these fields of the table by hand, of every row that is there:
    what a definition writes with the rights of the engine, its author has to hold."""
    if tx.policy.is_admin(tx.ctx.actor):
        return
    if action is Action.EDIT:
        check_rows(tx, [table.id], whole=True, editing=True)
    scope = tx.scope(table)
    specs = [table.by_key[key] for key in keys if key in table.by_key]
    if found := [spec.id for spec in specs if not scope.may_set(spec.id, action) or spec.id in scope.bounded]:
        raise _refused(tx, sorted(found))


def deciding(tx: Tx) -> frozenset[int]:
    """The fields that rights look at, and those that these are computed from."""
    found: set[int] = set()
    waiting = [id_ for id_ in tx.policy.used_fields if id_ > 0]
    while waiting:
        spec = tx.catalogue.fields.get(waiting.pop())
        if spec is not None and spec.id not in found:
            found.add(spec.id)
            waiting += [id_ for id_ in sources.inputs(tx, spec) if id_ > 0]
    return frozenset(found)


def check_deciding(tx: Tx, spec: FieldSpec) -> None:
    """Raises a FORBIDDEN refusal where what the rights of people depend on would become another thing: only administrators
    change rights."""
    if not tx.policy.is_admin(tx.ctx.actor) and spec.id in deciding(tx):
        raise refuse(DECIDES_RIGHTS, at_field=spec.key, label=spec.text(tx.ctx.locale))


def check_changed(
    tx: Tx,
    named: Collection[int],
    document: Mapping[str, Any],
    before: tuple[Collection[int], Mapping[str, Any]] | None,
    far: Collection[int] = (),
) -> None:
    """The same for a document by present keys that takes the place of another: `before`, what that names and its words. Only
    what is named anew is asked for, and what the parts name that differ. `far` are the fields that it reads of rows to which
    relations lead: of these the author has to see every one."""
    blind = unseen(tx, named, far)
    if blind and before is not None:
        there, words = before[0], _words(_differing(document, before[1]))
        blind = {id_ for id_ in blind if id_ not in there or tx.catalogue.fields[id_].key in words}
    if blind:
        raise _refused(tx, sorted(blind))


def unseen(tx: Tx, named: Collection[int], far: Iterable[int]) -> frozenset[int]:
    """Those of the fields that a document names whose every value the caller may not read; of `far`, on every row."""
    return unreadable(tx, beyond=False).intersection(named) | out_of_sight(tx, far)


def check_stored(
    tx: Tx, table: TableSpec, stored: Mapping[str, Any], before: Mapping[str, Any] | None, show: Any
) -> None:
    """The same for a document about the rows of a table that is kept by id; of other tables it may name those alone of which
    its author sees every row. `show(tx)` writes it by key, and raises `KeyError` where it names what is not there: so it is
    asked with a catalogue that has nothing else than what the author may read."""
    others = (spec.id for each in tx.catalogue.tables.values() if each.id != table.id for spec in each.fields)
    blind = unreadable(tx, beyond=True) | out_of_sight(tx, others)
    if not blind:
        return
    try:
        show(replace(tx, catalogue=_without(tx.catalogue, blind)))
    except KeyError as missing:
        if before is not None and blind.isdisjoint(int(n) for n in _words(_differing(stored, before)) if n.isdecimal()):
            return
        named = blind.intersection(missing.args) or blind.intersection(_numbers(stored))
        raise _refused(tx, sorted(named)) from missing


def out_of_sight(tx: Tx, fields: Iterable[int]) -> frozenset[int]:
    """Those of some fields whose tables show the caller only some of their rows, or none."""
    if tx.policy.is_admin(tx.ctx.actor):
        return frozenset()
    specs = (tx.catalogue.fields[id_] for id_ in fields if id_ > 0)
    return frozenset(spec.id for spec in specs if tx.scope(tx.catalogue.by_id[spec.table]).where(Action.VIEW) != ALWAYS)


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
    return Refusal([Problem(NOT_FOR_AUTHOR, {"fields": _listed(tx, names)})])


def _listed(tx: Tx, names: Iterable[str]) -> str:
    return (", " if tx.ctx.locale.startswith("en") else "、").join(names)
