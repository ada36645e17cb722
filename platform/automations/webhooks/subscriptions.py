"""Webhooks as they are kept: who may make them, what they are about, and when they are paused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Actor
from ...core.errors import Message, Problem, Refusal, refuse
from ...core.outgoing import Outgoing, allowed
from ...fields import conditions
from ...fields.conditions import ALWAYS
from ...permissions.actions import Action
from ...tables import listening, naming
from ...tables.configlog.writing import note
from ...tables.queries import query
from ...tables.rights import authors
from ...tables.schema import log
from ..flows import notices
from .messages import BAD_FIELD, NO_SUCH
from .models import webhooks

if TYPE_CHECKING:
    from ...tables.catalogue import TableSpec
    from ...tables.transaction import Tx

EVENTS = ("created", "updated", "deleted")
_columns = webhooks.c


@dataclass(frozen=True, slots=True)
class Webhook:
    """One subscription."""

    id: int
    label: str
    table: int
    url: str
    events: tuple[str, ...]
    fields: tuple[int, ...] | None
    condition: Mapping[str, Any] | None
    enabled: bool
    paused: str | None
    owner: int
    failures: int

    @property
    def active(self) -> bool:
        return self.enabled and self.paused is None

    def actor(self, tx: Tx) -> Actor | None:
        """Under whose rights it tells; None where the owner has left, may not build or may not view the table any more."""
        member = tx.members.get(self.owner)
        table = tx.catalogue.by_id.get(self.table)
        if member is None or not member.active or table is None:
            return None
        actor = Actor(member.id, member.name)
        scope = tx.policy.scope(actor, table.id)
        return actor if tx.policy.may_build(actor) and Action.VIEW in scope.actions else None


def all_of(tx: Tx) -> list[Webhook]:
    return [_read(row) for row in tx.connection.execute(sa.select(webhooks).order_by(_columns.id))]


def find(tx: Tx, id_: int) -> Webhook | None:
    row = tx.connection.execute(sa.select(webhooks).where(_columns.id == id_)).one_or_none()
    return None if row is None else _read(row)


def own(tx: Tx, id_: int) -> Webhook:
    """One that the caller may look after: their own, or anybody's for administrators. Raises NOT_FOUND."""
    log.admit(tx)
    found = find(tx, id_)
    if found is None or (found.owner != tx.ctx.actor.member and not tx.policy.is_admin(tx.ctx.actor)):
        raise refuse(NO_SUCH)
    return found


def add(tx: Tx, table_key: str, given: Mapping[str, Any]) -> Webhook:
    """Subscribe to a table; the maker is the owner. Raises `Refusal` with everything that is wrong."""
    log.admit(tx)
    table = tx.table(table_key)
    member = tx.ctx.actor.member
    if member is None:
        raise refuse(NO_SUCH)
    values = {"label": "", "events": list(EVENTS), "fields": None, "condition": None, "enabled": True}
    with naming.keeping(tx):
        values |= _stored(tx, table, given)
    made = tx.connection.execute(
        sa.insert(webhooks)
        .values(**values, table_id=table.id, owner=member, failures=0, created_at=tx.ctx.now)
        .returning(_columns.id)
    ).scalar_one()
    return _saved(tx, None, int(made))


def change(tx: Tx, id_: int, given: Mapping[str, Any]) -> Webhook:
    """Change what is given; enabling one that was paused lets it go on. Whoever is no administrator becomes its owner."""
    before = own(tx, id_)
    with naming.keeping(tx):
        values = _stored(tx, tx.catalogue.by_id[before.table], given, before)
    if values.get("enabled"):
        values |= {"paused": None, "failures": 0}
    if not tx.policy.is_admin(tx.ctx.actor):
        values["owner"] = tx.ctx.actor.member
    if values:
        tx.connection.execute(sa.update(webhooks).where(_columns.id == id_).values(**values))
    return _saved(tx, before, id_)


def remove(tx: Tx, id_: int) -> None:
    before = own(tx, id_)
    tx.connection.execute(sa.delete(webhooks).where(_columns.id == id_))
    note(tx, "webhook", before.table, str(id_), state(tx, before), None)
    _declare(tx)


def pause(tx: Tx, hook: Webhook, why: Message, **words: object) -> None:
    """Switch it off until somebody enables it again, and tell the owner, or the administrators where there is none."""
    tx.connection.execute(sa.update(webhooks).where(_columns.id == hook.id).values(paused=why.code))
    _declare(tx)
    admins = {member for member, held in tx.policy.members.items() if any(role.admin for role in held)}
    told = {hook.owner} if hook.actor(tx) is not None else admins
    text = {"zh-CN": f"Webhook“{hook.label}”：{why.text('zh-CN', words)}"}
    text["en"] = f"Webhook “{hook.label}”: {why.text('en', words)}"
    notices.tell(
        tx, told, text, f"webhook:{hook.id}:{why.code}:{tx.ctx.now.isoformat()}", kind="trouble", table=hook.table
    )


def went(tx: Tx, hook: Webhook, *, well: bool) -> int:
    """Count how a delivery went; how many in a row have come to nothing."""
    failures = 0 if well else hook.failures + 1
    if failures != hook.failures:
        tx.connection.execute(sa.update(webhooks).where(_columns.id == hook.id).values(failures=failures))
    return failures


def state(tx: Tx, hook: Webhook) -> dict[str, Any]:
    """A webhook by keys, as the log and the API show it."""
    fields = tx.catalogue.fields
    condition = (
        None if hook.condition is None else conditions.to_api(conditions.load(hook.condition), tx.catalogue.field)
    )
    keys = None if hook.fields is None else [fields[id_].key for id_ in hook.fields if id_ in fields]
    shown = {"label": hook.label, "url": hook.url, "events": list(hook.events), "fields": keys}
    return {**shown, "condition": condition, "enabled": hook.enabled}


def _stored(tx: Tx, table: TableSpec, given: Mapping[str, Any], before: Webhook | None = None) -> dict[str, Any]:
    values = {name: given[name] for name in ("label", "url", "events", "enabled") if name in given}
    problems: list[Problem] = []
    if "url" in given:
        try:
            Outgoing(allowed(tx.workspace.settings.outgoing_allow)).check(given["url"])
        except Refusal as refusal:
            problems += [problem.at(field="url") for problem in refusal.problems]
    if "fields" in given:
        ids: list[int] = []
        for key in given["fields"] or ():
            spec = table.by_key.get(key)
            if spec is None or not tx.scope(table).may_read(spec.id):
                problems.append(Problem(BAD_FIELD, {"key": key[:60]}, "fields"))
            else:
                ids.append(spec.id)
        values["fields"] = None if given["fields"] is None else ids
    if "condition" in given:
        try:
            wanted = ALWAYS if given["condition"] is None else query.parse_filter(tx, table, given["condition"])
            values["condition"] = None if given["condition"] is None else conditions.dump(wanted)
            if before is None or values["condition"] != before.condition:
                authors.check(tx, {id_ for path in conditions.paths(wanted) for id_ in path})
        except Refusal as refusal:
            problems += [problem.at(field="condition") for problem in refusal.problems]
    if problems:
        raise Refusal(problems)
    return values


def _saved(tx: Tx, before: Webhook | None, id_: int) -> Webhook:
    found = find(tx, id_)
    assert found is not None
    note(tx, "webhook", found.table, str(id_), None if before is None else state(tx, before), state(tx, found))
    _declare(tx)
    return found


def _declare(tx: Tx) -> None:
    """Say what is to be heard of, now that the webhooks are these."""
    keys = {hook.table for hook in all_of(tx) if hook.active} & set(tx.catalogue.by_id)
    listening.declare(tx, "webhooks", [(listening.RECORDS, tx.catalogue.by_id[id_].key) for id_ in keys])


def _read(row: Any) -> Webhook:
    return Webhook(
        id=row.id,
        label=row.label,
        table=row.table_id,
        url=row.url,
        events=tuple(row.events),
        fields=None if row.fields is None else tuple(row.fields),
        condition=row.condition,
        enabled=bool(row.enabled),
        paused=row.paused,
        owner=row.owner,
        failures=row.failures,
    )
