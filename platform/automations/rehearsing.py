"""What pressing a button would come to, before it is confirmed (E14): pressed in a savepoint that is rolled back, with the
rights of whoever asks. The token is bound to the press, to the button as it is and to every record that it would change: when
any of these is another one by the time of the confirmation, nothing is done and the preview is asked for anew. Of many
records at once it is bound to what comes of each of them as well.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from ..core.errors import refuse
from ..core.ids import new_token
from ..tables.changes import history
from ..tables.system import VERSION
from . import buttons, definitions, pressing, preview, tallying
from .duplicates import Use
from .messages import OVERTAKEN

if TYPE_CHECKING:
    from ..tables.transaction import Tx

MOST_TALLIED = 10_000  #: changes of one press on many records that are read cell by cell
MOST_SECONDS = 2.0  #: that a preview of many records keeps others from writing


@dataclass(frozen=True, slots=True)
class Rehearsal:
    impact: Mapping[
        str, Any
    ]  #: how many records are made, changed and deleted, in all and by table, of those one may view
    changes: list[dict[str, Any]]
    token: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What pressing it on many records would come to."""

    results: tuple[pressing.Each, ...]
    rest: tuple[int, ...]  #: not looked at: it would have taken too long
    impact: Mapping[str, Any]  #: as of one press
    fields: list[dict[str, Any]]  #: field by field: `tallying.tally`
    complete: bool  #: False where the press changes so much that `fields` leaves some of it out
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
    return Rehearsal(preview.impact(tx, written), preview.changes(tx, written), _sealed(tx, b"press", said))


def check(tx: Tx, table_key: str, record: int, key: str, inputs: Mapping[str, Any], use: Use, token: str) -> None:
    """Raises CONFLICT where the press would come to something else than what was confirmed."""
    _compare(rehearse(tx, table_key, record, key, inputs, use).token, token)


def rehearse_all(
    tx: Tx,
    table_key: str,
    records: Sequence[int],
    key: str,
    inputs: Mapping[str, Any],
) -> Outlook:
    """Looks at as many of them as it gets through in `MOST_SECONDS`, at least at one, for others wait meanwhile. Raises what
    the press would be refused with as a whole."""
    last, end = preview.latest(tx), time.monotonic() + MOST_SECONDS
    with preview.undone(tx, replace(tx.ctx, batch=new_token())):
        done = pressing.press_all(tx, table_key, records, key, inputs, lambda: time.monotonic() >= end)
        written = preview.written(tx, last, MOST_TALLIED)
        token = _token_of_all(tx, table_key, key, inputs, done, written)
    fields = tallying.tally(tx, preview.changes(tx, written, named=False))
    complete = len(written.rows) <= MOST_TALLIED
    rest = tuple(dict.fromkeys(records))[len(done.results) :]
    return Outlook(done.results, rest, preview.impact(tx, written), fields, complete, token)


def press_all(
    tx: Tx, table_key: str, records: Sequence[int], key: str, inputs: Mapping[str, Any], token: str
) -> pressing.Bulk:
    """As `pressing.press_all`; raises CONFLICT, and nothing is done, where it comes to something else than was confirmed."""
    last = preview.latest(tx)
    with tx.attempt():
        done = pressing.press_all(tx, table_key, records, key, inputs)
        _compare(_token_of_all(tx, table_key, key, inputs, done, preview.written(tx, last, 0)), token)
    return done


# -- inside ----------------------------------------------------------------------------------------------------------


def _token_of_all(
    tx: Tx,
    table_key: str,
    key: str,
    inputs: Mapping[str, Any],
    done: pressing.Bulk,
    written: preview.Written,
) -> str:
    """Of those that it is refused for, only why counts. Records that were there count by the version that their first change
    gave them: it follows from the one before. New ones count by their number."""
    results = [
        [None if each.problems else each.record, [problem.message.code for problem in each.problems]]
        for each in done.results
    ]
    versions: dict[tuple[int, int], list[Any]] = {}
    for row in written.rows:
        versions.setdefault((row.table_id, row.record), [row.kind, row.version])
    made = Counter(table for (table, _), (kind, _) in versions.items() if kind == history.CREATE)
    met = [[*place, *first] for place, first in versions.items() if first[0] != history.CREATE]
    kinds = Counter(row.kind for row in written.rows)
    said = [
        tx.ctx.actor.member,
        table_key,
        key,
        inputs,
        _definition(tx, table_key, key),
        results,
        sorted(made.items()),
        sorted(met),
        sorted(kinds.items()),
    ]
    return _sealed(tx, b"press all", said)


def _sealed(tx: Tx, purpose: bytes, said: list[Any]) -> str:
    text = orjson.dumps(said, default=str, option=orjson.OPT_SORT_KEYS)
    return hmac.new(tx.workspace.cursor_key, purpose + text, hashlib.sha256).hexdigest()


def _compare(token: str, confirmed: str) -> None:
    if not hmac.compare_digest(token.encode(), confirmed.encode(errors="replace")):
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
