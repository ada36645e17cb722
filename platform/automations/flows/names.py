"""What the records are called that steps came to, for whoever reads about a run now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ...fields.registry import value_spec
from ...tables.catalogue import TableSpec
from ...tables.queries import reading
from ...tables.system import points_to_record

if TYPE_CHECKING:
    from ...tables.transaction import Tx

MOST = 100  #: records of one step that are named

Names = Mapping[str, Mapping[str, str]]  #: what records are called, by their number, by the key of their table


def of(tx: Tx, outputs: Sequence[Any]) -> list[Names]:
    """For the output of each step the names of the records in it, of those that are there and that the caller may view; read
    for all steps at once."""
    places = [tuple(_places(tx, output)) for output in outputs]
    titles = reading.titles(tx, (place for several in places for place in several))
    return [_named(tx, titles, several) for several in places]


def _named(tx: Tx, titles: Mapping[tuple[int, int], str], places: Iterable[tuple[int, int]]) -> Names:
    named: dict[str, dict[str, str]] = {}
    for place in places:
        if (title := titles.get(place)) is not None:
            named.setdefault(tx.catalogue.by_id[place[0]].key, {})[str(place[1])] = title
    return named


def _places(tx: Tx, output: Any) -> Iterator[tuple[int, int]]:
    """Table and number of every record in an output: those that the step was about, and those in the values it wrote."""
    told = cast("Mapping[str, Any]", output) if isinstance(output, Mapping) else {}
    for change in (told.get("changes") or ())[:MOST]:  # what shadow mode would have done
        if (changed := tx.catalogue.tables.get(change["table"])) is not None and change["record"] is not None:
            yield changed.id, change["record"]
    table = tx.catalogue.tables.get(told.get("table") or "")
    if table is None:
        return
    for record in (told.get("records") or ())[:MOST]:
        yield table.id, record
    for key, value in (told.get("values") or {}).items():
        yield from _in_value(table, key, value)


def _in_value(table: TableSpec, key: str, value: Any) -> Iterator[tuple[int, int]]:
    spec = table.by_key.get(key)
    if spec is None or not points_to_record(spec):
        return
    for each in cast("Sequence[Any]", value if isinstance(value, list) else [value]):
        record = each.get("id") if isinstance(each, Mapping) else each
        if isinstance(record, int):
            yield value_spec(spec).options["table"], record
