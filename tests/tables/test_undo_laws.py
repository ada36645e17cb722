"""Laws of undo: whatever a batch did, undoing it leaves things as they were, and redoing it as they had become."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gezi.core.errors import Refusal
from gezi.tables import records
from gezi.tables.changes import undo
from gezi.tables.computed import check
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.records import RowUpdate
from gezi.tables.transaction import Tx
from support.shop import Shop

TABLES = ("customers", "orders", "order_lines")
LEFT_OUT = ("updated_at", "updated_by")  # an undo is a change by whoever undoes

lines = st.lists(st.fixed_dictionaries({"price": st.sampled_from(["1", "2.50", "9.99"])}), max_size=2)
pick = st.integers(0, 9)
step = st.one_of(
    st.tuples(st.just("new customer"), st.sampled_from(["west", "east", None])),
    st.tuples(st.just("new order"), pick, lines),
    st.tuples(st.just("change customer"), pick, st.sampled_from(["west", "east"])),
    st.tuples(st.just("change order"), pick, pick, st.sampled_from(["draft", "approved"])),
    st.tuples(st.just("change friends"), pick, st.sets(pick, max_size=3)),
    st.tuples(st.just("replace lines"), pick, lines),
    st.tuples(st.just("delete customer"), pick),
    st.tuples(st.just("delete order"), pick),
    st.tuples(st.just("delete line"), pick),
)


def state(shop: Shop) -> dict[tuple[str, int], dict[str, Any]]:
    with shop.read() as tx:
        assert [str(finding) for finding in check.run(tx)] == []
        return {
            (table, record.id): {key: value for key, value in record.values.items() if key not in LEFT_OUT}
            for table in TABLES
            for record in query.list_records(tx, table, Query(limit=1000)).records
        }


def some(tx: Tx, table: str, number: int) -> int | None:
    ids = tx.catalogue.storage.all_ids(tx.connection, tx.table(table))
    return ids[number % len(ids)] if ids else None


def take(tx: Tx, what: str, *given: Any) -> None:
    match what, *given:
        case "new customer", region:
            records.create(tx, "customers", [{"name": tx.ctx.batch[:6] + str(tx.change_set), "region": region}])
        case "new order", number, rows:
            children = [{"values": row} for row in rows]
            records.create(tx, "orders", [{"customer": some(tx, "customers", number), "lines": children}])
        case "change customer", number, region:
            if (id_ := some(tx, "customers", number)) is not None:
                records.update(tx, "customers", [RowUpdate(id_, {"region": region})])
        case "change order", number, other, status:
            if (id_ := some(tx, "orders", number)) is not None:
                values = {"customer": some(tx, "customers", other), "status": status}
                records.update(tx, "orders", [RowUpdate(id_, values)])
        case "change friends", number, others:
            if (id_ := some(tx, "orders", number)) is not None:
                friends = {some(tx, "customers", other) for other in others} - {None}
                records.update(tx, "orders", [RowUpdate(id_, {"friends": sorted(friends)})])
        case "replace lines", number, rows:
            if (id_ := some(tx, "orders", number)) is not None:
                records.update(tx, "orders", [RowUpdate(id_, {"lines": [{"values": row} for row in rows]})])
        case _:
            table = {"customer": "customers", "order": "orders", "line": "order_lines"}[what.split()[1]]
            if (id_ := some(tx, table, given[0])) is not None:
                records.delete(tx, table, [id_])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(step, min_size=1, max_size=6))
def test_undo_restores_everything_and_redo_does_it_again(shop: Shop, steps: list[tuple[Any, ...]]) -> None:
    before = state(shop)
    with shop.write() as tx:
        for one in steps:
            try:
                with tx.connection.begin_nested():
                    take(tx, *one)
            except Refusal:  # two customers of one name
                pass
        batch, changed = tx.ctx.batch, tx.change_set is not None
    after = state(shop)
    if not changed:
        return
    with shop.write() as tx:
        back = undo.undo(tx, batch)
    assert back.kept == ()
    assert state(shop) == before
    if after != before:
        with shop.write() as tx:
            assert undo.undo(tx, back.batch).kept == ()
        assert state(shop) == after
