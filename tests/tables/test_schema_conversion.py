"""Fields with values that take another type: preview, conversion, and the way back (E40, S35)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.errors import Refusal
from gezi.tables.schema import building, conversion, dropping, log
from support.shop import Shop

TEXTS = ("85%", "85", "8.5折", "0.85", "面议")


@pytest.fixture
def ids(shop: Shop) -> list[int]:
    """Customers with a discount written as five people write it."""
    with shop.write() as tx:
        building.add_field(tx, "customers", "text", {"key": "off", "label": "折扣"})
    rows = [{"name": f"c{n}", "off": text} for n, text in enumerate(TEXTS)]
    return shop.create("customers", *rows).ids


def convert(shop: Shop, type_: str, key: str = "off", **extra: Any) -> dict[str, Any]:
    with shop.write() as tx:
        preview, _ = conversion.convert_field(tx, "customers", key, type_, **extra)
        return preview.dump()


def values(shop: Shop, ids: list[int], key: str = "off") -> list[Any]:
    return [shop.get("customers", id_)[key] for id_ in ids]


def test_a_preview_counts_and_changes_nothing(shop: Shop, ids: list[int]) -> None:
    preview = convert(shop, "percent", dry_run=True)
    assert (preview["converted"], preview["ambiguous"], preview["unparseable"]) == (3, 1, 1)
    assert preview["samples"]["ambiguous"] == [{"text": "0.85", "rows": 1, "value": "", "candidates": ["85", "0.85"]}]
    assert preview["samples"]["unparseable"][0]["text"] == "面议"
    assert values(shop, ids) == list(TEXTS)


def test_what_is_ambiguous_must_be_chosen(shop: Shop, ids: list[int]) -> None:
    with pytest.raises(Refusal) as caught:
        convert(shop, "percent")
    assert [problem.code for problem in caught.value.problems] == ["schema.unresolved"]
    assert values(shop, ids) == list(TEXTS)


def test_values_are_converted_and_the_texts_come_back(shop: Shop, ids: list[int]) -> None:
    convert(shop, "percent", resolutions={"0.85": "85"})
    assert values(shop, ids) == ["85", "85", "85", "85", None]
    shop.update("customers", ids[4], {"off": "70"})
    assert shop.column("customers", "off", sort="off", filter={"field": "off", "op": ">", "value": "80"}) == ["85"] * 4
    with shop.write() as tx:
        (entry,) = [item["id"] for item in log.trash(tx)]
        dropping.restore(tx, entry)
    assert values(shop, ids) == list(TEXTS)
    assert shop.column("customers", "name", filter={"field": "off", "op": "contains", "value": "折"}) == ["c2"]
    with shop.write() as tx:  # and the way back has a way back
        (entry,) = [item["id"] for item in log.trash(tx)]
        dropping.restore(tx, entry)
    assert values(shop, ids) == ["85", "85", "85", "85", "70"]


def test_a_text_becomes_choices_of_its_own(shop: Shop, ids: list[int]) -> None:
    shop.update("customers", ids[1], {"off": "面议"})
    preview = convert(shop, "option")
    assert preview["converted"] == 5
    assert [choice["label"]["zh-CN"] for choice in preview["choices"]] == ["85%", "面议", "8.5折", "0.85"]
    found = values(shop, ids)
    assert found[1] == found[4] == "option_2"
    convert(shop, "text")
    assert values(shop, ids) == ["85%", "面议", "8.5折", "0.85", "面议"]


def test_formulas_over_the_field_are_computed_anew_or_stand_against_it(shop: Shop) -> None:
    with shop.write() as tx:
        building.add_field(tx, "customers", "number", {"key": "points", "label": "积分"})
        building.add_field(
            tx, "customers", "formula", {"key": "twice", "label": "翻倍", "options": {"formula": "points*2"}}
        )
    row = shop.create("customers", {"name": "a", "points": "3"}).ids
    convert(shop, "money", key="points")
    assert values(shop, row, "twice") == ["6"]
    with pytest.raises(Refusal) as caught:
        convert(shop, "date", key="points")
    assert {problem.code for problem in caught.value.problems} <= {"schema.breaks"}
    assert values(shop, row, "points") == ["3.00"]


def test_what_is_compared_somewhere_keeps_its_type(shop: Shop) -> None:
    for key in ("name",):
        with pytest.raises(Refusal) as caught:
            convert(shop, "number", key=key)
        assert [problem.code for problem in caught.value.problems] == ["schema.in_use"]
    with shop.write() as tx, pytest.raises(Refusal) as caught:
        conversion.convert_field(tx, "orders", "status", "text")
    assert [problem.code for problem in caught.value.problems] == ["schema.in_use"]


def test_a_failure_in_the_middle_leaves_the_texts(shop: Shop, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power is out")

    with monkeypatch.context() as patch:
        patch.setattr(log, "write", fail)
        with pytest.raises(RuntimeError):
            convert(shop, "percent", resolutions={"0.85": None})
    assert values(shop, ids) == list(TEXTS)
    assert shop.create("customers", {"name": "new", "off": "任意"}).ids
