"""What a relation may point to: the picker shows it, and every write is held to it (E1)."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from gezi.core.context import Source
from gezi.core.errors import Refusal
from gezi.tables import records, schema
from gezi.tables.queries import candidates
from gezi.tables.queries.candidates import Around
from gezi.tables.records import Mode, RowUpdate
from gezi.tables.schema import FieldDraft, TableDraft
from support.shop import Shop, named

OF_CUSTOMER = {"field": "customer", "op": "=", "value": "@row.customer"}
OF_OWNER = {"field": "customer", "op": "=", "value": "@parent.customer"}


@pytest.fixture
def desk(shop: Shop) -> Shop:
    """Two customers with two contacts each; orders and their lines name a contact of the order's customer."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("contacts", named("联系人"))])
        schema.create_fields(
            tx,
            [
                ("contacts", FieldDraft("name", "text", named("姓名"), required=True)),
                ("contacts", FieldDraft("customer", "relation", named("客户"), options={"table": "customers"})),
            ],
        )
        schema.set_primary(tx, {"contacts": "name"})
        contact = {"table": "contacts", "filter": OF_CUSTOMER}
        schema.create_fields(
            tx,
            [
                ("orders", FieldDraft("contact", "relation", named("联系人"), options=contact)),
                ("orders", FieldDraft("guests", "relations", named("出席"), options=contact)),
                (
                    "order_lines",
                    FieldDraft("taster", "relation", named("试用"), options={**contact, "filter": OF_OWNER}),
                ),
            ],
        )
    shop.create("customers", {"name": "华为"}, {"name": "中兴"})
    shop.create(
        "contacts",
        {"name": "张三", "customer": 1},
        {"name": "李四", "customer": 1},
        {"name": "王五", "customer": 2},
        {"name": "赵六", "customer": 2},
    )
    return shop


def offered(desk: Shop, table: str, field: str, around: Around = candidates.NOTHING, q: str | None = None) -> list[str]:
    with desk.read() as tx:
        return [each["label"] for each in candidates.candidates(tx, table, field, q, 20, around)]


def refused(desk: Shop, table: str, values: dict[str, Any], id: int | None = None) -> list[tuple[str, str | None]]:
    with pytest.raises(Refusal) as refusal:
        desk.create(table, values) if id is None else desk.update(table, id, values)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_the_picker_offers_contacts_of_the_customer_that_is_typed(desk: Shop) -> None:
    assert offered(desk, "orders", "contact", Around(values={"customer": 1})) == ["李四", "张三"]
    assert offered(desk, "orders", "contact", Around(values={"customer": {"id": 2}}), q="王") == ["王五"]


def test_without_a_customer_the_picker_offers_nobody(desk: Shop) -> None:
    assert offered(desk, "orders", "contact") == []
    assert offered(desk, "orders", "contact", Around(values={"customer": "?"})) == []


def test_what_is_typed_goes_before_what_is_stored(desk: Shop) -> None:
    desk.create("orders", {"customer": 1})
    assert offered(desk, "orders", "contact", Around(record=1)) == ["李四", "张三"]
    assert offered(desk, "orders", "contact", Around(record=1, values={"customer": 2})) == ["王五", "赵六"]


def test_a_line_asks_its_order_saved_or_not(desk: Shop) -> None:
    desk.create("orders", {"customer": 2})
    assert offered(desk, "order_lines", "taster", Around(values={"order": 1})) == ["王五", "赵六"]
    assert offered(desk, "order_lines", "taster", Around(parent={"customer": 1})) == ["李四", "张三"]


@pytest.mark.parametrize(
    "values",
    [
        {"customer": 1, "contact": 3},
        {"contact": 1},
    ],
)
def test_a_new_row_takes_only_candidates(desk: Shop, values: dict[str, Any]) -> None:
    assert refused(desk, "orders", values) == [("value.not_a_candidate", "contact")]


def test_candidates_are_taken(desk: Shop) -> None:
    desk.create("orders", {"customer": 1, "contact": 2, "guests": [1, 2]})
    assert desk.get("orders", 1)["contact"] == {"id": 2, "label": "李四"}


def test_each_of_several_has_to_be_a_candidate(desk: Shop) -> None:
    assert refused(desk, "orders", {"customer": 1, "guests": [1, 3]}) == [("value.not_a_candidate", "guests")]


def test_a_change_is_held_to_it_whichever_side_moves(desk: Shop) -> None:
    desk.create("orders", {"customer": 1, "contact": 1})
    assert refused(desk, "orders", {"contact": 4}, 1) == [("value.not_a_candidate", "contact")]
    assert refused(desk, "orders", {"customer": 2}, 1) == [("value.not_a_candidate", "contact")]
    desk.update("orders", 1, {"customer": 2, "contact": 4})
    desk.update("orders", 1, {"customer": 1, "contact": None})


def test_other_changes_ask_nothing(desk: Shop) -> None:
    desk.create("orders", {"customer": 1, "contact": 1})
    desk.update("contacts", 1, {"customer": 2})  # the contact goes to another firm; the order stays as it was
    desk.update("orders", 1, {"status": "approved"})


def test_lines_are_held_to_their_order(desk: Shop) -> None:
    found = refused(desk, "orders", {"customer": 1, "lines": [{"values": {"taster": 1}}, {"values": {"taster": 3}}]})
    assert found == [("value.not_a_candidate", "lines.1.taster")]
    desk.create("orders", {"customer": 1, "lines": [{"values": {"taster": 1}}]})
    done = desk.update("orders", 1, {"customer": 2})  # a change of the header drops no line and tells of it (S33)
    assert [(problem.row, problem.code) for problem in done.warnings] == [(0, "value.no_longer_a_candidate")]
    assert done.warnings[0].text("en") == (
        "“张三”, the “试用” of a row in “明细”, is no longer among those that may be chosen"
    )
    assert desk.get("orders", 1)["lines"][0]["values"]["taster"]["label"] == "张三"
    assert not desk.update("orders", 1, {"status": "approved"}).warnings
    assert refused(desk, "order_lines", {"taster": 2}, 1) == [("value.not_a_candidate", "taster")]


def test_an_import_leaves_out_rows_with_others(desk: Shop) -> None:
    with desk.write(Source.IMPORT) as tx:
        rows = [{"customer": 1, "contact": 1}, {"customer": 1, "contact": 3}, {"customer": 2, "contact": 3}]
        done = records.create(tx, "orders", rows, mode=Mode.SKIP_BAD)
    assert [(problem.row, problem.code) for problem in done.problems] == [(1, "value.not_a_candidate")]


@contextmanager
def statements(connection: sa.Connection) -> Generator[list[str]]:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield found
    event.remove(connection, "before_cursor_execute", note)


def test_many_rows_cost_as_many_queries_as_few(desk: Shop) -> None:
    rows = [{"customer": 1 + place % 2, "contact": 1 + 2 * (place % 2)} for place in range(40)]
    with desk.write() as tx:
        records.create(tx, "orders", rows[:1], answer=False)  # makes the counters
        with statements(tx.connection) as few:
            records.create(tx, "orders", rows[:12], answer=False)  # as many as go by COPY
        with statements(tx.connection) as many:
            records.create(tx, "orders", rows, answer=False)
        updates = [RowUpdate(id_, {"contact": 2 if id_ % 2 == 0 else 4}) for id_ in range(2, 52)]
        records.update(tx, "orders", updates, answer=False)
    assert len(many) == len(few)


def test_a_filter_names_fields_that_are_there_and_fit(shop: Shop) -> None:
    for value in ("@row.nothing", "@row.region", "@row.number", "@parent.customer"):
        wrong = {"table": "customers", "filter": {"field": "name", "op": "=", "value": value}}
        with shop.write(Source.TEMPLATE) as tx, pytest.raises(Refusal) as refusal:
            schema.create_fields(tx, [("orders", FieldDraft("other", "relation", named("其他"), options=wrong))])
        assert [problem.code for problem in refusal.value.problems] == ["condition.unknown_variable"]
