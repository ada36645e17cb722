"""Many rows with one statement: what a database refuses is the same error whichever way the rows went."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from gezi.tables import bulk
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
