"""Lists of records: filter, view, search, sort, pages by cursor or offset, count (E17)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields import conditions
from ...fields.conditions import Condition
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec, ViewSpec
from ..messages import BAD_LIMIT, BAD_OFFSET, NO_SUCH_VIEW, UNKNOWN_QUERY_FIELD
from ..statements import IDS
from ..views.describing import Seen, is_shown, may_read
from . import cursors, ordering, reach, reading, search
from .branches import Left
from .listing import SKIPPED, Listing
from .painting import Paint
from .reading import Record
from .selection import Selection, gathered, listed, restricted

if TYPE_CHECKING:
    from ..transaction import Tx

MOST = 1_000
FARTHEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Query:
    """What a list request asks for, in the words of the API."""

    filter: Mapping[str, Any] | None = None
    sort: str | None = None  #: `-total,name`
    fields: Sequence[str] | None = None
    view: str | None = None
    order: str | None = None  #: key of the view whose records' own order counts where nothing is sorted by
    q: str | None = None
    limit: int = 100
    cursor: str | None = None
    offset: int = 0
    count: bool = False
    colors: str | None = None  #: key of the view whose colour rules paint the rows


@dataclass(frozen=True, slots=True)
class Page:
    records: tuple[Record, ...]
    next: str | None  #: the cursor of the next page; None at the end
    count: int | None = None


def list_records(tx: Tx, table_key: str, query: Query) -> Page:
    """A page of the rows the caller may view. Raises `Refusal` (MALFORMED) with everything wrong in the query."""
    table = tx.table(table_key)
    if not 1 <= query.limit <= MOST:
        raise refuse(BAD_LIMIT, most=MOST)
    if not 0 <= query.offset <= FARTHEST:
        raise refuse(BAD_OFFSET, most=FARTHEST)
    view = None if query.view is None else _view(tx, table, query.view)
    left = _left(tx, table, query, view)
    in_order = left is None and not query.q and not query.sort and not query.order
    wanted = query.offset + query.limit if in_order and not query.count else None
    left = None if query.q else left
    # the statement of a search is made for it alone: a list of ids keeps it short
    first = query.limit + 1 if _begins_in_order(query, view) else None
    found = None
    if left is None or not reach.is_rare(tx, table, left):
        found = reach.find(tx, table, whole=query.count or bool(query.q), wanted=wanted, left=left, first=first)
    few = found if isinstance(found, tuple) else None
    listing = _listing(tx, table, query, found)
    count = _count(tx, table, listing, few, query, left) if query.count else None
    bound = cursors.signature(tx, [table.id, query.filter, query.sort, query.view, query.order, query.q])
    since = None if query.cursor is None else cursors.read(tx, query.cursor, bound, len(listing.keys))
    skipped = query.offset
    if few is not None and not query.q and listing.by_id:
        start = skipped + (0 if since is None else bisect_right(few, since[-1]))
        few, skipped = few[start : start + query.limit + 1], 0
    parameters: dict[str, Any] = {**ordering.bound(since), **_within(few)}
    if skipped:
        statement = listing.places(since, query.limit + 1, skipping=True)
        places, more = _read(tx, statement, {**parameters, SKIPPED: skipped}, query.limit)
        records = reading.by_ids(tx, table, [place[0] for place in places], listing.fields)
    else:
        places, more = _read(tx, listing.rows(since, query.limit + 1), parameters, query.limit)
        records = tuple(listing.reader.records(tx, places))
    if listing.paint is not None:
        first, last = -len(listing.keys) - len(listing.paint.columns), -len(listing.keys)
        records = listing.paint.on(records, {place[0]: place[first:last] for place in places})
    cursor = cursors.write(tx, bound, places[-1][-len(listing.keys) :]) if more else None
    return Page(records, cursor, count)


def _begins_in_order(query: Query, view: ViewSpec | None) -> bool:
    """Whether a page is the first of the records in the order in which they were made, and no more is asked."""
    arranged = view is not None and bool(view.arranged or view.definition.get("sort"))
    return not (query.q or query.sort or query.order or query.cursor or query.offset or query.count or arranged)


def _left(tx: Tx, table: TableSpec, query: Query, view: ViewSpec | None) -> Left | None:
    """What the filters of a query leave of a scope. A search is no part of it: its statement is another each time."""
    stored = None if view is None else view.definition.get("filter")
    if query.filter is None and not stored:
        return None

    def condition() -> Condition:
        parts = [conditions.load(stored)] if stored else []
        parts += [parse_filter(tx, table, query.filter)] if query.filter is not None else []
        return parts[0] if len(parts) == 1 else conditions.And(tuple(parts))

    key = table.id, tx.viewer, tx.ctx.actor.member, tx.ctx.today, repr(query.filter), query.view
    return Left(key, cache(condition))


def _count(
    tx: Tx, table: TableSpec, listing: Listing, few: tuple[int, ...] | None, query: Query, left: Left | None
) -> int:
    """How many rows there are in all."""
    if few is not None and not query.q:
        return len(few)
    known = None if query.q else reach.count(tx, table, left)
    return tx.connection.execute(listing.count(), _within(few)).scalar_one() if known is None else known


def _read(
    tx: Tx, statement: sa.Select[*tuple[Any, ...]], parameters: Mapping[str, Any], wanted: int
) -> tuple[Sequence[sa.Row[*tuple[Any, ...]]], bool]:
    """The rows of a page, and whether there are more."""
    rows = tx.connection.execute(statement, parameters).all()
    return rows[:wanted], len(rows) > wanted


def _within(few: tuple[int, ...] | None) -> dict[str, Any]:
    return {} if few is None else {IDS: few}


def _listing(tx: Tx, table: TableSpec, query: Query, found: reach.Plan | tuple[int, ...] | None) -> Listing:
    """The statements of a list, made at the first request for its like. What is searched for differs from one request to the
    next, so those are made each time. `found` is how `reach` finds the rows, if it does: as ids, or by a plan."""
    plan = found if isinstance(found, reach.Plan) else None
    left = isinstance(found, tuple) and not query.q  # what the filters leave is known

    def make() -> Listing:
        ids = plan.ids if plan is not None else None
        reached = restricted(tx, table) if found is None else listed(tx, table, ids)
        if left:
            selection, view = reached, None if query.view is None else _view(tx, table, query.view)
        else:
            selection, view = _narrowed(tx, table, query, reached)
        arranged = view if query.order is None else _view(tx, table, query.order)
        keys = ordering.keys(selection, ordering.parse(tx, table, query.sort, view), arranged)
        return Listing(tx, table, selection, keys, chosen(tx, table, query.fields), _paint(selection, query.colors))

    if query.q:
        return make()
    fields = None if query.fields is None else tuple(query.fields)
    filter_ = None if left else repr(query.filter)
    plain = (left or query.filter is None) and query.view is None and query.order is None and query.colors is None
    asked = None if plain else (tx.ctx.actor.member, tx.ctx.today)
    key = (
        "list",
        table.id,
        tx.viewer,
        plan or found is not None,
        asked,
        filter_,
        query.view,
        query.order,
        query.colors,
        query.sort,
        fields,
    )
    return tx.catalogue.storage.statements.get(key, make)


def get_record(tx: Tx, table_key: str, record_id: int) -> Record:
    return reading.one(tx, tx.table(table_key), record_id)


def select(tx: Tx, table: TableSpec, query: Query) -> tuple[Selection, ViewSpec | None]:
    """The rows a query means: scope, view, filter and search, before order and pages."""
    view = None if query.view is None else _view(tx, table, query.view)
    found = reach.gather(tx, table, _left(tx, table, query, view))
    if found is None:
        return _narrowed(tx, table, query, restricted(tx, table))
    selection = gathered(tx, table, found)
    if query.q:
        search.narrow(selection, query.q)
    return selection, view


def total(tx: Tx, table: TableSpec, query: Query) -> int | None:
    """How many rows a query means, where the indexes of a scope tell."""
    view = None if query.view is None else _view(tx, table, query.view)
    return None if query.q else reach.number(tx, table, _left(tx, table, query, view))


def _narrowed(tx: Tx, table: TableSpec, query: Query, selection: Selection) -> tuple[Selection, ViewSpec | None]:
    view = None if query.view is None else _view(tx, table, query.view)
    left = _left(tx, table, query, view)
    if left is not None:
        selection.narrow(left.condition())
    if query.q:
        search.narrow(selection, query.q)
    return selection, view


def _view(tx: Tx, table: TableSpec, key: str) -> ViewSpec:
    view = table.view(key)
    if view is None or not is_shown(tx, table, view):
        raise refuse(NO_SUCH_VIEW, view=key[:60])
    return view


def _paint(selection: Selection, key: str | None) -> Paint | None:
    """What paints the rows in the colours of a view, which need not be the one whose rows are asked for."""
    if key is None:
        return None
    tx, table = selection.tx, selection.table
    rules = (_view(tx, table, key).definition.get("settings") or {}).get("colors") or ()
    scope = tx.scope(table)
    readable = {spec.id: spec.key for spec in table.all_fields if scope.may_read(spec.id)}
    return Paint(selection, rules, Seen(tx.catalogue, readable, lambda field: may_read(tx, field)))


def parse_filter(tx: Tx, table: TableSpec, raw: Mapping[str, Any]) -> Condition:
    """A filter of the API form. A field that the caller may not read is as unknown as one that is not there."""
    return conditions.parse(raw, lambda key: resolve_path(tx, table, key), tx.ctx.zone)


def resolve_path(tx: Tx, table: TableSpec, dotted: str) -> tuple[FieldSpec, ...] | None:
    """The fields along `customer.level`, each readable to the caller; None where one of them is not."""
    found: list[FieldSpec] = []
    place: TableSpec | None = table
    for name in dotted.split("."):
        if place is None or Action.VIEW not in tx.scope(place).actions:
            return None
        spec = place.by_key.get(name)
        if spec is None or not tx.scope(place).may_read(spec.id):
            return None
        found.append(spec)
        result = value_spec(spec)
        follows = result.type == "relation"
        place = tx.catalogue.by_id[result.options["table"]] if follows else None
    return tuple(found)


def chosen(tx: Tx, table: TableSpec, keys: Sequence[str] | None) -> list[FieldSpec]:
    """The fields to show. Raises MALFORMED for a key that is not there (or not readable, which looks the same)."""
    if keys is None:
        return reading.readable(tx, table)
    scope = tx.scope(table)
    found: dict[int, FieldSpec] = {}
    for key in keys:
        spec = table.by_key.get(key)
        if spec is None or not scope.may_read(spec.id):
            raise refuse(UNKNOWN_QUERY_FIELD, at_field=key[:60], key=key[:60])
        found[spec.id] = spec
    return list(found.values())
