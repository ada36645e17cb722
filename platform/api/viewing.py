""" "View as": an administrator looks at the workspace as a member, or as somebody of a set of role groups, sees it.

Read-only, and noted in the configuration log when it begins.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Request

from ..accounts.messages import NO_SUCH_MEMBER
from ..core.context import SYSTEM, Actor, Source
from ..core.errors import refuse
from ..permissions.messages import NO_SUCH_ROLE
from ..tables.rights import changing
from ..tables.schema import log
from ..tables.workspaces import Workspace
from .messages import BAD_VIEW_AS, VIEW_AS_FORBIDDEN, VIEW_AS_READS
from .params import ID
from .services import Services

HEADER = "X-View-As"
PARAMETER = "view_as"  #: for addresses that a browser opens itself: downloads, streams
NOTED = timedelta(hours=1)  #: the same view is noted once in this time
MOST_ROLES = 50


def seen_by(services: Services, workspace: Workspace, request: Request, actor: Actor, *, reads: bool) -> Actor:
    """Whose view the request asks for: the caller's own unless it names another. Raises `Refusal`."""
    wanted = request.headers.get(HEADER) or request.args.get(PARAMETER)
    if wanted is None:
        return actor
    kind, _, rest = wanted.partition(":")
    keys = tuple(filter(None, (key.strip() for key in rest.split(","))))
    if kind not in ("member", "roles") or (kind == "member" and not ID.match(rest)) or len(keys) > MOST_ROLES:
        raise refuse(BAD_VIEW_AS)
    with workspace.read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        if not tx.policy.is_admin(actor):
            raise refuse(VIEW_AS_FORBIDDEN)
        if not reads:
            raise refuse(VIEW_AS_READS)
        if kind == "member":
            member = tx.members.get(int(rest))
            if member is None or not member.active:
                raise refuse(NO_SUCH_MEMBER)
            viewer = Actor(member.id, member.name)
        else:
            if not set(keys) <= {group.key for group in tx.policy.groups}:
                raise refuse(NO_SUCH_ROLE)
            viewer = replace(actor, assumed=tuple(sorted(set(keys))))
    _note(services, workspace, actor, f"member:{viewer.member}" if kind == "member" else f"roles:{','.join(keys)}")
    return viewer


def _note(services: Services, workspace: Workspace, actor: Actor, view: str) -> None:
    now = services.clock.now()
    place = (workspace.key, actor.member, view)
    noted = services.viewed.get(place)
    if noted is not None and now - noted < NOTED:
        return
    services.viewed[place] = now
    with workspace.write(services.workspaces.context(actor, Source.UI)) as tx:
        log.write(tx, "view_as", changing.WHOLE, after={"view": view})
