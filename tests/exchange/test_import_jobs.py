"""Imports in the background: progress, who sees a job, how it is stopped, what a crash leaves. On both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Actor, Context, Source
from gezi.core.errors import Kind, Refusal
from gezi.core.models import jobs as rows
from gezi.exchange import imports, sheets
from gezi.exchange.imports import read_options
from gezi.exchange.jobs import Handle, Job, Jobs
from support.desk import Desk

ROWS = "编码,价格\n" + "".join(f"{n},{n}\n" for n in range(2_500))


@pytest.fixture
def jobs(desk: Desk) -> Iterator[Jobs]:
    running = Jobs(desk.workspaces)
    yield running
    running.close()


def context(desk: Desk, actor: Actor = SYSTEM) -> Context:
    return desk.workspaces.context(actor, Source.API)


def start(desk: Desk, jobs: Jobs, text: str, actor: Actor = SYSTEM, **options: Any) -> str:
    path = imports.receive(desk.workspaces.settings, BytesIO(text.encode()))
    return imports.start(jobs, desk.workspace, context(desk, actor), "samples", path, read_options(options))


def found(desk: Desk, jobs: Jobs, job: str, actor: Actor = SYSTEM) -> Job:
    with desk.read(actor) as tx:
        return jobs.find(tx, job)


def left_behind(desk: Desk) -> list[Path]:
    return list((desk.workspaces.settings.data / "imports").glob("*.upload"))


def test_a_job_ends_with_the_result_of_its_import(desk: Desk, jobs: Jobs) -> None:
    job = start(desk, jobs, ROWS + "x,dear\n")
    assert jobs.wait(job, 30)
    answer = found(desk, jobs, job).dump()
    assert (answer["kind"], answer["state"], answer["progress"]) == ("import", "done", {"done": 2_501, "total": 2_501})
    assert {key: answer["result"][key] for key in ("created", "updated", "skipped", "mapping", "unmapped")} == {
        "created": 2_500,
        "updated": 0,
        "skipped": 1,
        "mapping": {"编码": "code", "价格": "price"},
        "unmapped": [],
    }
    assert answer["result"]["errors"] == [
        {"row": 2502, "column": "价格", "field": "price", "code": "value.not_a_number", "message": "“dear”不是数字"}
    ]
    assert answer["errors"] == []
    assert left_behind(desk) == []


def test_the_refused_rows_can_be_fetched_as_a_file(desk: Desk, jobs: Jobs) -> None:
    job = start(desk, jobs, "编码,价格\na,1\nb,dear\n")
    assert jobs.wait(job, 30)
    with desk.read() as tx, sheets.read(imports.errors_file(jobs, tx, job)) as sheet:
        assert [row.cells[:2] for row in sheet.rows()] == [("b", "dear")]


def test_what_cannot_be_imported_at_all_fails_with_its_reasons(desk: Desk, jobs: Jobs) -> None:
    job = start(desk, jobs, "甲,乙\n1,2\n")
    assert jobs.wait(job, 30)
    answer = found(desk, jobs, job).dump()
    assert (answer["state"], answer["result"]) == ("failed", None)
    assert [error["code"] for error in answer["errors"]] == ["import.nothing_mapped"]
    job = start(desk, jobs, "\x00")
    assert jobs.wait(job, 30)
    assert [error["code"] for error in found(desk, jobs, job).errors] == ["sheet.unreadable"]
    assert left_behind(desk) == []


def test_a_job_shows_how_far_it_is_and_stops_when_told(desk: Desk, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, go_on = threading.Event(), threading.Event()
    progress = Handle.progress

    def slowly(handle: Handle, done: int, total: int | None) -> bool:
        answer = progress(handle, done, total)
        if done == 1_000:
            reached.set()
            go_on.wait(30)
            return progress(handle, done, total)
        return answer

    monkeypatch.setattr(Handle, "progress", slowly)
    job = start(desk, jobs, ROWS)
    assert reached.wait(30)
    assert found(desk, jobs, job).dump()["progress"] == {"done": 1_000, "total": 2_500}
    assert found(desk, jobs, job).state == "running"
    jobs.cancel(desk.workspace, context(desk), job)
    go_on.set()
    assert jobs.wait(job, 30)
    ended = found(desk, jobs, job)
    assert ended.state == "cancelled"
    assert ended.result is not None
    assert ended.result["created"] == 1_000
    assert desk.list("samples", count=True).count == 1_000
    jobs.cancel(desk.workspace, context(desk), job)  # nothing happens to what has ended
    assert found(desk, jobs, job).state == "cancelled"


def test_a_job_is_its_owners_and_the_administrators_affair(desk: Desk, jobs: Jobs) -> None:
    clerk = desk.colleague("文员", {"samples": "view import"})
    other = desk.colleague("旁人", {"samples": "view import"})
    job = start(desk, jobs, "编码\na\n", actor=clerk)
    assert jobs.wait(job, 30)
    assert found(desk, jobs, job, clerk).state == "done"
    assert found(desk, jobs, job, SYSTEM).state == "done"
    for call in (
        lambda: found(desk, jobs, job, other),
        lambda: jobs.cancel(desk.workspace, context(desk, other), job),
        lambda: found(desk, jobs, "nothing", clerk),
        lambda: found(desk, jobs, "'; --" * 100, clerk),
    ):
        with pytest.raises(Refusal) as refusal:
            call()
        assert refusal.value.kind is Kind.NOT_FOUND


def test_rights_are_asked_before_a_job_is_made(desk: Desk, jobs: Jobs) -> None:
    reader = desk.colleague("读者", {"samples": "view"})
    with pytest.raises(Refusal) as refusal:
        start(desk, jobs, "编码\na\n", actor=reader)
    assert refusal.value.kind is Kind.FORBIDDEN
    assert left_behind(desk) == []


def test_a_job_found_running_after_a_crash_is_told_as_failed(desk: Desk, jobs: Jobs, clock: FixedClock) -> None:
    with desk.write() as tx:
        given = {"file": imports.receive(desk.workspaces.settings, BytesIO(b"x")).name}
        values = {"kind": "import", "state": "running", "input": given, "created_at": clock.now(), "done": 1_000}
        tx.connection.execute(sa.insert(rows).values(id="crashed", **values))
    clock.advance(timedelta(minutes=11))
    told = found(desk, jobs, "crashed")
    assert (told.state, [error["code"] for error in told.errors]) == ("failed", ["job.interrupted"])
    assert jobs.recover(desk.workspace) == 1
    assert jobs.recover(desk.workspace) == 0
    with desk.read() as tx:
        row = tx.connection.execute(sa.select(rows).where(rows.c.id == "crashed")).one()
    assert (row.state, row.finished_at) == ("failed", clock.now())
    assert left_behind(desk) == []


def test_a_server_that_starts_waits_for_no_writer_where_no_job_is_dead(desk: Desk, jobs: Jobs) -> None:
    found_dead: list[int] = []
    starting = threading.Thread(target=lambda: found_dead.append(jobs.recover(desk.workspace)), daemon=True)
    with desk.write():  # as a change of the structure that takes minutes
        starting.start()
        starting.join(20)
        assert found_dead == [0]


def test_an_error_of_ours_is_a_sentence_too(desk: Desk, jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    def work(_handle: Handle) -> None:
        raise ZeroDivisionError

    job = jobs.submit(desk.workspace, context(desk), "test", {}, work)
    assert jobs.wait(job, 30)
    assert [error["code"] for error in found(desk, jobs, job).errors] == ["job.broke"]
    assert "ZeroDivisionError" in caplog.text


def test_closing_stops_what_runs_and_drops_what_waits(desk: Desk) -> None:
    jobs = Jobs(desk.workspaces, threads=1)
    begun, release = threading.Event(), threading.Event()

    def work(handle: Handle) -> None:
        begun.set()
        release.wait(30)
        assert not handle.progress(1, 2)

    running = jobs.submit(desk.workspace, context(desk), "test", {}, work)
    dropped = threading.Event()
    waiting = jobs.submit(desk.workspace, context(desk), "test", {}, work, dropped.set)
    assert begun.wait(30)
    threading.Timer(0.05, release.set).start()
    jobs.close()
    fresh = Jobs(desk.workspaces)
    told = found(desk, fresh, running)
    assert (told.state, [error["code"] for error in told.errors]) == ("failed", ["job.interrupted"])
    with desk.read() as tx:
        states = dict(tx.connection.execute(sa.select(rows.c.id, rows.c.state)).all())  # type: ignore[arg-type]
    assert states == {running: "failed", waiting: "failed"}
    assert dropped.is_set()
    with pytest.raises(Refusal):
        jobs.submit(desk.workspace, context(desk), "test", {}, work)


def test_a_large_upload_is_refused_while_it_arrives(desk: Desk) -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return b"x" * (size or 1)

    with pytest.raises(Refusal) as refusal:
        imports.receive(desk.workspaces.settings, Endless())
    assert refusal.value.kind is Kind.TOO_LARGE
    assert left_behind(desk) == []


def test_a_job_cancelled_while_it_waits_never_begins(desk: Desk) -> None:
    jobs = Jobs(desk.workspaces, threads=1)
    begun, release = threading.Event(), threading.Event()

    def first(_handle: Handle) -> None:
        begun.set()
        release.wait(30)

    jobs.submit(desk.workspace, context(desk), "test", {}, first)
    assert begun.wait(30)
    job = start(desk, jobs, ROWS)
    jobs.cancel(desk.workspace, context(desk), job)
    release.set()
    assert jobs.wait(job, 30)
    assert found(desk, jobs, job).state == "cancelled"
    assert desk.list("samples").records == ()
    assert left_behind(desk) == []
    jobs.close()
