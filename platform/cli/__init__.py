"""`gezi …`: the commands of an installation. Each is a function over the API's services."""

from __future__ import annotations


def main() -> None:
    """The console script."""
    from .program import program  # noqa: PLC0415 - importing the room must cost nothing

    program(prog_name="gezi")
