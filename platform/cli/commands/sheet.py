"""`gezi import`: a sheet into a table, by the engine or by a member whose rights then count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ...accounts import people
from ...accounts.messages import NO_SUCH_ACCOUNT
from ...api.commands import Arguments, Command, CommandFailed
from ...api.services import Services
from ...core.context import SYSTEM, Actor, Context, Source
from ...core.errors import refuse
from ...exchange import imports
from ...exchange.imports import ImportMode, Options
from ...tables.messages import NO_SUCH_WORKSPACE
from ...tables.workspaces import Workspace
from ..messages import IMPORTED, NOT_MAPPED, WOULD_IMPORT

MOST_SHOWN = 200


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    """A line for each refused row (the first 200), then the counts. Fails when a row was refused."""
    workspace = services.workspaces.open(str(arguments["workspace"]))
    ctx = _context(services, workspace, arguments)
    dry_run = bool(arguments.get("dry_run"))
    key = arguments.get("key")
    options = Options(
        mode=ImportMode(arguments.get("mode") or "create"), key=str(key) if key else None, dry_run=dry_run
    )
    file = Path(str(arguments["file"]))
    done = imports.run(services.workspaces, workspace, ctx, str(arguments["table"]), file, options).dump(ctx.locale)
    for error in done["errors"][:MOST_SHOWN]:
        place = ", ".join(str(part) for part in (error["row"], error["column"] or error["field"]) if part is not None)
        yield f"{place}: {error['message']}" if place else str(error["message"])
    if done["unmapped"]:
        yield NOT_MAPPED.text(ctx.locale, {"columns": "、".join(done["unmapped"])})
    counts = {name: done[name] for name in ("created", "updated", "skipped")}
    yield (WOULD_IMPORT if dry_run else IMPORTED).text(ctx.locale, counts)
    if done["errors"]:
        raise CommandFailed


def _context(services: Services, workspace: Workspace, arguments: Arguments) -> Context:
    """As the member behind `--account`; without it, as the engine."""
    locale = str(arguments.get("locale") or "zh-CN")
    ctx = services.workspaces.context(SYSTEM, Source.IMPORT, locale)
    if not arguments.get("account"):
        return ctx
    with services.control.read() as control:
        account = people.find_by_name(control, str(arguments["account"]))
    if account is None:
        raise refuse(NO_SUCH_ACCOUNT)
    with workspace.read(ctx) as tx:
        member = next((one for one in tx.members.values() if one.account == account.id and one.active), None)
    if member is None:
        raise refuse(NO_SUCH_WORKSPACE)
    return ctx.as_(Actor(member.id, member.name))


COMMANDS: Mapping[str, Command] = MappingProxyType({"import": run})
