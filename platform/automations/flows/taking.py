"""Taking the steps of a run, one after the other. What was done before is not done again: each step has its row.

Nothing here waits or sends: a step that must is raised to the caller, which comes back when it is done.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ...core.errors import Problem, Refusal
from ...core.outbox import LeaseLost
from ...tables.catalogue import TableSpec
from ...tables.storage import Row
from ...tables.system import RECORD_ID
from ..expressions import at, evaluate
from . import eyes, messages
from .actions import ACTIONS
from .definition import Step
from .models import run_steps
from .play import Play

#: what a step can be, told by its first word
KINDS = ("update", "create", "find", "notify", "webhook", "submit", "wait", "allocate", "set")
MOST_STEPS = 2_000  #: in one run
log = logging.getLogger("gezi.automations")


class Waits(Exception):
    """The run goes on at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Asks(Exception):
    """Something must be sent before the run can go on."""

    def __init__(self, path: str, request: Mapping[str, Any], automation: str, depth: int) -> None:
        super().__init__(path)
        self.path, self.request, self.automation, self.depth = path, request, automation, depth


class Failed(Exception):
    """A step could not be taken; with `again`, for no fault of the definition or the data, and not before `wait` is over."""

    def __init__(
        self, path: str, problems: Sequence[Problem], *, again: bool = False, wait: timedelta | None = None
    ) -> None:
        super().__init__(path)
        self.path, self.problems, self.again, self.wait = path, problems, again, wait


def take(play: Play, table: TableSpec, record: int, steps: Sequence[Step], before: str = "") -> None:
    """Take the steps for a record. Raises `Waits`, `Asks` or `Failed`."""
    for place, step in enumerate(steps):
        path = f"{before}{place}"
        _count(play, path)
        if "branch" in step:
            chosen = _remembered(
                play, path, "branch", table, record, lambda row, step=step: _choice(play, table, row, step)
            )
            if chosen["branch"] is not None:
                take(play, table, record, step["branch"][chosen["branch"]]["do"], f"{path}.{chosen['branch']}.")
        elif "each" in step:
            found = _remembered(play, path, "each", table, record, lambda row, step=step: _rows(play, table, row, step))
            for id_ in found["records"]:
                take(play, play.tx.catalogue.table(found["table"]), id_, step["do"], f"{path}.{id_}.")
        else:
            _single(play, table, record, step, path)


def note(
    play: Play, path: str, kind: str, state: str, output: Any, *, batch: str | None = None, input: Any = None
) -> None:
    """Write down that a step has been taken."""
    play.tx.connection.execute(sa.delete(run_steps).where(run_steps.c.run == play.run, run_steps.c.path == path))
    row = {"run": play.run, "path": path, "kind": kind, "state": state, "input": input, "output": output}
    play.tx.connection.execute(sa.insert(run_steps).values(**row, batch=batch, at=play.tx.ctx.now))
    play.memo[path] = output if state != "failed" else None


def _single(play: Play, table: TableSpec, record: int, step: Step, path: str) -> None:
    done = play.memo.get(path)
    if done is not None:
        _recall(play, step, done)
        return
    kind = next(name for name in KINDS if name in step)
    row = _row(play, table, record, path)
    try:
        if not play.holds(table, row, step.get("when")):
            note(play, path, kind, "skipped", {})
            return
        if kind == "wait":
            _wait(play, table, row, step, path)
            return
        if kind == "webhook":
            _ask(play, table, row, step, path)
            return
        ctx = play.context()
        with play.tx.unit(ctx):
            output = ACTIONS[kind](play, table, row, step)
    except Refusal as refusal:
        raise Failed(path, refusal.problems) from refusal
    except (KeyError, StopIteration) as error:  # a table, field or approval of the definition that is gone
        raise Failed(path, [Problem(messages.GONE, {"key": str(error).strip("'")})]) from error
    except (LeaseLost, Waits, Asks, OperationalError):
        raise
    except Exception as error:
        log.exception("step %s of run %s", path, play.run)
        raise Failed(path, [Problem(messages.BROKE)], again=True) from error
    note(play, path, kind, "done", output, batch=ctx.batch, input=dict(step))


def _wait(play: Play, table: TableSpec, row: Row, step: Step, path: str) -> None:
    part = step["wait"]
    if "minutes" in part:
        until = play.tx.ctx.now + timedelta(minutes=part["minutes"])
    else:
        raw = at(play.tx, table, row, part["until"], play.scene.eyes)
        until = play.tx.ctx.now if raw is None else _instant(play, str(raw))
    note(play, path, "wait", "done", {"until": until.isoformat()})
    if until > play.tx.ctx.now and not play.trying:
        raise Waits(until)


def _instant(play: Play, text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=play.tx.ctx.zone)


def _ask(play: Play, table: TableSpec, row: Row, step: Step, path: str) -> None:
    part = step["webhook"]
    body: dict[str, Any] = {"table": table.key, "record": row.get(RECORD_ID.id)}
    if "body" in part:
        body = evaluate(play.scene, table, row, part["body"])
    request = {"url": part["url"], "body": body, "key": f"run:{play.run}:{path}"}
    if play.trying:
        play.said.append({"kind": "webhook", **request})
        note(play, path, "webhook", "done", {"sent": False})
        return
    raise Asks(path, request, play.automation.key, play.depth)


def _remembered(play: Play, path: str, kind: str, table: TableSpec, record: int, decide: Any) -> dict[str, Any]:
    """What was decided the first time stays decided."""
    known = play.memo.get(path)
    if known is None:
        try:
            known = decide(_row(play, table, record, path))
        except Refusal as refusal:
            raise Failed(path, refusal.problems) from refusal
        except KeyError as error:
            raise Failed(path, [Problem(messages.GONE, {"key": str(error).strip("'")})]) from error
        note(play, path, kind, "done", known)
    return known


def _choice(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    for place, way in enumerate(step["branch"]):
        if play.holds(table, row, way.get("when")):
            return {"branch": place}
    return {"branch": None}


def _rows(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    if not play.holds(table, row, step.get("when")):
        return {"table": table.key, "records": []}
    target, ids = play.related(table, row, step["each"])
    found = eyes.among(play.scene.eyes, target, [*play.rows(target, ids, step.get("where")).values()])
    return {"table": target.key, "records": [each[RECORD_ID.id] for each in found]}


def _recall(play: Play, step: Step, done: Mapping[str, Any]) -> None:
    """Give later steps what an earlier attempt found or made."""
    if "found" in done:
        play.scene.found[done["found"]] = (done["table"], list(done["records"]))
    elif done.get("created") and "as" in step:
        play.scene.made[step["as"]] = done["records"][0]


def _row(play: Play, table: TableSpec, record: int, path: str) -> Row:
    found = play.row(table, record)
    if found is None and play.scene.origin is not None and play.scene.origin[1].get(RECORD_ID.id) == record:
        found = play.scene.origin[1]  # it has been deleted: what it was
    if found is None and record:
        raise Failed(path, [Problem(messages.RECORD_GONE)])
    return found if found is not None else {}


def _count(play: Play, path: str) -> None:
    play.taken += 1
    if play.taken > MOST_STEPS:
        raise Failed(path, [Problem(messages.TOO_MUCH, {"most": MOST_STEPS})])
