"""Former keys of fields in requests (S13): understood within their window, noted for the answer, refused after it.

Only what a caller says is looked at: what was stored with a former key goes on leading to its field. What a caller wants to be
kept is heard like any request, and kept by id or under present keys.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..core.context import Source
from ..core.errors import Problem, Refusal, refuse
from ..fields.registry import value_spec
from . import former
from .messages import BOTH_NAMES, RENAMED_FIELD, RENAMED_QUERY_FIELD

if TYPE_CHECKING:
    from ..fields.spec import Alias, FieldSpec
    from .catalogue import TableSpec
    from .transaction import Tx

_CALLERS = frozenset({Source.UI, Source.API})


def ended(tx: Tx, spec: FieldSpec, key: str) -> Alias | None:
    """The former key by which a caller names a field after its window; one within it is noted. None for any other name."""
    if key == spec.key or tx.ctx.source not in _CALLERS:
        return None
    found = spec.alias(key)
    if found is None:
        return None
    if found.ended(tx.ctx.now):
        return found
    tx.ctx.former.add((found.key, found.since, found.until))
    return None


def heard(tx: Tx, spec: FieldSpec, name: str, at: str | None = None) -> None:
    """A caller names a field in what they want to be kept, at the place `at`. Raises INVALID for a former key after its
    window; one within it is noted."""
    if ended(tx, spec, name) is not None:
        raise refuse(RENAMED_FIELD, at_field=name if at is None else at, old=name, new=spec.key)


@contextmanager
def keeping(tx: Tx) -> Generator[None]:
    """What a caller wants to be kept, and names fields in, is looked up within. Raises INVALID for each former key after its
    window, beside whatever else is wrong; those within it are noted."""
    uses: list[former.Use] = []
    try:
        with former.told() as uses:
            yield
    except Refusal as refusal:
        if late := _late(tx, uses):
            raise Refusal([*refusal.problems, *late]) from refusal
        raise
    if late := _late(tx, uses):
        raise Refusal(late)


def restated(tx: Tx, document: Mapping[str, Any], read: Callable[[Mapping[str, Any]], object]) -> Mapping[str, Any]:
    """A document that is kept by key, with present keys; `read` looks up what it names and answers what that is."""
    return former.restated(document, read) if tx.catalogue.aliases else document


def kept(tx: Tx, document: Mapping[str, Any], read: Callable[[Mapping[str, Any]], object]) -> Mapping[str, Any]:
    """A document that a caller wants to be kept, with present keys. Raises INVALID for former keys after their window, and for
    those beside the present one."""
    if not tx.catalogue.aliases:
        return document
    with keeping(tx):
        read(document)
    found = former.restated(document, read)
    with former.told() as uses:
        read(found)
    if uses:
        raise Refusal(Problem(BOTH_NAMES, {"old": key, "new": spec.key}, spec.key) for spec, key in _each(uses))
    return found


def _each(uses: Sequence[former.Use]) -> Iterator[former.Use]:
    yield from {(use.spec.id, use.key): use for use in uses}.values()


def _late(tx: Tx, uses: Sequence[former.Use]) -> list[Problem]:
    return [
        Problem(RENAMED_FIELD, {"old": use.key, "new": use.spec.key}, use.key)
        for use in _each(uses)
        if ended(tx, use.spec, use.key) is not None
    ]


def measured(tx: Tx, table: TableSpec, sort: str, measures: Sequence[Mapping[str, str]]) -> str:
    """An order by a measure as it is called in the answer, such as `-sum_total`; `measures` have present keys already."""
    name = sort.removeprefix("-")
    names = {measure.get("as") or "_".join(filter(None, (measure["op"], measure.get("field")))) for measure in measures}
    if name in names or not tx.catalogue.aliases:
        return sort
    for op in {measure["op"] for measure in measures if name.startswith(f"{measure['op']}_")}:
        found = f"{op}_{path(tx, table, name.removeprefix(f'{op}_'))}"
        if found in names:
            return f"-{found}" if sort.startswith("-") else found
    return sort


def path(tx: Tx, table: TableSpec, dotted: str) -> str:
    """A path with the present keys in place of former ones. Raises MALFORMED for one whose window has ended."""
    names = dotted.split(".")
    if tx.catalogue.aliases.isdisjoint(names):
        return dotted
    place: TableSpec | None = table
    found: list[str] = []
    for name in names:
        spec = place.by_key.get(name) if place is not None else None
        if place is None or spec is None or not tx.scope(place).may_read(spec.id):
            return dotted  # whoever resolves it says what is wrong with it
        if ended(tx, spec, name) is not None:
            raise Refusal([Problem(RENAMED_QUERY_FIELD, {"old": name, "new": spec.key}, name)])
        found.append(spec.key)
        target = value_spec(spec).options.get("table")
        place = tx.catalogue.by_id.get(target) if isinstance(target, int) else None
    return ".".join(found)


def order(tx: Tx, table: TableSpec, sort: str) -> str:
    """An order such as `-total,name`."""
    if not tx.catalogue.aliases:
        return sort
    parts = [part.strip() for part in sort.split(",")]
    return ",".join(
        f"-{path(tx, table, part[1:])}" if part.startswith("-") else path(tx, table, part) for part in parts
    )


def asked(tx: Tx, table: TableSpec, value: Any) -> Any:
    """A filter, a grouping or measures as a request has them: what stands under `field`, and texts in lists of fields."""
    if not tx.catalogue.aliases:
        return value
    if isinstance(value, Mapping):
        return {
            name: path(tx, table, part) if name == "field" and isinstance(part, str) else _inner(tx, table, name, part)
            for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [path(tx, table, part) if isinstance(part, str) else asked(tx, table, part) for part in value]
    return value


def beside(tx: Tx, table: TableSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the former keys that may still be used beside the present ones."""
    found = dict(values)
    for spec in table.fields:
        if spec.key in values:
            found.update((each.key, values[spec.key]) for each in spec.aliases if not each.ended(tx.ctx.now))
    return found


def _inner(tx: Tx, table: TableSpec, name: str, part: Any) -> Any:
    return part if name == "value" else asked(tx, table, part)
