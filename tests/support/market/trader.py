"""Does one thing to both installations and to the model, and compares what they say. Rules of the machine call it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gezi.fields.text import normal

from .ledger import Column, Ledger, Row, Sheet, Snapshot
from .pair import Answer, Pair
from .reading import canonical, figures, holds, ordered

VISIBLE = {  #: what the groups see of a table; the others see nothing
    "cli": {
        "customers": lambda ledger, row: row["region"] == "west",
        "orders": lambda ledger, row: row["by"] == "cli",
        "order_lines": lambda ledger, row: ledger.sheets["orders"].rows[row["order"]]["by"] == "cli",
    },
    "vic": {
        "customers": lambda ledger, row: True,
        "orders": lambda ledger, row: row["status"] == "approved",
    },
}
OFTEN = 3


@dataclass
class Batch:
    """One that may be undone: what was there before and after it."""

    name: str
    before: Snapshot
    after: Snapshot
    shape: int


@dataclass
class Trader:
    pair: Pair
    ledger: Ledger
    done: list[Batch] = field(default_factory=list)
    steps: int = 0
    checked: int = 0  #: how many things have been done, each held against the model
    shape: int = 0  #: how often the structure has changed
    forget: Callable[[], None] = lambda: None  #: what else goes with rows that are gone

    # -- looking -----------------------------------------------------------------------------------------------------

    def sheet(self, table: str) -> Sheet:
        return self.ledger.sheets[table]

    def everything(self, *, surely: bool = False) -> None:
        """Every table of both houses is as the model says. Looked at after every third step and at the end, for what a
        step itself answers is compared at once."""
        self.forget()
        self.steps += 1
        self.checked += 1
        if self.steps % OFTEN and not surely:
            return
        with self.ledger.still():
            for table in self.ledger.sheets:
                records = self.pair.get("ann", f"/tables/{table}/records", limit=1000).json["records"]
                assert [record["id"] for record in records] == sorted(self.sheet(table).rows), table
                for record in records:
                    self.compare(table, record)

    def compare(self, table: str, record: Mapping[str, Any]) -> None:
        row = self.sheet(table).rows[record["id"]]
        values = record["values"]
        for column in self.sheet(table).columns.values():
            if column.key not in values:
                continue
            shown = canonical(column, values[column.key])
            if column.type == "autonumber":
                row.setdefault(column.name, shown)
            want = self.ledger.value(table, row, column.name)
            assert shown == want, (table, record["id"], column.key, shown, want)
            if column.type == "relation" and want is not None:
                named = "name" if column.target == "customers" else "number"
                label = self.sheet(column.target).rows[want][named]
                assert values[column.key]["label"] == label, (table, record, column.key)

    def list(
        self, who: str, table: str, condition: Any, sort: Sequence[tuple[Column, bool]], limit: int, offset: int = 0
    ) -> None:
        """A filtered, sorted list: its pages, its count and any window of it are what the model says."""
        seen = VISIBLE.get(who, {}).get(table, lambda ledger, row: who == "ann")
        rows = [row for row in self.ledger.rows(table) if seen(self.ledger, row)]
        rows = [row for row in rows if holds(self.ledger, table, row, condition)]
        want = ordered(self.ledger, table, rows, list(sort))
        query = {
            "filter": None if condition is None else json.dumps(condition),
            "sort": ",".join(("-" if down else "") + column.key for column, down in sort) or None,
        }
        path = f"/tables/{table}/records"
        found = self.pair.pages(who, path, limit=limit, **query)
        assert [record["id"] for record in found] == want, (who, table, query)
        answer = self.pair.get(who, path, limit=limit, offset=offset, count="true", **query)
        assert answer.json["count"] == len(want)
        assert [record["id"] for record in answer.json["records"]] == want[offset : offset + limit], query
        if who == "ann":
            for record in found:
                self.compare(table, record)
        elif who == "vic" and table == "customers":
            assert all("credit" not in record["values"] for record in found)

    def figure(self, table: str, condition: Any, column: Column, group: Column | None) -> None:
        """Aggregates of a numeric field, as a whole or by group."""
        ops = ("count", "distinct", "sum", "avg", "min", "max")
        measures = [{"op": op, "field": column.key, "as": op} for op in ops]
        body = {"group_by": [group.key] if group else [], "measures": measures, "filter": condition}
        answer = self.pair.post("ann", f"/tables/{table}/records/aggregate", body)
        assert answer.status == 200, answer.json
        rows = [row for row in self.ledger.rows(table) if holds(self.ledger, table, row, condition)]
        found: dict[Any, dict[str, Any]] = {}
        for line in answer.json["rows"]:
            key = canonical(group, line["group"][group.key]) if group else ()
            assert key not in found
            values = line["values"]
            found[key] = {
                op: Decimal(value) if isinstance(value, str) and op not in ("count", "distinct") else value
                for op, value in values.items()
            }
        groups: dict[Any, list[Row]] = {} if group else {(): rows}
        if group is not None:
            for row in rows:
                groups.setdefault(self.ledger.value(table, row, group.name), []).append(row)
        assert found == {key: figures(self.ledger, table, part, column) for key, part in groups.items()}

    # -- writing -----------------------------------------------------------------------------------------------------

    def written(self, answer: Answer, before: Snapshot) -> None:
        """What a write answered is as the model has it now, the rows it touched elsewhere included."""
        with self.ledger.still():
            for record in answer.json.get("touched", ()):
                self.compare(record["table"], record)
        batch = answer.json.get("batch")
        if batch and (not self.done or self.done[-1].name != batch):
            self.done.append(Batch(batch, before, self.ledger.copy(), self.shape))

    def taken(self, table: str, values: Mapping[str, Any], own: int | None, among: Sequence[str] = ()) -> bool:
        """Whether a name is somebody else's."""
        name = values.get("name")
        if table != "customers" or name is None:
            return False
        others = [row["name"] for id_, row in self.sheet(table).rows.items() if id_ != own]
        return normal(name) in {normal(other) for other in [*others, *among]}

    def fresh(self, table: str, id_: int, given: Mapping[str, Any], who: str) -> Row:
        row = {column.name: column.default for column in self.sheet(table).inputs} | dict(given)
        row |= {"id": id_, "by": who}
        self.sheet(table).rows[id_] = row
        return row

    def body(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of the model as the API takes them."""
        columns = self.sheet(table).columns
        return {
            columns[name].key: str(value) if isinstance(value, Decimal) else value for name, value in values.items()
        }

    def resync(self, table: str) -> None:
        """Take inputs over from the houses (they agree), where a model of its own would be as long as the engine."""
        records = self.pair.get("ann", f"/tables/{table}/records", limit=1000).json["records"]
        sheet = self.sheet(table)
        authors = {id_: row["by"] for id_, row in sheet.rows.items()}
        sheet.rows = {}
        for record in records:
            row: Row = {"id": record["id"]}
            for column in sheet.columns.values():
                if column.compute is None:
                    row[column.name] = canonical(column, record["values"][column.key])
            author = record["values"]["created_by"]
            by = author["label"].lower() if author else ""
            assert authors.get(record["id"], by) == by
            sheet.rows[record["id"]] = row | {"by": by}

    def restore(self, snapshot: Snapshot) -> None:
        for key, (columns, rows) in snapshot.items():
            sheet = self.ledger.sheets[key]
            sheet.columns = {name: copy(column) for name, column in columns.items()}
            sheet.rows = {id_: dict(row) for id_, row in rows.items()}
