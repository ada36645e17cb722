"""The builtin functions: an explicit list of groups, each in its own file."""

from __future__ import annotations

from collections.abc import Mapping

from . import choosing, dates, lists, logic, number, rates, text
from .signature import Arg, Function

#: group → its functions, in the order of the reference page
GROUPS: Mapping[str, tuple[Function, ...]] = {
    "logic": logic.FUNCTIONS,
    "number": number.FUNCTIONS,
    "text": text.FUNCTIONS,
    "dates": dates.FUNCTIONS,
    "lists": lists.FUNCTIONS,
    "rates": (*rates.FUNCTIONS, *choosing.FUNCTIONS),
}

#: lower-case name → function
FUNCTIONS: Mapping[str, Function] = {function.name.lower(): function for group in GROUPS.values() for function in group}

__all__ = ["FUNCTIONS", "GROUPS", "Arg", "Function", "check_functions"]


def check_functions() -> None:
    """Called at startup. Raises `ValueError` when two functions share a name or a declaration makes no sense."""
    declared = [function for group in GROUPS.values() for function in group]
    if len(declared) != len(FUNCTIONS):
        raise ValueError("two functions share a name")
    for function in declared:
        _check(function)


def _check(function: Function) -> None:
    optional = [arg.optional for arg in function.args]
    faults = {
        "name must be upper case": function.name != function.name.upper(),
        "optional arguments come last": sorted(optional) != optional,
        "no optional argument before repeated ones": any(optional) and bool(function.repeat),
        "`last` needs `repeat`": function.last is not None and not function.repeat,
        "a summary is missing": not function.zh or not function.en,
        "an example is missing": not function.examples,
        "`for_lists` names no function": function.for_lists is not None and function.for_lists.lower() not in FUNCTIONS,
        "a written-out argument needs samples": any(arg.accepts and not arg.samples for arg in function.args),
    }
    wrong = [fault for fault, present in faults.items() if present]
    if wrong:
        raise ValueError(f"{function.name}: {'; '.join(wrong)}")
