"""`gezi token create`: a token for a program, printed alone so that a script can keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...accounts import people, tokens
from ...accounts.messages import NO_SUCH_ACCOUNT
from ...api import limits
from ...api.commands import Arguments, Command
from ...api.services import Services
from ...core.errors import refuse


def create(services: Services, arguments: Arguments) -> Iterator[str]:
    key, keys = str(arguments["workspace"]), [str(each) for each in arguments.get("tables") or ()]
    with services.control.read() as control:
        account = people.find_by_name(control, str(arguments["account"]))
        if account is None:
            raise refuse(NO_SUCH_ACCOUNT)
    tables = limits.ids_of(services, account.id, key, keys) if keys else None
    with services.control.write() as control:
        made = tokens.create(
            control,
            account.id,
            key,
            str(arguments.get("name") or "gezi token create"),
            services.clock.now(),
            reads=bool(arguments.get("reads")),
            tables=tables,
        )
    yield made.secret


COMMANDS: Mapping[str, Command] = MappingProxyType({"token create": create})
