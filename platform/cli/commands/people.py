"""`gezi user add | password | list`: the accounts that can sign in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...accounts import people
from ...accounts.messages import NO_SUCH_ACCOUNT
from ...accounts.people import Account
from ...api.admission import admit
from ...api.commands import Arguments, Command
from ...api.services import Services
from ...core.errors import refuse


def add(services: Services, arguments: Arguments) -> Iterator[str]:
    """A new account; with a workspace, a member there too."""
    account = str(arguments["account"])
    workspace = arguments.get("workspace")
    if workspace is not None:
        services.workspaces.open(str(workspace))  # refused before anything is made
    with services.control.write() as control:
        made = people.create(
            control,
            account,
            str(arguments.get("name") or account),
            str(arguments["password"]),
            str(arguments.get("locale") or "zh-CN"),
            now=services.clock.now(),
        )
    yield made.account
    if workspace is not None:
        _admit(services, made, arguments)


def admit_to(services: Services, arguments: Arguments) -> Iterator[str]:
    """An account that is there already into a workspace, or into more role groups of it."""
    with services.control.read() as control:
        account = people.find_by_name(control, str(arguments["account"]))
    if account is None:
        raise refuse(NO_SUCH_ACCOUNT)
    _admit(services, account, arguments)
    yield account.account


def _admit(services: Services, account: Account, arguments: Arguments) -> None:
    roles = [str(role) for role in arguments.get("roles") or ()]
    admit(services, str(arguments["workspace"]), account, roles, administrator=bool(arguments.get("admin")))


def password(services: Services, arguments: Arguments) -> Iterator[str]:
    """Another password for an account; all its sessions end."""
    with services.control.write() as control:
        account = people.find_by_name(control, str(arguments["account"]))
        if account is None:
            raise refuse(NO_SUCH_ACCOUNT)
        people.set_password(control, account.id, str(arguments["password"]))
    yield account.account


def accounts(services: Services, _arguments: Arguments) -> Iterator[str]:
    """Every account, a line each: account, name, state, language, separated by tabs."""
    with services.control.read() as control:
        found = people.all(control)
    for account in found:
        yield "\t".join((account.account, account.name, account.state.value, account.locale))


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {"user add": add, "user admit": admit_to, "user password": password, "user list": accounts}
)
