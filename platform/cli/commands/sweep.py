"""`gezi sweep`: what the clock would do in a workspace as at an instant; done twice, it changes nothing more (C8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ...api.background import Background
from ...api.commands import Arguments, Command
from ...api.services import Services
from ...core.clock import FixedClock
from ...core.errors import refuse
from ..messages import BAD_INSTANT, SWEPT


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    """One line when it is done. Raises `Refusal` for an instant that is none."""
    key, locale = str(arguments["workspace"]), str(arguments.get("locale") or "zh-CN")
    workspace = services.workspaces.open(key)
    at = services.clock.now() if arguments.get("at") is None else instant(str(arguments["at"]), workspace.timezone)
    Background.of(services.workspaces, FixedClock(at)).look_after(key)
    yield SWEPT.text(locale, {"workspace": key, "at": at.isoformat()})


def instant(text: str, timezone: str) -> datetime:
    """A point in time; without a zone it is the workspace's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise refuse(BAD_INSTANT, text=text[:40]) from error
    return found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(timezone))


COMMANDS: Mapping[str, Command] = MappingProxyType({"sweep": run})
