"""Rows of a tree in the order in which people read one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_order(parents: Mapping[int, int | None], places: Mapping[int, Any]) -> list[int]:
    """Rows from the top down, each followed by what hangs below it; `places` order those of one level. A row whose parent
    is not among them stands at the top."""
    below: dict[int | None, list[int]] = {}
    for id_, parent in parents.items():
        below.setdefault(parent if parent in parents else None, []).append(id_)
    for found in below.values():
        found.sort(key=lambda id_: places[id_], reverse=True)
    waiting, ordered = list(below.get(None, ())), list[int]()
    while waiting:
        ordered.append(waiting.pop())
        waiting += below.get(ordered[-1], ())
    return ordered
