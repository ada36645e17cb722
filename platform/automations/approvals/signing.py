"""Handing a task on, and adding somebody to a stage before or after oneself (E15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import refuse
from ..messages import NOT_A_SIGNER, NOT_THE_APPROVER
from . import asking, rounds, tasks
from .definition import Approval
from .rounds import Standing
from .tasks import Task

if TYPE_CHECKING:
    from ...tables.transaction import Tx


def delegate(tx: Tx, definition: Approval, record: int, member: int, task: int | None = None) -> None:
    """Give one's task to somebody else; administrators give on anybody's (`task`), for example of somebody who has left."""
    standing, here = _standing(tx, definition, record)
    given = rounds.task_of(tx, here) if task is None else next((each for each in here if each.id == task), None)
    if given is None or given.state == tasks.DONE:
        raise refuse(NOT_THE_APPROVER)
    if given != rounds.task_of(tx, here) and not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(NOT_THE_APPROVER)
    _check(tx, standing, here, member)
    tasks.set_(tx, [given], member=member, role=None, given_by=tx.ctx.actor.member)
    tasks.open_doors(tx, tx.catalogue.table(definition.table).id, record)


def add(tx: Tx, definition: Approval, record: int, member: int, *, before: bool) -> None:
    """Have somebody else approve as well: before oneself, who then decides after them, or after."""
    standing, here = _standing(tx, definition, record)
    mine = rounds.task_of(tx, here)
    if mine is None:
        raise refuse(NOT_THE_APPROVER)
    _check(tx, standing, here, member)
    assert standing.id is not None
    added = tasks.make(
        tx,
        standing.id,
        stage=mine.stage,
        attempt=mine.attempt,
        kind=tasks.ADDED,
        state=tasks.OPEN if before else tasks.WAITING,
        after=mine.after if before else mine.id,
        member=member,
        reason={"added": "before" if before else "after"},
        given_by=tx.ctx.actor.member,
    )
    if before:
        tasks.set_(tx, [mine], state=tasks.WAITING, after=added)
    else:
        tasks.set_(tx, [each for each in here if each.after == mine.id], after=added)
    tasks.open_doors(tx, tx.catalogue.table(definition.table).id, record)


def _standing(tx: Tx, definition: Approval, record: int) -> tuple[Standing, list[Task]]:
    standing = rounds.open_standing(tx, definition, record)
    return standing, rounds.here_after(tx, standing)


def _check(tx: Tx, standing: Standing, here: list[Task], member: int) -> None:
    busy = {each.member for each in here if each.state in (tasks.OPEN, tasks.WAITING)}
    if not asking.active(tx, member) or member == standing.submitter or member in busy:
        raise refuse(NOT_A_SIGNER, at_field="member")
