"""Finding an option by what people write: its key, or a label without case, width and surrounding blanks (S73)."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from . import messages
from .fieldtype import InvalidValue
from .scalars import text_of
from .spec import Choice, FieldSpec
from .text import normal

_LONGEST = 300  # characters of a text that may still name an option
_NEAR = 0.4  # how alike a label has to be to be suggested


def by_id(spec: FieldSpec) -> Mapping[int, Choice]:
    if "choices" not in spec.memo:
        spec.memo["choices"] = {choice.id: choice for choice in spec.choices}
    return spec.memo["choices"]


def key_of(spec: FieldSpec, id: int) -> str:
    """The key of an option; an id that is not among the choices any more shows as itself."""
    choice = by_id(spec).get(id)
    return choice.key if choice else str(id)


def label_of(spec: FieldSpec, id: int, locale: str) -> str:
    choice = by_id(spec).get(id)
    return choice.text(locale) if choice else str(id)


def choice_of(raw: object, spec: FieldSpec, *, archived: bool = False) -> Choice:
    """The option a raw value names. Raises `InvalidValue`; an archived one only passes when `archived` says so."""
    if isinstance(raw, (list, tuple)) and len(raw) == 1:
        (raw,) = raw
    if isinstance(raw, (list, tuple, dict)):
        raise InvalidValue(messages.ONLY_ONE)
    choice = find(text_of(raw), spec)
    if choice is None:
        raise unknown(text_of(raw), spec)
    if choice.archived and not archived:
        raise InvalidValue(messages.ARCHIVED_OPTION, meant=choice.id, value=choice.text())
    return choice


def find(text: str, spec: FieldSpec) -> Choice | None:
    """By key exactly, else by label; of two with the same label the one in use, then the first."""
    if len(text) > _LONGEST:
        return None
    keys, labels = _names(spec)
    return keys.get(text.strip()) or labels.get(normal(text))


def _names(spec: FieldSpec) -> tuple[Mapping[str, Choice], Mapping[str, Choice]]:
    if "names" not in spec.memo:
        keys = {choice.key: choice for choice in spec.choices}
        labels: dict[str, Choice] = {}
        for choice in sorted(spec.choices, key=lambda choice: choice.archived):
            for name in (*choice.label.values(), choice.key):
                labels.setdefault(normal(name), choice)
        spec.memo["names"] = keys, labels
    return spec.memo["names"]


def unknown(text: str, spec: FieldSpec) -> InvalidValue:
    """Why a text is no option, with the labels nearest to it."""
    shown = {normal(label): label for c in spec.choices if not c.archived for label in (c.text("en"), c.text())}
    near = get_close_matches(normal(text[:_LONGEST]), list(shown), n=3, cutoff=_NEAR)
    if not near:
        return InvalidValue(messages.NO_SUCH_OPTION, value=text.strip())
    return InvalidValue(
        messages.UNKNOWN_OPTION, value=text.strip(), nearest=" / ".join(dict.fromkeys(shown[name] for name in near))
    )
