"""Rows of a list in groups on up to three levels, each with its figures, in the order in which the screen shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from ...core.errors import refuse
from ...fields.days import period
from ...fields.fieldtype import zone_or_default
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...fields.text import sort_key
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.messages import BAD_AGGREGATE
from ...tables.queries import aggregate, query
from ...tables.queries.aggregate import Aggregation
from ...tables.queries.query import Query
from ...tables.queries.reading import Record
from ...tables.transaction import Tx
from ...tables.views.definition import MOST_GROUPS
from .. import presenting
from ..pivots import words_of

Member = str | int | bool | None  #: what a group stands for
Path = tuple[Member, ...]
Measures = Sequence[Mapping[str, str]]  #: `{op, field}`, at most one of each field


@dataclass(frozen=True, slots=True)
class Level:
    """What rows are grouped by."""

    spec: FieldSpec
    descending: bool
    bucket: str | None  #: of dates only

    @property
    def asked(self) -> str | dict[str, str]:
        return self.spec.key if self.bucket is None else {"field": self.spec.key, "bucket": self.bucket}


@dataclass(slots=True)
class Group:
    """One group: groups inside it, or rows on the innermost level."""

    path: Path
    label: str
    count: int = 0
    inside: list[Group] = field(default_factory=list["Group"])
    rows: list[Record] = field(default_factory=list[Record])


def levels(tx: Tx, table: TableSpec, asked: Sequence[Mapping[str, Any]]) -> list[Level]:
    """The levels of `[{field, bucket, descending}]`; dates come by month unless something else is said. Raises MALFORMED for
    more than three, for one that is there twice, and for fields that are unknown or not readable."""
    specs = query.chosen(tx, table, [one["field"] for one in asked])
    if len(asked) > MOST_GROUPS or len(specs) < len(asked):
        raise refuse(BAD_AGGREGATE, what="…")
    found: list[Level] = []
    for spec, one in zip(specs, asked, strict=True):
        dated = value_spec(spec).type in ("date", "datetime")
        found.append(Level(spec, bool(one.get("descending")), one.get("bucket") or ("month" if dated else None)))
    return found


def grouped(tx: Tx, levels: Sequence[Level], rows: Sequence[Record]) -> list[Group]:
    """The groups of the outermost level in order; rows keep theirs within the innermost."""
    shows = [presenting.presenter(level.spec, tx.ctx.locale, zone_or_default(tx.ctx.zone)) for level in levels]
    top = Group((), "")
    known: dict[Path, Group] = {(): top}
    for row in rows:
        above = top
        for level, show in zip(levels, shows, strict=True):
            value = row.values[level.spec.key]
            path = (*above.path, _member(tx, level, value))
            if path not in known:
                known[path] = Group(path, _label(tx, level, path[-1], str(show(value) or "")))
                above.inside.append(known[path])
            above = known[path]
            above.count += 1
        above.rows.append(row)
    for group in known.values():
        _in_order(group.inside, levels[min(len(group.path), len(levels) - 1)])
    return top.inside


def figures(
    tx: Tx, table: TableSpec, levels: Sequence[Level], measures: Measures, asked: Query
) -> dict[Path, Mapping[str, Any]]:
    """The figures of all groups on every level, and of everything (the empty path), over the rows that may be printed. How many
    values are different in a period cannot be told from those of its days, so it is not told of groups by period."""
    found: dict[Path, Mapping[str, Any]] = {}
    for depth in range(len(levels) + 1):
        used = levels[:depth]
        folded = any(level.bucket is not None for level in used)
        told = [one for one in measures if not (folded and one["op"] == "distinct")]
        if depth and not told:
            told = [{"op": "count"}]  # so that what cannot be grouped by is refused all the same
        if not told:
            continue
        question = Aggregation(
            [level.asked for level in used], told, asked.filter, asked.view, asked.q, right=Action.PRINT
        )
        for row in aggregate.groups(tx, table.key, question):
            path = tuple(_member(tx, level, row["group"][level.spec.key], folded=True) for level in used)
            found[path] = row["values"]
    return found


def _member(tx: Tx, level: Level, value: Any, *, folded: bool = False) -> Member:
    """What a row's value, or that of a group whose days are `folded` already, stands for among the groups of a level."""
    kind = value_spec(level.spec).type
    if kind == "checkbox":
        return value is True
    if isinstance(value, Mapping):
        named = cast("Mapping[str, Any]", value)
        return None if "error" in named else named["id"]
    if value is None or value == "":
        return None
    if level.bucket is None or folded:
        return value
    if kind == "datetime":
        return period(datetime.fromisoformat(value).astimezone(zone_or_default(tx.ctx.zone)).date(), level.bucket)
    return period(date.fromisoformat(value), level.bucket)


def _label(tx: Tx, level: Level, member: Member, text: str) -> str:
    if member is None:
        return words_of(tx.ctx.locale)["empty"]
    if level.bucket == "week":
        monday = date.fromisoformat(str(member))
        return f"{monday} – {monday + timedelta(days=6)}"
    return text if level.bucket is None else str(member)


def _in_order(groups: list[Group], level: Level) -> None:
    """Options in their own order, dates by time, everything else by label, or all that backwards; without a value last."""
    places = {choice.key: at for at, choice in enumerate(value_spec(level.spec).choices)}

    def key(group: Group) -> tuple[int, str]:
        member = group.path[-1]
        text = str(member) if level.bucket is not None else group.label
        return places.get(str(member), len(places)), sort_key(text)

    groups.sort(key=key, reverse=level.descending)
    groups.sort(key=lambda group: group.path[-1] is None)
