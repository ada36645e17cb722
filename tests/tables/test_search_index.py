"""The index follows every way in which a text changes, and finds what a look through the texts finds."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st

from gezi.core import models as core_models
from gezi.fields.text import normal
from gezi.tables import models, schema
from gezi.tables.changes import undo
from gezi.tables.finding import entries, passages, terms, upkeep
from gezi.tables.schema import FieldDraft, conversion, dropping
from gezi.tables.transaction import Tx
from support.shop import Shop, named


def finds(shop: Shop, text: str, table: str = "customers", key: str = "name") -> list[str]:
    return sorted(shop.column(table, key, q=text))


def differences(shop: Shop) -> list[tuple[str, int]]:
    with shop.read() as tx:
        return list(upkeep.differences(tx))


@pytest.mark.parametrize("typed", ["张三", "三", "zhangsan", "zhang", "zhangs", "zs", "z", "ZHANG", "s", "san"])
def test_a_name_is_found_by_its_characters_its_pinyin_and_its_first_letters(shop: Shop, typed: str) -> None:
    shop.create("customers", {"name": "张三"}, {"name": "李白"})
    assert finds(shop, typed) == ["张三"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("chongqing", "重庆银行"), ("zhongqing", "重庆银行"), ("cqyh", "重庆银行"), ("yinhang", "重庆银行"),
     ("yinxing", "重庆银行"), ("changsha", "长沙"), ("lvye", "绿叶"), ("luye", "绿叶"), ("3mzhongguo", "3M中国")],
)  # fmt: skip
def test_a_character_with_several_readings_is_found_by_each(shop: Shop, typed: str, name: str) -> None:
    shop.create("customers", {"name": name}, {"name": "Acme"})
    assert finds(shop, typed) == [name]


def test_pinyin_and_first_letters_do_not_reach_over_what_stands_between(shop: Shop) -> None:
    shop.create("customers", {"name": "张 三"}, {"name": "张，三"})
    assert finds(shop, "zhangsan") == []
    assert finds(shop, "zs") == []


def test_what_is_in_latin_letters_is_not_taken_for_pinyin(shop: Shop) -> None:
    shop.create("customers", {"name": "Zoe Smith"})
    assert finds(shop, "zs") == []
    assert finds(shop, "oe") == ["Zoe Smith"]


def test_a_row_is_found_by_the_name_of_what_it_points_to(shop: Shop) -> None:
    shop.create("customers", {"name": "华为技术"}, {"name": "中兴"})
    shop.create("orders", {"customer": 1}, {"customer": 2, "friends": [1]}, {"customer": 2})
    for typed in ("华为", "hwjs"):
        assert [record.id for record in shop.list("orders", q=typed).records] == [1, 2]


def test_the_index_follows_every_change_of_a_row(shop: Shop) -> None:
    shop.create("customers", {"name": "旧名称公司"}, {"name": "另一家"})
    changed = shop.update("customers", 1, {"name": "新名称公司"})
    assert (finds(shop, "旧名称"), finds(shop, "xinmingcheng")) == ([], ["新名称公司"])
    with shop.write() as tx:
        undo.undo(tx, changed.batch)
    assert (finds(shop, "旧名称"), finds(shop, "xinmingcheng")) == (["旧名称公司"], [])
    gone = shop.delete("customers", 1)
    assert finds(shop, "公司") == []
    with shop.write() as tx:
        undo.undo(tx, gone.batch)
    assert finds(shop, "公司") == ["旧名称公司"]
    assert differences(shop) == []


def test_the_index_follows_computed_texts(shop: Shop) -> None:
    shop.create("customers", {"name": "华为"})
    with shop.write() as tx:
        title = {"formula": 'concat(name, "有限公司")', "result": {"type": "text"}}
        schema.create_fields(tx, [("customers", FieldDraft("title", "formula", named("抬头"), options=title))])
    assert finds(shop, "为有限") == ["华为"]
    shop.update("customers", 1, {"name": "中兴"})
    assert (finds(shop, "华为"), finds(shop, "zhongxingyouxian")) == ([], ["中兴"])
    assert differences(shop) == []


def test_the_index_follows_fields_that_change_go_and_come_back(shop: Shop) -> None:
    with shop.write() as tx:
        schema.create_fields(tx, [("customers", FieldDraft("note", "text", named("备注")))])
    shop.create("customers", {"name": "甲", "note": "重点客户"}, {"name": "乙"})
    with shop.write() as tx:
        entry = dropping.delete_field(tx, "customers", "note")
    assert finds(shop, "重点") == []
    assert differences(shop) == []
    shop.update("customers", 1, {"name": "丙"})
    with shop.write() as tx:
        dropping.restore(tx, entry)
    assert finds(shop, "重点") == ["丙"]
    with shop.write() as tx:
        conversion.convert_field(tx, "customers", "note", "option")
    assert finds(shop, "重点") == []
    assert differences(shop) == []
    with shop.write() as tx:
        dropping.restore(tx, log_entry(tx))
    assert finds(shop, "重点") == ["丙"]
    assert differences(shop) == []


def log_entry(tx: Tx) -> int:
    log = models.config_log
    return tx.connection.execute(sa.select(log.c.id).where(log.c.action == "field.convert")).scalar_one()


def test_a_workspace_from_before_the_index_has_it_once_it_is_opened(shop: Shop) -> None:
    shop.create("customers", {"name": "老客户"})
    with shop.write() as tx:
        entries.clear(tx.connection)
        tx.connection.execute(sa.delete(core_models.properties).where(core_models.properties.c.key == upkeep.PROPERTY))
    assert differences(shop) == [("customers", 1)]
    shop.workspaces.forget("shop")
    shop.workspace = shop.workspaces.open("shop")
    assert finds(shop, "lkh") == ["老客户"]
    assert differences(shop) == []


WORDS = st.text(alphabet="ab用户重 -%_'\"\\*ß。1", min_size=1, max_size=6)


def test_a_search_finds_what_a_look_through_the_texts_finds(shop: Shop) -> None:
    texts = ["用户", "重用 户a-b", "ab'ab\"1", "%_\\*", "Straße", "户。用", "A B", "用户用户ab", "1-1-1", "aab重"]
    shop.create("customers", *({"name": text} for text in texts))

    @given(WORDS)
    @laws(max_examples=60)
    def law(typed: str) -> None:
        words = normal(typed).split()
        expected = [text for text in texts if all(word in normal(text) for word in words)]
        found = finds(shop, typed)
        if not any(word.isascii() and word.isalnum() for word in words):  # those may be a sound as well
            assert found == sorted(expected)
        assert set(expected) <= set(found)

    law()


def test_terms_of_one_field_never_begin_those_of_another() -> None:
    tags = [terms.tag_of(id_) for id_ in (1, 4_095, 4_096, 4_097, 8_193, 20_000_000)]
    assert not any(one != other and other.startswith(one) for one in tags for other in tags)


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [("我的用户组", "用户", "用户"), ("联系张三丰先生", "zhangsan", "张三"), ("联系张三丰先生", "zsf", "张三丰"),
     ("Ａcme 公司", "acme", "Ａcme"), ("重庆", "zhongqing", "重庆"), ("Straße 1", "strasse", "Straße")],
)  # fmt: skip
def test_a_passage_names_the_characters_that_were_found(text: str, word: str, found: str) -> None:
    passage = passages.first(text, [word])
    assert passage is not None
    assert passage.found == found


def test_a_very_long_text_is_taken_by_both_databases(shop: Shop) -> None:
    with shop.write() as tx:
        schema.create_fields(tx, [("customers", FieldDraft("story", "long_text", named("故事")))])
    story = "".join(chr(0x4E00 + (at * 7919) % 20_000) for at in range(90_000))
    shop.create("customers", {"name": "长", "story": story})
    assert finds(shop, story[100:105]) == ["长"]
    assert finds(shop, story[100:103] + "x") == []
