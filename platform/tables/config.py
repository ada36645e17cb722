"""Configuration of a workspace that is neither table, field nor view: navigation, dashboards, organisation, template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from . import models
from .configlog import documents

if TYPE_CHECKING:
    from .transaction import Tx


TEMPLATES = "templates"  #: what is installed, by template key, with its document as the base of later upgrades


def put(tx: Tx, key: str, value: Any, *, reason: str | None = None) -> None:
    """Store a document under a key, replacing what was there; the configuration log says what differs."""
    documents.noted(tx, key, get(tx, key), value, reason)
    moved = tx.connection.execute(sa.update(models.config).where(models.config.c.key == key).values(value=value))
    if not moved.rowcount:
        tx.connection.execute(sa.insert(models.config).values(key=key, value=value))
    tx.reload()


def get(tx: Tx, key: str, default: Any = None) -> Any:
    return tx.catalogue.configs.get(key, default)
