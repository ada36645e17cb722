"""What is wrong with a formula, and where in its text. All problems of a formula are reported at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.errors import Message, Problem, Refusal
from .kinds import Kind
from .nodes import Span


@dataclass(frozen=True, slots=True)
class FormulaProblem(Problem):
    """A problem with the span of the source it is about. A kind among its params is put in the reader's words."""

    span: Span = (0, 0)

    def text(self, locale: str) -> str:
        return self.message.text(locale, {name: _worded(value, locale) for name, value in self.params.items()})

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


def _worded(value: object, locale: str) -> object:
    english = locale.startswith("en")
    match value:
        case Kind():
            return value.words()[english]
        case tuple():
            return (" or " if english else "或").join(str(_worded(item, locale)) for item in value)
        case _:
            return value


def problem(message: Message, span: Span, /, **params: object) -> FormulaProblem:
    return FormulaProblem(message, params, span=span)


def syntax_error(message: Message, span: Span, /, **params: object) -> FormulaSyntaxError:
    return FormulaSyntaxError(problem(message, span, **params))
