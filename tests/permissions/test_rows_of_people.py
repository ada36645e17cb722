"""Role × action × row as a literal table, tested in memory by the twin of the SQL that lists compile to.

The world: departments 1 sales (head: mira) with 2 north (nora) below, and 3 south (saul). Rows of one table have an owner
(field 10), a department (11), collaborators (12) and a creator (-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from gezi.core.context import Actor
from gezi.fields.conditions import And, Or, Path, Variable
from gezi.fields.conditions import Test as Cell
from gezi.permissions.actions import Action
from gezi.permissions.grants import Grant, StandingRule
from gezi.permissions.organisation import Belonging, Department, Organisation, variables
from gezi.permissions.policy import Policy
from gezi.permissions.roles import RoleGroup
from gezi.permissions.ruling import Rulebook

TABLE = 1
ADA, MIRA, NORA, SAUL, FAYE, MAX, NEW = range(1, 8)
ME, DEPARTMENT, HEADED = Variable("@me"), Variable("@my_department"), Variable("@my_headed_departments")
OWN = Cell((10,), "=", ME, "member")
IN_POOL = And((Cell((10,), "empty", None, "member"), Cell((11,), "in", (DEPARTMENT,), "relation")))
UNOWNED = Cell((10,), "empty", None, "member")
TEAM = Cell((11,), "in", (HEADED,), "relation")
HELPING = Cell((12,), "contains", ME, "members")
MADE = Cell((-1,), "=", ME, "member")

ADMIN, SALES, MANAGER, FINANCE, MARKETING = (
    RoleGroup(id, key, {}, id, admin=key == "admin")
    for id, key in enumerate(("admin", "sales", "manager", "finance", "marketing"), 1)
)
POLICY = Policy(
    (ADMIN, SALES, MANAGER, FINANCE, MARKETING),
    {
        ADA: (ADMIN,),
        MIRA: (MANAGER,),
        NORA: (SALES,),
        SAUL: (SALES,),
        FAYE: (FINANCE,),
        MAX: (MARKETING,),
        NEW: (),
    },
    Rulebook.of(
        [
            Grant(SALES.id, TABLE, Action.VIEW, Or((OWN, IN_POOL))),
            Grant(SALES.id, TABLE, Action.EDIT, Or((OWN, IN_POOL))),
            Grant(SALES.id, TABLE, Action.DELETE, OWN),
            Grant(MANAGER.id, TABLE, Action.VIEW, TEAM),
            Grant(MANAGER.id, TABLE, Action.EDIT, TEAM),
            Grant(FINANCE.id, TABLE, Action.VIEW),
            Grant(MARKETING.id, TABLE, None),
            Grant(None, TABLE, Action.VIEW, UNOWNED),
        ],
        [],
        [
            StandingRule("creator", {}, TABLE, Action.VIEW, MADE),
            StandingRule("collaborator", {}, TABLE, Action.VIEW, HELPING),
        ],
    ),
)
ORGANISATION = Organisation.of(
    [Department(1, head=MIRA), Department(2, 1), Department(3)],
    [Belonging(MIRA, 1), Belonging(NORA, 2), Belonging(SAUL, 3)],
)


@dataclass(frozen=True)
class Row:
    owner: int | None
    department: int | None
    collaborators: tuple[int, ...] = ()
    creator: int = ADA

    def get(self, path: Path) -> object:
        return {10: self.owner, 11: self.department, 12: self.collaborators, -1: self.creator}[path[0]]


NORAS = Row(NORA, 2)
SAULS = Row(SAUL, 3)
POOLED = Row(None, 2)
SHARED = Row(NORA, 2, (SAUL, MAX, NEW))
MADE_BY_SAUL = Row(NORA, 2, creator=SAUL)
STRAY = Row(NORA, None)

#           row            ada    mira   nora   saul   faye   max    new     (v view, e edit, d delete)
MATRIX = [
    ("of nora", NORAS, "ved", "ve", "ved", "", "v", "", ""),
    ("of saul", SAULS, "ved", "", "", "ved", "v", "", ""),
    ("in the pool of north", POOLED, "ved", "ve", "ve", "", "v", "", "v"),
    ("shared with saul, max and the newcomer", SHARED, "ved", "ve", "ved", "v", "v", "", "v"),
    ("made by saul, now of nora", MADE_BY_SAUL, "ved", "ve", "ved", "v", "v", "", ""),
    ("of nora, in no department", STRAY, "ved", "", "ved", "", "v", "", ""),
]
ACTIONS = {"v": Action.VIEW, "e": Action.EDIT, "d": Action.DELETE}


@pytest.mark.parametrize(
    ("what", "row", "member", "expected"),
    [
        (line[0], line[1], member, rights)
        for line in MATRIX
        for member, rights in zip((ADA, MIRA, NORA, SAUL, FAYE, MAX, NEW), line[2:], strict=True)
    ],
)
def test_who_may_do_what_with_which_row(what: str, row: Row, member: int, expected: str) -> None:
    actor = Actor(member)
    scope = POLICY.scope(actor, TABLE).resolved(variables(actor, ORGANISATION), date(2026, 11, 22))
    assert "".join(letter for letter, action in ACTIONS.items() if scope.allows(action, row.get)) == expected, what


def test_nobody_without_a_department_sees_rows_without_one() -> None:
    scope = POLICY.scope(Actor(NORA), TABLE).resolved(variables(Actor(NORA), Organisation()), date(2026, 11, 22))
    assert not scope.allows(Action.VIEW, Row(None, None).get)
