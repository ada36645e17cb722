"""Making a workspace with somebody in it, empty or with a template; used by the API and by `gezi install`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

from ..accounts import members, people
from ..accounts import workspaces as register
from ..core.context import SYSTEM, Actor, Context, Source
from ..core.errors import refuse
from ..exchange.template import format, installer, library
from ..exchange.template.installer import Installed
from ..exchange.template.messages import NOT_A_TEMPLATE
from ..permissions import roles
from ..tables.workspaces import Workspace
from .admission import administrators
from .services import Services


def read_template(given: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """The template of a key, or a document itself; checked, so that installing it can hardly fail. Raises `Refusal`."""
    return format.check(library.load(given) if isinstance(given, str) else _plain(given))


def _plain(given: Mapping[str, Any]) -> Any:
    """A document as its JSON says it, without the decimals that a request is read into."""
    try:
        return orjson.loads(orjson.dumps(given, default=_number))
    except orjson.JSONEncodeError:  # a number past 64 bits, half a surrogate pair: nothing that a template can hold
        raise refuse(NOT_A_TEMPLATE) from None


def _number(value: object) -> orjson.Fragment:
    """A decimal of a request as the plain JSON number it was: templates are kept as documents, not as values."""
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}")
    raise TypeError(type(value).__name__)


def found(
    services: Services, key: str, name: str, founder: int, template: Mapping[str, Any] | None, *, demo: bool
) -> Workspace:
    """A new workspace whose administrator is the account `founder`. All of it is there afterwards, or nothing."""
    with services.control.read() as control:
        account = people.get(control, founder)
    workspace = services.workspaces.create(key, name)
    try:
        ctx = services.workspaces.context(SYSTEM, Source.TEMPLATE, account.locale)
        with workspace.write(ctx) as tx:
            member = members.add(tx.connection, account.name, account.id, now=ctx.now)
            tx.ctx = ctx.as_(Actor(member.id, member.name, system=True))
            tx.reload()
            if template is not None:
                installer.install(tx, template, demo=demo)
            roles.put_in(tx.connection, administrators(tx).id, member.id)
            tx.reload()
        with services.control.write() as control:
            register.admit(control, key, account.id)
    except BaseException:
        with services.control.write() as control:
            register.remove(control, key)
        services.workspaces.forget(key)
        raise
    services.identities.forget()
    return workspace


def install(
    workspace: Workspace,
    ctx: Context,
    template: Mapping[str, Any],
    *,
    demo: bool,
    accounts: Mapping[str, int],
) -> Installed:
    """Install a template for the people of its demo: `accounts` are ids by name, and who has none plays without signing in."""
    with workspace.write(ctx) as tx:
        cast: dict[str, int] = {}
        for person in template.get("demo", {}).get("accounts", ()) if demo or accounts else ():
            account = accounts.get(person["account"])
            present = None if account is None else members.of_account(tx.connection, account)
            member = present or members.add(tx.connection, person["name"], account, now=ctx.now)
            cast[person["account"]] = member.id
        tx.reload()
        done = installer.install(tx, template, demo=demo, accounts=cast)
        if not demo:
            for person in template.get("demo", {}).get("accounts", ()) if accounts else ():
                for role in person["roles"]:
                    group = roles.find(tx.connection, role)
                    if group is not None:
                        roles.put_in(tx.connection, group.id, cast[person["account"]])
        tx.reload()
    return done
