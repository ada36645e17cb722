"""Runs a command where the data is: here, or in the server that has it open; prints its lines and returns its exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from http.client import HTTPException, HTTPResponse
from typing import Any

from ..core.clock import SystemClock
from ..core.errors import Refusal, refuse
from ..core.settings import Settings
from .channel import Server, turn
from .messages import CONNECTION_LOST

Say = Callable[[str], None]


def language(environ: Mapping[str, str] = os.environ) -> str:
    """English for an English locale, else Chinese."""
    chosen = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "zh-CN"


def perform(name: str, arguments: Mapping[str, Any]) -> int:
    """Run the command `name`; returns the exit code. Raises `Refusal`."""
    settings = Settings.from_environment()
    if settings.on_postgresql:
        return _here(name, arguments, settings)
    with turn(settings.data) as server:
        return _here(name, arguments, settings) if server is None else _there(server, name, arguments)


def _here(name: str, arguments: Mapping[str, Any], settings: Settings) -> int:
    from ..api.commands import CommandFailed  # noqa: PLC0415 - databases are loaded only when they are opened here
    from ..api.services import Services  # noqa: PLC0415 - the same
    from .commands import find  # noqa: PLC0415 - the same

    command = find(name)
    assert command is not None, name
    services = Services.open(settings, SystemClock())
    try:
        for line in command(services, arguments):
            say(line)
    except CommandFailed:
        return 1
    finally:
        services.close()
    return 0


def _there(server: Server, name: str, arguments: Mapping[str, Any]) -> int:
    for document in _answer(server, name, arguments):
        if "line" in document:
            say(document["line"])
        for error in document.get("errors", ()):
            complain(error["message"])
        if "exit" in document:
            return int(document["exit"])
    raise refuse(CONNECTION_LOST, why="…")


def _answer(server: Server, name: str, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The documents that the server answers with, one a line."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(closing(server.ask(name, arguments, language())))
            response = stack.enter_context(connection.getresponse())
        except (OSError, HTTPException) as error:
            raise refuse(CONNECTION_LOST, why=error) from error
        if response.status != 200:
            raise refuse(CONNECTION_LOST, why=f"HTTP {response.status}")
        while document := _next(response):
            yield document


def _next(response: HTTPResponse) -> dict[str, Any] | None:
    """The next document; None at the end."""
    try:
        line = response.readline()
        return json.loads(line) if line else None
    except (OSError, HTTPException, ValueError) as error:
        raise refuse(CONNECTION_LOST, why=error) from error


def say(line: str) -> None:
    print(line, flush=True)


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def complain_of(refusal: Refusal) -> None:
    """Every reason of a refusal, a line each."""
    for problem in refusal.problems:
        place = ": ".join(
            str(part) for part in (problem.row + 1 if problem.row is not None else None, problem.field) if part
        )
        complain(f"{place}: {problem.text(language())}" if place else problem.text(language()))
