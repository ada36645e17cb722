"""What sort of value a field has in a formula."""

from __future__ import annotations

from ..fields.registry import kind_of as kind_of_spec
from ..fields.registry import value_spec
from ..fields.spec import FieldSpec
from ..formulas.kinds import Kind, list_of
from .catalogue import Catalogue

_MANY = frozenset({"relations", "subtable"})


def kind_of(catalogue: Catalogue, path: tuple[int, ...]) -> Kind | None:
    """The kind at the end of a path of field ids, a list where a step leads to many rows; None where a field on it is gone
    or leads nowhere."""
    specs = [spec for id_ in path if (spec := catalogue.fields.get(id_)) is not None]
    if not specs or len(specs) < len(path):
        return None
    kind = kind_of_spec(specs[-1])
    return list_of(kind.item()) if any(leads_to_many(spec) for spec in specs[:-1]) else kind


def leads_to_many(spec: FieldSpec) -> bool:
    """Whether a step over a field leads to any number of rows."""
    return value_spec(spec).type in _MANY
