"""How wide the indexes of columns are: what the scopes of a table ask beside a column stands in its index.

`in my department and without an owner` is found in one place of an index over (department, owner), where an index of the
department alone would give all of its rows, each to be looked up elsewhere. The conditions of the rights say which columns
those are; no index is added, the one that a column has anyway becomes wider (`schema.widening`). Where a right names many rows
(`in @my_headed_departments`), the fields by which people filter and group most, those of few values, stand behind: of a fifth
of a large table the index alone tells which are in a region. Nothing that is answered depends on it: where an index is not as
wide as it should be, the same rows are found more slowly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ...fields import conditions
from ...fields.conditions import Condition, Test, Variable
from ...fields.registry import TYPES, type_of
from ...permissions.actions import Action
from ..computed.dependencies import expand, expand_condition
from .alternatives import split

if TYPE_CHECKING:
    from ...permissions.policy import Policy
    from ..catalogue import Catalogue

Place = tuple[int, str]  #: a table and a column of it
Widths = Mapping[Place, tuple[str, ...]]  #: the columns that stand behind the first one
MOST = 2  #: columns beside the first: each makes the index larger
ALSO = 4  #: further ones where a right names many rows
_CHOSEN = ("option", "relation", "member")  #: types of few values, those that are asked for most first


def current(catalogue: Catalogue, policy: Policy) -> Widths:
    """How wide the indexes of this version of the catalogue and its rights should be."""
    return catalogue.storage.statements.get(("widths",), lambda: of(catalogue, policy))


def of(catalogue: Catalogue, policy: Policy) -> Widths:
    """What the rights to view ask together of one row, for every column that they compare with the viewer (`= @me`,
    `in @my_department`): that leaves few rows. Of those beside it the ones that most alternatives ask come first."""
    beside: dict[Place, Counter[str]] = {}
    many: set[Place] = set()
    for table, condition in dict.fromkeys(_viewing(policy)):
        if table not in catalogue.by_id:
            continue
        for alternative in split(expand_condition(catalogue, condition)):
            columns = list(dict.fromkeys(_columns(catalogue, table, alternative)))
            for test in alternative:
                lead = _lead(catalogue, table, test)
                if lead is not None:
                    beside.setdefault((table, lead), Counter()).update(each for each in columns if each != lead)
                    many |= {(table, lead)} if isinstance(test, Test) and test.op == "in" else set()
    found = {
        place: tuple(sorted(asked, key=lambda name: (-asked[name], name))[:MOST]) for place, asked in beside.items()
    }
    return {
        place: (*asked, *(_chosen(catalogue, place, asked) if place in many else ())) for place, asked in found.items()
    }


def column(catalogue: Catalogue, table: int, field: int) -> str | None:
    """The one indexed column that holds a field of a table, if it is kept so."""
    spec = catalogue.fields.get(field)
    if spec is None or spec.table != table or type_of(spec).computed or type_of(spec).storage != "column":
        return None
    columns = TYPES[spec.type].columns(spec)
    return columns[0].name if len(columns) == 1 and columns[0].info.get("index") else None


def within(catalogue: Catalogue, table: int, condition: Condition, columns: Collection[str]) -> bool:
    """Whether a condition looks at no more of a row than these columns, its id, and what hangs on them."""
    for path in conditions.paths(condition):
        hop = expand(catalogue, path)[0]
        spec = catalogue.fields.get(hop)
        if spec is None or (type_of(spec).storage != "links" and column(catalogue, table, hop) not in columns):
            return False
    return True


def _chosen(catalogue: Catalogue, place: Place, but: Collection[str]) -> list[str]:
    """The columns of a table by which people filter and group most, in the order of their types and their fields."""
    table, lead = place
    fields = sorted(
        (spec for spec in catalogue.by_id[table].fields if spec.type in _CHOSEN),
        key=lambda spec: (_CHOSEN.index(spec.type), spec.position, spec.id),
    )
    columns = (column(catalogue, table, spec.id) for spec in fields)
    return [each for each in columns if each is not None and each != lead and each not in but][:ALSO]


def _viewing(policy: Policy) -> Iterator[tuple[int, Condition]]:
    for (_, table), held in policy.book.tables.items():
        yield from ((table, grant.rows) for grant in held if grant.action is Action.VIEW)
    for table, rules in policy.book.standing.items():
        yield from ((table, rule.rows) for rule in rules if rule.action is Action.VIEW)


def _lead(catalogue: Catalogue, table: int, test: Condition) -> str | None:
    if not isinstance(test, Test) or test.op not in ("=", "in") or not _names_the_viewer(test.value):
        return None
    hop, *rest = test.path
    return None if rest else column(catalogue, table, hop)


def _names_the_viewer(value: object) -> bool:
    return isinstance(value, Variable) or (isinstance(value, tuple) and any(map(_names_the_viewer, value)))


def _columns(catalogue: Catalogue, table: int, alternative: Iterable[Condition]) -> Iterator[str]:
    for condition in alternative:
        for test in conditions.tests(condition):
            found = column(catalogue, table, test.path[0])
            if found is not None:
                yield found
