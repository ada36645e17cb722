"""The steps of a button: set fields, create records, submit or decide an approval. All through `tables.records`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.context import Source
from ..tables import records
from ..tables.catalogue import TableSpec
from ..tables.records import RowUpdate
from ..tables.rules import predicates
from ..tables.storage import Row
from . import definitions, duplicates, making
from .acting import acting
from .approvals import rounds
from .definitions import Button, Step
from .duplicates import Use
from .expressions import Scene, evaluate

if TYPE_CHECKING:
    from ..tables.transaction import Tx

DECIDING = frozenset(
    {"submit", "decide", "withdraw"}
)  #: kinds of steps that move an approval, which nothing takes back


@dataclass
class Run:
    """One press of a button on one record, while it goes on."""

    tx: Tx
    button: Button
    table: TableSpec
    record: int
    scene: Scene
    use: Use = field(default_factory=dict[str, int | None])
    created: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    _read: Row | None = None  #: the record as the step at hand found it

    @property
    def row(self) -> Row:
        """The record as it was stored when the step at hand began."""
        if self._read is None:
            self._read = self.tx.catalogue.storage.rows(self.tx.connection, self.table, [self.record])[self.record]
        return self._read

    def written(self) -> None:
        """A step may have changed the record, or something that it is computed from."""
        self._read = None


def take(run: Run) -> None:
    """Take every step in turn. Raises `Refusal`; the caller's transaction ends with it."""
    for step in run.button.steps:
        if "when" in step:
            wanted = definitions.condition(run.tx, run.table, step["when"])
            if not predicates.holding(run.tx, wanted, [run.row])[0]:
                continue
        next(take_one for kind, take_one in _KINDS.items() if kind in step)(run, step)
        run.written()


def creates(button: Button) -> set[str]:
    """The tables in which a button makes records."""
    return {step["create"] for step in button.steps if "create" in step and "when" not in step}


def _set(run: Run, step: Step) -> None:
    values = evaluate(run.scene, run.table, run.row, step["set"])
    with acting(run.tx, Source.BUTTON, run.table.key, run.button.lifts, system=run.button.system):
        records.update(run.tx, run.table.key, [RowUpdate(run.record, values)], answer=False)


def _create(run: Run, step: Step) -> None:
    scope = run.tx.scope(run.tx.table(step["create"]))
    if "duplicates" in step:
        values = evaluate(run.scene, run.table, run.row, step["values"])
        taken = duplicates.taken(run.tx, step, values, run.use)
        if taken is not None:
            run.scene.made[step["as"]] = taken
            return
    with acting(run.tx, Source.BUTTON, run.table.key, run.button.lifts, system=run.button.system):
        made = making.make(run.scene, run.table, run.row, step, scope)
    run.created.append((step["create"], made))


def _submit(run: Run, step: Step) -> None:
    rounds.submit(run.tx, definitions.approval(run.tx, step["submit"]), run.record)


def _decide(run: Run, step: Step) -> None:
    comment = run.scene.inputs.get("comment")
    definition = definitions.approval(run.tx, step["decide"])
    rounds.decide(run.tx, definition, run.record, step["outcome"], comment)


def _withdraw(run: Run, step: Step) -> None:
    rounds.withdraw(run.tx, definitions.approval(run.tx, step["withdraw"]), run.record)


_KINDS: Mapping[str, Callable[[Run, Step], None]] = {
    "set": _set,
    "create": _create,
    "submit": _submit,
    "decide": _decide,
    "withdraw": _withdraw,
}
