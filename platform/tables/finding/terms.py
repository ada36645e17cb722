"""Texts → terms, and words that are searched for → the terms they must have. The same for both databases.

Each word of a text gives its pairs of neighbouring characters, the last one alone; so any part of a word is found, from one
character on. Chinese words also give, from each character on, what one types for them: `zhangsan`, `san` and `zs`, `s`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from ...fields.pinyin import readings
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import VERSION as TEXT_VERSION
from ...fields.types.text import TextType

VERSION = f"1.{TEXT_VERSION}"  #: of the terms; an index of another version is built anew
SEARCHED = frozenset({"text", "long_text", "phone", "email", "url", "autonumber"})
MOST_TERMS = 50_000  #: of a row, as many as PostgreSQL takes; very long texts are found by what comes first
SOUNDED = 100  #: characters of a word that are found by their sound
LETTERS = 18  #: of pinyin that are compared
INITIALS = 8  #: characters whose first letters make one term
VARIANTS = 16  #: ways of reading a word that are all followed
MOST_PAIRS = 40  #: of a word that is searched for; the text itself decides then

_SOUND, _FIRST = "\U000f0001", "\U000f0002"  # before pinyin and before first letters
_DIGIT, _LAST = 0xF1000, 0x100000  # of a field's number in base 4096; private characters, like the two above
_MARKS = {code: 0xE000 + code for code in range(0x80) if not chr(code).isalnum()}


@dataclass(frozen=True, slots=True)
class Term:
    """What an entry must have: a term, or one that begins so."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one word asks of one field: all terms of one of the alternatives."""

    alternatives: tuple[tuple[Term, ...], ...]
    sure: bool  #: whether the terms decide alone; otherwise the text has to be looked at


def is_searched(spec: FieldSpec) -> bool:
    """Whether the values of a field are texts that a search looks into."""
    return value_spec(spec).type in SEARCHED


def folded(spec: FieldSpec, text: str) -> str:
    """A text as values of the field are compared: a phone number has no signs between its digits."""
    type_ = TYPES[value_spec(spec).type]
    assert isinstance(type_, TextType)
    return type_.folded(text)


def of_values(values: Iterable[tuple[FieldSpec, object]]) -> str:
    """The terms of a row, separated by blanks; '' for a row without a text."""
    parts: list[str] = []
    room = MOST_TERMS
    for spec, value in values:
        if not isinstance(value, str):
            continue
        tag = tag_of(spec.id)
        found: list[str] = []
        for word in folded(spec, value).split():
            found += _pairs(word)
            if not word.isascii():
                found += _sounds(word)
        if len(found) > room:
            found = list(dict.fromkeys(found))[:room]
        if found:
            room -= len(found)
            parts.append(tag + (" " + tag).join(found))
    return " ".join(parts)


def exactly(spec: FieldSpec, word: str) -> Wanted:
    """What a word asks of a field when it has to stand there as it is typed."""
    plain = folded(spec, word)
    pairs = _pairs(plain)
    tag = tag_of(spec.id)
    if len(plain) == 1:
        return Wanted(((Term(tag + pairs[0], begins=True),),), sure=True)
    wanted = tuple(Term(tag + pair) for pair in dict.fromkeys(pairs[: min(len(plain) - 1, MOST_PAIRS)]))
    return Wanted((wanted,), sure=len(plain) == 2)


def by_sound(spec: FieldSpec, word: str) -> Wanted | None:
    """What a word asks of a field when it is the sound of Chinese; None when it cannot be one."""
    plain = folded(spec, word)
    if not (plain.isascii() and plain.isalnum()):
        return None
    tag = tag_of(spec.id)
    places = range(max(1, len(plain) - INITIALS + 1))
    firsts = tuple(Term(f"{tag}{_FIRST}{plain[at : at + INITIALS]}", begins=True) for at in places[:MOST_PAIRS])
    if len(plain) == 1:
        return Wanted((firsts,), sure=True)
    return Wanted(((Term(f"{tag}{_SOUND}{plain[:LETTERS]}", begins=True),), firsts), sure=True)


@lru_cache(maxsize=4_096)
def tag_of(field_id: int) -> str:
    """The characters that say of which field a term is; none begins another."""
    high, low = divmod(field_id, 4_096)
    digits = chr(_LAST + low)
    while high:
        high, digit = divmod(high, 4_096)
        digits = chr(_DIGIT + digit) + digits
    return digits


def _pairs(word: str) -> list[str]:
    plain = word if word.isalnum() else word.translate(_MARKS)
    return [plain[at : at + 2] for at in range(len(plain))]


@lru_cache(maxsize=4_096)
def _sounds(word: str) -> Sequence[str]:
    """What one types for a word, from each of its characters on."""
    each = [readings(character) or _itself(character) for character in word[:SOUNDED]]
    found: dict[str, None] = {}
    start = 0
    for end in range(len(each) + 1):
        if end == len(each) or not each[end]:
            for ways in _readings_of(each[start:end]):
                full, initials = "".join(ways), "".join([way[0] for way in ways])
                at = 0
                for place, way in enumerate(ways):
                    found[_SOUND + full[at : at + LETTERS]] = None
                    found[_FIRST + initials[place : place + INITIALS]] = None
                    at += len(way)
            start = end + 1
    return tuple(found)


def _readings_of(each: Sequence[Sequence[str]]) -> Iterable[Sequence[str]]:
    """The ways to read characters one after another: all of them while they are few, else one other reading at a time."""
    if math.prod(len(ways) for ways in each) <= VARIANTS:
        return product(*each)
    first = [ways[0] for ways in each]
    others = ((place, way) for place, ways in enumerate(each) for way in ways[1:])
    return chain([first], ([*first[:place], way, *first[place + 1 :]] for place, way in others))


def _itself(character: str) -> tuple[str, ...]:
    return (character,) if character.isascii() and character.isalnum() else ()
