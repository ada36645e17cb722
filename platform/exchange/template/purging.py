"""Taking the demo data out again: one action removes demo rows and demo automations (S70, S71)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...automations.flows import definition, saving
from ...core.context import Source
from ...core.errors import Problem, Refusal
from ...tables import records
from ...tables.messages import NO_SUCH_TABLE
from ...tables.queries import reading
from ...tables.rights import changing
from ...tables.schema import log
from ...tables.transaction import Tx
from . import remains
from .remains import Place

WHOLE = 0  #: stands in the log for the workspace, where no table is meant


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A demo row that stays, and why: `edited`, `referenced` or `owned`, the latter two with the row that keeps it."""

    table: str
    id: int
    label: str
    reason: str
    by: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Purged:
    """What went, or would go: rows by table key, automations by key; and the rows that stay."""

    removed: Mapping[str, int]
    automations: Sequence[str]
    kept: Sequence[KeptRow]
    batch: str | None  #: the undo unit; None where nothing has been done


def purge(tx: Tx, *, force: bool = False, keep: Sequence[str] = (), dry_run: bool = False) -> Purged:
    """Remove all demo rows and demo automations, but for rows of the tables in `keep`.

    A demo row that a person has edited stays, and so does one that a row which stays points to; with `force` only those stay
    that a staying row cannot do without. No real row is ever removed. Locks and guarded rules do not stand in the way.
    Raises FORBIDDEN for whoever does not administer the workspace, NOT_FOUND for tables in `keep` that are none.
    """
    changing.admit(tx)
    if unknown := [key for key in keep if key not in tx.catalogue.tables]:
        raise Refusal([Problem(NO_SUCH_TABLE, {"table": key}, "keep") for key in unknown])
    plan = remains.plan(tx, {tx.catalogue.table(key).id for key in keep}, force=force)
    automations = [each.key for each in definition.all_of(tx) if each.demo]
    removed = {table.key: len(ids) for table, ids in plan.leaving}
    kept = _kept(tx, plan)
    if dry_run or not (removed or automations):
        return Purged(removed, automations, kept, None)
    if automations:
        saving.drop(tx, automations)  # first, so that nothing of theirs is set off by what goes
    engine = replace(tx.ctx, actor=replace(tx.ctx.actor, system=True), source=Source.TEMPLATE)
    with tx.unit(engine):
        for table, ids in plan.leaving:
            there = tx.catalogue.storage.rows(tx.connection, table, ids)  # what went with its owner is gone already
            if there:
                records.delete(tx, table.key, sorted(there))
    log.write(tx, "demo.purge", WHOLE, after={"rows": removed, "automations": automations, "force": force})
    return Purged(removed, automations, kept, tx.ctx.batch)


def _kept(tx: Tx, plan: remains.Plan) -> list[KeptRow]:
    by_table: dict[int, list[int]] = {}
    for table, id_ in sorted(plan.kept):
        by_table.setdefault(table, []).append(id_)

    def named(place: Place) -> tuple[str, int]:
        return tx.catalogue.by_id[place[0]].key, place[1]

    found: list[KeptRow] = []
    for table_id, ids in by_table.items():
        table = tx.catalogue.by_id[table_id]
        labels = reading.labels(tx, table, ids)
        for id_ in ids:
            why = plan.kept[table_id, id_]
            by = None if why.by is None else named(why.by)
            found.append(KeptRow(table.key, id_, labels.get(id_, ""), why.reason, by))
    return found
