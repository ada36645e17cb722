"""Buttons say how they look for duplicates in the words of a rule: `fields`, `match`, `leave_out`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from gezi.core.metadata import Json

revision = "w0031"
down_revision = "w0024"

CONFIG = sa.table("config", sa.column("key", sa.Text()), sa.column("value", Json))
LOG = sa.table("config_log", sa.column("id", sa.BigInteger()), sa.column("before", Json), sa.column("after", Json))


def upgrade() -> None:
    connection = op.get_bind()
    for key, value in connection.execute(sa.select(CONFIG).where(CONFIG.c.key.in_(("buttons", "templates")))).all():
        if (new := renamed(value)) != value:
            connection.execute(sa.update(CONFIG).where(CONFIG.c.key == key).values(value=new))
    told = sa.or_(*(sa.cast(side, sa.Text()).contains('"duplicates"') for side in (LOG.c.before, LOG.c.after)))
    for id_, before, after in connection.execute(sa.select(LOG).where(told)).all():
        new = renamed(before), renamed(after)
        if new != (before, after):
            values = {
                name: sa.null() if each is None else each for name, each in zip(("before", "after"), new, strict=True)
            }
            connection.execute(sa.update(LOG).where(LOG.c.id == id_).values(values))


def renamed(document: Any) -> Any:
    """The document with every former `duplicates` part (`by`, `ignore`) in the present words."""
    if isinstance(document, list):
        return [renamed(each) for each in document]
    if not isinstance(document, dict):
        return document
    found = {key: renamed(each) for key, each in document.items()}
    part = found.get("duplicates")
    if isinstance(part, dict) and "by" in part:
        left_out = {"leave_out": part["ignore"]} if part.get("ignore") else {}
        shown = {"show": part["show"]} if "show" in part else {}
        found["duplicates"] = {"fields": part["by"], "match": "normalised", **left_out, **shown}
    return found
