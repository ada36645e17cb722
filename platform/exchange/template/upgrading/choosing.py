"""What of a plan is carried out: all that nobody here has touched, and what was chosen where somebody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....core.errors import Problem, Refusal
from .. import messages
from .plan import Difference, Plan, Verdict

MINE, THEIRS = "mine", "theirs"
_USUAL = frozenset({Verdict.ADD, Verdict.TAKE, Verdict.REMOVE, Verdict.RELEASE})


def chosen(plan: Plan, choices: Mapping[str, str]) -> list[Difference]:
    """The differences to carry out. `choices` says `mine` or `theirs` by name. Raises `Refusal` for every conflict that is left
    open, and for every choice where there is nothing to choose."""
    named = {each.name: each for each in plan.differences}
    problems = [
        Problem(messages.NO_CHOICE_THERE, {"name": name[:120]}, f"choices.{name[:120]}")
        for name, word in choices.items()
        if name not in named or not named[name].open or word not in (MINE, THEIRS)
    ]
    problems += [
        Problem(messages.UNDECIDED, {"name": each.name}, f"choices.{each.name}")
        for each in plan.of(Verdict.CONFLICT)
        if each.name not in choices
    ]
    if problems:
        raise Refusal(problems)
    return list(_taken(plan.differences, choices))


def _taken(differences: Iterable[Difference], choices: Mapping[str, str]) -> Iterable[Difference]:
    for each in differences:
        word = choices.get(each.name)
        if word == THEIRS or (word is None and each.verdict in _USUAL):
            yield each
