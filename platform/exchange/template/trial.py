"""Whether a thing of the configuration would fit the workspace as it is: what it names is there, and of the right sort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.errors import Refusal
from ...tables.configlog.documents import LISTS, name_of
from ...tables.transaction import Tx
from . import exporter, references

_LISTS = {kind: key for key, kind in LISTS.items()}


def check(tx: Tx, kind: str, item: Mapping[str, Any]) -> None:
    """Raises `Refusal` with everything that a dashboard, button, approval or timer names in vain."""
    written = exporter.everything(tx)
    name, key = name_of(kind, item), _LISTS[kind]
    others = [each for each in written.get(key, ()) if name_of(kind, each) != name]
    found = references.problems({**written, key: [*others, item]})
    place = f"{key}[{len(others)}]"
    own = [problem for problem in found if (problem.field or "").startswith(place)]
    if own:
        raise Refusal(own)
