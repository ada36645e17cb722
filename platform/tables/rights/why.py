"""Why somebody may or may not do something with a record: rights on rows, doors, rights on the field, locks and a button, in
the order in which they are asked; and the smallest change that would help, found by asking again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...core.context import SYSTEM, Actor
from ...core.errors import Problem
from ...fields.conditions import NEVER, Condition, Path, resolve
from ...permissions import hints, organisation
from ...permissions.actions import READING, Action
from ...permissions.explain import decide
from ...permissions.policy import Policy
from ...permissions.reasons import Explanation, Reason
from .. import doors
from ..computed.dependencies import expand_condition
from ..queries.selection import meeting, restricted
from . import blocks

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

Pressing = Callable[
    ["Tx"], Problem | None
]  #: what stands against pressing the button for the caller of the transaction
_LOCKED = "locked"
_PEOPLE = ("member", "members")  #: fields that a person is put into; where the system fills one in, nobody is
_OTHER_TOKEN = Reason("token", "请改用没有此限制的令牌", "Another token, without this limit, would do")


@dataclass(frozen=True, slots=True)
class Question:
    """May the caller of a transaction do this?"""

    table: TableSpec
    action: Action
    record: int | None = None
    field: str | None = None  #: that is to be read or edited
    pressing: Pressing | None = None  #: instead of the action: a button of the record
    about: str | None = None  #: the member's name, where somebody else asks


def explain(tx: Tx, asked: Question, words: Callable[[Condition], str] | None = None) -> Explanation:
    """The decision with its reasons; a refusal with the smallest change that would help, where one would. A lock is lifted, not
    granted away: while one holds, the hint speaks of it alone."""
    found = _decided(tx, asked, words)
    if found.allowed:
        return found
    actor = tx.ctx.actor
    if actor.limits is not None and _decided(asked_by(tx, replace(actor, limits=None)), asked).allowed:
        return replace(found, hint=_OTHER_TOKEN)
    if any(reason.code == _LOCKED for reason in found.reasons):
        return replace(found, hint=blocks.way_out(tx, asked.table, asked.record, asked.action, asked.field))

    def allowed(policy: Policy, who: Actor) -> bool:
        return _decided(_as(tx, who, policy), asked).allowed

    spec = None if asked.field is None else asked.table.by_key[asked.field]
    field = None if spec is None else (spec.id, spec.text("zh-CN"), spec.text("en"))
    who = hints.THEMSELVES if asked.about is None else (f"“{asked.about}”", f"“{asked.about}”")
    placed = None if asked.record is None else (lambda path: _placed(tx, path, who))
    hint = hints.smallest(tx.policy, actor, asked.table.id, asked.action, allowed, field, placed, who)
    return replace(found, hint=hint)


def _placed(tx: Tx, path: Path, who: tuple[str, str]) -> tuple[str, str] | None:
    """How somebody who may edit puts a person into a field of the record, or of one that it belongs to."""
    specs = [tx.catalogue.field(id_) for id_ in path]
    last = specs[-1]
    if last.type not in _PEOPLE or last.id < 0 or last.id in tx.catalogue.filled:
        return None
    if not all(tx.scope(tx.catalogue.by_id[spec.table]).may_read(spec.id) for spec in specs):
        return None
    zh, en = (" › ".join(spec.text(locale) for spec in specs) for locale in ("zh-CN", "en"))
    if last.type == "members":
        return f"把{who[0]}加入“{zh}”", f"add {who[1]} to “{en}”"
    return f"把“{zh}”设为{who[0]}", f"set “{en}” to {who[1]}"


def asked_by(tx: Tx, actor: Actor) -> Tx:
    """The transaction as somebody else's, to ask about them."""
    return _as(tx, actor, tx.policy)


def _as(tx: Tx, actor: Actor, policy: Policy) -> Tx:
    return replace(tx, ctx=tx.ctx.as_(actor), policy=policy, _scopes={})


def _decided(tx: Tx, asked: Question, words: Callable[[Condition], str] | None = None) -> Explanation:
    """The decision; what a token is for is asked last, so that the reasons before speak of the person's rights."""
    actor = tx.ctx.actor
    if actor.limits is None or not actor.limits.reads:
        return _by_rights(tx, asked, words)
    found = _by_rights(asked_by(tx, replace(actor, limits=replace(actor.limits, reads=False))), asked, words)
    if asked.pressing is None and asked.action in READING:
        return found
    return found.blocked(
        Reason("token_reads", "当前令牌只能读取，不能修改", "The token in use is for reading alone", None, "block")
    )


def _by_rights(tx: Tx, asked: Question, words: Callable[[Condition], str] | None = None) -> Explanation:
    table, record = asked.table, asked.record
    matches = None if record is None else _matcher(tx, table, record)
    found = decide(tx.policy, tx.ctx.actor, table.id, asked.action, matches, words)
    if asked.action is Action.VIEW and not found.allowed:
        found = _through_doors(tx, table, record, found)
    if asked.field is not None:
        found = blocks.of_field(tx, table, asked.field, asked.action, record, found)
    if record is None:
        return found
    found = blocks.of_locks(tx, table, record, asked.action, asked.field, found)
    return found if asked.pressing is None else _pressed(tx, asked.pressing, found)


def _through_doors(tx: Tx, table: TableSpec, record: int | None, found: Explanation) -> Explanation:
    """Something above, an approval say, has opened the record to them."""
    opened = doors.rows(tx, table)
    if opened == NEVER or (record is not None and not meeting(tx, table, opened, [record])):
        return found
    which = ("部分记录", "some rows") if record is None else ("这条记录", "this row")
    return found.opened(
        Reason(
            "door",
            f"审批等待其处理，因此可以查看{which[0]}",
            f"An approval asks them, and so they may view {which[1]}",
            None,
            "allow",
        )
    )


def _pressed(tx: Tx, pressing: Pressing, found: Explanation) -> Explanation:
    """Whether the button can be pressed, which may be so without the right to edit."""
    problem = pressing(tx)
    if problem is not None:
        return found.blocked(Reason("button", problem.text("zh-CN"), problem.text("en"), None, "block"))
    return found.opened(Reason("button", "可以使用该按钮", "The button can be used", None, "allow"))


def _matcher(tx: Tx, table: TableSpec, record: int) -> Callable[[Condition], bool]:
    """Tells whether the record meets a condition, with the member's own `@me` and departments."""
    engine = replace(tx, ctx=tx.ctx.as_(SYSTEM), _scopes={})
    variables = organisation.variables(tx.ctx.actor, tx.organisation)
    known: dict[Condition, bool] = {}

    def matches(condition: Condition) -> bool:
        if condition not in known:
            plain = expand_condition(tx.catalogue, condition)
            selection = restricted(engine, table).where(resolve(plain, variables, tx.ctx.today, tx.ctx.zone))
            found = tx.connection.execute(selection.ids().where(selection.base.c.id == record)).first()
            known[condition] = found is not None
        return known[condition]

    return matches
