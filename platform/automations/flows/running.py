"""The two consumers of automations: one plans runs after what happened, the other takes the steps of planned runs."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core import outbox
from ...core.clock import Clock
from ...core.context import SYSTEM, Context, Source
from ...core.errors import Problem
from ...core.outbox import Claim, Event
from ...tables import listening
from ...tables.changes import history
from ...tables.workspaces import Workspace, Workspaces
from ..expressions import Scene
from . import catching, definition, eyes, messages, notices, runs
from .calling import Answer, Caller, CallFailed, Delivery
from .catching import APPROVAL, BUTTON, IMPORT, INCOMING
from .definition import Automation
from .models import run_steps
from .play import Play
from .runs import State
from .taking import Asks, Failed, Waits, note, take

if TYPE_CHECKING:
    from ...tables.storage import Row
    from ...tables.transaction import Tx

SLICE = 0.15  #: seconds that runs may hold the workspace's writer before others have a turn
MOST_ATTEMPTS = 6  #: of a run whose step failed for no fault of its own


class Planner:
    """Plans the runs that events set off, in the transaction that settles the event."""

    name = "automations"
    topics = frozenset({listening.RECORDS, BUTTON, APPROVAL, IMPORT, INCOMING})

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces, self._clock = workspaces, clock

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        workspace = self._workspaces.open(place)
        queue = deque(claims)
        while queue:
            ctx = context(workspace, self._clock)
            began = time.monotonic()
            with workspace.write(ctx) as tx:
                while queue and time.monotonic() - began < SLICE:
                    claim = queue.popleft()
                    if claim.once(tx.connection, ctx.now):
                        catching.catch(tx, claim.event)

    def gave_up(self, place: str, event: Event, error: str) -> None:
        """The event stays in the outbox with its error."""


class Runner:
    """Takes the steps of runs."""

    name = "runs"
    topics = frozenset({runs.TOPIC})

    def __init__(self, workspaces: Workspaces, clock: Clock, caller: Caller | None = None) -> None:
        self._workspaces, self._clock, self._caller = workspaces, clock, caller

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        workspace = self._workspaces.open(place)
        queue = deque(claims)
        asked: tuple[Claim, int, Asks] | None = None
        while queue or asked:
            if asked is not None:
                claim, run, asks = asked
                answer = self._call(place, asks)
                asked = None
                with workspace.write(context(workspace, self._clock)) as tx:
                    self._answered(tx, claim, run, asks, answer)
                if claim.taken:
                    continue
                queue.appendleft(claim)
            began = time.monotonic()
            with workspace.write(context(workspace, self._clock)) as tx:
                while queue and asked is None and time.monotonic() - began < SLICE:
                    claim = queue.popleft()
                    asked = _advance(tx, claim)

    def gave_up(self, place: str, event: Event, error: str) -> None:
        workspace = self._workspaces.open(place)
        run = int(str(event.payload["run"]))
        with workspace.write(context(workspace, self._clock)) as tx:
            row = runs.load(tx, run)
            if row is not None and row.state in runs.OPEN:
                _end(tx, row, definition.find(tx, row.automation), [Problem(messages.BROKE)])

    def _call(self, place: str, asks: Asks) -> Answer | CallFailed:
        if self._caller is None:
            return CallFailed(Problem(messages.NO_CALLER), permanent=True)
        request = asks.request
        body = json.dumps(request["body"], ensure_ascii=False, default=str).encode()
        try:
            return self._caller.post(Delivery(place, asks.automation, request["key"], request["url"], body, asks.depth))
        except CallFailed as failed:
            return failed

    def _answered(self, tx: Tx, claim: Claim, run: int, asks: Asks, answer: Answer | CallFailed) -> None:
        """Write down what came of a request; it goes on, is tried again later, or has failed."""
        claim.renew(tx.connection, tx.ctx.now)
        row = runs.load(tx, run)
        automation = definition.find(tx, row.automation)
        if automation is None or row.state not in runs.OPEN:
            return
        play = _play(tx, row, automation)
        sent = {"url": asks.request["url"], "tries": [*_tries(tx, run, asks.path), _try(tx, answer)]}
        if isinstance(answer, CallFailed):
            failed = Failed(asks.path, [answer.problem], again=not answer.permanent)
        elif play is not None and answer.fine:
            note(play, asks.path, "webhook", "done", {"status": answer.status}, input=sent)
            return
        else:
            problem = Problem(messages.CALL_FAILED, {"why": f"HTTP {answer.status}"})
            failed = Failed(asks.path, [problem], again=not answer.final, wait=answer.wait)
        _failed(tx, claim, row, automation, failed, sent)


def context(workspace: Workspace, clock: Clock) -> Context:
    return Context(SYSTEM, Source.AUTOMATION, clock.now(), timezone=workspace.timezone)


def _advance(tx: Tx, claim: Claim) -> tuple[Claim, int, Asks] | None:
    """Take a run as far as it goes; what it must ask the outside first, or None."""
    run = int(str(claim.event.payload["run"]))
    row = runs.load(tx, run)
    automation = None if row is None else definition.find(tx, row.automation)
    if row is None or automation is None or row.state not in runs.OPEN:
        if row is not None and row.state in runs.OPEN:
            runs.set_state(tx, run, State.CANCELLED)
        claim.once(tx.connection, tx.ctx.now)
        return None
    play = _play(tx, row, automation)
    if play is None:
        claim.once(tx.connection, tx.ctx.now)
        why = automation.barred(tx)
        runs.pause(tx, automation, why)
        runs.set_state(tx, run, State.STOPPED, error=runs.told(why))
        return None
    if play.scene.origin is not None and not eyes.among(play.scene.eyes, play.scene.origin[0], [play.scene.origin[1]]):
        claim.once(tx.connection, tx.ctx.now)
        runs.set_state(tx, run, State.STOPPED, error=runs.told(messages.OUT_OF_SIGHT))
        return None
    try:
        if automation.shadow and not _begun(tx, run):
            from .trying import shadowed  # noqa: PLC0415 - trying takes steps, as this does

            note(
                play, runs.SHADOW, runs.SHADOW, "done", shadowed(play, tx.catalogue.table(automation.table), row.record)
            )
        else:
            take(play, tx.catalogue.table(automation.table), row.record, play.steps)
    except Waits as waits:
        claim.once(tx.connection, tx.ctx.now)
        runs.set_state(tx, run, State.WAITING, due=waits.until)
        listening.post(tx, runs.TOPIC, f"waiting:{run}", {"run": run}, due=waits.until)
    except Asks as asks:
        claim.renew(tx.connection, tx.ctx.now)
        return claim, run, asks
    except Failed as failed:
        _failed(tx, claim, row, automation, failed)
    else:
        claim.once(tx.connection, tx.ctx.now)
        runs.set_state(tx, run, State.DONE)
    return None


def _begun(tx: Tx, run: int) -> bool:
    """Whether a run has taken a step, or tried to: what began in earnest ends so, whatever is switched meanwhile."""
    columns = run_steps.c
    taken = sa.select(columns.path).where(columns.run == run, columns.path != runs.SHADOW).limit(1)
    return tx.connection.execute(taken).first() is not None


def _tries(tx: Tx, run: int, path: str) -> list[Any]:
    """How a request went the times before."""
    columns = run_steps.c
    found = tx.connection.execute(sa.select(columns.input).where(columns.run == run, columns.path == path)).scalar()
    return (found or {}).get("tries", [])


def _try(tx: Tx, answer: Answer | CallFailed) -> dict[str, Any]:
    came = runs.kept([answer.problem]) if isinstance(answer, CallFailed) else {"status": answer.status}
    return {"at": tx.ctx.now.isoformat(), **came}


def _failed(tx: Tx, claim: Claim, row: Any, automation: Automation, failed: Failed, input: Any = None) -> None:
    play = _play(tx, row, automation)
    if play is not None:
        note(play, failed.path, "failed", "failed", runs.kept(failed.problems), input=input)
    if failed.again and row.attempts + 1 < MOST_ATTEMPTS:
        usual = timedelta(seconds=5 * 4**row.attempts)
        until = tx.ctx.now + max(usual, failed.wait or usual)
        runs.set_state(
            tx, row.id, State.WAITING, error=runs.kept(failed.problems), attempts=row.attempts + 1, due=until
        )
        outbox.postpone(tx.connection, claim, until)
        claim.taken = True
        return
    claim.once(tx.connection, tx.ctx.now)
    _end(tx, row, automation, failed.problems)


def _end(tx: Tx, row: Any, automation: Automation | None, problems: Sequence[Problem]) -> None:
    runs.set_state(tx, row.id, State.FAILED, error=runs.kept(problems))
    if automation is not None:
        notices.trouble(tx, automation, problems[0])


def _play(tx: Tx, row: Any, automation: Automation) -> Play | None:
    """A run as it stands now; None where nobody stands behind it."""
    actor = automation.actor(tx)
    if actor is None:
        return None
    document = definition.at_version(tx, automation, row.version)
    done = tx.connection.execute(
        sa.select(run_steps.c.path, run_steps.c.output).where(run_steps.c.run == row.id, run_steps.c.state != "failed")
    )
    table = tx.catalogue.table(automation.table)
    origin = _origin(tx, automation, row)
    inputs, body = row.evidence.get("inputs") or {}, row.evidence.get("body")
    around = None if origin is None else (table, origin)
    scene = Scene(tx, inputs, origin=around, body=body, eyes=eyes.of(tx, actor))
    return Play(
        tx=tx,
        run=row.id,
        automation=automation,
        steps=document["do"],
        actor=actor,
        depth=row.depth + 1,
        scene=scene,
        memo={each.path: each.output for each in done},
    )


def _origin(tx: Tx, automation: Automation, row: Any) -> Row | None:
    """The record of a run; of one that was deleted, what it was."""
    table = tx.catalogue.table(automation.table)
    found = tx.catalogue.storage.rows(tx.connection, table, [row.record]).get(row.record)
    if found is None and automation.on == "deleted" and "change_set" in row.evidence:
        pairs = catching.pairs_of(tx, table, row.evidence["change_set"], history.DELETE)
        found = next((before for before, _, _ in pairs if before[catching.RECORD_ID.id] == row.record), None)
    return found
