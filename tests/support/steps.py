"""How much is done, counted and not timed: the same on every machine, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager


class TooManySteps(BaseException):
    """More was done than a test allows; no `except Exception` on the way takes it for an answer."""


@contextmanager
def within(steps: int) -> Generator[list[int]]:
    """At most so many functions are called in this thread, Python's and C's; the list holds their number at the end. What one
    C function does by itself is not counted: of that a test shows that it ends."""
    called = 0
    counted = [0]

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")
        if called > steps:
            sys.setprofile(None)
            raise TooManySteps(f"more than {steps} steps")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield counted
    finally:
        sys.setprofile(before)
        counted[0] = called
