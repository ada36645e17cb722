"""Purging a workspace of its demo: rows and automations inside it, then the accounts that came with it (S70, S71)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..accounts import people
from ..core.context import Context
from ..exchange.template.purging import Purged, purge
from ..tables.workspaces import Workspace
from .services import Services
from .switching import stand_down


@dataclass(frozen=True, slots=True)
class Done:
    purged: Purged
    accounts: int  #: demo accounts that were switched off; 0 where nothing has been done


def purge_demo(
    services: Services,
    workspace: Workspace,
    ctx: Context,
    *,
    caller: int | None,
    force: bool,
    keep: Sequence[str],
    dry_run: bool,
) -> Done:
    """Purge, and switch off the demo accounts that enter no other workspace, except the account `caller`. Raises `Refusal`."""
    open_ = workspace.read if dry_run else workspace.write
    with open_(ctx) as tx:
        purged = purge(tx, force=force, keep=keep, dry_run=dry_run)
    if dry_run:
        return Done(purged, 0)
    with services.control.write() as control:
        accounts = people.disable_demo(control, workspace.key, keep=caller)
    for account in accounts:
        stand_down(services, workspace, account)
    services.identities.forget()
    return Done(purged, len(accounts))
