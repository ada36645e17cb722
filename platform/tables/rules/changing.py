"""Rules made, changed, switched, deleted and taken back to their template in a running workspace, by those who may build.

Each change is an entry of the configuration log. Rows that are there and break a rule that blocks are no reason never to have
it, but somebody has to have seen them: they are counted and told of, and with a confirmation they stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal, refuse
from .. import naming
from ..configlog.writing import note
from ..rights import authors
from ..schema.log import admit
from . import allocation, loading, stored, told
from .book import Allocation
from .messages import CHANGED_MEANWHILE, NAMES_GONE, NO_ORIGINAL, NOT_FOUND, OTHER_RULES, ROWS_BREAK, ROWS_MOVE, TAKEN
from .trial import standing
from .trial.found import Effect

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

Rule = Mapping[str, Any]
NEW = "new"  #: the version of a rule that is not there


@dataclass(frozen=True, slots=True)
class Steering:
    """What the caller says beside the change. `version` is that of the rule they have seen, `NEW` for none, None for any."""

    version: str | None = None
    confirm: bool = False
    reason: str | None = None


def save(tx: Tx, table_key: str, kind: str, key: str, rule: Rule, steering: Steering) -> None:
    """Make a rule, or put it in the place of the one with its key. Its shape has been checked. Raises `Refusal`: everything
    that is wrong with it, each at its place in the rule; or what stands against it."""
    admit(tx)
    table = tx.table(table_key)
    _unchanged(tx, table, kind, key, steering)
    _store(tx, table, kind, key, draft(tx, table, kind, {**rule, "key": key}), steering)


def draft(tx: Tx, table: TableSpec, kind: str, rule: Rule) -> stored.Stored:
    """The stored form of a rule by key. Raises `Refusal` with everything that is wrong with it."""
    with naming.keeping(tx):
        found, problems = stored.resolver(tx, table).stored(kind, rule)
        if problems:
            raise Refusal(problems)
    return found


def tried(tx: Tx, table: TableSpec, kind: str, rule: Rule) -> stored.Stored:
    """The stored form of a rule that is only asked of the rows that are there. Raises `Refusal`, as for one that is saved."""
    found = draft(tx, table, kind, rule)
    _for_author(tx, table, kind, found, None)
    return found


def switch(tx: Tx, table_key: str, kind: str, key: str, steering: Steering, *, enabled: bool) -> None:
    """Let a rule hold, or not, until it is switched again. Raises `Refusal`."""
    admit(tx)
    table = tx.table(table_key)
    _unchanged(tx, table, kind, key, steering)
    rest = {name: part for name, part in _there(table, kind, key).items() if name != "enabled"}
    _store(tx, table, kind, key, rest if enabled else {**rest, "enabled": False}, steering)


def remove(tx: Tx, table_key: str, kind: str, key: str, steering: Steering) -> None:
    """Delete a rule; what a template brought can be brought back by `reset`. Raises `Refusal`."""
    admit(tx)
    table = tx.table(table_key)
    _unchanged(tx, table, kind, key, steering)
    _there(table, kind, key)
    _keep(tx, table, kind, [rule for rule in stored.of(table, kind) if rule["key"] != key], steering)


def order(tx: Tx, table_key: str, kind: str, keys: Sequence[str], reason: str | None = None) -> None:
    """Put the rules of a kind in the order of their keys: so they are asked, and so their sentences stand. Raises `Refusal`
    unless the keys are those of all of them."""
    admit(tx)
    table = tx.table(table_key)
    there = {rule["key"]: rule for rule in stored.of(table, kind)}
    if sorted(keys) != sorted(there):
        raise refuse(OTHER_RULES, at_field="keys")
    note(tx, stored.ORDER, table.id, kind, {"order": [*there]}, {"order": [*keys]}, reason)
    _keep(tx, table, kind, [there[key] for key in keys], Steering(reason=reason))


def reset(tx: Tx, table_key: str, kind: str, key: str, steering: Steering) -> None:
    """Take a rule back to what its template has, be it changed or deleted. Raises `Refusal`."""
    admit(tx)
    table = tx.table(table_key)
    original = stored.originals(table, kind).get(key)
    if original is None:
        _there(table, kind, key)
        raise refuse(NO_ORIGINAL, key=key)
    _unchanged(tx, table, kind, key, steering)
    put(tx, table, kind, key, original, steering)


def put(tx: Tx, table: TableSpec, kind: str, key: str, rule: stored.Stored, steering: Steering) -> None:
    """Store a rule as it once was stored. Raises `Refusal` where it names something that is gone meanwhile."""
    try:
        stored.shown(tx, kind, rule)
    except KeyError as missing:
        raise refuse(NAMES_GONE, key=key) from missing
    _store(tx, table, kind, key, rule, steering)


def _there(table: TableSpec, kind: str, key: str) -> stored.Stored:
    found = next((rule for rule in stored.of(table, kind) if rule["key"] == key), None)
    if found is None:
        raise refuse(NOT_FOUND, key=key[:50])
    return found


def _unchanged(tx: Tx, table: TableSpec, kind: str, key: str, steering: Steering) -> None:
    """Raises CONFLICT unless the rule is the one that the caller has seen."""
    if steering.version is None:
        return
    present = next((rule for rule in stored.of(table, kind) if rule["key"] == key), None)
    if present is not None and steering.version == NEW:
        raise refuse(TAKEN, at_field="key", key=key)
    if steering.version != (NEW if present is None else told.version(present)):
        current = None if present is None else told.described(tx, table, kind, present)
        raise Refusal([Problem(CHANGED_MEANWHILE, {"key": key}, details={"current": current})])


def _store(tx: Tx, table: TableSpec, kind: str, key: str, rule: stored.Stored, steering: Steering) -> None:
    present = stored.of(table, kind)
    before = next((each for each in present if each["key"] == key), None)
    if before == rule:
        return
    _for_author(tx, table, kind, rule, before)
    adopted = _asked(tx, table, kind, rule, steering) if rule.get("enabled") is not False else None
    if before is None:
        _keep(tx, table, kind, [*present, rule], steering)
    else:
        _keep(tx, table, kind, [rule if each is before else each for each in present], steering)
    if adopted is not None:
        allocation.adopt(tx, adopted)


def _for_author(tx: Tx, table: TableSpec, kind: str, rule: stored.Stored, before: stored.Stored | None) -> None:
    authors.check_stored(tx, table, rule, before, lambda reduced: stored.shown(reduced, kind, rule))
    shown = (rule.get("duplicates") or {}).get("show")
    if shown and shown != ((before or {}).get("duplicates") or {}).get("show"):
        authors.check_rows(
            tx, [table.id], whole=True
        )  # whoever makes a row is shown these of rows out of their sight (S15)


def _asked(tx: Tx, table: TableSpec, kind: str, rule: stored.Stored, steering: Steering) -> Allocation | None:
    """Whether the rows that are there stand against the rule; an allocation that has to share them out."""
    if kind == "allocations":
        found = loading.one(tx.catalogue, table, kind, rule)
        assert isinstance(found, Allocation)
        _confirmed(tx, table, kind, rule, steering)
        return found
    if kind not in ("steps", "locks") and rule.get("severity") != "warn":
        _confirmed(tx, table, kind, rule, steering)
    return None


def _confirmed(tx: Tx, table: TableSpec, kind: str, rule: stored.Stored, steering: Steering) -> None:
    if steering.confirm:
        return
    found = standing.of(tx, table, kind, rule)
    if found.count:
        message = ROWS_MOVE if found.effect is Effect.MOVES else ROWS_BREAK
        raise Refusal([Problem(message, {"count": found.count}, details={"trial": standing.dump(tx, found)})])


def _keep(tx: Tx, table: TableSpec, kind: str, rules: Sequence[stored.Stored], steering: Steering) -> None:
    stored.keep(tx, table, {kind: rules}, reason=steering.reason)
    tx.reload()
