"""The outbox: an event is written in the transaction of its change; the queue is only a bell (design 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from . import models


def append(connection: sa.Connection, topic: str, key: str, payload: Mapping[str, object], now: datetime) -> None:
    """Record an event of `topic` about `key`; it becomes true with the transaction's commit, or never."""
    connection.execute(
        sa.insert(models.outbox).values(
            topic=topic, key=key, payload=dict(payload), created_at=now, available_at=now, attempts=0
        )
    )
