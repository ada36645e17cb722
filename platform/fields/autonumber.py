"""Patterns of automatic numbers: `DD-{yyyy}{mm}{dd}-{seq:4}` is DD-20261121-0001 for the first one of that day.

The count begins again with each period the pattern names completely: with a year it is yearly, with year and month monthly,
with year, month and day daily; otherwise it never does, so no number comes twice. Counting itself is done in `tables`.
"""

from __future__ import annotations

import re
from datetime import date

from ..core.errors import Problem
from . import messages

MAX_PATTERN = 60
_PART = re.compile(r"\{(yyyy|yy|mm|dd|seq)(?::([1-9]|1[0-2]))?\}")
_DEFAULT_WIDTH = 4


def render(pattern: str, today: date, seq: int) -> str:
    """The number `seq` (from 1) of the period that `today` is in. A count wider than its place is written in full."""

    def part(found: re.Match[str]) -> str:
        match found[1]:
            case "yyyy":
                return f"{today.year:04d}"
            case "yy":
                return f"{today.year % 100:02d}"
            case "mm":
                return f"{today.month:02d}"
            case "dd":
                return f"{today.day:02d}"
            case _:
                return str(seq).zfill(int(found[2] or _DEFAULT_WIDTH))

    return _PART.sub(part, pattern)


def period(pattern: str, today: date) -> str:
    """The period that `today` is in, as the key of its own count: '', '2026', '202611' or '20261121'."""
    names = {found[1] for found in _PART.finditer(pattern)}
    if not names & {"yyyy", "yy"}:
        return ""
    if "mm" not in names:
        return f"{today:%Y}"
    return f"{today:%Y%m%d}" if "dd" in names else f"{today:%Y%m}"


def check(pattern: str) -> tuple[Problem, ...]:
    """What is wrong with a pattern: too long, no or two counts, an unknown place, a stray brace, a width on a date."""
    found = list(_PART.finditer(pattern))
    counts = [part for part in found if part[1] == "seq"]
    rest = _PART.sub("", pattern)
    wrong = [part[0] for part in found if part[1] != "seq" and part[2]]
    if len(pattern) > MAX_PATTERN or len(counts) != 1:
        wrong.append(pattern[:MAX_PATTERN])
    elif "{" in rest or "}" in rest or not rest.isprintable():
        wrong.append(rest)
    return tuple(Problem(messages.BAD_PATTERN, {"part": part}, "options") for part in wrong)
