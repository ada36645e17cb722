"""Which refusals a caller of a route has to reckon with: those of the door that every request goes through, and those of the
things that its address names. What a value, a state or a right has against it is told by the area's own codes (errors page).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..accounts import messages as accounts
from ..automations import messages as automations
from ..automations.flows import messages as flows
from ..automations.webhooks import messages as webhooks
from ..core.errors import Message
from ..exchange.messages import NO_SUCH_JOB
from ..fields import messages as conditions
from ..permissions.messages import NO_SUCH_ROLE
from ..reports.messages import NO_SUCH_DASHBOARD
from ..tables import messages as tables
from ..tables.attachments import NO_SUCH_FILE
from ..tables.configlog.messages import NO_ENTRY
from ..tables.rights.messages import NO_SUCH_CHANGE
from ..tables.rules.messages import NOT_FOUND as NO_SUCH_RULE
from ..tables.schema.messages import NO_SUCH_ALIAS, NO_SUCH_FIELD
from ..tables.timers.messages import NO_SUCH_TIMER
from ..tables.views.messages import NO_VIEW
from . import messages
from .errors import STATUS
from .gate import UNSAFE
from .idempotency import BAD_KEY, KEY_REUSED
from .params import Param
from .rates import TOO_OFTEN
from .routes import Permission, Route

#: what is told where the thing at this place of an address is not there
_MISSING: Mapping[str, Message] = {
    "tables/{table}": tables.NO_SUCH_TABLE,
    "records/{id}": tables.NO_SUCH_RECORD,
    "fields/{field}": NO_SUCH_FIELD,
    "aliases/{alias}": NO_SUCH_ALIAS,
    "views/{view}": NO_VIEW,
    "attachments/{file}": NO_SUCH_FILE,
    "actions/{button}": automations.NO_SUCH_BUTTON,
    "approvals/{id}": automations.NO_SUCH_APPROVAL,
    "approvals/{approval}": automations.NO_SUCH_APPROVAL,
    "automations/{key}": flows.NO_SUCH,
    "runs/{id}": flows.NO_SUCH_RUN,
    "webhooks/{id}": webhooks.NO_SUCH,
    "deliveries/{delivery}": webhooks.NO_DELIVERY,
    "{ws}/{token}": flows.NO_ADDRESS,
    "rules/{kind}": NO_SUCH_RULE,
    "timers/{timer}": NO_SUCH_TIMER,
    "roles/{role}": NO_SUCH_ROLE,
    "log/{id}": NO_SUCH_CHANGE,
    "config-log/{id}": NO_ENTRY,
    "members/{id}": accounts.NO_SUCH_MEMBER,
    "invitations/{id}": accounts.NO_SUCH_INVITATION,
    "invitations/{token}": accounts.NO_SUCH_INVITATION,
    "password-resets/{token}": accounts.RESET_OVER,
    "sessions/{id}": accounts.NO_SUCH_SESSION,
    "tokens/{id}": accounts.NO_SUCH_TOKEN,
    "logins/{id}": accounts.NO_SUCH_LOGIN,
    "dashboards/{dashboard}": NO_SUCH_DASHBOARD,
    "jobs/{job}": NO_SUCH_JOB,
    "batches/{batch}": tables.NO_SUCH_BATCH,
}
_PLACE = re.compile(r"(?=(?<![\w-])((?:[\w-]+|\{ws\})/\{\w+\}))")
#: what is told of a parameter that can be read and yet means nothing here
_ASKING: Mapping[str, tuple[Message, ...]] = {
    "filter": (
        conditions.MALFORMED,
        conditions.CONDITION_FIELD,
        conditions.CONDITION_OPERATOR,
        conditions.CONDITION_VALUE,
        conditions.CONDITION_LIST,
        conditions.CONDITION_RANGE,
        conditions.CONDITION_TOO_DEEP,
        conditions.CONDITION_TOO_LARGE,
        conditions.CONDITION_LIST_TOO_LONG,
        conditions.CONDITION_VARIABLE,
        conditions.CONDITION_RELATIVE,
        conditions.CONDITION_DAYS,
    ),
    "sort": (tables.UNKNOWN_QUERY_FIELD, tables.FIELD_NOT_SORTABLE, tables.BAD_SORT),
    "fields": (tables.UNKNOWN_QUERY_FIELD,),
    "field": (tables.UNKNOWN_QUERY_FIELD,),
    "view": (tables.NO_SUCH_VIEW,),
}
_BODY = (
    messages.WRONG_CONTENT_TYPE,
    messages.NOT_JSON,
    messages.TOO_DEEP,
    messages.TOO_MANY_PARTS,
    messages.DUPLICATE_KEY,
    messages.BAD_NUMBER,
    messages.NOT_AN_OBJECT,
    messages.MISSING_KEY,
    messages.UNKNOWN_KEY,
    messages.BAD_VALUE,
    messages.TOO_LARGE,
)


def expected(route: Route) -> dict[str, list[str]]:
    """The codes of these refusals by status, in the order in which a request meets them."""
    found: dict[str, list[str]] = {}
    for message in (*_door(route), *_question(route), *_things(route)):
        codes = found.setdefault(str(STATUS[message.kind]), [])
        if message.code not in codes:
            codes.append(message.code)
    return found


def _door(route: Route) -> list[Message]:
    """Who may call at all."""
    unsafe = route.method in UNSAFE
    found = [TOO_OFTEN]
    if route.permission is not Permission.PUBLIC:
        found += [messages.SIGN_IN_NEEDED, messages.BAD_TOKEN]
    if unsafe:
        found.append(messages.FOREIGN_ORIGIN)
        if route.permission is not Permission.PUBLIC:
            found.append(messages.CSRF_MISMATCH)
    if route.permission is Permission.PERSON:
        found.append(messages.TOKEN_NOT_ENOUGH)
    if route.permission is Permission.WORKSPACE:
        found += [tables.NO_SUCH_WORKSPACE, messages.BAD_VIEW_AS, messages.VIEW_AS_FORBIDDEN]
        if unsafe and not route.reads:
            found.append(messages.VIEW_AS_READS)
    return found


def _question(route: Route) -> list[Message]:
    """Whether the query and the body can be read."""
    found: list[Message] = []
    if not route.anything:
        found.append(messages.UNKNOWN_PARAMETER)
        if route.query:
            found += [messages.REPEATED_PARAMETER, messages.BAD_PARAMETER]
        found += [message for param in route.query for message in _ASKING.get(param.name, ())]
        if any(type(param) is Param and param.name == "cursor" for param in route.query):
            found.append(tables.BAD_CURSOR)
        if any(param.required for param in route.query):
            found.append(messages.MISSING_PARAMETER)
    if route.body is not None:
        found += _BODY
    if route.upload is not None:
        found += [
            messages.WRONG_CONTENT_TYPE,
            messages.NO_FILE,
            messages.UNKNOWN_KEY,
            messages.REPEATED_KEY,
            messages.BAD_VALUE,
            messages.TOO_LARGE,
        ]
    if route.happens_once:
        found += [BAD_KEY, KEY_REUSED]
    return found


def _things(route: Route) -> list[Message]:
    """Whether what the address names is there."""
    return [*(_MISSING[place] for place in _PLACE.findall(route.path) if place in _MISSING), *route.refuses]
