"""What a button or an approval would do with more rights than its author has: only administrators give rights, so nobody who
builds reaches through a definition what they may not see or write themselves. What is there already and stays is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..permissions.actions import Action
from ..tables.rights import authors

if TYPE_CHECKING:
    from ..tables.catalogue import TableSpec
    from ..tables.transaction import Tx

Part = Mapping[str, Any]
_PRESSING = ("do", "system", "right", "roles")  #: what a button writes with the rights of the engine, and for whom
_NAMING = frozenset({"key", "table", "label", "enabled"})  #: of an approval: all but whom it asks and what they may do


def check(tx: Tx, kind: str, table: TableSpec, wanted: Part, present: Part) -> None:
    """Raises a FORBIDDEN refusal where a definition of the kind that takes the place of `present` would lift its author."""
    (_button if kind == "button" else _approval)(tx, table, wanted, present)


def _button(tx: Tx, table: TableSpec, wanted: Part, present: Part) -> None:
    if wanted["do"] != present.get("do"):
        found = (step for step in wanted["do"] if (step.get("duplicates") or {}).get("show"))
        targets = (tx.catalogue.tables.get(step.get("create", "")) for step in found)
        # what they show of records that are alike, they show of those out of the sight of whoever presses
        authors.check_rows(tx, {target.id for target in targets if target is not None}, whole=True)
    if not wanted.get("system") or all(wanted.get(name) == present.get(name) for name in _PRESSING):
        return
    for step in wanted["do"]:
        if "set" in step:
            authors.check_writing(tx, table, step["set"])
        target = tx.catalogue.tables.get(step.get("create", ""))
        if target is not None:
            authors.check_writing(tx, target, (*step["values"], *step.get("children", ())), Action.CREATE)


def _approval(tx: Tx, table: TableSpec, wanted: Part, present: Part) -> None:
    """Whom an approval asks may view the record, and write what its stage leaves open, whatever their own rights are."""
    if all(wanted.get(name) == present.get(name) for name in {*wanted, *present} - _NAMING):
        return
    authors.check_rows(tx, [table.id], whole=True)
    if filled := [key for stage in wanted.get("stages", ()) for key in stage.get("fields", ())]:
        authors.check_writing(tx, table, filled)
