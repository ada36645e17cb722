"""The templates that come with the product, and the demo data beside them: read from the package, or from a checkout."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.errors import refuse
from . import messages

_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")
_PATH = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*\.json")


def available() -> list[str]:
    """The keys of all templates, in order."""
    return sorted(path.name.removesuffix("_template.json") for path in _folder("templates").glob("*_template.json"))


def load(key: str) -> Mapping[str, Any]:
    """The template with this key. Raises a NOT_FOUND refusal."""
    if not _NAME.fullmatch(key):
        raise refuse(messages.NO_SUCH_TEMPLATE, key=key[:60])
    path = _folder("templates") / f"{key}_template.json"
    if not path.is_file():
        raise refuse(messages.NO_SUCH_TEMPLATE, key=key)
    return read(path)


def read(path: Path) -> Mapping[str, Any]:
    """A template in a file. Whether it is a good one, `format.check` says."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise refuse(messages.NOT_A_TEMPLATE) from error
    if not isinstance(document, Mapping):
        raise refuse(messages.NOT_A_TEMPLATE)
    return document


def demo_records(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The demo records of a template, from inside it or from its file among the seeds; unchecked."""
    demo = document.get("demo")
    if demo is None:
        raise refuse(messages.NO_DEMO)
    if "records" in demo:
        return demo["records"]
    file = str(demo["file"])
    try:
        if not _PATH.fullmatch(file):
            raise ValueError(file)
        return json.loads(_folder("seeds").joinpath(file).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise refuse(messages.DEMO_UNREADABLE, file=file[:100]) from error


def _folder(name: str) -> Path:
    """In a wheel the folder lies within the package, in a checkout at its top."""
    shipped = Path(__file__).resolve().parents[1] / name
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[3] / name
