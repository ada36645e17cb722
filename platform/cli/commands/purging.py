"""`gezi purge-demo`: the demo data out of a workspace, with what stays and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...api.commands import Arguments, Command
from ...api.demos import purge_demo
from ...api.services import Services
from ...core.context import SYSTEM, Source
from ..messages import PURGED, STAYS


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    """One line for the whole, then one for each row that stays. Raises `Refusal` for a workspace or table that is none."""
    key, locale = str(arguments["workspace"]), str(arguments.get("locale") or "zh-CN")
    done = purge_demo(
        services,
        services.workspaces.open(key),
        services.workspaces.context(SYSTEM, Source.SYSTEM, locale),
        caller=None,
        force=bool(arguments.get("force")),
        keep=list(arguments.get("keep") or ()),
        dry_run=bool(arguments.get("dry_run")),
    )
    found = done.purged
    counts = {"rows": sum(found.removed.values()), "automations": len(found.automations), "accounts": done.accounts}
    yield PURGED.text(locale, {"workspace": key, "kept": len(found.kept), **counts})
    for row in found.kept:
        by = "" if row.by is None else f" ({row.by[0]}/{row.by[1]})"
        yield STAYS.text(locale, {"row": f"{row.table}/{row.id} {row.label}", "reason": f"{row.reason}{by}"})


COMMANDS: Mapping[str, Command] = MappingProxyType({"purge-demo": run})
