"""Looking for a row before it comes: the same, written otherwise, or alike; of anybody's, and in the trash (S15)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.context import Source
from gezi.tables import schema
from gezi.tables.schema import FieldDraft
from support.ruling import at, refused, rule, said, sentences
from support.shop import Shop, named

KNOWN = "orders.known"


@pytest.fixture
def titled(shop: Shop) -> Shop:
    """Orders with two texts."""
    with shop.write(Source.TEMPLATE) as tx:
        texts = [FieldDraft("title", "text", named("标题")), FieldDraft("city", "text", named("城市"))]
        schema.create_fields(tx, [("orders", text) for text in texts])
    return shop


def look(shop: Shop, part: dict[str, Any], **more: Any) -> None:
    rule(
        shop, "orders", validations=[{"key": "known", "duplicates": part, "message": said("there is {found}"), **more}]
    )


def test_a_name_is_recognised_however_it_is_written(titled: Shop) -> None:
    words = ["有限公司", "ltd"]
    look(titled, {"fields": ["title"], "match": "normalised", "leave_out": words, "show": ["title"]})
    titled.create("orders", {"title": "北京格子 科技（集团）有限公司"}, {"title": "Acme Ltd."}, {"title": "有限公司"})
    known = ["北京格子科技集团", "ＡＣＭＥ", " acme  LTD", "有限公司"]
    assert refused(lambda: titled.create("orders", *({"title": name} for name in known))) == [
        (row, "title", KNOWN) for row in range(4)
    ]
    assert sentences(lambda: titled.create("orders", {"title": "acme"}))[0].endswith("标题 Acme Ltd.")
    titled.create("orders", {"title": "北京格子科技"}, {"title": "Acme 2"}, {"title": None})


def test_rows_are_found_that_are_alike_in_several_fields_together(titled: Shop) -> None:
    look(titled, {"fields": ["title", "city"], "match": "fuzzy", "likeness": 80})
    titled.create("orders", {"title": "浦江精密仪器", "city": "shanghai"})
    near = {"title": "浦江精密仪表", "city": "Shang Hai"}
    assert refused(lambda: titled.create("orders", near)) == [(0, "title", KNOWN)]
    titled.create("orders", {"title": "浦江精密仪表", "city": "guangzhou"})
    twice = [{"title": "深圳南山软件园"}, {"title": "深圳南山软件园区"}]  # one of the same request counts too
    assert refused(lambda: titled.create("orders", *twice)) == [(1, "title", KNOWN)]


def test_a_warning_lets_a_row_in_and_the_trash_counts(titled: Shop) -> None:
    look(titled, {"fields": ["title"], "show": ["title", "customer"]}, severity="warn")
    customer = titled.create("customers", {"name": "Acme"}).ids[0]
    titled.delete("orders", *titled.create("orders", {"title": "Spring", "customer": customer}).ids)
    (warning,) = titled.create("orders", {"title": "ＳＰＲＩＮＧ"}).warnings
    assert warning.text("en").endswith("there is 标题 Spring，客户 Acme，在回收站")
    shown = [
        {"field": "title", "label": "标题", "text": "Spring"},
        {"field": "customer", "label": "客户", "text": "Acme"},
    ]
    gone = {"table": "orders", "id": None, "label": None, "trashed": True, "shown": shown}
    assert warning.details == {"duplicates": [gone]}


def test_only_rows_that_meet_the_condition_and_what_changes_are_asked(titled: Shop) -> None:
    look(titled, {"fields": ["title"]}, when=at("status", "=", "approved"))
    one, other = titled.create("orders", {"title": "A"}, {"title": "A", "status": "approved"}).ids
    assert refused(lambda: titled.update("orders", one, {"status": "approved"})) == [(0, "title", KNOWN)]
    titled.update("orders", other, {"title": "A", "signed_on": "2026-01-01"})


def test_a_name_is_found_among_hundreds_that_are_made_of_the_same_characters(titled: Shop) -> None:
    look(titled, {"fields": ["title"], "match": "normalised"})
    titled.create("orders", *({"title": f"Shop 1111{'2' * place}"} for place in range(1, 90)))
    with_all = [{"title": f"Shop 1111 {'2' * (place % 9 + 1)} 2111 {place:03d}"} for place in range(420)]
    titled.create("orders", *with_all)  # each pair of characters of what follows stands in more rows than are followed
    assert refused(lambda: titled.create("orders", {"title": "ＳＨＯＰ 1111 2222"})) == [(0, "title", KNOWN)]
    assert len(titled.create("orders", {"title": "shop 2211"}).ids) == 1
