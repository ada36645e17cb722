"""How texts are compared and ordered: a folded form, and a sort key in pinyin order that both databases agree on.

Keys are ASCII and made for code point order (PostgreSQL columns of them need `COLLATE "C"`). Change `VERSION` with either.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

VERSION = 1  #: of the two forms below; stored ones of an older version have to be rebuilt
KEY_LENGTH = 240  #: characters of a sort key; texts that agree so far are ordered by their id

_HAN, _OTHER, _LATE = "~", "}", "{"  #: first characters of a Chinese, another foreign, and a late ASCII character
_DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"  #: 64 characters in code point order
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
#: how names of places, people and firms read a character whose first reading in the dictionary is another one
_IN_NAMES = {
    "重": "chong2", "长": "chang2", "厦": "xia4", "行": "hang2", "曾": "zeng1", "解": "xie4", "单": "shan4", "仇": "qiu2",
    "区": "qu1", "查": "zha1", "乐": "le4", "朴": "pu3", "盛": "sheng4", "石": "shi2", "会": "hui4", "都": "du1",
    "贾": "jia3", "沈": "shen3", "翟": "zhai2", "覃": "qin2", "尉": "wei4", "缪": "miao4", "晟": "sheng4", "葛": "ge3",
}  # fmt: skip
#: ASCII that is not its own key: control characters count as a space, and what comes after "z" is marked as late
_ASCII = {
    **dict.fromkeys(range(0x20), " "),
    **{ord(mark): _LATE + mark for mark in "{|}~"},
    0x7F: " ",
}


def fold(text: str) -> str:
    """Without width, case and compatibility differences (NFKC, casefold): what `contains` searches in."""
    if text.isascii():
        return text.lower()
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    return unicodedata.normalize("NFKC", once.casefold())


def normal(text: str) -> str:
    """The folded form without blanks at either end: texts are equal when these are."""
    return fold(text).strip()


def blank(text: str) -> bool:
    """Whether there is nothing to see: blanks, and signs without a shape of their own such as a zero-width space."""
    if not text or text.isspace():
        return True
    return not text.isprintable() and all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text)


def narrow(text: str) -> str:
    """Full-width ASCII, as Chinese input methods type it, in its half-width form; nothing else is changed."""
    return text if text.isascii() else text.translate(_NARROW)


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x202F: 0x20,
    0x2212: 0x2D,
}


def sort_key(text: str) -> str:
    """The key by which texts are ordered: digits and Latin, other scripts, then Chinese by pinyin and code point."""
    folded = normal(text)
    if folded.isascii():
        return folded.translate(_ASCII)[:KEY_LENGTH]
    return "".join(map(_character, folded[:KEY_LENGTH]))[:KEY_LENGTH]


@lru_cache(maxsize=32_768)
def _character(character: str) -> str:
    """The part of a key that stands for one folded character."""
    if character.isascii():
        return character.translate(_ASCII)
    reading = dictionary(character)
    if reading:
        return f"{_HAN}{reading}{_number(ord(character), 3)}"
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii():
        return base.translate(_ASCII)
    if unicodedata.combining(character):
        return ""
    return (_HAN + "~" if _is_han(character) else _OTHER) + _number(ord(character), 4)


def dictionary(character: str) -> str | None:
    """The pinyin of a Chinese character with its tone as a digit: 张 → zhang1, 吕 → lu:3."""
    if character in _IN_NAMES:
        return _IN_NAMES[character]
    readings = _readings().get(str(ord(character)))
    if not readings:
        return None
    letters, tone = "", "5"
    for part in unicodedata.normalize("NFD", readings.partition(",")[0]):
        if part in _TONES:
            tone = _TONES[part]
        else:
            letters += ":" if part == "\u0308" else part
    return letters + tone if letters.replace(":", "").isascii() else None


def latin(text: str) -> str:
    """A text in the letters a–z, digits and single underscores, for keys: 年产值 → nian_chan_zhi, Büro 2 → buro_2."""
    words = ""
    for character in normal(text):
        reading = None if character.isascii() else dictionary(character)
        if reading:
            words += "_" + reading.rstrip("012345").replace("u:", "v") + "_"
        else:
            words += unicodedata.normalize("NFD", character)[0]
    return re.sub(r"[^a-z0-9]+", "_", words).strip("_")


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """pypinyin's table of single characters. Importing the package would load its phrases too: 59 MB instead of 8."""
    found = importlib.util.find_spec("pypinyin")
    assert found is not None
    assert found.submodule_search_locations is not None
    file = Path(next(iter(found.submodule_search_locations))) / "pinyin_dict.json"
    return json.loads(file.read_text(encoding="utf-8"))


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK")


def _number(code: int, width: int) -> str:
    """A code point in base 64, so that keys compare as code points do."""
    digits = ""
    for _ in range(width):
        code, digit = divmod(code, 64)
        digits = _DIGITS[digit] + digits
    return digits
