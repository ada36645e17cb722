"""Many rows with one statement: what a database refuses is the same error whichever way the rows went."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from gezi.core.metadata import WORKSPACE
from gezi.fields.registry import TYPES
from gezi.tables import bulk
from gezi.tables.bulk import BulkStatement
from gezi.tables.storage import physical_table
from gezi.tables.system import CREATED_AT, RECORD_ID, UPDATED_AT, VERSION
from support.field_samples import SAMPLES
from support.shop import Shop


@pytest.mark.parametrize("rows", [1, 50])
def test_rows_that_the_database_refuses_are_an_integrity_error_and_leave_nothing(shop: Shop, rows: int) -> None:
    with shop.write() as tx:
        table = tx.catalogue.storage.table(tx.catalogue.table("customers").id)
        insertion = bulk.insertion(tx.connection, table, ["id"])
        with pytest.raises(IntegrityError):
            insertion.run(tx.connection, [(1,)] * rows)  # without a version
        tx.connection.rollback()
    assert shop.list("customers").records == ()


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_many_rows_are_changed_as_each_would_be_whatever_their_fields(shop: Shop, data: st.DataObject) -> None:
    samples = [sample for sample in SAMPLES if TYPES[sample.spec.type].storage == "column"]
    specs = [replace(sample.spec, id=number) for number, sample in enumerate(samples, 1)]
    with shop.write() as tx:
        table = physical_table(sa.MetaData(schema=WORKSPACE), 999, specs)
        table.create(tx.connection)
        made = (RECORD_ID, VERSION, CREATED_AT, UPDATED_AT)
        rows = [{spec.id: tx.ctx.now for spec in made} | {RECORD_ID.id: id_, VERSION.id: 1} for id_ in range(1, 31)]
        BulkStatement.of(tx.connection, table, made, update=False).run(tx.connection, rows)
        new = [
            {spec.id: data.draw(sample.cells) for spec, sample in zip(specs, samples, strict=True)} for _ in range(15)
        ]
        change = BulkStatement.of(tx.connection, table, specs, update=True)
        change.run(tx.connection, [{RECORD_ID.id: id_, **row} for id_, row in enumerate(new, 1)])
        for id_, row in enumerate(new, 16):  # the same, one by one
            change.run(tx.connection, [{RECORD_ID.id: id_, **row}])
        columns = [column for column in table.c if column.name.startswith("f_")]
        stored = tx.connection.execute(sa.select(*columns).order_by(table.c.id)).all()
        tx.connection.rollback()
    assert stored[:15] == stored[15:]
