"""How a workspace writes what a template says in other words: `"0"` of a money field comes out as `"0.00"`.

It is kept beside the template from its installation on, so that the same thing said otherwise is never taken for a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .items import Document, Item, Parts, items

Spelling = Mapping[
    str, Mapping[str, Any]
]  #: by name of the item and part, only where the words differ; None for nothing


def of(said: Document, written: Document, only: Iterable[tuple[Item, str]] | None = None) -> dict[str, dict[str, Any]]:
    """Where `written` (the export right after `said` was brought in) has other words for a part; `only` of these parts."""
    given, found = items(said), items(written)
    wanted = None if only is None else set(only)
    spelled: dict[str, dict[str, Any]] = {}
    for item, parts in given.items():
        there = found.get(item, {})
        for name in dict.fromkeys((*parts, *there)):
            if parts.get(name) != there.get(name) and (wanted is None or (item, name) in wanted):
                spelled.setdefault(str(item), {})[name] = there.get(name)
    return spelled


def respelled(found: Mapping[Item, Parts], said: Mapping[Item, Parts], spelling: Spelling) -> dict[Item, Parts]:
    """Items in the words of the workspace, wherever they say what the template `said`."""
    if not spelling:
        return dict(found)
    written: dict[Item, Parts] = {}
    for item, parts in found.items():
        words, was = spelling.get(str(item), {}), said.get(item, {})
        same = {name: value for name, value in words.items() if parts.get(name) == was.get(name)}
        written[item] = {name: value for name, value in {**parts, **same}.items() if value is not None}
    return written
