"""Entries of the index: written, read back for the proof, and compared with. Both databases are spoken to here alone.

An entry of SQLite's index can be taken out only by naming the terms it has, so a change brings the old ones along.
"""

from __future__ import annotations

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
    """For each number in `wanted` the rows whose entries have at least this share of its terms; of more than `most`, those
    that have most of them."""
    found: dict[int, set[int]] = {}
    places = [place for place, terms in wanted.items() if terms]
    for start in range(0, len(places), AT_ONCE):
        part = places[start : start + AT_ONCE]
        terms = [(place, term) for place in part for term in wanted[place]]
        places_asked, texts = [place for place, _ in terms], [term for _, term in terms]
        for place, record, count in connection.execute(_counted(connection, table_id, places_asked, texts, most)):
            if count >= share * len(wanted[place]):
                found.setdefault(place, set()).add(int(record))
    return found


def _counted(
    connection: sa.Connection, table_id: int, places: Sequence[int], terms: Sequence[str], most: int
) -> sa.Select[*tuple[Any, ...]]:
    """Of each place the rows with most of its terms, and how many these are."""
    if connection.dialect.name == "sqlite":
        given = orjson.dumps([*zip(places, terms, strict=True)]).decode()
        asked = sa.func.json_each(given).table_valued("value", name="asked")
        place = sa.func.json_extract(asked.c.value, "$[0]")
        term = sa.literal('"').concat(sa.func.json_extract(asked.c.value, "$[1]")).concat('"')
        record = _MATCHED.c.rowid.op("&")(_RECORD)
        both = sa.join(asked, _MATCHED, _MATCHED.c.search_index.op("MATCH")(term))
        own = _MATCHED.c.rowid.op(">>")(_SHIFT) == table_id
    else:
        arrays = (
            sa.literal(list(places), postgresql.ARRAY(sa.BigInteger)),
            sa.literal(list(terms), postgresql.ARRAY(sa.Text)),
        )
        asked = sa.func.unnest(*arrays).table_valued("place", "term", name="asked").render_derived()
        place, record = asked.c.place, _STORED.c.record
        term = sa.cast(sa.literal("'").concat(asked.c.term).concat("'"), postgresql.TSQUERY)
        both = sa.join(asked, _STORED, _STORED.c.terms.op("@@")(term))
        own = _STORED.c.table_id == table_id
    each = sa.select(place.label("place"), record.label("record")).select_from(both).where(own).subquery("each")
    many = sa.func.count()
    rank = sa.func.row_number().over(partition_by=each.c.place, order_by=(many.desc(), each.c.record))
    ranked = (
        sa.select(each.c.place, each.c.record, many.label("many"), rank.label("rank"))
        .group_by(each.c.place, each.c.record)
        .subquery("ranked")
    )
    return sa.select(ranked.c.place, ranked.c.record, ranked.c.many).where(ranked.c.rank <= most)


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
