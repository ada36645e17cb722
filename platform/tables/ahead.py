"""Statements that lock a table against its readers (PostgreSQL): each lot in a short transaction of its own, which waits a
second for its lock at most and then lets the readers who queue behind it pass."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from ..core.database import Database
from ..core.errors import refuse
from .messages import TABLE_IN_USE

_LOCK_NOT_AVAILABLE = "55P03"  #: SQLSTATE; the driver is not loaded where there is no PostgreSQL
_ATTEMPTS = 20
_PAUSE = 0.5  #: seconds between two attempts


def execute(database: Database, statements: Sequence[str]) -> None:
    """Refuses (409) when readers never leave a moment for it; then nothing has been done."""
    for _ in range(_ATTEMPTS):
        try:
            with database.write() as connection:
                if database.dialect == "postgresql":
                    connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
                for statement in statements:
                    connection.exec_driver_sql(statement.replace("%", "%%") if database.schema else statement)
                return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            time.sleep(_PAUSE)
    raise refuse(TABLE_IN_USE)
