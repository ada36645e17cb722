"""What pressing a button would come to, before it is confirmed (E14): pressed in a savepoint that is rolled back, with the
rights of whoever asks. The token is bound to the press, to the button as it is and to every record that it would change: when
any of these is another one by the time of the confirmation, nothing is done and the preview is asked for anew.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from ..core.errors import refuse
from ..core.ids import new_token
from ..tables.changes import history
from ..tables.system import VERSION
from . import buttons, definitions, preview
from .duplicates import Use
from .messages import OVERTAKEN

if TYPE_CHECKING:
    from ..tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Rehearsal:
    impact: Mapping[
        str, Any
    ]  #: how many records are made, changed and deleted, in all and by table, of those one may view
    changes: list[dict[str, Any]]
    token: str


def rehearse(tx: Tx, table_key: str, record: int, key: str, inputs: Mapping[str, Any], use: Use) -> Rehearsal:
    """Raises what the press would be refused with."""
    last = preview.latest(tx)
    with preview.undone(tx, replace(tx.ctx, batch=new_token())):
        buttons.press(tx, table_key, record, key, inputs, use, answer=False)
        written = preview.written(tx, last)
    said = [
        tx.ctx.actor.member,
        table_key,
        record,
        key,
        inputs,
        use,
        _definition(tx, table_key, key),
        _met(tx, written),
    ]
    text = orjson.dumps(said, default=str, option=orjson.OPT_SORT_KEYS)
    token = hmac.new(tx.workspace.cursor_key, b"press" + text, hashlib.sha256).hexdigest()
    return Rehearsal(preview.impact(tx, written), preview.changes(tx, written), token)


def check(tx: Tx, table_key: str, record: int, key: str, inputs: Mapping[str, Any], use: Use, token: str) -> None:
    """Raises CONFLICT where the press would come to something else than what was confirmed."""
    again = rehearse(tx, table_key, record, key, inputs, use)
    if not hmac.compare_digest(again.token.encode(), token.encode(errors="replace")):
        raise refuse(OVERTAKEN)


def _definition(tx: Tx, table_key: str, key: str) -> Any:
    return next(asdict(each) for each in definitions.buttons_of(tx, tx.table(table_key)) if each.key == key)


def _met(tx: Tx, written: preview.Written) -> list[Any]:
    """The records that are changed or deleted with the versions they have now, and how many are made: new ones have numbers
    that the next press does not get again."""
    found: list[Any] = []
    for table_id in sorted({row.table_id for row in written.rows}):
        table = tx.catalogue.by_id[table_id]
        made = written.of(table_id, history.CREATE)
        there = sorted(written.of(table_id, history.UPDATE, history.DELETE) - made)
        rows = tx.catalogue.storage.rows(tx.connection, table, there)
        found.append([table.key, len(made), [[id_, rows[id_][VERSION.id]] for id_ in there if id_ in rows]])
    kinds = Counter(row.kind for row in written.rows)
    return [found, sorted(kinds.items())]
