"""Entries of the index: written, read back for the proof, and compared with. Both databases are spoken to here alone.

An entry of SQLite's index can be taken out only by naming the terms it has, so a change brings the old ones along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ...core.metadata import WORKSPACE
from .. import bulk
from .terms import Wanted

AT_ONCE = 100  #: rows whose terms are looked for by one statement
RARE = 400  #: rows that have a term, for it to be followed to each of them
FEW = 2  #: rare terms, for the common ones not to matter
_SHIFT = 40  #: bits of a record's number; the table's stands above them
_RECORD = (1 << _SHIFT) - 1
_MATCHED = sa.table("search_index", sa.column("rowid"), sa.column("search_index"))
_STORED = sa.Table(
    "search_index",
    sa.MetaData(schema=WORKSPACE),
    sa.Column("table_id", sa.BigInteger, primary_key=True),
    sa.Column("record", sa.BigInteger, primary_key=True),
    sa.Column("terms", postgresql.TSVECTOR, nullable=False),
)
_TERMS = sa.table("search_terms", sa.column("term"), sa.column("doc"))


@dataclass(frozen=True, slots=True)
class Change:
    """What a row's entry was and becomes; '' for none."""

    record: int
    before: str
    after: str


def write(connection: sa.Connection, table_id: int, changes: Iterable[Change]) -> None:
    """Bring the entries of rows up to date: at most one statement for what goes and one for what comes."""
    moved = [change for change in changes if change.before != change.after]
    gone = [change for change in moved if change.before]
    come = [change for change in moved if change.after]
    if connection.dialect.name == "sqlite":
        place = table_id << _SHIFT
        if gone:
            connection.exec_driver_sql(
                "INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', ?, ?)",
                [(place | change.record, change.before) for change in gone],
            )
        if come:
            connection.exec_driver_sql(
                "INSERT INTO search_index(rowid, terms) VALUES (?, ?)",
                [(place | change.record, change.after) for change in come],
            )
        return
    fresh = [change for change in come if not change.before]
    other = [change for change in come if change.before]
    lost = [change for change in gone if not change.after]
    this_row = (_STORED.c.table_id == table_id) & (_STORED.c.record == sa.bindparam("of"))
    terms = sa.func.array_to_tsvector(sa.func.string_to_array(sa.bindparam("after", type_=sa.Text()), " "))
    if lost:
        connection.execute(sa.delete(_STORED).where(this_row), [{"of": change.record} for change in lost])
    if other:
        connection.execute(
            sa.update(_STORED).where(this_row).values(terms=terms),
            [{"of": change.record, "after": change.after} for change in other],
        )
    if fresh:
        insertion = bulk.insertion(connection, _STORED, ("table_id", "record", "terms"))
        insertion.run(connection, [(table_id, change.record, _tsvector(change.after)) for change in fresh])


def clear(connection: sa.Connection) -> None:
    """Take out every entry of every table."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    else:
        connection.execute(sa.delete(_STORED))


def records(connection: sa.Connection, table_id: int, wanted: Sequence[Wanted]) -> sa.Select[tuple[int]]:
    """The ids of the table's rows whose entries have what one of `wanted` asks."""
    if connection.dialect.name == "sqlite":
        record = _MATCHED.c.rowid.op("&")(_RECORD)
        return sa.select(record).where(_MATCHED.c.search_index.op("MATCH")(_fts5(wanted)))
    found = _STORED.c.terms.op("@@")(sa.cast(_tsquery(wanted), postgresql.TSQUERY))
    return sa.select(_STORED.c.record).where(found, _STORED.c.table_id == table_id)


def tables(connection: sa.Connection, wanted: Sequence[Wanted]) -> set[int]:
    """In which tables there is such an entry."""
    if connection.dialect.name == "sqlite":
        place = _MATCHED.c.rowid.op(">>")(_SHIFT)
        statement = sa.select(place).distinct().where(_MATCHED.c.search_index.op("MATCH")(_fts5(wanted)))
    else:
        found = _STORED.c.terms.op("@@")(sa.cast(_tsquery(wanted), postgresql.TSQUERY))
        statement = sa.select(_STORED.c.table_id).distinct().where(found)
    return set(connection.execute(statement).scalars())


def sharing(
    connection: sa.Connection, table_id: int, wanted: Mapping[int, Sequence[str]], share: float, most: int
) -> dict[int, set[int]]:
    """For each number in `wanted` about `most` rows whose entries have at least this share of its terms, those that have most
    of the rare ones first. Terms that more than `RARE` rows have are not followed one by one, so that no row costs more than
    a few milliseconds; where they are what there is, rows that have all of them count."""
    texts = list(dict.fromkeys(term for terms in wanted.values() for term in terms))
    holders = dict(zip(texts, _first(connection, table_id, [(text,) for text in texts], RARE + 1), strict=True))
    found: dict[int, set[int]] = {}
    all_of: dict[int, tuple[str, ...]] = {}
    for place, terms in wanted.items():
        rare = [holders[term] for term in terms if 0 < len(holders[term]) <= RARE]
        common = [term for term in terms if len(holders[term]) > RARE]
        counted = Counter(record for records_ in rare for record in records_)
        near = {record for record, count in counted.most_common(most) if count + len(common) >= share * len(terms)}
        if near:
            found[place] = near
        if len(rare) < FEW and common and len(common) >= share * len(terms):
            all_of[place] = tuple(common)
    expressions = list(dict.fromkeys(all_of.values()))
    of_all = dict(zip(expressions, _first(connection, table_id, expressions, most), strict=True))
    for place, expression in all_of.items():
        found.setdefault(place, set()).update(of_all[expression])
    return found


def _first(connection: sa.Connection, table_id: int, asked: Sequence[Sequence[str]], most: int) -> list[Sequence[int]]:
    """For each of some lists of terms the first rows that have all of them."""
    found: list[Sequence[int]] = []
    sqlite = connection.dialect.name == "sqlite"
    for start in range(0, len(asked), AT_ONCE):
        part = [_all_of(each, sqlite=sqlite) for each in asked[start : start + AT_ONCE]]
        if sqlite:
            given = sa.func.json_each(orjson.dumps(part).decode()).table_valued("key", "value", name="asked")
            record = _MATCHED.c.rowid.op("&")(_RECORD)
            met = _MATCHED.c.search_index.op("MATCH")(given.c.value), _MATCHED.c.rowid.op(">>")(_SHIFT) == table_id
            first = sa.select(record.label("record")).where(*met).limit(most).correlate(given).subquery("first")
            of_each = sa.select(sa.func.json_group_array(first.c.record)).correlate(given).scalar_subquery()
            statement = sa.select(of_each).select_from(given).order_by(given.c.key)
            found += [orjson.loads(row[0]) for row in connection.execute(statement)]
            continue
        texts = sa.func.unnest(sa.literal(part, postgresql.ARRAY(sa.Text)))
        given = texts.table_valued("expression", with_ordinality="place", name="asked").render_derived()
        # "+ 0": a table that grows faster than it is analysed would be read whole for each term, by its primary key
        met = (
            _STORED.c.terms.op("@@")(sa.cast(given.c.expression, postgresql.TSQUERY)),
            _STORED.c.table_id + 0 == table_id,
        )
        first = sa.select(_STORED.c.record).where(*met).limit(most).correlate(given).subquery("first")
        of_each = sa.select(sa.func.array_agg(first.c.record)).correlate(given).scalar_subquery()
        statement = sa.select(of_each).select_from(given).order_by(given.c.place)
        found += [row[0] or () for row in connection.execute(statement)]
    return found


def _all_of(terms: Sequence[str], *, sqlite: bool) -> str:
    mark, both = ('"', " AND ") if sqlite else ("'", " & ")
    return both.join(f"{mark}{term}{mark}" for term in terms)


def stored(connection: sa.Connection) -> Iterator[tuple[int, int, Iterable[str]]]:
    """Every entry as (table, record, terms); on SQLite in parts, for its index is by term."""
    if connection.dialect.name == "sqlite":
        rows = connection.execution_options(yield_per=10_000).execute(sa.select(_TERMS.c.doc, _TERMS.c.term))
        for doc, part in groupby(rows, key=lambda row: int(row[0])):
            yield doc >> _SHIFT, doc & _RECORD, [str(term) for _, term in part]
        return
    terms = sa.func.tsvector_to_array(_STORED.c.terms)
    statement = sa.select(_STORED.c.table_id, _STORED.c.record, terms)
    for row in connection.execution_options(yield_per=1_000).execute(statement):
        yield int(row[0]), int(row[1]), row[2]


def _fts5(wanted: Sequence[Wanted]) -> str:
    return _expression(wanted, " AND ", " OR ", lambda term: f'"{term.text}"' + ("*" if term.begins else ""))


def _tsquery(wanted: Sequence[Wanted]) -> str:
    return _expression(wanted, " & ", " | ", lambda term: f"'{term.text}'" + (":*" if term.begins else ""))


def _tsvector(terms: str) -> str:
    """Terms as PostgreSQL reads them."""
    escaped = terms.replace("\\", "\\\\").replace("'", "''")
    return " ".join(f"'{term}'" for term in escaped.split(" "))


def _expression(wanted: Sequence[Wanted], both: str, either: str, written: Any) -> str:
    """Terms have no quotation marks in them: signs are exchanged for private characters."""
    alternatives = dict.fromkeys(
        "(" + both.join(written(term) for term in terms) + ")" for one in wanted for terms in one.alternatives
    )
    return either.join(alternatives)
