"""Statements are remembered from one request to the next; what they show never is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gezi.core.context import Actor
from gezi.tables import doors, records
from gezi.tables.queries import query, reading
from gezi.tables.queries.query import Query
from support.desk import Desk

WEST = {"field": "region", "op": "=", "value": "west"}


class Office:
    """Two colleagues who see the customers of the west, and an order of a customer of the east."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ann = self.desk.colleague("ann", {"customers": ("view", WEST)})
        self.bob = self.desk.colleague("bob", {"customers": ("view", WEST)})
        made = self.desk.create(
            "customers", {"name": "near", "region": "west"}, {"name": "far", "region": "east"}
        ).records
        self.near, self.far = (record.id for record in made)

    def open(self, *members: Actor) -> None:
        """The far customer to exactly these."""
        with self.desk.write() as tx:
            doors.keep(tx, tx.catalogue.table("customers").id, self.far, [m.member for m in members if m.member])

    def seen(self, actor: Actor, **asked: Any) -> tuple[list[str], list[str]]:
        """The names in a list, and those of the same rows read by id."""
        with self.desk.read(actor) as tx:
            listed = query.list_records(tx, "customers", Query(sort="name", **asked)).records
            by_id = reading.by_ids(tx, tx.table("customers"), [self.near, self.far])
        return [record.values["name"] for record in listed], sorted(record.values["name"] for record in by_id)


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


def test_a_door_counts_from_the_next_request_and_no_longer_than_it_stands(office: Office) -> None:
    assert office.seen(office.ann) == (["near"], ["near"])
    for members, ann, bob in (
        ([office.ann], ["far", "near"], ["near"]),
        ([office.bob], ["near"], ["far", "near"]),
        ([], ["near"], ["near"]),
        ([office.ann, office.bob], ["far", "near"], ["far", "near"]),
    ):
        office.open(*members)
        assert office.seen(office.ann) == (ann, ann)
        assert office.seen(office.bob) == (bob, bob)


def test_what_is_read_while_the_engine_acts_for_a_person_is_not_what_they_are_shown(office: Office) -> None:
    with office.desk.read(office.ann) as tx:
        table, both = tx.table("customers"), [office.near, office.far]
        mine = tx.ctx
        tx.ctx = replace(mine, actor=replace(mine.actor, system=True))
        assert len(reading.by_ids(tx, table, both)) == 2
        tx.ctx = mine
        assert [record.id for record in reading.by_ids(tx, table, both)] == [office.near]
    assert office.seen(office.ann) == (["near"], ["near"])


def test_the_same_filter_means_whoever_asks(office: Office) -> None:
    mine = {"field": "created_by", "op": "=", "value": "@me"}
    with office.desk.read(Actor(None, "boss", system=True)) as tx:
        assert query.list_records(tx, "customers", Query(filter=mine)).records == ()
    boss = replace(office.ann, system=True)  # a caller who sees everything, but is Ann all the same
    with office.desk.write() as tx:
        tx.ctx = replace(tx.ctx, actor=boss)
        records.create(tx, "customers", [{"name": "hers", "region": "west"}])
    assert office.seen(office.ann, filter=mine)[0] == ["hers"]
    assert office.seen(office.bob, filter=mine)[0] == []
    assert office.seen(boss, filter=mine)[0] == ["hers"]
    assert office.seen(replace(office.bob, system=True), filter=mine)[0] == []


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_pages_by_offset_are_those_by_cursor_empties_included(office: Office, limit: int) -> None:
    regions = ["west", "east", None]
    office.desk.create("customers", *({"name": f"c{place}", "region": regions[place % 3]} for place in range(7)))
    by_cursor: list[int] = []
    cursor: str | None = None
    with office.desk.read() as tx:
        while cursor or not by_cursor:
            page = query.list_records(tx, "customers", Query(sort="-region,name", limit=limit, cursor=cursor))
            by_cursor += [record.id for record in page.records]
            cursor = page.next
        by_offset = [
            query.list_records(tx, "customers", Query(sort="-region,name", limit=1, offset=place)).records[0].id
            for place in range(len(by_cursor))
        ]
    assert by_offset == by_cursor
    assert len(set(by_cursor)) == 9
