"""Moves of a state field from one state to another: when a rule about one is asked, and who may make it (E8, S84)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.context import Source
from ...core.errors import Problem
from ...fields.choosing import label_of
from ...fields.fieldtype import is_empty
from ...fields.spec import FieldSpec
from ..storage import Row
from .messages import STEP_ROLES

if TYPE_CHECKING:
    from ..transaction import Tx
    from .book import RowRule

FREE = frozenset({Source.TEMPLATE, Source.UNDO})  #: sources that put states as they were, whatever the steps say


def taken(tx: Tx, rule: RowRule, before: Row | None, after: Row) -> bool:
    """Whether a rule is to be asked of a row: one about a step only when the row takes it. A new row has no `before`."""
    if rule.step is None:
        return True
    state = rule.step.field.id
    return tx.ctx.source not in FREE and rule.step.taken(
        None if before is None else before.get(state), after.get(state)
    )


def problems(tx: Tx, rule: RowRule, before: Row | None, after: Row) -> Iterator[Problem]:
    """Who may take a step, and that nothing it required is emptied as long as the row stays where it led."""
    step = rule.step
    assert step is not None
    if taken(tx, rule, before, after):
        if step.roles and not tx.ctx.actor.system:
            held = tx.policy.held_by(tx.ctx.actor)
            if not any(role.admin or role.id in step.roles for role in held):
                yield Problem(STEP_ROLES, words(tx, rule, after), step.field.key)
    elif before is not None and tx.ctx.source not in FREE and after.get(step.field.id) in step.after:
        for spec in rule.required:
            if spec.id in after and is_empty(after[spec.id]) and not is_empty(before.get(spec.id)):
                yield Problem(rule.missing, words(tx, rule, after, spec), spec.key)


def words(tx: Tx, rule: RowRule, row: Row, missing: FieldSpec | None = None) -> dict[str, str]:
    """What the sentences about a step are filled in with."""
    assert rule.step is not None
    state, locale = rule.step.field, tx.ctx.locale
    found = {"field": state.text(locale), "state": label_of(state, row[state.id], locale)}
    return found if missing is None else {**found, "label": missing.text(locale)}
