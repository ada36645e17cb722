"""`gezi reindex`: makes the search index of a workspace anew from what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...api.commands import Arguments, Command
from ...api.services import Services
from ...core.context import SYSTEM, Source
from ...tables.finding import upkeep
from ..messages import REINDEXED


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    """One line: how many rows were read."""
    key, locale = str(arguments["workspace"]), str(arguments.get("locale") or "zh-CN")
    workspace = services.workspaces.open(key)
    with workspace.write(services.workspaces.context(SYSTEM, Source.SYSTEM, locale)) as tx:
        count = upkeep.build(tx)
    yield REINDEXED.text(locale, {"workspace": key, "count": count})


COMMANDS: Mapping[str, Command] = MappingProxyType({"reindex": run})
