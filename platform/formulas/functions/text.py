"""Text. An empty text is ''; lengths and places count characters, from 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .. import messages
from ..formats import is_format, written
from ..kinds import BOOLEAN, NUMBER, TEXT
from ..limits import MAX_TEXT
from ..values import Env, bounded, failure, shown
from .signature import ORDERED, PRINTABLE, Arg, Empties, function

_FARTHEST = MAX_TEXT + 1


def _count(number: Decimal) -> int:
    """A number of characters; what is negative, or beyond any text, is cut to fit."""
    return int(max(Decimal(0), min(number, Decimal(_FARTHEST))))


@function(
    "CONCAT",
    repeat=(Arg("value", PRINTABLE, spread=True),),
    returns=TEXT,
    zh="连接成一段文本,与 & 相同",
    en="the values one after another, as with &",
    examples=[('CONCAT("a", 1, TRUE)', "a1TRUE")],
)
def concat(values: list[Any]) -> str:
    return _joined("", values)


@function(
    "JOIN",
    Arg("separator", TEXT),
    repeat=(Arg("value", PRINTABLE, spread=True),),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="用分隔符连接各值,空值跳过",
    en="the values with a separator between them; empty ones are left out",
    examples=[('JOIN("-", "a", "", "b")', "a-b"), ('JOIN("、", LIST(1, 2))', "1、2")],
)
def join(separator: str, values: list[Any]) -> str:
    return _joined(separator, [value for value in values if value])


def _joined(separator: str, values: list[Any]) -> str:
    texts = [value or "" for value in values]
    if sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1) > MAX_TEXT:
        raise failure(messages.TEXT_TOO_LONG)
    return separator.join(texts)


@function(
    "LEFT",
    Arg("text", TEXT),
    Arg("count", NUMBER, optional=True),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="左边的若干个字符(默认 1 个)",
    en="the first characters (1 when left out)",
    examples=[('LEFT("格子表", 2)', "格子")],
)
def left(text: str, count: Decimal = Decimal(1)) -> str:
    return text[: _count(count)]


@function(
    "RIGHT",
    Arg("text", TEXT),
    Arg("count", NUMBER, optional=True),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="右边的若干个字符(默认 1 个)",
    en="the last characters (1 when left out)",
    examples=[('RIGHT("abc", 2)', "bc"), ('RIGHT("abc", 0)', "")],
)
def right(text: str, count: Decimal = Decimal(1)) -> str:
    return text[max(0, len(text) - _count(count)) :]


@function(
    "MID",
    Arg("text", TEXT),
    Arg("start", NUMBER),
    Arg("count", NUMBER),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="从第 start 个字符起的 count 个字符",
    en="so many characters from the place `start` on",
    examples=[('MID("abcdef", 2, 3)', "bcd")],
)
def mid(text: str, start: Decimal, count: Decimal) -> str:
    if start < 1:
        raise failure(messages.BAD_ARGUMENT)
    first = _count(start) - 1
    return text[first : first + _count(count)]


@function(
    "LEN",
    Arg("text", TEXT),
    returns=NUMBER,
    empties=Empties.BLANK,
    for_lists="COUNT",
    zh="字符个数",
    en="the number of characters",
    examples=[('LEN("格子")', "2"), ('LEN("")', "0")],
)
def len_(text: str) -> Decimal:
    return Decimal(len(text))


@function(
    "TRIM",
    Arg("text", TEXT),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="去掉首尾空白,中间的连续空白并为一个",
    en="the text without space at its ends, and single spaces within",
    examples=[('TRIM("  a   b ")', "a b")],
)
def trim(text: str) -> str:
    return " ".join(text.split())


@function(
    "UPPER",
    Arg("text", TEXT),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="转为大写",
    en="in upper case",
    examples=[('UPPER("Ab")', "AB")],
)
def upper(text: str) -> str:
    return bounded(text.upper())


@function(
    "LOWER",
    Arg("text", TEXT),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="转为小写",
    en="in lower case",
    examples=[('LOWER("Ab")', "ab")],
)
def lower(text: str) -> str:
    return bounded(text.lower())


@function(
    "SUBSTITUTE",
    Arg("text", TEXT),
    Arg("old", TEXT),
    Arg("new", TEXT),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="把文本里的 old 全部换成 new",
    en="the text with every `old` replaced by `new`",
    examples=[('SUBSTITUTE("a-b-c", "-", "")', "abc")],
)
def substitute(text: str, old: str, new: str) -> str:
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > MAX_TEXT:
        raise failure(messages.TEXT_TOO_LONG)
    return text.replace(old, new)


@function(
    "FIND",
    Arg("part", TEXT),
    Arg("text", TEXT),
    Arg("start", NUMBER, optional=True),
    returns=NUMBER,
    empties=Empties.BLANK,
    zh="part 在 text 里的位置(从 1 起);找不到为空",
    en="the place of `part` in `text`, from 1; empty when it is not there",
    examples=[('FIND("c", "abc")', "3"), ('FIND("x", "abc")', "")],
)
def find(part: str, text: str, start: Decimal = Decimal(1)) -> Decimal | None:
    place = text.find(part, max(0, _count(start) - 1))
    return Decimal(place + 1) if place >= 0 else None


@function(
    "CONTAINS",
    Arg("text", TEXT),
    Arg("part", TEXT),
    returns=BOOLEAN,
    empties=Empties.BLANK,
    for_lists="HAS",
    zh="文本是否包含 part;也可判断列表是否包含某项",
    en="whether the text contains `part`, or a list an item",
    examples=[('CONTAINS("abc", "bc")', "TRUE"), ("CONTAINS(LIST(1, 2), 3)", "FALSE")],
)
def contains(text: str, part: str) -> bool:
    return part in text


@function(
    "STARTSWITH",
    Arg("text", TEXT),
    Arg("part", TEXT),
    returns=BOOLEAN,
    empties=Empties.BLANK,
    zh="文本是否以 part 开头",
    en="whether the text begins with `part`",
    examples=[('STARTSWITH("abc", "ab")', "TRUE")],
)
def starts_with(text: str, part: str) -> bool:
    return text.startswith(part)


@function(
    "ENDSWITH",
    Arg("text", TEXT),
    Arg("part", TEXT),
    returns=BOOLEAN,
    empties=Empties.BLANK,
    zh="文本是否以 part 结尾",
    en="whether the text ends with `part`",
    examples=[('ENDSWITH("abc", "bc")', "TRUE")],
)
def ends_with(text: str, part: str) -> bool:
    return text.endswith(part)


@function(
    "REPT",
    Arg("text", TEXT),
    Arg("count", NUMBER),
    returns=TEXT,
    empties=Empties.BLANK,
    zh="把文本重复 count 次",
    en="the text so many times over",
    examples=[('REPT("ab", 3)', "ababab"), ('REPT("x", 1000000000)', "#formula.text_too_long")],
)
def rept(text: str, count: Decimal) -> str:
    times = _count(count)
    if len(text) * times > MAX_TEXT:
        raise failure(messages.TEXT_TOO_LONG)
    return text * times


@function(
    "TEXT",
    Arg("value", ORDERED),
    Arg("format", TEXT, optional=True, accepts=is_format, samples=("#,##0.00", "0.0%", "yyyy-mm-dd", "yyyy年m月d日")),
    returns=TEXT,
    with_env=True,
    zh="按格式写成文本;不写格式则按通常写法",
    en="the value written in a format, or in the usual way when none is given",
    examples=[
        ('TEXT(1234.5, "#,##0.00")', "1,234.50"),
        ('TEXT(0.856, "0.0%")', "85.6%"),
        ('TEXT(DATE(2026, 1, 5), "yyyy年m月d日")', "2026年1月5日"),
        ("TEXT(1.50)", "1.5"),
    ],
)
def text_(env: Env, value: Any, form: str | None = None) -> str:
    return shown(value, env) if form is None else written(value, form, env)


FUNCTIONS = (
    concat, join, left, right, mid, len_, trim, upper, lower, substitute,
    find, contains, starts_with, ends_with, rept, text_,
)  # fmt: skip
