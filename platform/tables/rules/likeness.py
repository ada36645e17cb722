"""How alike texts are that people have written for the same thing: 北京格子科技有限公司, 北京 格子科技 (S15)."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ...fields.text import fold

USUAL = 80  #: percent, where a rule says nothing else
LONGEST = 200  #: characters of a text that are compared


def plain(text: str, left_out: Sequence[str] = ()) -> str:
    """A text without case, width, blanks, signs, and the words that say nothing (folded, longest first). Where nothing would
    be left, the words stay."""
    bare = "".join(character for character in fold(text)[:LONGEST] if character.isalnum())
    shorter = bare
    for word in left_out:
        shorter = shorter.replace(word, "")
    return shorter or bare


def words(left_out: Sequence[str]) -> tuple[str, ...]:
    """The words that are left out, as `plain` wants them."""
    return tuple(sorted({word for word in map(plain, left_out) if word}, key=lambda word: (-len(word), word)))


def alike(one: str, other: str, percent: int) -> bool:
    """Whether of both texts' characters at least so many percent stand in both, in the same order. Which of the two comes
    first makes no difference."""
    if one == other:
        return True
    if 200 * min(len(one), len(other)) < percent * (len(one) + len(other)):
        return False
    matcher = SequenceMatcher(None, *sorted((one, other)), autojunk=False)
    least = percent / 100
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def pairs(text: str) -> tuple[str, ...]:
    """Neighbouring characters, each pair once."""
    return tuple(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))
