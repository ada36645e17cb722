"""Where in a text a word stands, for people to see why a row was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...fields.pinyin import readings
from ...fields.text import fold

AROUND = 30  #: characters of a text shown before what was found, and twice as many after it began
LONGEST = 10_000  #: characters of a text that are looked through


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, and what in it was found."""

    text: str
    found: str


def first(text: str, words: Sequence[str]) -> Passage | None:
    """The first place where one of the (folded) words stands as it is, else where one is the sound of characters."""
    text = text[:LONGEST]
    places = [place for word in words if (place := _exactly(text, word)) is not None]
    if not places:
        places = [place for word in words if (place := _by_sound(text, word)) is not None]
    if not places:
        return None
    start, end = min(places)
    begin, stop = max(0, start - AROUND), start + 2 * AROUND
    cut = text[begin:stop].strip()
    return Passage(("…" if begin else "") + cut + ("…" if stop < len(text) else ""), text[start:end])


def _exactly(text: str, word: str) -> tuple[int, int] | None:
    """The place of a word; folding may lengthen a text, so characters are counted one by one."""
    folded = [fold(character) for character in text]
    at = "".join(folded).find(word)
    if at < 0:
        return None
    start, end, passed = None, len(text), 0
    for place, part in enumerate(folded):
        if start is None and passed + len(part) > at:
            start = place
        if passed >= at + len(word):
            end = place
            break
        passed += len(part)
    return (start or 0, end)


def _by_sound(text: str, word: str) -> tuple[int, int] | None:
    if not (word.isascii() and word.isalnum()):
        return None
    ways = [readings(character) or _itself(character) for character in text]
    for start, way in enumerate(ways):
        if way:
            ends = [*_ends(ways, start, [word], whole=True), *_ends(ways, start, [word], whole=False)]
            if ends and any(not character.isascii() for character in text[start : max(ends)]):
                return start, max(ends)
    return None


def _ends(ways: Sequence[Sequence[str]], start: int, rests: list[str], *, whole: bool) -> Iterable[int]:
    """Where the sounds from `start` on have used up the word: by whole readings, or by first letters."""
    for place in range(start, len(ways)):
        following: list[str] = []
        for rest in rests:
            for way in ways[place]:
                sound = way if whole else way[0]
                if sound.startswith(rest):
                    return [place + 1]
                if rest.startswith(sound):
                    following.append(rest[len(sound) :])
        rests = following
        if not rests:
            break
    return []


def _itself(character: str) -> tuple[str, ...]:
    folded = fold(character)
    return (folded,) if folded.isascii() and folded.isalnum() else ()
