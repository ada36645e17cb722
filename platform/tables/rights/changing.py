"""Changing what role groups may do: by administrators alone, who hold every right, so that nobody grants more than they have.

Every change stands in the configuration log with what was said before and after, and can be taken back while nothing else has
been said since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal, refuse
from ...permissions import grants, objects, roles
from ...permissions.actions import Action
from ...permissions.objects import ObjectRight, Thing
from ..configlog.writing import WHOLE
from ..schema import log
from . import documents
from .messages import ADMIN_IS_FREE, BAD_RIGHT, MAY_NOT_ADMINISTER, NO_SUCH_THING
from .reading import Change, Reader

if TYPE_CHECKING:
    from ...permissions.roles import RoleGroup
    from ..catalogue import TableSpec
    from ..transaction import Tx

EVERYONE = (
    "everyone"  #: in the place of a role's key: members without a group, and what holds where a group says nothing
)


def admit(tx: Tx) -> None:
    """Raises a FORBIDDEN refusal unless the caller administers the workspace."""
    if not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(MAY_NOT_ADMINISTER)


def role_of(tx: Tx, key: str) -> RoleGroup | None:
    """The role group of a key; None for everyone. Raises NOT_FOUND."""
    if key == EVERYONE:
        return None
    found = next((group for group in tx.policy.groups if group.key == key), None)
    return roles.get(tx.connection, 0) if found is None else found


def set_rights(tx: Tx, role_key: str, raw: Mapping[str, Any], reason: str | None = None) -> None:
    """Say anew what a role group may do: `{tables: {key: …}, dashboards: {key: …}}`; what is not named stays as it is.

    Raises `Refusal` with everything that is wrong.
    """
    admit(tx)
    group = role_of(tx, role_key)
    if group is not None and group.admin:
        raise refuse(ADMIN_IS_FREE)
    role = None if group is None else group.id
    problems: list[Problem] = []
    changes: list[tuple[TableSpec, Change]] = []
    for key, given in _mapping(raw, "tables", problems).items():
        table = tx.catalogue.tables.get(key)
        if table is None:
            problems.append(Problem(NO_SUCH_THING, {"what": key[:60]}, f"tables.{key[:60]}"))
            continue
        reader = Reader(tx, table, f"tables.{key}")
        changes.append((table, reader.change(given)))
        problems += reader.problems
    boards = _boards(tx, _mapping(raw, "dashboards", problems), problems)
    if problems:
        raise Refusal(problems)
    before = {table.key: documents.of_table(tx, role, table) for table, _ in changes}
    shown = documents.of_dashboards(tx, role)
    for table, change in changes:
        _write(tx, role, table.id, change)
    for key, allowed in boards.items():
        _say(
            tx,
            role,
            Thing.DASHBOARD,
            None,
            key,
            None if allowed is None else ObjectRight(role, Thing.DASHBOARD, None, key, allowed),
        )
    tx.reload()
    for table, _ in changes:
        after = documents.of_table(tx, role, table)
        if after != before[table.key]:
            told = {"role": role_key, "rights": before[table.key]}, {"role": role_key, "rights": after}
            log.write(tx, "rights.table", table.id, about=role_key, before=told[0], after=told[1], reason=reason)
    after = documents.of_dashboards(tx, role)
    if after != shown:
        told = {"role": role_key, "rights": shown}, {"role": role_key, "rights": after}
        log.write(tx, "rights.dashboards", WHOLE, about=role_key, before=told[0], after=told[1], reason=reason)


def _mapping(raw: Mapping[str, Any], name: str, problems: list[Problem]) -> Mapping[str, Any]:
    given = raw.get(name, {})
    if isinstance(given, Mapping):
        return given
    problems.append(Problem(BAD_RIGHT, {"what": name}, name))
    return {}


def _boards(tx: Tx, given: Mapping[str, Any], problems: list[Problem]) -> dict[str, bool | None]:
    known = documents.dashboards(tx)
    found: dict[str, bool | None] = {}
    for key, right in given.items():
        place = f"dashboards.{key[:60]}"
        if right is None:
            found[key] = None
        elif key not in known:
            problems.append(Problem(NO_SUCH_THING, {"what": key[:60]}, place))
        elif not isinstance(right, Mapping) or set(right) != {"allowed"} or not isinstance(right["allowed"], bool):
            problems.append(Problem(BAD_RIGHT, {"what": place}, place))
        else:
            found[key] = right["allowed"]
    return found


def _write(tx: Tx, role: int | None, table: int, change: Change) -> None:
    connection = tx.connection
    if change.none:
        grants.close(connection, role, table)
    elif change.none is False:
        held = tx.policy.book.tables.get((role, table), ())
        if any(grant.closes for grant in held):
            grants.withdraw(connection, role, table)
    for action, rows in change.actions.items():
        if rows is None:
            grants.withdraw(connection, role, table, [action])
        else:
            grants.allow(connection, role, table, [action], rows)
    for field, limit in change.fields.items():
        if limit is None:
            grants.free_field(connection, role, table, field)
        else:
            grants.limit_field(connection, role, table, field, **limit)
    for key, button in change.buttons.items():
        right = None if button is None else ObjectRight(role, Thing.BUTTON, table, key, *button)
        _say(tx, role, Thing.BUTTON, table, key, right)
    for key, allowed in change.views.items():
        right = None if allowed is None else ObjectRight(role, Thing.VIEW, table, key, allowed)
        _say(tx, role, Thing.VIEW, table, key, right)


def _say(tx: Tx, role: int | None, kind: Thing, table: int | None, key: str, right: ObjectRight | None) -> None:
    if right is None:
        objects.unsay(tx.connection, role, kind, table, key)
    else:
        objects.say(tx.connection, right)


def put_back(tx: Tx, role_key: str, table: str | None, before: Mapping[str, Any]) -> None:
    """Say again exactly what was said once, of a table or (None) of dashboards."""
    group = role_of(tx, role_key)
    role = None if group is None else group.id
    spec = None if table is None else tx.catalogue.table(table)
    present = documents.of_dashboards(tx, role) if spec is None else documents.of_table(tx, role, spec)
    if spec is None:
        set_rights(tx, role_key, {"dashboards": dict.fromkeys(present) | dict(before)})
        return
    rights: dict[str, Any] = {
        name: dict.fromkeys(present[name]) | before[name] for name in ("fields", "buttons", "views")
    }
    rights["none"] = before["none"]
    rights["actions"] = {} if before["none"] else dict.fromkeys(action.value for action in Action) | before["actions"]
    set_rights(tx, role_key, {"tables": {spec.key: rights}})
