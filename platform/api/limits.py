"""What a limited token may call at all; what it may do with the data behind a route, the policy decides.

A route that speaks of one table is bounded by the table's scope. Of the others, those alone are open to a token for single
tables that say so (`Route.by_scope`): everything that they answer goes through the scopes of tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..accounts import members
from ..accounts import workspaces as register
from ..accounts.messages import NO_SUCH_WORKSPACE
from ..accounts.tokens import Token
from ..core.context import SYSTEM, Actor, Limits, Source
from ..core.errors import Problem, Refusal, refuse
from ..tables.messages import NO_SUCH_TABLE
from .messages import TOKEN_FOR_TABLES, TOKEN_READS
from .routes import Route
from .services import Services

_HARMLESS = frozenset({"GET", "HEAD"})


def check(route: Route, limits: Limits) -> None:
    """Refuse (403) a route that changes something to a token for reading, and one that goes beyond single tables to a token
    for these."""
    if limits.reads and not (route.method in _HARMLESS or route.reads):
        raise refuse(TOKEN_READS)
    if limits.tables is not None and not (route.by_scope or "{table}" in route.path):
        raise refuse(TOKEN_FOR_TABLES)


def ids_of(services: Services, account: int, workspace: str, keys: Sequence[str]) -> list[int]:
    """The tables that a token is to be for, of those that its owner may see. Raises `Refusal` (404), all of them together."""
    with services.control.read() as control:
        if not register.may_enter(control, workspace, account):
            raise Refusal([Problem(NO_SUCH_WORKSPACE, field="workspace")])
    with services.workspaces.open(workspace).read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        member = members.of_account(tx.connection, account)
        actor = Actor(None if member is None else member.id)
        seen = {key: table for key, table in tx.catalogue.tables.items() if tx.policy.scope(actor, table.id).visible}
        if unknown := [key for key in keys if key not in seen]:
            raise Refusal([Problem(NO_SUCH_TABLE, {"table": key}, "tables") for key in unknown])
        return [seen[key].id for key in keys]


def keys_of(services: Services, token: Token) -> list[str] | None:
    """The keys of the tables that a token is for; None for every table of its owner."""
    if token.limits is None or token.limits.tables is None:
        return None
    with services.workspaces.open(token.workspace).read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        found = (tx.catalogue.by_id.get(id_) for id_ in sorted(token.limits.tables))
        return [table.key for table in found if table is not None]
