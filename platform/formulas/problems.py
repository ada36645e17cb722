"""What is wrong with a formula, and where in its text. All problems of a formula are reported at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.errors import Message, Problem, Refusal
from .nodes import Span


@dataclass(frozen=True, slots=True)
class FormulaProblem(Problem):
    """A problem with the span of the source it is about."""

    span: Span = (0, 0)

    def dump(self, locale: str) -> dict[str, object]:
        return {
            "row": self.row,
            "field": self.field,
            "code": self.code,
            "message": self.text(locale),
            "span": list(self.span),
        }


class FormulaInvalid(Refusal):
    """A formula that cannot be saved."""

    problems: tuple[FormulaProblem, ...]

    def __init__(self, problems: Iterable[FormulaProblem]) -> None:
        ordered: list[FormulaProblem] = sorted(problems, key=lambda found: found.span)
        super().__init__(ordered)


class FormulaSyntaxError(FormulaInvalid):
    """A text that is not a formula at all, or too large to be one; it has exactly one problem."""

    def __init__(self, found: FormulaProblem) -> None:
        super().__init__([found])
        self.span = found.span


def problem(message: Message, span: Span, /, **params: object) -> FormulaProblem:
    return FormulaProblem(message, params, span=span)


def syntax_error(message: Message, span: Span, /, **params: object) -> FormulaSyntaxError:
    return FormulaSyntaxError(problem(message, span, **params))
