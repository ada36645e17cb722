"""Each comparison means the same as SQL and in memory, on every database, empty values and `not` included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from gezi.core.database import Database
from gezi.fields.fieldtype import FieldType, is_empty
from gezi.fields.operators import Arity, Operator
from gezi.fields.registry import type_of, value_spec
from support.field_samples import SAMPLES, Sample, name_of

STORED = [sample for sample in SAMPLES if type_of(sample.spec).columns(sample.spec)]
LINKED = [sample for sample in SAMPLES if sample.type in ("members", "relations")]
NUMERIC = ("number", "money", "percent")
FINER = tuple(map(Decimal, ("0.0000005", "-0.0000005", "0.5", "-0.3")))  #: more decimals than any field has
some = settings(max_examples=8, deadline=None)


def operand_of(data: st.DataObject, sample: Sample, operator: Operator, values: list[Any]) -> Any:
    """An operand as a condition would hold it: often one of the values that are there, or a part of one."""
    spec = value_spec(sample.spec)
    type_ = type_of(spec)
    there = [value for value in values if not is_empty(value)]
    candidates = st.one_of(sample.values, st.sampled_from(there)) if there else sample.values

    def one() -> Any:
        value = data.draw(candidates)
        raw = type_.dump(value, spec)
        if operator.name in ("contains", "starts_with") and isinstance(raw, str):
            start = 0 if operator.name == "starts_with" else data.draw(st.integers(0, len(raw) - 1))
            part = raw[start : data.draw(st.integers(start + 1, len(raw)))]
            raw = part if part.strip() else raw
        elif isinstance(raw, list) and operator.name not in ("=", "!="):
            raw = data.draw(st.sampled_from(raw))
        elif spec.type in NUMERIC and isinstance(raw, str) and abs(Decimal(raw)) < 10**12 and data.draw(st.booleans()):
            raw = f"{Decimal(raw) + data.draw(st.sampled_from(FINER)):f}"
        return type_.operand(raw, operator.name, spec)

    match operator.arity:
        case Arity.NONE:
            return None
        case Arity.ONE:
            return one()
        case Arity.RANGE:
            return one(), one()
        case Arity.MANY:
            return tuple(one() for _ in range(data.draw(st.integers(0, 3))))


def check(
    connection: sa.Connection, table: sa.Table, source: Any, values: list[Any], operator: Operator, operand: Any
) -> None:
    clause = operator.sql(source, operand)
    expected = {row for row, value in enumerate(values) if operator.test(value, operand)}
    found = set(connection.scalars(sa.select(table.c.id).where(clause)))
    assert found == expected, (operator.name, operand, values)
    rest = set(connection.scalars(sa.select(table.c.id).where(sa.not_(clause))))
    assert rest == set(range(len(values))) - expected, ("not", operator.name, operand, values)


@dataclass(frozen=True)
class Shelf:
    """A table with the columns of one field, for as many rounds of values as hypothesis likes."""

    connection: sa.Connection
    sample: Sample

    @property
    def type(self) -> FieldType:
        return type_of(self.sample.spec)

    def fill(self, values: list[Any]) -> None:
        """Exactly these values, in rows numbered from 0."""
        names = [column.name for column in self.source]
        rows = [
            {"id": row} | dict(zip(names, self.type.bind(value, self.sample.spec), strict=True))
            for row, value in enumerate(values)
        ]
        self.connection.execute(self.table.delete())
        if rows:
            self.connection.execute(self.table.insert(), rows)

    @cached_property
    def table(self) -> sa.Table:
        columns = self.type.columns(self.sample.spec)
        name = f"law_{SAMPLES.index(self.sample)}"
        table = sa.Table(name, sa.MetaData(), sa.Column("id", sa.BigInteger(), primary_key=True), *columns)
        table.create(self.connection)
        return table

    @cached_property
    def source(self) -> tuple[sa.Column[Any], ...]:
        return tuple(column for column in self.table.c if column.name != "id")


def test_sql_finds_what_the_test_in_memory_finds(database: Database) -> None:
    def hold(shelf: Shelf) -> None:
        @some
        @given(st.lists(st.none() | shelf.sample.cells, max_size=6), st.data())
        def law(values: list[Any], data: st.DataObject) -> None:
            shelf.fill(values)
            for operator in type_of(value_spec(shelf.sample.spec)).operators.values():
                operand = operand_of(data, shelf.sample, operator, values)
                check(shelf.connection, shelf.table, shelf.source, values, operator, operand)

        law()

    with database.write() as connection:
        for sample in STORED:
            hold(Shelf(connection, sample))


def test_a_stored_value_is_read_back_as_it_was(database: Database) -> None:
    def hold(shelf: Shelf) -> None:
        spec = shelf.sample.spec

        @some
        @given(st.lists(st.none() | shelf.sample.cells, max_size=6))
        def law(values: list[Any]) -> None:
            shelf.fill(values)
            stored = shelf.connection.execute(sa.select(*shelf.source).order_by(shelf.table.c.id))
            found = [shelf.type.load(tuple(row), spec) for row in stored]
            assert found == [shelf.type.parse(None, spec) if value is None else value for value in values]

        law()

    with database.write() as connection:
        for sample in STORED:
            hold(Shelf(connection, sample))


def test_rows_are_ordered_as_the_sort_column_says(database: Database) -> None:
    def place(sample: Sample, value: Any) -> Any:
        """What a person would order by: choices as they are listed, texts by their key, the rest by value."""
        shape = value_spec(sample.spec)
        if shape.type in ("option", "state"):
            return [choice.id for choice in shape.choices].index(value)
        if isinstance(value, str):
            return type_of(shape).bind(value, shape)[1 if shape.type == "long_text" else 2]
        return value

    def hold(shelf: Shelf, by: sa.ColumnElement[Any]) -> None:
        @some
        @given(st.lists(shelf.sample.values, max_size=8))
        def law(values: list[Any]) -> None:
            shelf.fill(values)
            found = list(shelf.connection.scalars(sa.select(shelf.table.c.id).order_by(by, shelf.table.c.id)))
            assert found == sorted(range(len(values)), key=lambda row: (place(shelf.sample, values[row]), row))

        law()

    with database.write() as connection:
        for sample in STORED:
            shelf = Shelf(connection, sample)
            by = shelf.type.sort_column(shelf.source, sample.spec)
            if by is not None:
                hold(shelf, by)


@dataclass(frozen=True)
class Pairs:
    """A link table as the query builder hands it to the operators."""

    links: sa.Table
    row: sa.ColumnElement[Any]

    def exists(self) -> sa.ColumnElement[bool]:
        return sa.exists().where(self.links.c.source == self.row)

    def any(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        return sa.exists().where(self.links.c.source == self.row, self.links.c.target.in_(ids))

    def other(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        return sa.exists().where(self.links.c.source == self.row, self.links.c.target.not_in(ids))


@pytest.mark.parametrize("sample", LINKED, ids=name_of)
def test_sql_over_links_finds_what_the_test_in_memory_finds(sample: Sample, database: Database) -> None:
    operators = type_of(sample.spec).operators
    metadata = sa.MetaData()
    table = sa.Table("law", metadata, sa.Column("id", sa.BigInteger(), primary_key=True))
    links = sa.Table("law_links", metadata, sa.Column("source", sa.BigInteger()), sa.Column("target", sa.BigInteger()))
    with database.write() as connection:
        metadata.create_all(connection)

        @some
        @given(st.lists(st.just(()) | sample.values, max_size=6), st.data())
        def law(values: list[Any], data: st.DataObject) -> None:
            connection.execute(table.delete())
            connection.execute(links.delete())
            for row, ids in enumerate(values):
                connection.execute(table.insert(), {"id": row})
                for id in ids:
                    connection.execute(links.insert(), {"source": row, "target": id})
            for operator in operators.values():
                operand = operand_of(data, sample, operator, values)
                check(connection, table, Pairs(links, table.c.id), values, operator, operand)

        law()


def test_what_is_read_for_an_answer_is_what_the_value_dumps_as(database: Database) -> None:
    read: set[str] = set()

    def hold(shelf: Shelf) -> None:
        spec, result = shelf.sample.spec, value_spec(shelf.sample.spec)
        shown = type_of(result).shown(shelf.source[0], result)
        if shown is None:
            return
        read.add(result.type)

        @some
        @given(st.lists(st.none() | shelf.sample.cells, max_size=6))
        def law(values: list[Any]) -> None:
            shelf.fill(values)
            found = list(shelf.connection.scalars(sa.select(shown).order_by(shelf.table.c.id)))
            assert found == [None if is_empty(value) else shelf.type.dump(value, spec) for value in values]

        law()

    for sample in STORED:
        with database.write() as connection:
            hold(Shelf(connection, sample))
    assert {"number", "money", "percent", "datetime"} <= read


def test_a_choice_among_five_hundred_is_no_expression_too_deep(database: Database) -> None:
    sample = next(sample for sample in SAMPLES if sample.type == "multi_option")
    type_, (column,) = type_of(sample.spec), type_of(sample.spec).columns(sample.spec)
    table = sa.Table("law", sa.MetaData(), sa.Column("id", sa.BigInteger(), primary_key=True), column)
    with database.write() as connection:
        table.create(connection)
        connection.execute(
            table.insert(), [{"id": 1, "f_5": (777,)}, {"id": 2, "f_5": None}, {"id": 3, "f_5": (5_000,)}]
        )
        many = tuple(range(1, 1_001))
        found = connection.scalars(sa.select(table.c.id).where(type_.operators["in"].sql((table.c.f_5,), many)))
        assert list(found) == [1]
        left = connection.scalars(sa.select(table.c.id).where(type_.operators["not_in"].sql((table.c.f_5,), many)))
        assert sorted(left) == [2, 3]


@pytest.mark.parametrize("name", ["text", "long_text"])
def test_the_longest_text_that_may_be_compared_is_no_pattern_too_long(name: str, database: Database) -> None:
    sample = next(sample for sample in SAMPLES if sample.type == name)
    type_, columns = type_of(sample.spec), type_of(sample.spec).columns(sample.spec)
    table = sa.Table("law", sa.MetaData(), sa.Column("id", sa.BigInteger(), primary_key=True), *columns)
    with database.write() as connection:
        table.create(connection)
        operand = type_.operand("😀" * 1_000, "contains", sample.spec)
        source = tuple(table.c[column.name] for column in columns)
        assert (
            list(connection.scalars(sa.select(table.c.id).where(type_.operators["contains"].sql(source, operand))))
            == []
        )
