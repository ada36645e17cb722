"""Every `Message` of the product, and the page docs/reference/errors.md made from them (`make errors`)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from pathlib import Path

import gezi
from gezi.core.errors import Kind, Message

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "errors.md"
STATUS = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.NOT_FOUND: 404,
    Kind.FORBIDDEN: 403,
    Kind.CONFLICT: 409,
    Kind.PRECONDITION: 412,
    Kind.TOO_LARGE: 413,
    Kind.TOO_MANY: 429,
    Kind.INVALID: 422,
}
HEAD = """# Error codes

Written by `make errors` from the messages in the code; do not edit by hand. A refused request answers
`{"errors": [{"row", "field", "code", "message"}]}` with every problem of the request at once; the status is that of the
gravest one (404 before 403 before 409 before 422). Codes are stable, sentences may be reworded. `{…}` is filled in.
"""


def collected() -> dict[Message, str]:
    """Every message that a module of the product declares, and the module that declares it."""
    found: dict[Message, str] = {}
    for module in pkgutil.walk_packages(gezi.__path__, "gezi."):
        if "migrations" in module.name.split("."):
            continue
        loaded = importlib.import_module(module.name)
        for value in vars(loaded).values():
            for message in value if isinstance(value, (tuple, list)) else (value,):
                if isinstance(message, Message):
                    home = found.get(message)
                    found[message] = module.name if home is None else min(home, module.name, key=_depth)
    return found


def _depth(module: str) -> tuple[bool, str]:
    return not module.endswith(".messages"), module


def page(messages: Iterable[Message]) -> str:
    lines = [HEAD]
    section = ""
    for message in sorted(messages, key=lambda message: (message.code, message.zh)):
        area = message.code.split(".")[0]
        if area != section:
            section = area
            lines += [f"\n## {area}\n", "| code | status | 中文 | English |", "| --- | --- | --- | --- |"]
        cells = [f"`{message.code}`", str(STATUS[message.kind]), message.zh, message.en]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(collected()), encoding="utf-8")
