"""`gezi install`: a template into a workspace, with its demo data and the accounts of the demo if they are wanted."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...accounts import people
from ...accounts import workspaces as register
from ...accounts.messages import NO_SUCH_ACCOUNT
from ...accounts.people import Account
from ...api.admission import admit
from ...api.commands import Arguments, Command
from ...api.founding import install, read_template
from ...api.services import Services
from ...core.context import SYSTEM, Source
from ...core.errors import refuse
from ...exchange.template import installer, library
from ..messages import DEMO_ACCOUNTS, DEMO_PASSWORD_KEPT, INSTALLED, NO_ADMINISTRATOR, THERE_ALREADY


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    key, locale = str(arguments["workspace"]), str(arguments.get("locale") or "zh-CN")
    template = template_of(str(arguments["template"]))
    if arguments.get("if_missing") and _installed(services, key, template["key"]):
        yield THERE_ALREADY.text(locale, {"name": name_of(template, locale), "workspace": key})
        yield from _demo_accounts_again(services, template, arguments, locale)
        return
    founder = _founder(services, arguments)
    cast: dict[str, Account] = {}
    password = None
    if arguments.get("demo_accounts"):
        cast, password = _cast(services, template, arguments.get("password"))
    with services.control.read() as control:
        there = register.find(control, key) is not None
    title = str(arguments.get("name") or name_of(template, locale))
    workspace = services.workspaces.open(key) if there else services.workspaces.create(key, title)
    ctx = services.workspaces.context(SYSTEM, Source.TEMPLATE, locale)
    accounts = {name: account.id for name, account in cast.items()}
    done = install(workspace, ctx, template, demo=bool(arguments.get("demo")), accounts=accounts)
    for account in cast.values():
        admit(services, key, account)
    if founder is not None:
        admit(services, key, founder, administrator=True)
    counts = {"tables": done.tables, "fields": done.fields, "records": done.records}
    yield INSTALLED.text(
        locale, {"name": name_of(template, locale), "version": done.version, "workspace": key, **counts}
    )
    if cast and password is not None:
        yield DEMO_ACCOUNTS.text(locale, {"accounts": " ".join(cast), "password": password})
    elif cast:
        yield DEMO_PASSWORD_KEPT.text(locale, {"accounts": " ".join(cast)})
    elif founder is None:
        yield NO_ADMINISTRATOR.text(locale, {"workspace": key})


def _demo_accounts_again(
    services: Services, template: Mapping[str, Any], arguments: Arguments, locale: str
) -> Iterator[str]:
    """At a later start, the demo accounts that are still there take the password that is given now."""
    if not arguments.get("demo_accounts"):
        return
    password, there = arguments.get("password"), []
    for person in template.get("demo", {}).get("accounts", ()):
        with services.control.write() as control:
            found = people.find_by_name(control, person["account"])
            if found is not None and found.demo:
                there.append(found.account)
                if password:
                    people.ensure_password(control, found.id, str(password))
    if there and password:
        yield DEMO_ACCOUNTS.text(locale, {"accounts": " ".join(there), "password": password})
    elif there:
        yield DEMO_PASSWORD_KEPT.text(locale, {"accounts": " ".join(there)})


def template_of(given: str) -> Mapping[str, Any]:
    """The template of a key, or in a file. Raises `Refusal`."""
    path = Path(given)
    return read_template(library.read(path) if path.is_absolute() else given)


def name_of(template: Mapping[str, Any], locale: str) -> str:
    """What a template is called in a language."""
    return str(template["name"].get(locale) or template["name"]["zh-CN"])


def _installed(services: Services, key: str, template: str) -> bool:
    with services.control.read() as control:
        if register.find(control, key) is None:
            return False
    with services.workspaces.open(key).read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        return template in installer.installed(tx)


def _founder(services: Services, arguments: Arguments) -> Account | None:
    """Who becomes the administrator: the account named, else the only one there is (unless the demo brings its own)."""
    with services.control.read() as control:
        if arguments.get("account"):
            found = people.find_by_name(control, str(arguments["account"]))
            if found is None:
                raise refuse(NO_SUCH_ACCOUNT)
            return found
        everybody = [account for account in people.all(control) if not account.demo]
    return everybody[0] if len(everybody) == 1 and not arguments.get("demo_accounts") else None


def _cast(services: Services, template: Mapping[str, Any], password: object) -> tuple[dict[str, Account], str | None]:
    """The demo's accounts, and the password of those made or changed; accounts that are somebody's stay as they are."""
    chosen = str(password) if password else secrets.token_urlsafe(9)
    cast: dict[str, Account] = {}
    touched = False
    for person in template.get("demo", {}).get("accounts", ()):
        name = person["account"]
        with services.control.write() as control:
            found = people.find_by_name(control, name)
            if found is None:
                found = people.create(control, name, person["name"], chosen, now=services.clock.now(), demo=True)
                touched = True
            elif found.demo and password:
                people.set_password(control, found.id, chosen)
                touched = True
        cast[name] = found
    return cast, chosen if touched else None


COMMANDS: Mapping[str, Command] = MappingProxyType({"install": run})
