"""Work that outlasts a request: rows of `jobs`, a few threads of the server that do it, and how far it has come.

The row is the truth and survives a restart; what a thread of this process is doing right now is asked of the thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ..core.clock import Clock
from ..core.context import SYSTEM, Context, Source
from ..core.database import Database
from ..core.errors import Problem, Refusal, refuse
from ..core.ids import new_token
from ..core.models import jobs
from ..tables import listening
from ..tables.transaction import Tx
from ..tables.workspaces import Workspace, Workspaces
from .messages import INTERRUPTED, JOB_BROKE, NO_LONGER_ADMITTED, NO_SUCH_JOB, TOO_MANY_JOBS

THREADS = 2
MOST_TOLD = 20  #: errors of a job that those who listen for its end are told
MOST_WAITING = 50  #: jobs of this process that are not finished
SILENCE = timedelta(minutes=10)  #: after which a job of another process (PostgreSQL) counts as dead
_ALIVE = "alive"
TOLD_EVERY = 1.0  #: seconds after which other processes are told again how far a job is, and asked what they want of it
UPLOADS = "imports"  #: folder of the data in which files wait for their job, which names them as `file`
log = logging.getLogger("gezi.jobs")


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its owner sees it."""

    id: str
    kind: str
    state: JobState
    done: int
    total: int | None
    result: Mapping[str, Any] | None
    errors: tuple[Mapping[str, Any], ...]
    created_at: datetime
    finished_at: datetime | None

    def dump(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state.value,
            "progress": {"done": self.done, "total": self.total},
            "result": self.result,
            "errors": list(self.errors),
            "created_at": self.created_at.isoformat(),
            "finished_at": self.finished_at.isoformat() if self.finished_at is not None else None,
        }


@dataclass(slots=True)
class Handle:
    """What the work is given: where it reports, and whether it should go on."""

    id: str
    locale: str
    clock: Clock
    done: int = 0
    total: int | None = None
    result: Mapping[str, Any] | None = None  #: of a finished job, or as far as it came
    cancelled: threading.Event = field(default_factory=threading.Event)
    closing: bool = False
    admitted: Callable[[], bool] | None = None  #: whether whoever began it may still go on by the credential they had
    shared: Database | None = None  #: where other processes look for it: a SQLite file has one process
    told: float | None = None  #: when they were told last, by the monotonic clock

    def progress(self, done: int, total: int | None) -> bool:
        """Note how far the work is; False means: stop. Refuses (403) in the middle of what nobody stands for any more."""
        self.done, self.total = done, total
        if total is None or done < total:
            self.check()
        self._tell()
        return not self.cancelled.is_set()

    def _tell(self) -> None:
        """Let other processes know, beside the transaction of the work, and hear whether they want it to stop. While the work
        has noted something in its own transaction, its row is left alone: nobody waits for themselves."""
        if self.shared is None or (self.told is not None and time.monotonic() - self.told < TOLD_EVERY):
            return
        self.told = time.monotonic()
        free = sa.select(jobs.c.id).where(jobs.c.id == self.id).with_for_update(skip_locked=True).scalar_subquery()
        statement = sa.update(jobs).where(jobs.c.id == free).values(self._standing(self.done, self.total))
        try:
            with self.shared.aside() as connection:
                if connection.execute(statement.returning(jobs.c.cancel)).scalar_one_or_none():
                    self.cancelled.set()
        except SQLAlchemyError:  # no connection is free: they hear of it the next time
            log.warning("the progress of job %s could not be told", self.id, exc_info=True)

    def _standing(self, done: int, total: int | None) -> dict[str, Any]:
        return {"done": done, "total": total, "result": {_ALIVE: self.clock.now().isoformat()}}

    def check(self) -> None:
        """Refuse (403) once the token by which the job was begun is revoked, or its account is shut out."""
        if self.admitted is not None and not self.admitted():
            raise refuse(NO_LONGER_ADMITTED)

    def note(self, tx: Tx, done: int, total: int | None) -> None:
        """The same, for other processes to read, in a transaction of the work; and hear what they want."""
        tx.connection.execute(sa.update(jobs).where(jobs.c.id == self.id).values(self._standing(done, total)))
        if tx.connection.execute(sa.select(jobs.c.cancel).where(jobs.c.id == self.id)).scalar_one_or_none():
            self.cancelled.set()


Planned = Callable[[Tx, str], None]  #: takes the id of a job in the transaction in which it is written down
Work = Callable[[Handle], None]  #: raises `Refusal` for what a person should read


class Jobs:
    """The jobs of an installation. One of these per server process; `close` it before the workspaces."""

    def __init__(self, workspaces: Workspaces, *, threads: int = THREADS) -> None:
        self.workspaces = workspaces
        self._threads = threads
        self._executor: ThreadPoolExecutor | None = None
        self._live: dict[str, Handle] = {}
        self._waiting: dict[str, tuple[Workspace, Handle, Future[None], Callable[[], object] | None]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def submit(
        self,
        ws: Workspace,
        ctx: Context,
        kind: str,
        input: Mapping[str, Any],
        work: Work,
        drop: Callable[[], object] | None = None,
        planned: Planned | None = None,
        admitted: Callable[[], bool] | None = None,
    ) -> str:
        """Put work in line and return the id of its job. `drop` is called in its place if it never comes to its turn, `planned`
        with the id in the transaction in which the job is written down. `admitted` is asked before it begins and at each of
        its steps: whoever began it may have been shut out since (attacks: revocation)."""
        shared = ws.database if ws.database.dialect == "postgresql" else None
        handle = Handle(new_token(), ctx.locale, self.workspaces.clock, admitted=admitted, shared=shared)
        with self._lock:
            if self._closed or len(self._live) >= MOST_WAITING:
                raise refuse(TOO_MANY_JOBS)
            self._live[handle.id] = handle
        try:
            with ws.write(ctx) as tx:
                tx.connection.execute(
                    sa.insert(jobs).values(
                        id=handle.id,
                        kind=kind,
                        state=JobState.QUEUED.value,
                        member=ctx.actor.member,
                        input=dict(input),
                        created_at=ctx.now,
                    )
                )
                if planned is not None:
                    planned(tx, handle.id)
            pool = self._pool()
            with self._lock:
                waiting = pool.submit(self._perform, ws, handle, work, drop)
                self._waiting[handle.id] = (ws, handle, waiting, drop)
        except BaseException:
            self._live.pop(handle.id, None)
            raise
        return handle.id

    def find(self, tx: Tx, job_id: str) -> Job:
        """A job of the caller's own (administrators see all). Raises NOT_FOUND."""
        row = tx.connection.execute(sa.select(jobs).where(jobs.c.id == job_id[:100])).one_or_none()
        if row is None or not (row.member == tx.ctx.actor.member or tx.policy.is_admin(tx.ctx.actor)):
            raise refuse(NO_SUCH_JOB)
        live = self._live.get(row.id)
        state = JobState(row.state)
        stored: Mapping[str, Any] = row.result or {}
        if state in OPEN and live is None and self._is_dead(tx.connection, row):
            state = JobState.FAILED
            stored = {**stored, "errors": [_dumped(Problem(INTERRUPTED), tx.ctx.locale)]}
        return Job(
            id=row.id,
            kind=row.kind,
            state=state,
            done=live.done if live is not None and state in OPEN else row.done,
            total=live.total if live is not None and state in OPEN else row.total,
            result=stored.get("result"),
            errors=tuple(stored.get("errors", ())),
            created_at=row.created_at,
            finished_at=row.finished_at,
        )

    def underway(self, tx: Tx, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        """The jobs of a kind that are not finished, whoever began them, with what they were given."""
        wanted = jobs.c.kind == kind, jobs.c.state.in_([state.value for state in OPEN])
        rows = tx.connection.execute(sa.select(jobs).where(*wanted).order_by(jobs.c.created_at)).all()
        return [(row.id, row.input) for row in rows if row.id in self._live or not self._is_dead(tx.connection, row)]

    def cancel(self, ws: Workspace, ctx: Context, job_id: str) -> None:
        """Ask a job to stop at its next step; one that is finished stays as it is."""
        with ws.read(ctx) as tx:
            found = self.find(tx, job_id)
        if found.state not in OPEN:
            return
        live = self._live.get(job_id)
        if live is not None:
            live.cancelled.set()
            return
        if ws.database.dialect == "sqlite":  # it has ended this very moment
            return
        with ws.database.aside() as connection:  # another process does it, perhaps in the middle of a long write
            connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(cancel=True))

    def recover(self, ws: Workspace) -> int:
        """At start: what no process is doing any more is marked as failed. Returns how many there were. Where there is nothing
        to mark nobody is waited for: another process may write for minutes."""
        ctx = self.workspaces.context(SYSTEM, Source.SYSTEM)
        with ws.database.read() as connection:
            if not self._dead(connection):
                return 0
        with ws.write(ctx) as tx:
            dead = self._dead(tx.connection)
            for row in dead:
                stored = {
                    "result": (row.result or {}).get("result"),
                    "errors": [_dumped(Problem(INTERRUPTED), ctx.locale)],
                }
                self._store(tx, row.id, JobState.FAILED, stored)
        for row in dead:
            self._remove_upload(row.input)
        return len(dead)

    def _dead(self, connection: sa.Connection) -> list[Any]:
        rows = connection.execute(sa.select(jobs).where(jobs.c.state.in_([state.value for state in OPEN]))).all()
        return [row for row in rows if row.id not in self._live and self._is_dead(connection, row)]

    def _remove_upload(self, input: Mapping[str, Any]) -> None:
        name = input.get("file")
        if isinstance(name, str) and Path(name).name == name:
            (self.workspaces.settings.data / UPLOADS / name).unlink(missing_ok=True)

    def wait(self, job_id: str, seconds: float) -> bool:
        """Whether a job of this process ends within so many seconds (for tests and for closing)."""
        deadline = time.monotonic() + seconds
        while job_id in self._live and time.monotonic() < deadline:
            time.sleep(0.01)
        return job_id not in self._live

    def close(self) -> None:
        """Let running jobs stop at their next step, drop those that wait, and end the threads."""
        with self._lock:
            self._closed = True
        for handle in list(self._live.values()):
            handle.closing = True
            handle.cancelled.set()
        for ws, handle, waiting, drop in list(self._waiting.values()):
            if waiting.cancel():
                self._end(ws, handle, JobState.FAILED, [Problem(INTERRUPTED)])
                self._forget(handle)
                if drop is not None:
                    drop()
        if self._executor is not None:
            self._executor.shutdown(wait=True)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _pool(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._executor is None:
                self._executor = ThreadPoolExecutor(self._threads, thread_name_prefix="gezi-job")
            return self._executor

    def _perform(self, ws: Workspace, handle: Handle, work: Work, drop: Callable[[], object] | None) -> None:
        try:
            with self._lock:
                self._waiting.pop(handle.id, None)
            if handle.cancelled.is_set() and drop is not None:
                drop()
                self._end(ws, handle, JobState.CANCELLED, [])
                return
            self._begin(ws, handle)
            try:
                self._let_in(handle, drop)
                work(handle)
            except Refusal as refusal:
                self._end(ws, handle, JobState.FAILED, refusal.problems)
            except Exception:
                log.exception("job %s failed", handle.id)
                self._end(ws, handle, JobState.FAILED, [Problem(JOB_BROKE)])
            else:
                self._finish(ws, handle)
        except Exception:
            log.exception("the end of job %s could not be written down", handle.id)
        finally:
            self._forget(handle)

    def _let_in(self, handle: Handle, drop: Callable[[], object] | None) -> None:
        try:
            handle.check()
        except Refusal:
            if drop is not None:
                drop()
            raise

    def _forget(self, handle: Handle) -> None:
        with self._lock:
            self._live.pop(handle.id, None)
            self._waiting.pop(handle.id, None)

    def _finish(self, ws: Workspace, handle: Handle) -> None:
        stopped = handle.cancelled.is_set() and (handle.total is None or handle.done < handle.total)
        if stopped and handle.closing:
            self._end(ws, handle, JobState.FAILED, [Problem(INTERRUPTED)])
        else:
            self._end(ws, handle, JobState.CANCELLED if stopped else JobState.DONE, [])

    def _begin(self, ws: Workspace, handle: Handle) -> None:
        with ws.write(self.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
            statement = sa.update(jobs).where(jobs.c.id == handle.id)
            running = statement.values(state=JobState.RUNNING.value, result={_ALIVE: tx.ctx.now.isoformat()})
            if tx.connection.execute(running.returning(jobs.c.cancel)).scalar_one_or_none():
                handle.cancelled.set()

    def _end(self, ws: Workspace, handle: Handle, state: JobState, problems: Any) -> None:
        stored = {
            "result": dict(handle.result) if handle.result is not None else None,
            "errors": [_dumped(problem, handle.locale) for problem in problems],
        }
        with ws.write(self.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
            self._store(tx, handle.id, state, stored, done=handle.done, total=handle.total)

    def _store(self, tx: Tx, job_id: str, state: JobState, stored: Mapping[str, Any], **more: Any) -> None:
        values = {"state": state.value, "result": dict(stored), "finished_at": self.workspaces.clock.now(), **more}
        row = tx.connection.execute(
            sa.update(jobs).where(jobs.c.id == job_id).values(values).returning(jobs.c.kind, jobs.c.input)
        ).one_or_none()
        if row is not None and "table" in row.input and not row.input.get("dry_run"):
            body = {"job": job_id, "state": state.value, **_counts(stored.get("result") or {}), "errors": []}
            body["errors"] = [*stored["errors"], *(stored.get("result") or {}).get("errors", ())][:MOST_TOLD]
            listening.announce(tx, row.kind, row.input["table"], {"outcome": state.value, "body": body})

    def _is_dead(self, connection: sa.Connection, row: Any) -> bool:
        """Of a job that no thread of this process does. A SQLite file has one process, so nobody does it."""
        if connection.dialect.name == "sqlite":
            return True
        alive = (row.result or {}).get(_ALIVE)
        last = datetime.fromisoformat(alive) if alive else row.created_at
        return self.workspaces.clock.now() - last > SILENCE


def _counts(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: result.get(name, 0) for name in ("created", "updated", "skipped", "error_count")} | {
        "batch": result.get("batch")
    }


def _dumped(problem: Problem, locale: str) -> dict[str, Any]:
    return {"row": None, "column": None, "field": problem.field, "code": problem.code, "message": problem.text(locale)}
