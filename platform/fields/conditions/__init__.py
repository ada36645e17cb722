"""The one tree of conditions: view filters, row scopes, roll-ups, validations, locks and automations all speak it.

A tree is made by `parse` (API form, by key) or `load` (stored form, by id), loses its variables by `resolve`, and is
then compiled to SQL by `tables.conditions` or tested in memory by `holds`; both use the same operators.
"""

from __future__ import annotations

from .reading import MAX_DEPTH, MAX_LIST, MAX_TESTS, VARIABLES, Resolve, parse
from .relative import COUNTED, MOST_DAYS, SPANS
from .resolving import resolve
from .stored import dump, load, to_api
from .tree import (
    ALWAYS,
    AROUND,
    NEVER,
    And,
    Condition,
    Not,
    Or,
    Path,
    Relative,
    Test,
    Variable,
    holds,
    is_resolved,
    paths,
    tests,
)

__all__ = [
    "ALWAYS",
    "AROUND",
    "COUNTED",
    "MAX_DEPTH",
    "MAX_LIST",
    "MAX_TESTS",
    "MOST_DAYS",
    "NEVER",
    "SPANS",
    "VARIABLES",
    "And",
    "Condition",
    "Not",
    "Or",
    "Path",
    "Relative",
    "Resolve",
    "Test",
    "Variable",
    "dump",
    "holds",
    "is_resolved",
    "load",
    "parse",
    "paths",
    "resolve",
    "tests",
    "to_api",
]
