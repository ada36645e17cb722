"""What many changes of a trial come to, field by field: of records that are there, with the rights of whoever looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

from ..tables.changes import history

if TYPE_CHECKING:
    from ..tables.transaction import Tx

MOST_MOVES = 3  #: of one field, those of most records
_SUMMED = ("number", "money")


@dataclass(slots=True)
class _Field:
    records: int = 0
    before: Decimal = Decimal(0)
    after: Decimal = Decimal(0)
    moves: Counter[bytes] = field(default_factory=Counter[bytes])


def tally(tx: Tx, changes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of `preview.changes`, each field of records that were there: how many records get another value; of numbers and amounts
    the sums before and after, where empty counts as nothing; of the others the moves from one value to another that most
    records make, and how many different ones there are besides. What is changed twice counts from the first value to the
    last; what comes out as it was does not count."""
    cells: dict[tuple[str, str], dict[int, list[Any]]] = {}
    made: set[tuple[str, int]] = set()
    for change in changes:
        table, record = change["table"], change["record"]
        if change["kind"] == history.CREATE:
            made.add((table, record))
        if (table, record) in made:
            continue
        for key, (before, after) in change["cells"].items():
            ends = cells.setdefault((table, key), {}).setdefault(record, [before, after])
            ends[1] = after
    return [told for (table, key), ends in cells.items() if (told := _told(tx, table, key, ends.values()))]


def _told(tx: Tx, table: str, key: str, ends: Iterable[list[Any]]) -> dict[str, Any] | None:
    summed = tx.table(table).by_key[key].type in _SUMMED
    found = _Field()
    for before, after in ends:
        if before == after:
            continue
        found.records += 1
        if summed:
            found.before += Decimal(before or 0)
            found.after += Decimal(after or 0)
        else:
            found.moves[orjson.dumps([before, after], option=orjson.OPT_SORT_KEYS)] += 1
    if found.records == 0:
        return None
    shown = [(*orjson.loads(move), records) for move, records in found.moves.most_common(MOST_MOVES)]
    return {
        "table": table,
        "field": key,
        "records": found.records,
        "sum": {"before": str(found.before), "after": str(found.after)} if summed else None,
        "moves": [{"before": before, "after": after, "records": records} for before, after, records in shown],
        "others": len(found.moves) - len(shown),
    }
