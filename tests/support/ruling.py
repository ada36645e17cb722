"""Giving tables rules in tests, and seeing what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gezi.core.context import Source
from gezi.core.errors import Refusal
from gezi.tables.rules import stored
from support.shop import Shop

Rule = dict[str, Any]
#: a condition in one line: `at("quantity", ">", "0")`
at: Callable[..., Rule] = lambda field, op, *value: {"field": field, "op": op, **({"value": value[0]} if value else {})}  # noqa: E731


def said(text: str) -> dict[str, str]:
    return {"zh-CN": f"规则：{text}", "en": text}


def rule(shop: Shop, table: str, **kinds: list[Rule]) -> None:
    """Give a table rules, as a template would."""
    with shop.write(Source.TEMPLATE) as tx:
        stored.put(tx, {table: kinds})


def refused(write: Callable[[], object]) -> list[tuple[int | None, str | None, str]]:
    """Row, field and code of everything a write is refused for."""
    with pytest.raises(Refusal) as refusal:
        write()
    return [(problem.row, problem.field, problem.code) for problem in refusal.value.problems]


def sentences(write: Callable[[], object], locale: str = "en") -> list[str]:
    with pytest.raises(Refusal) as refusal:
        write()
    return [problem.text(locale) for problem in refusal.value.problems]
