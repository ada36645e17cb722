"""Lets a request in: who calls, by which credential, into which workspace; and reads what the route declared.

Order: 401, CSRF 403, workspace 404, then the 400s of query and body, so that nothing is parsed for a stranger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Request
from werkzeug.datastructures import MultiDict

from ..accounts import sessions, tokens
from ..accounts import workspaces as register
from ..core.context import SYSTEM, Actor, Context, Source
from ..core.errors import Refusal, refuse
from ..tables.messages import NO_SUCH_WORKSPACE
from ..tables.workspaces import Workspace
from . import body, denials, limits, messages, viewing
from .calls import AccountCall, Call, WorkspaceCall
from .cookies import session_cookie
from .identities import Caller
from .languages import language_of
from .origins import Origins, sender_of
from .params import read_query
from .rates import Rate
from .routes import Permission, Route
from .services import Services

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Gate:
    """The one door of all routes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._origins = Origins(services.settings.base_url)
        self._cookie = session_cookie(services.settings).name
        self._by_address = Rate(services.settings.rate_limit_address, shared=services.counts)
        self._by_credential = Rate(services.settings.rate_limit, shared=services.counts)

    def admit(self, route: Route, request: Request, path: Mapping[str, str]) -> Call:
        """The call to hand to the route's function. Raises `Refusal`."""
        services = self._services
        locale = language_of(request.headers.get("Accept-Language"))
        now = services.clock.now()
        common: dict[str, Any] = {
            "services": services,
            "request": request,
            "path": path,
            "now": now,
            "locale": locale,
        }
        self._by_address.take(f"address:{sender_of(request, services.settings)}")
        if route.guard is not None and not route.guard(request):
            raise refuse(messages.NO_SUCH_PLACE)
        if route.permission is Permission.PUBLIC:
            if request.method in UNSAFE:
                self._origins.check(request)
            return Call(**common, **self._declared(route, request))
        caller = self._caller(request)
        self._by_credential.take(caller.credential)
        if request.method in UNSAFE and caller.session is not None:
            self._origins.check(request)
            if not caller.session.admits(request.headers.get("X-CSRF-Token")):
                raise refuse(messages.CSRF_MISMATCH)
        if route.permission is Permission.PERSON and caller.token is not None:
            refusal = refuse(messages.TOKEN_NOT_ENOUGH)
            denials.note(services, request, caller, caller.token.workspace, now, route, refusal)
            raise refusal
        if route.permission is not Permission.WORKSPACE:
            return AccountCall(**common, caller=caller, **self._declared(route, request))
        workspace, actor = self._enter(caller, path["ws"])
        try:
            if actor.limits is not None:
                limits.check(route, actor.limits)
            reads = route.reads or request.method not in UNSAFE
            actor = viewing.seen_by(services, workspace, request, actor, reads=reads)
        except Refusal as refusal:
            denials.note(services, request, caller, workspace.key, now, route, refusal)
            raise
        source = Source.UI if caller.session is not None else Source.API
        ctx = Context(actor, source, now, timezone=workspace.timezone, locale=locale)
        declared = self._declared(route, request)
        return WorkspaceCall(**common, caller=caller, workspace=workspace, ctx=ctx, **declared)

    def standing(self, request: Request, key: str) -> tuple[Workspace, Actor]:
        """The workspace and the member that a request which is still going on stands for by now. Raises `Refusal` when its
        session or token has ended, or the workspace is closed to it."""
        workspace, actor = self._enter(self._caller(request), key)
        return workspace, viewing.seen_by(self._services, workspace, request, actor, reads=True)

    def _declared(self, route: Route, request: Request) -> dict[str, Any]:
        return {
            "query": {} if route.anything else read_query(route.query, _arguments(route, request)),
            "body": None if route.body is None else body.load(route.body, body.read_json(request)),
        }

    def _caller(self, request: Request) -> Caller:
        """By the Authorization header alone when there is one, else by the cookie; the two are never mixed."""
        authorization = request.headers.get("Authorization")
        if authorization is not None:
            scheme, _, secret = authorization.partition(" ")
            found = self._by_token(secret.strip()) if scheme.lower() == "bearer" else None
            if found is None:
                raise refuse(messages.BAD_TOKEN)
            return found
        secret = request.cookies.get(self._cookie)
        found = self._by_cookie(secret) if secret else None
        if found is None:
            raise refuse(messages.SIGN_IN_NEEDED)
        return found

    def _by_cookie(self, secret: str) -> Caller | None:
        services = self._services

        def find() -> Caller | None:
            now = services.clock.now()
            with services.control.read() as control:
                session = sessions.find(control, secret, now)
            if session is None:
                return None
            if session.due(now):
                with services.control.write() as control:
                    sessions.touch(control, session.id, now)
            return Caller.by_session(session)

        return services.identities.remember(("session", secret), find)

    def _by_token(self, secret: str) -> Caller | None:
        services = self._services

        def find() -> Caller | None:
            now = services.clock.now()
            with services.control.read() as control:
                token = tokens.find(control, secret)
            if token is None:
                return None
            if token.due(now):
                with services.control.write() as control:
                    tokens.touch(control, token.id, now)
            return Caller.by_token(token)

        return services.identities.remember(("token", secret), find)

    def _enter(self, caller: Caller, key: str) -> tuple[Workspace, Actor]:
        """The workspace and the caller's member in it; unknown and closed ones look the same."""
        services = self._services
        if caller.token is not None and caller.token.workspace != key:
            raise refuse(NO_SUCH_WORKSPACE)

        def find() -> tuple[Workspace, Actor] | None:
            with services.control.read() as control:
                if not register.may_enter(control, key, caller.account_id):
                    return None
            workspace = services.workspaces.open(key)
            with workspace.read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
                member = next((m for m in tx.members.values() if m.account == caller.account_id), None)
            if member is None or not member.active:
                return None
            return workspace, Actor(member.id, member.name)

        entered = services.identities.remember(("entrance", caller.account_id, key), find)
        if entered is None:
            raise refuse(NO_SUCH_WORKSPACE)
        workspace, actor = entered
        if caller.token is None or caller.token.limits is None:
            return entered
        return workspace, replace(actor, limits=caller.token.limits)


def _arguments(route: Route, request: Request) -> MultiDict[str, str]:
    """The query string without what is the gate's own."""
    if route.permission is not Permission.WORKSPACE or viewing.PARAMETER not in request.args:
        return request.args
    return MultiDict((key, text) for key, text in request.args.items(multi=True) if key != viewing.PARAMETER)
