"""The column type of an instant: UTC to the microsecond, as a 64-bit count on SQLite and TIMESTAMPTZ on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant; naive values are refused, for nobody can know what they mean."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.BigInteger())
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Any:
        """Overridden as a whole (not `process_bind_param`): this runs for every row that is written."""
        counted = dialect.name == "sqlite"

        def bound(value: datetime | None) -> Any:
            if value is None:
                return None
            if value.tzinfo is None:
                raise ValueError("an instant needs a time zone")
            return (value - _EPOCH) // _MICROSECOND if counted else value

        return bound

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        if dialect.name == "sqlite":
            return lambda value: None if value is None else _EPOCH + timedelta(microseconds=value)
        return lambda value: None if value is None else value.astimezone(UTC)


@lru_cache(maxsize=4_096)
def _text(count: int) -> str:
    """Remembered, for many rows are made in one instant, and most are as they were made."""
    return (_EPOCH + timedelta(microseconds=count)).isoformat()


class InstantText(TypeDecorator[str]):
    """An `Instant` column read as ISO 8601 in UTC, for answers that only show it."""

    impl = sa.DateTime
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        if dialect.name == "sqlite":
            return lambda value: None if value is None else _text(value)
        return lambda value: None if value is None else value.astimezone(UTC).isoformat()
