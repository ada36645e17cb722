"""The morning of a market day: a crowd that creates, changes and deletes rows by the dozen, before single things are done."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from . import drawing
from .building import Building
from .drawing import NAMES
from .ledger import Column, Row

ROWS = 40  #: in one request
WORDS = ("create", "change", "change", "change", "delete")


class Crowd(Building):
    """Every row of a request is one thing done: what is answered for it is held against the model, and after each request
    so is everything that it touched; all tables are, after every third."""

    @initialize(seed=st.integers(0, 2**32), requests=st.integers(8, 16))
    def morning(self, seed: int, requests: int) -> None:
        chance = random.Random(seed)
        for table in ("customers", "orders", "order_lines"):
            self.come(chance, table)
        for _ in range(requests):
            table = chance.choice(("customers", "orders", "orders", "order_lines", "order_lines"))
            word = chance.choice(WORDS)
            if word == "create" or len(self.ledger.sheets[table].rows) < ROWS:
                self.come(chance, table)
            elif word == "change":
                self.work(chance, table)
            else:
                self.leave(chance, table)

    def values(self, chance: random.Random, columns: list[Column]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """(as sent, as kept) for each row of a request: some of the columns, and always those that must be given."""
        pools = {column.name: drawing.pool(self.ledger, column) for column in columns if column.name != "name"}
        rows: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for _ in range(ROWS):
            sent: dict[str, Any] = {}
            kept: dict[str, Any] = {}
            for column in chance.sample(columns, chance.randint(1, len(columns))):
                if column.name == "name":
                    self.count += 1
                    sent["name"] = kept["name"] = f"{chance.choice(NAMES).strip()} {self.count}"
                else:
                    sent[column.name], kept[column.name] = chance.choice(pools[column.name])
            rows.append((sent, kept))
        return rows

    def come(self, chance: random.Random, table: str) -> None:
        trader, before = self.trader, self.ledger.copy()
        must = {"customers": "name", "order_lines": "order"}.get(table)
        rows = self.values(chance, [column for column in trader.sheet(table).inputs if column.name != must])
        orders = sorted(self.ledger.sheets["orders"].rows)
        for sent, kept in rows:
            if must == "name":
                self.count += 1
                sent["name"] = kept["name"] = f"{chance.choice(NAMES).strip()} {self.count}"
            elif must == "order":
                sent["order"] = kept["order"] = chance.choice(orders)
        body = {"records": [{"values": self.sending(table, sent)} for sent, _ in rows]}
        answer = trader.pair.post("ann", f"/tables/{table}/records", body)
        assert answer.status == 201, answer.json
        for record, (_, kept) in zip(answer.json["records"], rows, strict=True):
            trader.fresh(table, record["id"], kept, "ann")
        self.settle(table, answer, before)

    def work(self, chance: random.Random, table: str) -> None:
        trader, before = self.trader, self.ledger.copy()
        found = chance.sample(self.ledger.rows(table), ROWS)
        columns = [column for column in trader.sheet(table).inputs if column.name != "order"]
        rows = list(zip(found, self.values(chance, columns), strict=True))
        body = {"records": [{"id": row["id"], "values": self.sending(table, sent)} for row, (sent, _) in rows]}
        answer = trader.pair.patch("ann", f"/tables/{table}/records", body)
        assert answer.status == 200, answer.json
        for row, (_, kept) in rows:
            row.update(kept)
        self.settle(table, answer, before)

    def leave(self, chance: random.Random, table: str) -> None:
        trader, before = self.trader, self.ledger.copy()
        gone: list[Row] = chance.sample(self.ledger.rows(table), ROWS // 2)
        ids = sorted(row["id"] for row in gone)
        answer = trader.pair.delete("ann", f"/tables/{table}/records", {"ids": ids})
        assert answer.status == 200, answer.json
        self.ledger.remove(table, ids)
        trader.written(answer, before)
        trader.checked += len(ids) - 1
        trader.everything(surely=True)

    def settle(self, table: str, answer: Any, before: Any) -> None:
        """Each row of the answer, and what it touched elsewhere, is as the model has it."""
        with self.ledger.still():
            for record in answer.json["records"]:
                self.trader.compare(table, record)
        self.trader.checked += len(answer.json["records"]) - 1
        self.trader.written(answer, before)
        self.trader.everything()
