"""The caller's notifications, and how they want to be told."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...automations.flows import notices
from ..answers import nothing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, row_id, text
from ..params import Whole
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INSTANT, INTEGER, MAYBE_STRING, STRING, array, nullable, obj

notifications = Resource("Notifications")
_ALL = "/api/v1/workspaces/{ws}/notifications"


_SETTINGS = obj(bell=BOOLEAN, mail=BOOLEAN, email=STRING, sends_mail=BOOLEAN)


class ReadNotifications(Envelope):
    ids = fields.List(row_id(), validate=validate.Length(max=1_000))


class NotificationSettings(Envelope):
    bell = Flag()
    mail = Flag()
    email = text(required=False, most=254)


@notifications.get(
    _ALL,
    permission=Permission.WORKSPACE,
    query=(
        Whole("before", "`next` of the page before", low=1, high=2**63 - 1, default=None),
        Whole("limit", "Notifications in a page", default=50, low=1, high=notices.MOST),
    ),
    answer=obj(
        notifications=array(
            obj(
                id=INTEGER,
                at=INSTANT,
                kind=STRING,
                text=STRING,
                table=MAYBE_STRING,
                record=nullable(INTEGER),
                label=MAYBE_STRING,
                automation=MAYBE_STRING,
                read=BOOLEAN,
            )
        ),
        unread=INTEGER,
        next=nullable(INTEGER),
    ),
    summary="The caller's notifications, the latest first",
)
def list_notifications(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return notices.of_caller(tx, **call.query)


@notifications.post(
    _ALL + "/read",
    permission=Permission.WORKSPACE,
    body=ReadNotifications(),
    status=204,
    summary="Mark notifications as read: those with these ids, or all",
)
def read(call: WorkspaceCall) -> Response:
    with call.workspace.write(call.ctx) as tx:
        notices.read(tx, call.body.get("ids"))
    return nothing()


@notifications.get(
    _ALL + "/settings",
    permission=Permission.WORKSPACE,
    answer=_SETTINGS,
    summary="How the caller is told: in the program, by e-mail",
)
def settings(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return _told(call, notices.settings_of(tx))


@notifications.patch(
    _ALL + "/settings",
    permission=Permission.WORKSPACE,
    body=NotificationSettings(),
    answer=_SETTINGS,
    summary="Choose how to be told, and where e-mail goes",
)
def set_settings(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return _told(call, notices.set_settings(tx, **call.body))


def _told(call: WorkspaceCall, chosen: dict[str, Any]) -> dict[str, Any]:
    """With whether this installation sends any e-mail at all."""
    return {**chosen, "sends_mail": call.services.settings.smtp_url is not None}
