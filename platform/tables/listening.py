"""Who wants to hear of what. An event that nobody listens to is not written at all: it would only be work for a reader.

What has happened stays in the history all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..core import outbox
from . import config

if TYPE_CHECKING:
    from datetime import datetime

    from .catalogue import Catalogue
    from .transaction import Tx

RECORDS = "records"  #: topic of changes to records; its key is the table's
_KEY = "listening"


def declare(tx: Tx, who: str, heard: Iterable[tuple[str, str]]) -> None:
    """From this transaction on `who` (automations, webhooks …) hears of these topics and keys, and of nothing else."""
    told: Mapping[str, Any] = config.get(tx, _KEY, {})
    wanted = [list(pair) for pair in sorted(set(heard))]
    if told.get(who, []) != wanted:
        config.put(tx, _KEY, {**told, who: wanted})


def hears(catalogue: Catalogue, topic: str, key: str) -> bool:
    """Whether anybody does."""
    told: Mapping[str, Any] = catalogue.configs.get(_KEY) or {}
    return any([topic, key] in heard for heard in told.values())


def announce(tx: Tx, topic: str, key: str, payload: Mapping[str, object]) -> None:
    """Put an event into the outbox if anybody listens to it, with what led to it; the bell rings after the commit."""
    if hears(tx.catalogue, topic, key):
        led = {"batch": tx.ctx.batch, "cause": tx.ctx.cause, "depth": tx.ctx.depth, "source": tx.ctx.source.value}
        post(tx, topic, key, {**payload, **led})


def post(tx: Tx, topic: str, key: str, payload: Mapping[str, object], *, due: datetime | None = None) -> int:
    """Put an event into the outbox that its consumer asked for itself (work to be done, from `due` on); its id."""
    tx.posted = True
    return outbox.append(tx.connection, topic, key, payload, tx.ctx.now, due=due)
