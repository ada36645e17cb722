"""A command of the command line, as the server sees it: a function from services and arguments to lines of text.

Run in the caller's own process when no server has the data open, else inside the server (`resources.commands`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .services import Services

Arguments = Mapping[str, Any]  #: JSON: texts, numbers, booleans, lists, None
Command = Callable[[Services, Arguments], Iterator[str]]
FindCommand = Callable[[str], Command | None]


class CommandFailed(Exception):
    """The command did its work and the finding is bad (differences, problems): what there is to say has been said."""
