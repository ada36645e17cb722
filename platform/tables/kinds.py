"""What sort of value a field has in a formula."""

from __future__ import annotations

from ..fields.registry import kind_of as kind_of_spec
from ..formulas.kinds import Kind
from .catalogue import Catalogue


def kind_of(catalogue: Catalogue, path: tuple[int, ...]) -> Kind | None:
    """The kind at the end of a path of field ids; None where a field on it is gone or leads nowhere."""
    specs = [catalogue.fields.get(id_) for id_ in path]
    if not specs or any(spec is None for spec in specs):
        return None
    last = specs[-1]
    assert last is not None
    return kind_of_spec(last)
