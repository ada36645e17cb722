"""Owners who may not read, or not any more, what their automations name: these are paused, and it is said why (E12).

What a definition names was asked of its author when it was kept. Rights are narrowed afterwards, and what runs on without them
would do less than it says, or nothing, and nobody would know; so it is asked anew wherever rights or structure have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...tables.rights import why
from . import checking, messages, runs
from .definition import Automation, all_of

if TYPE_CHECKING:
    from ...tables.transaction import Tx

REASONS = {message.code: message for message in (messages.NO_OWNER, messages.NO_RIGHT, messages.NOT_READ)}


def blind(tx: Tx, automation: Automation) -> bool:
    """Whether its owner may not read all that it names. What the engine or an administrator owns reads everything; an owner who
    is gone or builds no more is told of where it is to run."""
    actor = None if automation.owner is None else automation.actor(tx)
    if actor is None or tx.policy.is_admin(actor):
        return False
    return checking.unseen(why.asked_by(tx, actor), automation.document)


def stranded(tx: Tx, automation: Automation) -> bool:
    """Whether its owner cannot stand behind it as things are."""
    return automation.owner is not None and (automation.actor(tx) is None or blind(tx, automation))


def review(tx: Tx) -> list[Automation]:
    """The active ones whose owners are blind."""
    return [each for each in all_of(tx) if each.active and blind(tx, each)]


def pause(tx: Tx) -> None:
    """Pause these, and tell those who can do something about it."""
    for each in review(tx):
        runs.pause(tx, each, messages.NOT_READ)


def paused(tx: Tx) -> list[dict[str, Any]]:
    """Those that the engine has switched off for their owner: `{key, label, note}`, the note says why."""
    english = tx.ctx.locale.startswith("en")
    return [
        {
            "key": each.key,
            "label": each.label["en" if english else "zh-CN"],
            "note": REASONS[each.paused].text(tx.ctx.locale, {}),
        }
        for each in all_of(tx)
        if each.enabled and each.paused in REASONS
    ]
