"""Changes of the structure of large tables: jobs that readers do not notice, and columns made ahead on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from gezi.api import restructuring
from gezi.api.app import build
from gezi.api.services import Services
from gezi.exchange import jobs
from gezi.tables.labour import Labour
from gezi.tables.schema import physical
from gezi.tables.workspaces import Workspaces
from support.servers import wait_for
from support.visitors import Browser, refused

TRAVEL = "/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips"


def formula(key: str, text: str) -> dict[str, Any]:
    return {"type": "formula", "key": key, "label": key, "options": {"formula": text}}


@pytest.fixture
def full(ann: Browser) -> Browser:
    """Ann, with five trips: prices 1 to 5."""
    rows = [{"values": {"title": str(n), "price": str(n), "weight": f"{n}.26"}} for n in range(1, 6)]
    assert ann.post(f"{TRIPS}/records", {"records": rows}).status_code == 201
    return ann


def column(who: Browser, key: str) -> list[Any]:
    records = who.get(f"{TRIPS}/records", sort="title", fields=key).json["records"]
    return [one["values"].get(key) for one in records]


def job_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 202, answer.json
    return answer.json["job"]


def ended(who: Browser, job: str) -> dict[str, Any]:
    wait_for(lambda: who.get(f"{TRAVEL}/jobs/{job}").json["job"]["state"] not in ("queued", "running"))
    return who.get(f"{TRAVEL}/jobs/{job}").json["job"]


def trips(who: Browser) -> dict[str, Any]:
    return next(one for one in who.get(f"{TRAVEL}/tables").json["tables"] if one["key"] == "trips")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows are as many as a request waits for; each step is told to other processes."""
    monkeypatch.setattr(restructuring, "MANY", 3)
    monkeypatch.setattr(jobs, "TOLD_EVERY", 0)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Jobs stand still after their first rows until the gate is opened."""
    opened = threading.Event()
    told = Labour.say

    def held(labour: Labour) -> None:
        if labour.report is not None and labour.done:
            opened.wait(30)
        told(labour)

    monkeypatch.setattr(Labour, "say", held)
    yield opened
    opened.set()


@pytest.mark.usefixtures("few")
def test_a_formula_over_many_rows_is_changed_by_a_job_and_until_then_the_old_values_stand(
    full: Browser, gate: threading.Event
) -> None:
    gate.set()
    made = job_of(full.post(f"{TRIPS}/fields", formula("twice", "price * 2")))
    assert ended(full, made["id"])["state"] == "done"
    assert column(full, "twice") == ["2", "4", "6", "8", "10"]
    gate.clear()
    job = job_of(full.patch(f"{TRIPS}/fields/twice", {"options": {"formula": "price * 3"}}))
    wait_for(lambda: full.get(f"{TRAVEL}/jobs/{job['id']}").json["job"]["progress"] == {"done": 0, "total": 5})
    assert trips(full)["recomputing"] == [{"job": job["id"], "field": "twice", "label": "twice"}]
    assert column(full, "twice") == ["2", "4", "6", "8", "10"]
    gate.set()
    assert ended(full, job["id"])["state"] == "done"
    assert trips(full)["recomputing"] == []
    assert column(full, "twice") == ["3", "6", "9", "12", "15"]


@pytest.mark.usefixtures("few")
def test_a_cancelled_job_leaves_everything_as_it_was(full: Browser, gate: threading.Event) -> None:
    job = job_of(full.post(f"{TRIPS}/fields", formula("twice", "price * 2")))
    wait_for(lambda: full.get(f"{TRAVEL}/jobs/{job['id']}").json["job"]["progress"]["total"] == 5)
    assert full.delete(f"{TRAVEL}/jobs/{job['id']}").status_code == 204
    gate.set()
    assert ended(full, job["id"])["state"] == "cancelled"
    assert "twice" not in [one["key"] for one in trips(full)["fields"]]
    assert trips(full)["recomputing"] == []


@pytest.mark.usefixtures("few")
def test_another_process_sees_how_far_a_job_is_and_stops_it(
    full: Browser, gate: threading.Event, workspaces: Workspaces, database_kind: str
) -> None:
    """Two processes over one PostgreSQL database: the job's one transaction holds all writes of the workspace meanwhile."""
    if database_kind == "sqlite":
        return  # a file has one process
    neighbours = Workspaces(workspaces.settings, workspaces.clock)
    other = Services.over(neighbours)
    try:
        there = Browser(build(other))
        assert there.sign_in("ann").status_code == 200
        job = job_of(full.post(f"{TRIPS}/fields", formula("twice", "price * 2")))["id"]
        path = f"{TRAVEL}/jobs/{job}"
        wait_for(lambda: full.get(path).json["job"]["progress"] == {"done": 0, "total": 5})
        # the other process opens the workspace only now, and waits for nobody
        wait_for(lambda: there.get(path).json["job"]["progress"] == {"done": 0, "total": 5})
        assert there.get(path).json["job"]["state"] == "running"
        assert trips(there)["recomputing"] == [{"job": job, "field": None, "label": "twice"}]
        assert there.delete(path).status_code == 204
        gate.set()
        assert ended(there, job)["state"] == "cancelled"
        assert "twice" not in [one["key"] for one in trips(full)["fields"]]
    finally:
        gate.set()
        other.jobs.close()
        neighbours.close()


@pytest.mark.usefixtures("few")
def test_what_is_wrong_is_refused_at_once_and_by_no_job(full: Browser) -> None:
    refused(full.post(f"{TRIPS}/fields", formula("twice", "price *")), 422)
    assert full.post(f"{TRIPS}/fields", {"type": "text", "key": "note", "label": "备注"}).status_code == 201
    job = job_of(full.post(f"{TRIPS}/fields/weight/convert", {"type": "text"}))
    assert ended(full, job["id"])["state"] == "done"
    assert column(full, "weight") == ["1.26", "2.26", "3.26", "4.26", "5.26"]


def test_a_conversion_is_undone_with_the_values_of_before_and_done_again(full: Browser) -> None:
    assert full.post(f"{TRIPS}/fields/weight/convert", {"type": "text"}).status_code == 200
    trips_ = full.get(f"{TRIPS}/records", sort="title", fields="weight").json["records"]
    changed = {"records": [{"id": trips_[0]["id"], "values": {"weight": "light"}}]}
    assert full.patch(f"{TRIPS}/records", changed).status_code == 200
    (entry, *_) = full.get(f"{TRAVEL}/schema/trash").json["trash"]
    assert full.post(f"{TRAVEL}/schema/trash/restore", {"id": entry["id"]}).status_code == 200
    assert column(full, "weight") == ["1.26", "2.26", "3.26", "4.26", "5.26"]
    (entry, *_) = full.get(f"{TRAVEL}/schema/trash").json["trash"]
    assert full.post(f"{TRAVEL}/schema/trash/restore", {"id": entry["id"]}).status_code == 200
    assert column(full, "weight") == ["light", "2.26", "3.26", "4.26", "5.26"]


def test_no_change_locks_a_large_table_against_its_readers_while_it_computes(
    full: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What holds such a lock is asked of PostgreSQL at every step of the work."""
    database = services.workspaces.open("travel").database
    if database.dialect == "sqlite":
        return  # readers have a snapshot of their own, whatever a writer does
    monkeypatch.setattr(physical, "LARGE", 2)
    held: list[str] = []
    steps: list[int] = []
    told = Labour.say

    def ask(labour: Labour) -> None:
        steps.append(labour.done)
        with database.read() as connection:
            found = connection.execute(
                sa.text(
                    "SELECT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
                    "JOIN pg_stat_activity a ON a.pid = l.pid AND a.backend_type = 'client backend' "
                    "WHERE a.datname = current_database() AND l.mode = 'AccessExclusiveLock' AND l.granted "
                    "AND c.relname LIKE 't\\_%'"
                )
            )
            held.extend(found.scalars())
        told(labour)

    monkeypatch.setattr(Labour, "say", ask)
    assert full.post(f"{TRIPS}/fields", formula("twice", "price * 2")).status_code == 201
    assert full.patch(f"{TRIPS}/fields/twice", {"options": {"formula": "title"}}).status_code == 200
    assert column(full, "twice") == ["1", "2", "3", "4", "5"]
    assert full.post(f"{TRIPS}/fields/weight/convert", {"type": "text"}).status_code == 200
    assert full.patch(f"{TRIPS}/fields/price", {"options": {"scale": 4}}).status_code in (200, 422)
    assert (len(steps) > 4, held) == (True, [])


def test_columns_of_a_change_that_came_to_nothing_are_not_taken_for_those_of_the_next(
    full: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(physical, "LARGE", 2)
    twice = {"type": "number", "key": "n", "label": "n", "default": {"value": "no number"}}
    refused(full.post(f"{TRIPS}/fields", twice), 422)  # told only once the column is there
    assert full.post(f"{TRIPS}/fields", {"type": "text", "key": "n", "label": "n"}).status_code == 201
    made = full.post(f"{TRIPS}/records", {"records": [{"values": {"title": "x", "n": "words"}}]})
    assert made.json["records"][0]["values"]["n"] == "words"


def test_numbers_keep_their_values_when_they_get_more_decimals_or_fewer(full: Browser) -> None:
    assert full.patch(f"{TRIPS}/fields/weight", {"options": {"scale": 4}}).status_code == 200
    assert column(full, "weight") == ["1.26", "2.26", "3.26", "4.26", "5.26"]
    assert full.patch(f"{TRIPS}/fields/weight", {"options": {"scale": 1}, "confirm": True}).status_code == 200
    assert column(full, "weight") == ["1.3", "2.3", "3.3", "4.3", "5.3"]
