"""Puts the server together: services, routes, errors, headers. Nothing happens at import time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.routing import PathConverter

from ..core.clock import Clock
from ..core.errors import Refusal
from ..core.settings import Settings
from . import denials, errors, renamed, security
from .calls import WorkspaceCall
from .cookies import is_secure
from .gate import Gate
from .idempotency import perform
from .resources.account import account
from .resources.actions import actions
from .resources.adjusting import adjusting
from .resources.aggregate import aggregate
from .resources.approvals import approvals
from .resources.attachments import attachments
from .resources.audit import audit
from .resources.automations import automations
from .resources.batches import batches
from .resources.candidates import candidates
from .resources.changes import changes
from .resources.config_log import config_log
from .resources.dashboards import dashboards
from .resources.demo import demo
from .resources.documents import documents
from .resources.drafts import drafts
from .resources.explanation import explanation
from .resources.exports import exports
from .resources.formulas import formulas
from .resources.health import health
from .resources.history import history
from .resources.hooks import hooks
from .resources.imports import imports
from .resources.invitations import invitations
from .resources.jobs import jobs
from .resources.members import members
from .resources.navigation import navigation
from .resources.notifications import notifications
from .resources.oidc import oidc
from .resources.organisation import organisation
from .resources.pages import BUILT, pages
from .resources.permissions import permissions
from .resources.pivot import pivot
from .resources.printing import printing
from .resources.record import record
from .resources.records import records
from .resources.resets import resets
from .resources.roles import roles
from .resources.rules import rules
from .resources.schema import schema
from .resources.search import search
from .resources.session import session
from .resources.sessions import sessions
from .resources.tables import tables
from .resources.templates import templates
from .resources.timers import timers
from .resources.tokens import tokens
from .resources.trash import trash
from .resources.upserts import upserts
from .resources.views import views
from .resources.webhooks import webhooks
from .resources.workspaces import workspaces
from .routes import Resource, Route
from .services import Services

MOST_FORM_PARTS = 50
MOST_FORM_MEMORY = 1_048_576

RESOURCES: tuple[Resource, ...] = (
    session,
    sessions,
    invitations,
    resets,
    oidc,
    account,
    tokens,
    workspaces,
    demo,
    templates,
    members,
    navigation,
    tables,
    views,
    schema,
    formulas,
    records,
    drafts,
    record,
    upserts,
    actions,
    adjusting,
    approvals,
    automations,
    webhooks,
    hooks,
    notifications,
    history,
    batches,
    trash,
    changes,
    explanation,
    aggregate,
    pivot,
    candidates,
    search,
    permissions,
    roles,
    rules,
    timers,
    organisation,
    config_log,
    audit,
    dashboards,
    attachments,
    exports,
    printing,
    imports,
    jobs,
    health,
)


class _Page(PathConverter):
    """Any address but the API's own."""

    regex = r"(?!api(?:/|$))[^/].*?"


def create_app(settings: Settings, clock: Clock, *, front_end: Path = BUILT) -> Flask:
    """The WSGI application of one installation. Raises when a route is not fit to be served."""
    return build(Services.open(settings, clock), front_end=front_end)


def build(services: Services, extra: Iterable[Resource] = (), *, front_end: Path = BUILT) -> Flask:
    """The application over services that are open already; `extra` are resources of the caller's own."""
    app = Flask(__name__, static_folder=None, template_folder="templates")
    app.config["MAX_FORM_PARTS"] = MOST_FORM_PARTS
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_FORM_MEMORY
    app.url_map.merge_slashes = False
    app.url_map.converters["page"] = _Page
    app.extensions["gezi"] = services
    errors.install(app)
    renamed.install(app)
    security.install(app, secure=is_secure(services.settings))
    gate = Gate(services)
    routes = [route for resource in (*RESOURCES, *extra) for route in resource]
    routes += [*documents(lambda: routes), *pages(front_end)]
    for route in routes:
        app.add_url_rule(route.rule, route.endpoint, _view(gate, route), methods=[route.method])
    app.extensions["gezi.routes"] = {route.endpoint: route for route in routes}
    return app


def _view(gate: Gate, route: Route) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        call = gate.admit(route, request._get_current_object(), path)  # type: ignore[attr-defined]
        if isinstance(call, WorkspaceCall):
            renamed.note(call.ctx)
        try:
            return perform(route, call)
        except Refusal as refusal:
            if isinstance(call, WorkspaceCall):
                denials.note(call.services, call.request, call.caller, call.workspace.key, call.now, route, refusal)
            raise

    return view
