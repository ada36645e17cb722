"""Texts, phones, addresses and links: what is taken, how it is compared and ordered (S73; reliability 4.11)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.fields.fieldtype import InvalidValue
from gezi.fields.numerals import SheetNumber
from gezi.fields.registry import TYPES
from gezi.fields.spec import FieldSpec
from gezi.fields.text import KEY_LENGTH, fold, normal, sort_key
from support.steps import within


def field(type: str = "text", *, unique: bool = False, **options: Any) -> FieldSpec:
    return FieldSpec(5, 1, "f", type, options=options, unique=unique)


def parse(raw: object, type: str = "text", **options: Any) -> Any:
    return TYPES[type].parse(raw, field(type, **options))


def refused(raw: object, type: str = "text", **options: Any) -> str:
    with pytest.raises(InvalidValue) as caught:
        parse(raw, type, **options)
    return caught.value.message.code


@pytest.mark.parametrize(
    "text",
    [
        "'; drop table x --",
        "=1+1",
        "%_\\",
        "{0.__class__}",
        "👨‍👩‍👧",
        "\u202eabc",
        "a\nb\tc",
        "  两边有空格  ",
        "\x01",
        "N'Djamena",
    ],
)
def test_any_content_is_kept_as_it_was_typed(text: str) -> None:
    assert parse(text) == text
    assert parse(text, "long_text") == text


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b", " \ufeff\u200d\n"])
def test_a_text_of_which_nothing_can_be_seen_is_empty(text: str) -> None:
    assert parse(text) is None
    assert parse(f"{text}a") == f"{text}a"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\udfff"])
def test_what_no_database_keeps_is_refused(text: str) -> None:
    assert refused(text) == refused(text, "long_text") == "value.bad_character"


def test_length_is_limited_in_characters() -> None:
    assert parse("字" * 255) == "字" * 255
    assert refused("字" * 256) == "value.too_long"
    assert parse("😀" * 4, max_length=4) == "😀" * 4
    assert refused("12345", max_length=4) == "value.too_long"
    assert len(parse("x" * 100_000, "long_text")) == 100_000
    assert refused("x" * 100_001, "long_text") == "value.too_long"


def test_a_unique_text_has_to_fit_into_an_index() -> None:
    spec = field(unique=True)
    assert TYPES["text"].parse("字" * 255, spec) == "字" * 255
    with pytest.raises(InvalidValue):
        TYPES["text"].parse("\ufdfa" * 255, spec)  # one character that folds to eighteen


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (13800138000, "13800138000"),
        (SheetNumber(13800138000), "13800138000"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (2.50, "2.5"),
    ],
)
def test_a_text_field_takes_what_a_sheet_holds(raw: object, expected: str) -> None:
    assert parse(raw) == expected


@pytest.mark.parametrize("raw", [["a"], {"a": 1}, b"a", ("a",)])
def test_a_text_is_no_structure(raw: object) -> None:
    assert refused(raw) == "value.not_text"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ABC", "abc"),
        ("ＡＢＣ", "abc"),
        ("Straße", "STRASSE"),
        ("ﬁrm", "FIRM"),
        (" 张三 ", "张三"),
        ("１２３", "123"),
        ("é", "e\u0301"),
    ],
)
def test_texts_are_equal_without_case_width_and_surrounding_blanks(one: str, other: str) -> None:
    assert normal(one) == normal(other)
    assert TYPES["text"].operators["="].test(one, other)
    assert not TYPES["text"].operators["!="].test(one, other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert normal(normal(text)) == normal(text)


def test_wildcards_are_searched_for_literally() -> None:
    contains = TYPES["text"].operators["contains"]
    assert contains.test("100%", "0%")
    assert not contains.test("100 per cent", "0%")


# Order


def test_digits_and_latin_come_before_other_scripts_and_chinese_by_pinyin_last() -> None:
    names = [
        "Bob",
        "alice",
        "张三",
        "李四",
        "阿明",
        "重庆",
        "中国",
        "长沙",
        "厦门",
        "123",
        "Zoë",
        "吕布",
        "陆一",
        "乱",
        "Яна",
        "カナ",
    ]
    assert sorted(names, key=sort_key) == [
        "123", "alice", "Bob", "Zoë", "Яна", "カナ",
        "阿明", "长沙", "重庆", "李四", "陆一", "吕布", "乱", "厦门", "张三", "中国",
    ]  # fmt: skip


def test_the_same_sound_is_ordered_by_tone_then_by_character() -> None:
    assert sorted(["章二", "掌", "张三", "张二", "章一"], key=sort_key) == ["张二", "张三", "章二", "章一", "掌"]


def test_a_shorter_syllable_comes_before_a_longer_one() -> None:
    assert sorted(["张", "詹", "扎", "西安", "先"], key=sort_key) == ["西安", "先", "扎", "詹", "张"]


@given(st.text())
def test_a_sort_key_is_short_plain_ascii(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert len(key) <= KEY_LENGTH


@given(st.text(), st.text())
def test_texts_that_fold_alike_have_the_same_key(one: str, other: str) -> None:
    if normal(one) == normal(other):
        assert sort_key(one) == sort_key(other)


@given(st.text("abc 张李王{}~!", max_size=8), st.text("abc 张李王{}~!", max_size=8))
def test_a_text_comes_before_what_it_is_the_beginning_of(head: str, tail: str) -> None:
    whole = normal(head + tail)
    if whole.startswith(normal(head)):
        assert sort_key(head) <= sort_key(whole)


def test_the_key_of_a_name_takes_few_steps() -> None:
    """A list of ten thousand names is sorted while one waits."""
    sort_key("预热")
    with within(200):
        sort_key("上海示例科技有限公司4999号")


# Phone, e-mail, web address


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("138-0013-8000", "138-0013-8000"),
        ("+86 138 0013 8000", "+86 138 0013 8000"),
        ("(021) 5555 0101", "(021) 5555 0101"),
        ("010-12345678 ext 12", "010-12345678 ext 12"),
        ("010-12345678转12", "010-12345678转12"),
        ("１３８００１３８０００", "13800138000"),
        (13800138000, "13800138000"),
        (SheetNumber(13800138000), "13800138000"),
        ("110", "110"),
    ],
)
def test_a_phone_number_is_kept_as_it_was_typed(raw: object, kept: str) -> None:
    assert parse(raw, "phone") == kept


@pytest.mark.parametrize("raw", ["abc", "12", "+", "138x", "1" * 41, "138;drop", "１٣٨٠٠", "tel:138000"])
def test_what_is_no_phone_number_is_refused(raw: str) -> None:
    assert refused(raw, "phone") == "value.not_a_phone"


def test_phones_are_compared_by_their_digits() -> None:
    operators = TYPES["phone"].operators
    assert operators["="].test("138-0013-8000", "138 0013 8000")
    assert operators["contains"].test("138-0013-8000", "38001")
    assert not operators["="].test("138-0013-8000", "138-0013-8001")


@pytest.mark.parametrize(
    "raw", ["a@b.cn", "li.si+tag@mail.example.com", "张三@例子.公司", " A@B.CN ", "a@b-c.co", "ａ＠b.cn"]
)
def test_an_email_address_is_taken(raw: str) -> None:
    assert "@" in parse(raw, "email")
    assert parse(raw, "email") == parse(raw, "email").strip()


@pytest.mark.parametrize(
    "raw",
    [
        "a",
        "a@",
        "@b.cn",
        "a@b",
        "a b@c.cn",
        "a@b..cn",
        "a..b@c.cn",
        "a@b.cn,c@d.cn",
        "<a@b.cn>",
        "a@b.cn\nBcc: x@y.cn",
        "a" * 250 + "@b.cn",
    ],
)
def test_what_is_no_email_address_is_refused(raw: str) -> None:
    assert refused(raw, "email") == "value.not_an_email"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("https://example.com", "https://example.com"),
        ("HTTP://Example.com/a?b=c#d", "HTTP://Example.com/a?b=c#d"),
        ("http://127.0.0.1:8000/路径", "http://127.0.0.1:8000/路径"),
        ("www.example.com/x", "https://www.example.com/x"),
        ("例子.公司", "https://例子.公司"),
    ],
)
def test_a_web_address_is_taken(raw: str, kept: str) -> None:
    assert parse(raw, "url") == kept


@pytest.mark.parametrize(
    "raw", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://a.cn", "file:///etc/passwd", "//a.cn", "https://",
            "https://a b.cn", "https://a.cn/\"onclick=", "https://a.cn/<script>", "java\nscript:alert(1)",
            "mailto:a@b.cn", "https:a.cn",
            "https://a.cn\\@b.cn"]
)  # fmt: skip
def test_a_link_that_could_run_something_is_refused(raw: str) -> None:
    assert refused(raw, "url") == "value.not_a_url"


def test_a_web_address_has_at_most_two_thousand_characters() -> None:
    assert refused("https://a.cn/" + "x" * 2_000, "url") == "value.too_long"
