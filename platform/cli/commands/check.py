"""`gezi check`: proves that what is stored is what would be computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...api.commands import Arguments, Command, CommandFailed
from ...api.services import Services
from ...core.context import SYSTEM, Source
from ...tables.computed import check
from ...tables.finding import upkeep
from ..messages import ALL_AS_COMPUTED, DIFFERENCES, NOT_AS_INDEXED

MOST_SHOWN = 200


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    """A line for each value that differs (the first 200), then the count."""
    key, locale = str(arguments["workspace"]), str(arguments.get("locale") or "zh-CN")
    workspace = services.workspaces.open(key)
    differences = 0
    with workspace.read(services.workspaces.context(SYSTEM, Source.SYSTEM, locale)) as tx:
        for finding in check.run(tx):
            differences += 1
            if differences <= MOST_SHOWN:
                yield str(finding)
        for table, record in upkeep.differences(tx):
            differences += 1
            if differences <= MOST_SHOWN:
                yield f"{table}#{record}: {NOT_AS_INDEXED.text(locale, {})}"
    if differences:
        yield DIFFERENCES.text(locale, {"count": differences, "workspace": key})
        raise CommandFailed
    yield ALL_AS_COMPUTED.text(locale, {"workspace": key})


COMMANDS: Mapping[str, Command] = MappingProxyType({"check": run})
