"""`gezi user add | admit | password | off | on | list`: the accounts that can sign in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...accounts import people
from ...accounts.messages import NO_SUCH_ACCOUNT
from ...accounts.people import Account, AccountState
from ...api.admission import admit
from ...api.commands import Arguments, Command
from ...api.services import Services
from ...api.switching import switch_off, switch_on
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
    account = _found(services, arguments)
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


def off(services: Services, arguments: Arguments) -> Iterator[str]:
    """Shut an account out: sessions end, members leave their workspaces, approvals go to others."""
    account = _found(services, arguments)
    left = switch_off(services, account)
    yield f"{account.account}\t{AccountState.DISABLED.value}\t{left}"


def on(services: Services, arguments: Arguments) -> Iterator[str]:
    """Let an account sign in again; administrators bring its members back."""
    account = _found(services, arguments)
    switch_on(services, account)
    yield f"{account.account}\t{AccountState.ACTIVE.value}"


def _found(services: Services, arguments: Arguments) -> Account:
    with services.control.read() as control:
        account = people.find_by_name(control, str(arguments["account"]))
    if account is None:
        raise refuse(NO_SUCH_ACCOUNT)
    return account


def accounts(services: Services, _arguments: Arguments) -> Iterator[str]:
    """Every account, a line each: account, name, state, language, separated by tabs."""
    with services.control.read() as control:
        found = people.all(control)
    for account in found:
        yield "\t".join((account.account, account.name, account.state.value, account.locale))


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "user add": add,
        "user admit": admit_to,
        "user password": password,
        "user list": accounts,
        "user off": off,
        "user on": on,
    }
)
