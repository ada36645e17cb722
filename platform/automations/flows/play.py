"""One run while it goes on: what its steps may speak of, what they have done before, and which rows they may touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...core.context import Actor, Context, Source
from ...core.errors import refuse
from ...core.ids import new_token
from ...fields.fieldtype import is_empty
from ...tables.catalogue import TableSpec
from ...tables.rules import predicates
from ...tables.storage import Row
from ...tables.system import DEMO, RECORD_ID
from .. import bodies, definitions
from ..expressions import Scene
from . import messages
from .definition import Automation, Step

if TYPE_CHECKING:
    from ...tables.transaction import Tx


@dataclass
class Play:
    """A run in a transaction."""

    tx: Tx
    run: int
    automation: Automation
    steps: Sequence[Step]
    actor: Actor
    depth: int  #: of what it changes
    scene: Scene
    memo: dict[str, Any]  #: the steps taken before, by path
    trying: bool = False  #: everything will be undone, and nothing leaves the house
    taken: int = 0
    said: list[Mapping[str, Any]] = field(
        default_factory=list[Mapping[str, Any]]
    )  #: what would leave the house; of texts as `written`, too

    def context(self) -> Context:
        """Of one step: a batch of its own."""
        return replace(
            self.tx.ctx,
            actor=self.actor,
            source=Source.AUTOMATION,
            cause=f"run:{self.run}",
            depth=self.depth,
            batch=new_token(),
        )

    def row(self, table: TableSpec, record: int) -> Row | None:
        """A record as it is now; None where it is gone."""
        return self.tx.catalogue.storage.rows(self.tx.connection, table, [record]).get(record)

    def holds(self, table: TableSpec, row: Row, written: Mapping[str, Any] | None) -> bool:
        return bool(self.holding(table, [row], written))

    def holding(self, table: TableSpec, rows: Sequence[Row], written: Mapping[str, Any] | None) -> list[Row]:
        """The rows for which a condition holds. Raises `Refusal` where it names what is gone."""
        left = bodies.settled(written, self.scene.body)
        if left is None or isinstance(left, bool):
            return [] if left is False else list(rows)
        kept = predicates.holding(self.tx, definitions.condition(self.tx, table, left), rows)
        return [row for row, holds in zip(rows, kept, strict=True) if holds]

    def related(self, table: TableSpec, row: Row, path: str) -> tuple[TableSpec, list[int]]:
        """The rows that a relation, a sub-table, a relation of another table (`table.field`) or an earlier find leads to."""
        catalogue, connection = self.tx.catalogue, self.tx.connection
        if path in self.scene.found:
            key, ids = self.scene.found[path]
            return catalogue.table(key), ids
        record = row.get(RECORD_ID.id, 0)
        far, _, name = path.partition(".")
        if name and far in catalogue.tables:
            link = catalogue.tables[far].by_key.get(name)
            if link is None or link.options.get("table") != table.id:
                raise refuse(messages.GONE, key=path)
            return catalogue.tables[far], sorted(catalogue.storage.sources(connection, link, [record]).get(record, ()))
        spec = table.by_key.get(path)
        if spec is None or "table" not in spec.options:
            raise refuse(messages.GONE, key=path)
        target = catalogue.by_id[spec.options["table"]]
        if spec.type == "subtable":
            link = catalogue.fields[spec.options["field"]]
            return target, sorted(catalogue.storage.sources(connection, link, [record]).get(record, ()))
        value = row.get(spec.id)
        if is_empty(value):
            return target, []
        ids: Any = list(value) if isinstance(value, tuple) else [value]
        return target, ids

    def rows(self, table: TableSpec, ids: Iterable[int], where: Mapping[str, Any] | None) -> dict[int, Row]:
        """Those of the rows that are there and for which the condition holds, in their order."""
        stored = self.tx.catalogue.storage.rows(self.tx.connection, table, ids)
        ordered = [stored[id_] for id_ in ids if id_ in stored]
        return {row[RECORD_ID.id]: row for row in self.holding(table, ordered, where)}

    def check_demo(self, rows: Iterable[Row]) -> None:
        """A demo automation never touches a real row (S70, H20)."""
        if self.automation.demo and not all(row.get(DEMO) for row in rows):
            raise refuse(messages.NOT_DEMO)
