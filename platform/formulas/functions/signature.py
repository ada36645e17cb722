"""How a builtin function is declared: its signature and its explanation are data, from which the checker, the
reference page, autocomplete and the doctests work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..kinds import Kind
from ..values import Closure


@dataclass(frozen=True, slots=True)
class Var:
    """A kind that a call settles: all arguments and the result that name the same letter are of one kind."""

    letter: str
    among: tuple[str, ...] = ()  #: names of the kinds allowed; () allows any but a list


T = Var("T")
S = Var("S")
ANY = Var("*")  #: any kind at all, lists too; each argument for itself
PRINTABLE = Var("&")  #: anything that can be read as text
RANKED = Var("^", ("number", "date", "datetime", "boolean", "text"))  #: what has an order; each argument for itself
ORDERED = Var("T", ("number", "date", "datetime"))


class Empties(Enum):
    """What a function makes of empty arguments."""

    PASS = "any empty argument makes the result empty"
    BLANK = "an empty text argument is '', any other empty argument makes the result empty"
    OWN = "the function sees None and decides"


@dataclass(frozen=True, slots=True)
class Arg:
    name: str
    kind: Kind | Var
    optional: bool = False
    spread: bool = False  #: a list counts as its items
    is_list: bool = False  #: a list of `kind`
    choices: tuple[str, ...] = ()  #: must be written out as one of these (attacks.md: enum-like arguments)
    #: must be written out as a text that passes, given the name of the first argument's kind
    accepts: Callable[[str, str], bool] | None = None
    samples: tuple[str, ...] = ()  #: of what `accepts` accepts


@dataclass(frozen=True, slots=True)
class Function:
    """One builtin. Calls look like: `args`, then `repeat` once or more, then perhaps `last`."""

    name: str  #: in upper case, as the reference writes it
    args: tuple[Arg, ...]
    returns: Kind | Var
    zh: str
    en: str
    examples: tuple[tuple[str, str], ...]  #: a formula, and what `values.shown` says of its result
    body: Callable[..., Any]
    repeat: tuple[Arg, ...] = ()
    last: Arg | None = None
    returns_list: bool = False
    empties: Empties = Empties.PASS
    lazy: bool = False  #: `body` takes the compiled arguments and returns the compiled call
    volatile: bool = False  #: depends on the clock (C9)
    with_env: bool = False  #: `body` takes the `Env` first
    each: bool = False  #: the arguments are evaluated for each row that the lists in the first of them come from
    for_lists: str | None = None  #: the function meant when the first argument is a list

    def least(self) -> int:
        return sum(not arg.optional for arg in self.args) + len(self.repeat)

    def most(self) -> int | None:
        return None if self.repeat else len(self.args)

    def unpaired(self, given: int) -> bool:
        """Whether so many arguments leave a group of `repeat` incomplete."""
        if len(self.repeat) < 2:
            return False
        rest = (given - len(self.args)) % len(self.repeat)
        return rest != 0 and not (rest == 1 and self.last is not None)

    def arg_at(self, position: int, given: int) -> Arg:
        """The declaration of the argument at `position` of a call with `given` arguments."""
        if position < len(self.args):
            return self.args[position]
        after = position - len(self.args)
        if self.last is not None and position == given - 1 and after % len(self.repeat) == 0 and after:
            return self.last
        return self.repeat[after % len(self.repeat)]

    def usage(self) -> str:
        """`ROUND(number, [digits])`."""
        parts = [f"[{arg.name}]" if arg.optional else arg.name for arg in self.args]
        if self.repeat:
            group = ", ".join(arg.name for arg in self.repeat)
            parts += [group, "…"]
        if self.last is not None:
            parts.append(f"[{self.last.name}]")
        return f"{self.name}({', '.join(parts)})"


def function(
    name: str, *args: Arg, returns: Kind | Var, zh: str, en: str, examples: Sequence[tuple[str, str]], **more: Any
):
    """Declares the decorated body as the builtin `name`; the decorated name is then the `Function`."""

    def declare(body: Callable[..., Any]) -> Function:
        return Function(name, args, returns, zh, en, tuple(examples), body, **more)

    return declare


Builder = Callable[..., Closure]
