"""Making the views that a template brings: shared ones, many at once. What people save goes through `saving`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from .. import authoring, counters, models
from ..messages import BAD_KEY, BAD_VIEW, KEY_TAKEN
from ..schema import KEY
from . import definition

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view to be made, written by field keys."""

    key: str
    label: Mapping[str, str]
    type: str = "grid"
    fields: Sequence[str] = ()
    filter: Mapping[str, Any] | None = None
    sort: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, Any]:
        """What the definition of the view is made of."""
        return {name: getattr(self, name) for name in definition.PARTS}


def create(tx: Tx, drafts: Sequence[tuple[str, ViewDraft]]) -> None:
    """Make views of tables given by key. Raises `Refusal` with everything wrong in all of them."""
    problems: list[Problem] = []
    rows: list[dict[str, Any]] = []
    taken = {table.key: {view.key for view in table.views} for table in tx.catalogue.tables.values()}
    for table_key, draft in drafts:
        table = tx.catalogue.table(table_key)
        if not KEY.fullmatch(draft.key):
            problems.append(Problem(BAD_KEY, {"key": draft.key}, draft.key))
        elif draft.key in taken[table_key]:
            problems.append(Problem(KEY_TAKEN, {"key": draft.key}, draft.key))
        taken[table_key].add(draft.key)
        if draft.type not in definition.TYPES:
            problems.append(Problem(BAD_VIEW, {"key": draft.key, "what": draft.type}, draft.key))
        try:
            resolve = authoring.path_resolver(tx.catalogue, table)
            stored = definition.to_ids(resolve, table.by_key.get, draft.parts, at=draft.key)
        except Refusal as refusal:
            problems.extend(refusal.problems)
            continue
        rows.append(
            {
                "table_id": table.id,
                "key": draft.key,
                "label": dict(draft.label),
                "type": draft.type,
                "definition": stored,
                "position": len(taken[table_key]),
            }
        )
    if problems:
        raise Refusal(problems)
    if rows:
        first = counters.take(tx.connection, "view", len(rows))
        tx.connection.execute(sa.insert(models.views), [{**row, "id": first + i} for i, row in enumerate(rows)])
        tx.reload()
