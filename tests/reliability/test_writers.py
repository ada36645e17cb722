"""Eight writers at once, on each database: nothing is lost, nothing is locked out, and what may happen once happens once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.tables.computed import check
from support.databases import Cluster
from support.installations import Crm
from support.market import pair
from support.market.pair import House
from support.people import People

WRITERS = 8


@pytest.fixture
def house(database_kind: str, run_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    made = pair.masters(run_folder, cluster)
    with pair.opened(made[-1:], tmp_path) as opened:
        yield opened.houses[0]


def at_once(work: Callable[[int], None], count: int = WRITERS) -> None:
    """Run `work` in that many threads which begin together; what one of them raises is raised here."""
    ready, failures = threading.Barrier(count), []

    def run(number: int) -> None:
        ready.wait(30)
        try:
            work(number)
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if failures:
        raise failures[0]


class Writer:
    """One of the eight, with a connection of its own."""

    def __init__(self, house: House) -> None:
        self.house = House(house.services, house.tokens)
        self.house.__dict__["app"] = house.app

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = self.house.send("ann", method, path, json=body, **more)
        assert answer.status_code < 500, answer.data
        return answer

    def create(self, table: str, *rows: dict[str, Any]) -> Any:
        return self.send("POST", f"/tables/{table}/records", {"records": [{"values": row} for row in rows]})

    def get(self, table: str, id_: int) -> Any:
        return self.send("GET", f"/tables/{table}/records/{id_}").json


def proven(house: House) -> None:
    workspaces = house.services.workspaces
    with workspaces.open(pair.WORKSPACE).read(workspaces.context(SYSTEM, Source.API)) as tx:
        assert [str(finding) for finding in check.run(tx)] == []


def test_no_increment_is_lost(house: House) -> None:
    """Everybody reads, adds 1 and writes under If-Match; whoever came too late reads again. (`version` alone would merge: who
    wants what somebody else has just written has no conflict.)"""
    first = Writer(house)
    (counter,) = first.create("customers", {"name": "计数", "credit": "0"}).json["records"]
    late: Counter[int] = Counter()

    def work(number: int) -> None:
        me = Writer(house)
        done = 0
        while done < 10:
            seen = me.send("GET", f"/tables/customers/records/{counter['id']}")
            credit = str(Decimal(seen.json["values"]["credit"]) + 1)
            document = {"records": [{"id": counter["id"], "values": {"credit": credit}}]}
            condition = {"If-Match": seen.headers["ETag"]}
            answer = me.send("PATCH", "/tables/customers/records", document, headers=condition)
            if answer.status_code == 200:
                done += 1
            else:
                assert answer.status_code in (409, 412), answer.json
                late[number] += 1

    at_once(work)
    found = first.get("customers", counter["id"])
    assert Decimal(found["values"]["credit"]) == WRITERS * 10
    assert found["version"] == 1 + WRITERS * 10
    history = first.send("GET", f"/tables/customers/records/{counter['id']}/history?limit=100").json["changes"]
    assert [change["version"] for change in history] == list(range(found["version"], 0, -1))


def test_a_unique_name_has_one_winner_and_automatic_numbers_no_gap(house: House) -> None:
    won: list[list[str]] = [[] for _ in range(WRITERS)]

    def work(number: int) -> None:
        me = Writer(house)
        for name in (f"公司 {place}" for place in range(12)):
            answer = me.create("customers", {"name": name})
            if answer.status_code == 201:
                won[number].append(name)
            else:
                assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "value.not_unique")

    at_once(work)
    assert sorted(name for names in won for name in names) == sorted(f"公司 {place}" for place in range(12))
    records = Writer(house).send("GET", "/tables/customers/records?limit=1000").json["records"]
    assert sorted(record["values"]["code"] for record in records) == [f"C-{place + 1:03}" for place in range(12)]


def test_lines_that_eight_people_add_to_one_order_are_all_in_its_total(house: House) -> None:
    first = Writer(house)
    (customer,) = first.create("customers", {"name": "甲"}).json["records"]
    (order,) = first.create("orders", {"customer": customer["id"], "status": "approved"}).json["records"]

    def work(number: int) -> None:
        me = Writer(house)
        for place in range(6):
            line = {"order": order["id"], "price": "10.05", "discount": "85", "quantity": "3"}
            (made,) = me.create("order_lines", line).json["records"]
            if place % 3 == 2:
                gone = me.send("DELETE", "/tables/order_lines/records", {"ids": [made["id"]]})
                assert gone.status_code == 200

    at_once(work)
    total = Decimal("25.63") * WRITERS * 4
    assert Decimal(first.get("orders", order["id"])["values"]["total"]) == total
    assert Decimal(first.get("customers", customer["id"])["values"]["deal_amount"]) == total
    proven(house)


def test_a_request_repeated_at_once_with_its_key_happens_once(house: House) -> None:
    answers: list[Any] = [None] * WRITERS

    def work(number: int) -> None:
        me = Writer(house)
        body = {"records": [{"values": {"name": "只有一个"}}]}
        answers[number] = me.send("POST", "/tables/customers/records", body, headers={"Idempotency-Key": "once"})

    at_once(work)
    made = [answer for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {201, 409}  # 409: the first is still being worked on
    assert made
    assert all(answer.json == made[0].json for answer in made)
    assert len(Writer(house).send("GET", "/tables/customers/records").json["records"]) == 1


def test_an_approval_asked_eight_times_at_once_is_given_once(crm: Crm, clock: FixedClock) -> None:
    people = People(crm)
    customer, order = people.order_of("sales1")
    before = Decimal(people.values("sales1", "customers", customer)["deal_amount"])
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    crm.visitor("manager")
    statuses: list[int] = [0] * WRITERS

    def work(number: int) -> None:
        one = People(Crm(crm.services))
        one.crm.__dict__["app"] = crm.app
        statuses[number] = one.press("manager", "orders", order, "approve").status_code

    at_once(work)
    assert sorted(statuses) == [200] + [409] * (WRITERS - 1)
    assert Decimal(people.values("sales1", "customers", customer)["deal_amount"]) == before + 2000


def test_the_structure_changes_under_people_who_write_and_read(house: House) -> None:
    """Fields come, are renamed, converted, deleted and restored meanwhile; nobody meets a fault, and every row is whole."""
    (order,) = Writer(house).create("orders", {}).json["records"]
    busy = threading.Event()
    made: list[int] = []

    def work(number: int) -> None:
        me = Writer(house)
        if number == 0:
            try:
                rebuild(me)
            finally:
                busy.set()
            return
        while not busy.is_set():
            if number % 2:
                answer = me.create("order_lines", {"order": order["id"], "price": "1", "quantity": "2"})
                assert answer.status_code == 201, answer.json
                made.append(answer.json["records"][0]["id"])
            else:
                page = me.send("GET", "/tables/order_lines/records?limit=20&sort=-subtotal&count=true")
                assert page.status_code == 200, page.json

    def rebuild(me: Writer) -> None:
        fields = "/tables/order_lines/fields"
        for turn in range(3):
            key = f"x{turn}"
            steps: list[tuple[str, str, Any]] = [
                ("POST", fields, {"type": "text", "label": key, "key": key, "default": {"value": "12"}}),
                ("PATCH", f"{fields}/{key}", {"label": f"改名 {turn}"}),
                ("POST", f"{fields}/{key}/convert", {"type": "number"}),
                ("PATCH", f"{fields}/subtotal", {"options": {"formula": f"round(price * quantity, 2) + {turn}"}}),
                ("DELETE", f"{fields}/{key}", {}),
            ]
            for method, path, body in steps:
                answer = me.send(method, path, body)
                assert answer.status_code in (200, 201), (path, answer.json)
            entry = me.send("GET", "/schema/trash").json["trash"][0]["id"]
            assert me.send("POST", "/schema/trash/restore", {"id": entry}).status_code == 200

    at_once(work)
    records = Writer(house).send("GET", "/tables/order_lines/records?limit=1000").json["records"]
    assert sorted(record["id"] for record in records) == sorted(made)
    assert {Decimal(record["values"]["subtotal"]) for record in records} == {Decimal(4)}
    assert Decimal(Writer(house).get("orders", order["id"])["values"]["total"]) == 4 * len(made)
    proven(house)
