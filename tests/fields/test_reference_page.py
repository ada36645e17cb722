"""The page on field types says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from gezi.fields.registry import COMPUTED, TYPES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "fields.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells[1:]]
    for line in PAGE.partition("## What is read")[0].splitlines()
    if re.match(r"\| `\w+` \|", line)
    for cells in [line.strip("|").split("|")]
}
SETTINGS = {
    name.strip("` "): set(re.findall(r"`(\w+)`", cells[1]))
    for line in PAGE.partition("## Settings")[2].splitlines()
    if re.match(r"\| `", line)
    for cells in [line.strip("|").split("|")]
    for name in cells[0].split(",")
}


def test_every_type_has_its_row_in_the_order_of_the_registry() -> None:
    assert list(ROWS) == list(TYPES)


def test_labels_are_those_of_the_types() -> None:
    assert {name: row[0] for name, row in ROWS.items()} == {name: type_.label["zh-CN"] for name, type_ in TYPES.items()}


def test_operators_are_those_of_the_types() -> None:
    for name, row in ROWS.items():
        if name not in COMPUTED:
            assert row[-1].strip("`").split() == list(TYPES[name].operators), name


def test_every_setting_is_named() -> None:
    for name, type_ in TYPES.items():
        named = SETTINGS.get(name, set())
        assert set(type_.options_schema["properties"]) - {"result", "system"} <= named, name
