"""The state machine: what people do in the market all day, in any order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from gezi.fields.text import normal

from . import drawing
from .ledger import Column, Ledger, Row
from .reading import canonical
from .trader import VISIBLE, Trader

TABLES = st.sampled_from(("customers", "orders", "order_lines"))
PICK = st.integers(0, 200)
WHO = st.sampled_from(("ann", "ann", "cli", "vic"))


class Market(RuleBasedStateMachine):
    """Every rule does something to both houses and to the model, then all tables are compared."""

    trader: Trader  #: set by who runs the machine

    @property
    def ledger(self) -> Ledger:
        return self.trader.ledger

    def some(self, table: str, pick: int) -> Row | None:
        rows = self.ledger.rows(table)
        return rows[pick % len(rows)] if rows else None

    def draw(self, data: st.DataObject, table: str, columns: list[Column]) -> tuple[dict[str, Any], dict[str, Any]]:
        """(as sent, as kept) by column name."""
        sent: dict[str, Any] = {}
        kept: dict[str, Any] = {}
        for column in columns:
            sent[column.name], kept[column.name] = drawing.cell(data, self.ledger, column)
        return sent, kept

    def chosen(self, data: st.DataObject, table: str, most: int = 4) -> list[Column]:
        inputs = self.trader.sheet(table).inputs
        return data.draw(st.lists(st.sampled_from(inputs), max_size=most, unique_by=lambda column: column.name))

    def sending(self, table: str, sent: dict[str, Any]) -> dict[str, Any]:
        columns = self.trader.sheet(table).columns
        return {columns[name].key: value for name, value in sent.items()}

    # -- rows --------------------------------------------------------------------------------------------------------

    @rule(data=st.data(), table=TABLES, count=st.integers(1, 3))
    def create(self, data: st.DataObject, table: str, count: int) -> None:
        trader, before = self.trader, self.ledger.copy()
        rows: list[dict[str, Any]] = []
        kept: list[dict[str, Any]] = []
        refused = False
        for _ in range(count):
            columns = {column.name: column for column in self.chosen(data, table)}
            for name in {"customers": ("name",), "order_lines": ("order",)}.get(table, ()):
                columns[name] = trader.sheet(table).columns[name]
            sent, values = self.draw(data, table, list(columns.values()))
            refused |= trader.taken(table, values, None, [each["name"] for each in kept if "name" in each])
            refused |= table == "order_lines" and values["order"] is None
            rows.append({"values": self.sending(table, sent)})
            kept.append(values)
        if table == "orders" and data.draw(st.booleans()):
            sent, values = self.draw(data, "order_lines", self._line_columns(data))
            rows[0]["values"]["lines"] = [{"values": self.sending("order_lines", sent)}]
            kept[0]["lines"] = values
        answer = trader.pair.post("ann", f"/tables/{table}/records", {"records": rows})
        assert (answer.status == 201) == (not refused), answer.json
        if refused:
            return
        for record, values in zip(answer.json["records"], kept, strict=True):
            line = values.pop("lines", None)
            trader.fresh(table, record["id"], values, "ann")
            if line is not None:
                (made,) = self.lines_of(record["id"])
                trader.fresh("order_lines", made["id"], line | {"order": record["id"]}, "ann")
        self.numbered(table)
        for record in answer.json["records"]:
            trader.compare(table, record)
        trader.written(answer, before)
        trader.everything()

    def numbered(self, table: str) -> None:
        """Automatic numbers are the houses' to give; they stay what they are from then on."""
        for column in self.trader.sheet(table).columns.values():
            if column.type != "autonumber":
                continue
            missing = [row["id"] for row in self.ledger.rows(table) if column.name not in row]
            for id_ in missing:
                record = self.trader.pair.get("ann", f"/tables/{table}/records/{id_}").json
                self.ledger.sheets[table].rows[id_][column.name] = record["values"][column.key]
            numbers = [row[column.name] for row in self.ledger.rows(table)]
            assert len(set(numbers)) == len(numbers)

    def lines_of(self, order: int) -> list[Any]:
        return self.trader.pair.get("ann", f"/tables/orders/records/{order}").json["values"]["lines"]

    def _line_columns(self, data: st.DataObject) -> list[Column]:
        return [column for column in self.chosen(data, "order_lines") if column.name != "order"]

    @rule(data=st.data(), table=TABLES, picks=st.lists(PICK, min_size=1, max_size=3))
    def change(self, data: st.DataObject, table: str, picks: list[int]) -> None:
        trader, before = self.trader, self.ledger.copy()
        rows = {row["id"]: row for pick in picks if (row := self.some(table, pick)) is not None}
        if not rows:
            return
        updates: list[dict[str, Any]] = []
        after: dict[int, dict[str, Any]] = {}
        refused = False
        for id_ in rows:
            sent, after[id_] = self.draw(data, table, self.chosen(data, table, 3))
            refused |= table == "order_lines" and after[id_].get("order", 0) is None
            updates.append({"id": id_, "values": self.sending(table, sent)})
        stale = data.draw(st.integers(0, 9)) == 0
        if stale:
            updates[0]["version"] = 10_000
        if table == "customers":
            names = {id_: row["name"] for id_, row in trader.sheet(table).rows.items()}
            names |= {id_: values["name"] for id_, values in after.items() if "name" in values}
            refused |= len({normal(name) for name in names.values()}) < len(names)
        answer = trader.pair.patch("ann", f"/tables/{table}/records", {"records": updates})
        assert (answer.status == 200) == (not refused and not stale), (updates, answer.json)
        if answer.status == 200:
            for id_, values in after.items():
                rows[id_].update(values)
            for record in answer.json["records"]:
                trader.compare(table, record)
            trader.written(answer, before)
        trader.everything()

    @rule(data=st.data(), pick=PICK)
    def rewrite_lines(self, data: st.DataObject, pick: int) -> None:
        """An order is saved with its lines as one document: kept, changed, new and gone."""
        trader, before = self.trader, self.ledger.copy()
        order = self.some("orders", pick)
        if order is None:
            return
        lines: list[dict[str, Any]] = []
        kept: list[tuple[int | None, dict[str, Any]]] = []
        for line in self.ledger.rows("order_lines", order=order["id"]):
            if data.draw(st.booleans()):
                sent, values = self.draw(data, "order_lines", self._line_columns(data))
                lines.append({"id": line["id"], "values": self.sending("order_lines", sent)})
                kept.append((line["id"], values))
        if data.draw(st.booleans()):
            sent, values = self.draw(data, "order_lines", self._line_columns(data))
            lines.append({"values": self.sending("order_lines", sent)})
            kept.append((None, values))
        body = {"records": [{"id": order["id"], "values": {"lines": lines}}]}
        answer = trader.pair.patch("ann", "/tables/orders/records", body)
        assert answer.status == 200, answer.json
        staying = {id_ for id_, _ in kept if id_}
        gone = [line["id"] for line in self.ledger.rows("order_lines", order=order["id"]) if line["id"] not in staying]
        self.ledger.remove("order_lines", gone)
        shown = [line["id"] for line in self.lines_of(order["id"])]
        known = set(self.ledger.sheets["order_lines"].rows)
        new = iter([id_ for id_ in shown if id_ not in known])
        for id_, values in kept:
            if id_ is None:
                trader.fresh("order_lines", next(new), values | {"order": order["id"]}, "ann")
            else:
                self.ledger.sheets["order_lines"].rows[id_].update(values)
        assert sorted(shown) == [line["id"] for line in self.ledger.rows("order_lines", order=order["id"])]
        trader.written(answer, before)
        trader.everything()

    @rule(table=TABLES, picks=st.lists(PICK, min_size=1, max_size=2))
    def delete(self, table: str, picks: list[int]) -> None:
        trader, before = self.trader, self.ledger.copy()
        ids = sorted({row["id"] for pick in picks if (row := self.some(table, pick)) is not None})
        if not ids:
            return
        answer = trader.pair.delete("ann", f"/tables/{table}/records", {"ids": ids})
        assert answer.status == 200, answer.json
        self.ledger.remove(table, ids)
        trader.written(answer, before)
        trader.everything()

    @rule(
        data=st.data(),
        table=st.sampled_from(("customers", "orders")),
        bad=st.sampled_from(("unknown", "type", "twice")),
    )
    def refuse(self, data: st.DataObject, table: str, bad: str) -> None:
        """One bad row beside a good one: nothing of either is saved."""
        trader = self.trader
        key = "credit" if table == "customers" else "signed_on"
        good: dict[str, Any] = {"name": f"good {data.draw(PICK)}"} if table == "customers" else {}
        wrong = {"unknown": {"nowhere": 1}, "type": {key: "abc"}, "twice": {key: {"a": [1]}}}[bad]
        rows = [{"values": good}, {"values": good | {"name": "bad"} | wrong if table == "customers" else wrong}]
        answer = trader.pair.post("ann", f"/tables/{table}/records", {"records": rows})
        assert answer.status in (400, 422)
        assert {error["row"] for error in answer.json["errors"]} == {1}
        trader.everything()

    # -- rights ------------------------------------------------------------------------------------------------------

    @rule(
        data=st.data(), table=st.sampled_from(("customers", "orders")), pick=PICK, who=st.sampled_from(("cli", "vic"))
    )
    def try_to_change(self, data: st.DataObject, table: str, pick: int, who: str) -> None:
        """Somebody with few rights: a row must be within them before and after."""
        trader, before = self.trader, self.ledger.copy()
        row = self.some(table, pick)
        if row is None:
            return
        name = "region" if table == "customers" else "status"
        column = trader.sheet(table).columns[name]
        sent, value = drawing.cell(data, self.ledger, column)
        sees = VISIBLE[who][table]
        seen, changed = sees(self.ledger, row), row | {name: value}
        body = {"records": [{"id": row["id"], "values": {column.key: sent}}]}
        answer = trader.pair.patch(who, f"/tables/{table}/records", body)
        may = who == "cli" and seen and (sees(self.ledger, changed) or value == row[name])
        assert answer.status == (200 if may else 403 if seen else 404), (row, body, answer.json)
        if may:
            row[name] = value
            trader.written(answer, before)
            trader.done.clear()  # what somebody else did in between makes older batches theirs
        trader.everything()

    @rule(data=st.data(), region=st.sampled_from(("west", "east", None)))
    def clerk_creates(self, data: st.DataObject, region: str | None) -> None:
        trader = self.trader
        name = f"{data.draw(st.sampled_from(drawing.NAMES))} cli"
        body = {"records": [{"values": {"name": name, "region": region}}]}
        answer = trader.pair.post("cli", "/tables/customers/records", body)
        clash = trader.taken("customers", {"name": name}, None)
        assert (answer.status == 201) == (region == "west" and not clash), answer.json
        if answer.status == 201:
            record = answer.json["records"][0]
            trader.fresh("customers", record["id"], {"name": name, "region": region}, "cli")
            self.numbered("customers")
            (order,) = trader.pair.post("cli", "/tables/orders/records", {"records": [{"values": {}}]}).json["records"]
            trader.fresh("orders", order["id"], {}, "cli")
            self.numbered("orders")
            trader.done.clear()
        trader.everything()

    # -- reading -----------------------------------------------------------------------------------------------------

    @rule(data=st.data(), table=TABLES, who=WHO, limit=st.integers(1, 7), offset=st.integers(0, 5))
    def look(self, data: st.DataObject, table: str, who: str, limit: int, offset: int) -> None:
        columns = list(self.trader.sheet(table).columns.values())
        if who != "ann":
            if table not in VISIBLE[who]:
                answer = self.trader.pair.get(who, f"/tables/{table}/records")
                assert answer.status == 404, answer.json
                return
            # labels of related records that one may not see are hidden, so they are not ordered or asked by
            columns = [column for column in columns if column.type not in ("relation", "relations") and
                       column.name not in ("credit", "title", "region")]  # fmt: skip
        condition = drawing.condition(data, self.ledger, table, columns)
        self.trader.list(who, table, condition, drawing.order(data, columns), limit, offset)

    @rule(data=st.data(), table=TABLES)
    def figure(self, data: st.DataObject, table: str) -> None:
        columns = list(self.trader.sheet(table).columns.values())
        groups = [column for column in columns if column.type in ("option", "relation", "date", "checkbox")]
        group = data.draw(st.none() | st.sampled_from(groups))
        column = data.draw(st.sampled_from([column for column in columns if column.numeric]))
        self.trader.figure(table, drawing.condition(data, self.ledger, table, columns), column, group)

    @rule(table=TABLES, pick=PICK)
    def inspect(self, table: str, pick: int) -> None:
        """One record by itself, its history, why its figures are what they are, and the table as a file."""
        row = self.some(table, pick)
        if row is None:
            return
        pair, path = self.trader.pair, f"/tables/{table}/records/{row['id']}"
        record = pair.get("ann", path)
        self.trader.compare(table, record.json)
        history = pair.get("ann", f"{path}/history").json["changes"]
        assert history[-1]["kind"] == "create"
        assert history[0]["version"] == record.json["version"]
        for column in self.trader.sheet(table).columns.values():
            if column.compute is not None:
                told = pair.get("ann", f"{path}/explain", field=column.key).json
                assert canonical(column, told["value"]) == self.ledger.value(table, row, column.name)
        pair.get("ann", f"/tables/{table}/export", format="csv")
        pair.get("ann", "/search", q="华")

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        clock = self.trader.pair.clock
        clock.advance(timedelta(hours=hours))
        self.ledger.today = (clock.now() + timedelta(hours=8)).date()
        self.trader.everything()

    @precondition(lambda self: self.trader.done)
    @rule(back=st.integers(0, 3))
    def undo(self, back: int) -> None:
        """The latest batch goes back completely; an older one as far as the houses agree, and what is computed is right."""
        trader, before = self.trader, self.ledger.copy()
        batch = trader.done[max(0, len(trader.done) - 1 - back)]
        answer = trader.pair.post("ann", f"/batches/{batch.name}/undo", {})
        trader.done.remove(batch)
        if answer.status != 200:
            assert answer.status in (404, 409), answer.json
        elif batch.after == before and batch.shape == trader.shape:
            assert answer.json["kept_count"] == 0, answer.json
            trader.restore(batch.before)
            trader.written(answer, before)
        else:
            for table in self.ledger.sheets:
                trader.resync(table)
            trader.written(answer, before)
        trader.everything()

    @rule(pick=PICK)
    def revive(self, pick: int) -> None:
        """Something comes back from the trash, with what it owned."""
        trader, before = self.trader, self.ledger.copy()
        items = trader.pair.get("ann", "/trash").json["items"]
        if not items:
            return
        item = items[pick % len(items)]
        answer = trader.pair.post("ann", "/trash/restore", {"items": [{"table": item["table"], "id": item["id"]}]})
        if answer.status == 200:
            for table in self.ledger.sheets:
                trader.resync(table)
            assert item["id"] in self.ledger.sheets[item["table"]].rows
            trader.written(answer, before)
        else:
            assert answer.status in (409, 422), answer.json
        trader.everything()

    @rule(data=st.data(), mode=st.sampled_from(("create", "upsert")))
    def bring(self, data: st.DataObject, mode: str) -> None:
        """Rows from a sheet: the good ones come in, the bad ones are told of."""
        trader, before = self.trader, self.ledger.copy()
        names = data.draw(st.lists(st.sampled_from(drawing.NAMES), min_size=1, max_size=4))
        amounts = [data.draw(st.sampled_from((*drawing.MONEY, "abc"))) for _ in names]
        text = "name,credit\n" + "".join(f'"{name}",{credit}\n' for name, credit in zip(names, amounts, strict=True))
        options = {"mode": mode} | ({"key": "name"} if mode == "upsert" else {})
        tally = trader.pair.bring("customers", text, **options)
        assert tally["created"] + tally["updated"] + tally["skipped"] + len({e["row"] for e in tally["errors"]}) >= len(
            names
        )
        there = {normal(row["name"]): row for row in self.ledger.rows("customers")}
        trader.resync("customers")
        now = {normal(row["name"]): row for row in self.ledger.rows("customers")}
        assert len(now) - len(there) == tally["created"]
        bad = {error["row"] for error in tally["errors"]}
        for place, (name, credit) in enumerate(zip(names, amounts, strict=True)):
            if place + 2 not in bad and place + 1 not in bad:
                assert now[normal(name)]["credit"] == drawing.rounded(credit, 2)
        trader.done.clear()
        assert before is not None
        trader.everything()
