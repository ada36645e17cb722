"""A field that shows its value on some rows only (S12): every way to ask obeys the mask; so do links out of sight."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.errors import Refusal
from gezi.fields import conditions
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables import authoring, records, schema
from gezi.tables.queries import aggregate, candidates, query, search
from gezi.tables.queries.aggregate import Aggregation
from gezi.tables.queries.query import Query
from gezi.tables.queries.reading import Record
from gezi.tables.records import RowUpdate
from gezi.tables.schema import FieldDraft
from support.desk import Desk
from support.shop import named

Rule = dict[str, Any]


class Pool:
    """Customers with a phone that only their owner reads, and orders that lead to customers of the west alone."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        with self.desk.write() as tx:
            schema.create_fields(
                tx,
                [
                    ("customers", FieldDraft("phone", "phone", named("电话"))),
                    ("customers", FieldDraft("owner", "member", named("负责人"))),
                ],
            )
            schema.create_fields(
                tx,
                [
                    (
                        "orders",
                        FieldDraft(
                            "far_phone", "lookup", named("电话"), options={"relation": "customer", "field": "phone"}
                        ),
                    ),
                    (
                        "orders",
                        FieldDraft(
                            "told",
                            "lookup",
                            named("告知"),
                            options={"relation": "customer", "field": "phone", "scope": "system"},
                        ),
                    ),
                ],
            )
        west = {"field": "region", "op": "=", "value": "west"}
        self.rep = self.desk.colleague(
            "rep", {"customers": ("view create edit export", west), "orders": "view create edit", "order_lines": "view"}
        )
        self.say("customers", "phone", read_rows={"field": "owner", "op": "=", "value": "@me"})
        made = self.desk.create(
            "customers",
            {"name": "mine", "region": "west", "phone": "13800000001", "owner": self.rep.member},
            {"name": "theirs", "region": "west", "phone": "13900000002"},
            {"name": "away", "region": "east", "phone": "13700000003"},
        )
        self.mine, self.theirs, self.away = (record.id for record in made.records)
        made = self.desk.create("orders", *({"customer": id} for id in (self.mine, self.theirs, self.away)))
        self.orders = [record.id for record in made.records]

    def say(self, table: str, key: str, **rights: Any) -> None:
        """What everybody may do with a field."""
        with self.desk.write() as tx:
            spec = tx.catalogue.table(table)
            resolver = authoring.path_resolver(tx.catalogue, spec)
            parsed: dict[str, Any] = {
                name: conditions.parse(value, resolver) if name.endswith("_rows") else value
                for name, value in rights.items()
            }
            grants.limit_field(tx.connection, None, spec.id, spec.by_key[key].id, **parsed)
            tx.reload()

    def list(self, table: str, **asked: Any) -> list[Record]:
        with self.desk.read(self.rep) as tx:
            return list(query.list_records(tx, table, Query(**asked)).records)

    def names(self, **asked: Any) -> list[str]:
        return [record.values["name"] for record in self.list("customers", **asked)]


@pytest.fixture
def pool(desk: Desk) -> Pool:
    return Pool(desk)


def test_a_masked_value_is_empty_wherever_it_could_be_asked_for(pool: Pool) -> None:
    assert {r.values["name"]: r.values["phone"] for r in pool.list("customers")} == {
        "mine": "13800000001",
        "theirs": None,
    }
    masked = {r.values["name"]: r.dump().get("masked") for r in pool.list("customers")}
    assert masked == {"mine": None, "theirs": ["phone"]}  # told apart from a value that is not there
    assert all(r.masked == () for r in pool.list("customers", fields=["name"]))
    assert pool.names(filter={"field": "phone", "op": "contains", "value": "139"}) == []
    assert pool.names(filter={"field": "phone", "op": "empty"}) == ["theirs"]
    assert pool.names(sort="-phone") == ["mine", "theirs"]  # empties last, though 139… is the greater
    assert pool.names(q="13900000002") == []
    with pool.desk.read(pool.rep) as tx:
        hits = [hit.table.key for number in ("13900000002", "13800000001") for hit in search.everywhere(tx, number, 20)]
        assert hits.count("customers") == 1
        rows = aggregate.aggregate(tx, "customers", Aggregation(["phone"], [{"op": "count", "field": "phone"}]))
    assert {row["group"]["phone"]: row["values"]["count_phone"] for row in rows} == {"13800000001": 1, None: 0}


def test_a_mask_falls_when_the_row_comes_to_meet_its_condition(pool: Pool) -> None:
    pool.desk.update("customers", pool.theirs, {"owner": pool.rep.member})
    found = pool.list("customers", sort="name")
    assert [(r.values["phone"], r.masked) for r in found] == [("13800000001", ()), ("13900000002", ())]


def test_links_tell_nothing_of_rows_out_of_sight(pool: Pool) -> None:
    mine, theirs, away = pool.list("orders")
    assert mine.values["customer"] == {"id": pool.mine, "label": "mine"}
    assert theirs.values["customer"] == {"id": pool.theirs, "label": "theirs"}
    assert away.values["customer"] == {"id": pool.away, "label": f"#{pool.away}"}
    assert [record.values["far_phone"] for record in (mine, theirs, away)] == ["13800000001", None, None]
    assert [record.masked for record in (mine, theirs, away)] == [(), ("far_phone",), ("far_phone",)]
    nobody = pool.desk.create("orders", {}).records[0].id
    last = pool.list("orders")[-1]
    assert (last.id, last.masked) == (nobody, ())  # there is nothing that could be hidden
    pool.desk.delete("orders", nobody)
    # a look-up of the system's scope was opened on purpose
    assert [record.values["told"] for record in (mine, theirs, away)] == ["13800000001", "13900000002", "13700000003"]

    def found(field: str, op: str, value: Any = None) -> list[int]:
        part = {"field": field, "op": op} | ({} if value is None else {"value": value})
        return [record.id for record in pool.list("orders", filter=part)]

    first, second, third = pool.orders
    assert found("customer.name", "contains", "a") == []  # not even "away"
    assert found("customer.name", "empty") == [third]
    assert found("customer.phone", "not_empty") == [first]
    assert found("far_phone", "starts_with", "13") == [first]
    assert found("told", "starts_with", "139") == [second]
    assert [record.id for record in pool.list("orders", sort="customer")] == [first, second, third]
    with pool.desk.read(pool.rep) as tx:
        labels = aggregate.aggregate(tx, "orders", Aggregation(["customer"]))
        assert {row["labels"]["customer"] for row in labels} == {"mine", "theirs", f"#{pool.away}"}
        assert [one["label"] for one in candidates.candidates(tx, "orders", "customer", None)] == ["mine", "theirs"]


def test_what_is_masked_cannot_be_written_nor_guessed(pool: Pool) -> None:
    def write(values: dict[str, Any]) -> None:
        with pool.desk.write(actor=pool.rep) as tx:
            records.update(tx, "customers", [RowUpdate(pool.theirs, values)])

    for phone in ("13900000002", "13911111111", None):  # the right guess is refused like a wrong one
        with pytest.raises(Refusal) as refusal:
            write({"phone": phone})
        assert [(one.field, one.code) for one in refusal.value.problems] == [("phone", "field.forbidden")]
    write({"name": "still theirs"})


def test_a_field_may_be_edited_on_some_rows_only(pool: Pool) -> None:
    pool.say("customers", "region", edit_rows={"field": "owner", "op": "=", "value": "@me"})
    with pool.desk.write(actor=pool.rep) as tx, pytest.raises(Refusal) as refusal:
        records.update(tx, "customers", [RowUpdate(pool.theirs, {"region": None, "name": "x"})])
    assert [(one.field, one.code) for one in refusal.value.problems] == [("region", "field.forbidden")]
    assert [r.values["region"] for r in pool.list("customers", sort="name")] == ["west", "west"]


def test_rows_that_point_here_show_as_far_as_they_may_be_seen(pool: Pool) -> None:
    with pool.desk.write() as tx:
        options = {"table": "orders", "via": "customer"}
        schema.create_fields(tx, [("customers", FieldDraft("orders", "relations", named("订单"), options=options))])
        clerk = tx.catalogue.table("orders")
        group = roles.find(tx.connection, f"role{pool.rep.member}")
        assert group is not None
        draft = conditions.parse(
            {"field": "status", "op": "=", "value": "draft"}, authoring.path_resolver(tx.catalogue, clerk)
        )
        grants.allow(tx.connection, group.id, clerk.id, [Action.VIEW], draft)
        tx.reload()
    pool.desk.update("orders", pool.orders[1], {"status": "approved"})
    with pool.desk.read(pool.rep) as tx:
        mine, theirs = query.list_records(tx, "customers", Query(sort="name")).records
    assert [one["id"] for one in mine.values["orders"]] == [pool.orders[0]]
    assert theirs.values["orders"] == []
    assert pool.names(filter={"field": "orders", "op": "not_empty"}) == ["mine"]


def test_a_sum_of_the_viewers_scope_is_shown_to_whoever_sees_all_of_it(pool: Pool) -> None:
    total = {"path": ["orders.customer"], "aggregate": "count", "result": {"type": "number", "options": {"scale": 0}}}
    with pool.desk.write() as tx:
        schema.create_fields(
            tx,
            [
                ("customers", FieldDraft("open_count", "rollup", named("次数"), options=total)),
                ("customers", FieldDraft("seen_count", "rollup", named("可见"), options={**total, "scope": "viewer"})),
            ],
        )
    assert [r.values["seen_count"] for r in pool.list("customers")] == ["1", "1"]
    drafts = {"field": "status", "op": "=", "value": "draft"}
    rep = pool.desk.colleague("half", {"customers": "view", "orders": ("view", drafts)})
    with pool.desk.read(rep) as tx:
        rows = query.list_records(tx, "customers", Query(sort="name")).records
        assert {row.values["open_count"] for row in rows} == {"1"}
        assert {(row.values["seen_count"], row.masked) for row in rows} == {(None, ("phone", "seen_count"))}


def test_the_engine_and_administrators_see_everything(pool: Pool) -> None:
    assert pool.desk.column("customers", "phone", sort="name") == ["13700000003", "13800000001", "13900000002"]
