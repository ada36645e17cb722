"""`gezi backup` and `gezi restore`: a workspace as one file, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ...api.commands import Arguments, Command
from ...api.services import Services
from ...exchange import backup as service
from ..messages import FILES_MISSING, RESTORED


def make(services: Services, arguments: Arguments) -> Iterator[str]:
    """The files written, a line each."""
    target = Path(str(arguments["to"])) if arguments.get("to") else None
    if arguments.get("workspace"):
        yield str(service.backup(services.workspaces, str(arguments["workspace"]), target))
        return
    for path in service.backup_all(services.workspaces, target):
        yield str(path)


def restore(services: Services, arguments: Arguments) -> Iterator[str]:
    key = arguments.get("workspace")
    done = service.restore(
        services.workspaces,
        Path(str(arguments["file"])),
        str(key) if key else None,
        replace=bool(arguments.get("replace")),
    )
    services.identities.forget()
    locale = str(arguments.get("locale") or "zh-CN")
    yield RESTORED.text(
        locale, {"workspace": done.key, "made_at": done.made_at, "files": done.files, "accounts": done.accounts}
    )
    if done.missing:
        yield FILES_MISSING.text(locale, {"files": "、".join(done.missing)})


COMMANDS: Mapping[str, Command] = MappingProxyType({"backup": make, "restore": restore})
