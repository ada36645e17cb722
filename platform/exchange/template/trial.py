"""Whether a thing of the configuration would fit the workspace as it is: its shape, then whether what it names is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...core.errors import Problem, Refusal
from ...tables.configlog.documents import LISTS, name_of
from ...tables.transaction import Tx
from . import exporter, format, references

_LISTS = {kind: key for key, kind in LISTS.items()}


def check(tx: Tx, kind: str, item: Mapping[str, Any]) -> None:
    """Raises `Refusal` with everything that a dashboard, button, approval or timer names in vain, each problem at its path
    inside the definition (`do[0].set.owner`)."""
    if found := _names(tx, kind, item):
        raise Refusal(found)


def check_whole(tx: Tx, kind: str, item: Mapping[str, Any]) -> None:
    """`check` of something that comes from outside: its shape first."""
    if found := format.shape_problems(item, kind):
        raise Refusal(found)
    check(tx, kind, item)


def _names(tx: Tx, kind: str, item: Mapping[str, Any]) -> list[Problem]:
    """What it names in vain."""
    written = exporter.everything(tx)
    name, key = name_of(kind, item), _LISTS[kind]
    others = [each for each in written.get(key, ()) if name_of(kind, each) != name]
    place = f"{key}[{len(others)}]"
    return [
        _inside(problem, place)
        for problem in references.problems({**written, key: [*others, item]})
        if (problem.field or "").startswith(place)
    ]


def _inside(problem: Problem, place: str) -> Problem:
    path = (problem.field or "").removeprefix(place).removeprefix(".") or "$"
    return replace(problem, field=path, params={**problem.params, "path": path})
