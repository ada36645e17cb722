"""The commands that need the databases, one file each with a `run(services, arguments)` that yields lines of text."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from ...api.commands import Command

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "install": "install",
        "upgrade": "upgrade",
        "import": "sheet",
        "check": "check",
        "sweep": "sweep",
        "reindex": "reindex",
        "purge-demo": "purging",
        "backup": "backup",
        "restore": "backup",
        "user add": "people",
        "user admit": "people",
        "user password": "people",
        "user off": "people",
        "user on": "people",
        "user list": "people",
        "token create": "tokens",
    }
)


def find(name: str) -> Command | None:
    """The command of this name, loaded when it is first asked for; None when there is none."""
    module = MODULES.get(name)
    if module is None:
        return None
    loaded = import_module(f".{module}", __package__)
    command: Command = loaded.COMMANDS[name]
    return command
