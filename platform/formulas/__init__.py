"""The formula language: text → tree → checked tree → closures over exact decimals.

A pure package: it knows the standard library, lark and the error values of `core`, never a database, a table or a clock.
"""

from __future__ import annotations

from .binder import Resolve, bind, remap
from .checker import Checked, KindOf, check
from .evaluator import Compiled, compile  # noqa: A004  # the word of the contract between rooms
from .kinds import BOOLEAN, DATE, DATETIME, NOTHING, NUMBER, TEXT, Choice, Kind, list_of, option, record
from .nodes import Node, Path, Span
from .parser import parse
from .printer import NameOf, print_display, print_stored, restate
from .problems import FormulaInvalid, FormulaProblem, FormulaSyntaxError
from .values import Env, FormulaError

__all__ = [
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "NOTHING",
    "NUMBER",
    "TEXT",
    "Checked",
    "Choice",
    "Compiled",
    "Env",
    "FormulaError",
    "FormulaInvalid",
    "FormulaProblem",
    "FormulaSyntaxError",
    "Kind",
    "KindOf",
    "NameOf",
    "Node",
    "Path",
    "Resolve",
    "Span",
    "bind",
    "check",
    "compile",
    "list_of",
    "option",
    "parse",
    "print_display",
    "print_stored",
    "record",
    "remap",
    "restate",
]
