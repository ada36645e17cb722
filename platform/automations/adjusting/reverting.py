"""Buttons and approvals in the configuration log: taken back through the same checks that a change by hand meets."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ...core.errors import Refusal
from ...tables.configlog.arrangements import Arrangements
from ...tables.configlog.documents import ORDER
from ...tables.configlog.entries import Entry, State, Steering
from .. import naming
from . import saving, uses
from .kinds import KINDS

if TYPE_CHECKING:
    from ...tables.transaction import Tx


class Actions(Arrangements):
    """Made, changed, deleted, put in another order."""

    kinds = MappingProxyType({"button": ("按钮", "button"), "approval": ("审批流程", "approval")})

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        kind = KINDS[entry.kind]
        present = None if entry.about == ORDER else kind.all_of(tx).get(entry.about or "")
        if present is not None and wanted is None and (problems := uses.problems(tx, kind, present)):
            raise Refusal(problems)
        if present is not None and wanted is not None:
            saving.admit(tx, kind, present, wanted)
        if wanted is not None and entry.about != ORDER:
            wanted = naming.restated(tx, entry.kind, wanted)
            naming.for_author(tx, entry.kind, wanted, present)
        super().put(tx, entry, wanted, names, steering)
        naming.declare(tx)
