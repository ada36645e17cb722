"""What is wrong with the organisation: rights and approvals that depend on it would fail in silence (S76)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import organisation
from ..queries import reading
from .groups import admit_reader

if TYPE_CHECKING:
    from ...permissions.organisation import Organisation
    from ..transaction import Tx

WAITS = {"zh-CN": "{count} 项审批在等此人", "en": "{count} approvals wait for them"}
STANDS_IN = {"zh-CN": "由上级部门负责人{name}代管", "en": "{name}, head of the department above, stands in"}
_FINDINGS = {
    "member_shut_out": (
        "成员无法登录（账号已停用或未绑定），请让其离开工作区并移交",
        "Members who cannot sign in (account off or not bound): let them leave and hand over",
    ),
    "member_without_employee": ("成员没有员工记录", "Members without an employee row"),
    "member_without_department": ("成员没有部门", "Members without a department"),
    "member_without_role": ("成员没有角色组", "Members without a role group"),
    "employee_without_account": ("员工没有绑定账号", "Employees without an account"),
    "employee_of_former_member": ("员工绑定的成员已离开", "Employees whose member has left"),
    "department_without_head": ("部门没有负责人", "Departments without a head"),
    "head_without_account": ("部门负责人没有绑定账号", "Departments whose head has no account"),
    "head_has_left": ("部门负责人已离开", "Departments whose head has left"),
    "automation_paused": (
        "自动化因负责人已暂停，请恢复其权限，或由管理员重新启用并接手",
        "Automations paused for their owner: give the rights back, or switch them on as an administrator, who takes them on",
    ),
    "department_in_circle": ("部门的上级形成循环", "Departments that are above themselves"),
}


def of(
    tx: Tx, entering: Collection[int], waiting: Mapping[int, int], paused: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What is wrong, given the accounts that may enter, how many approvals wait for each member, and the automations that are
    paused for their owners (`{key, label, note}`): `{configured, departments, employees, findings: [{code, message, items:
    [{id, key, label, note}]}]}`: the keys of the tables, and only what was found; ids are of members or of rows, keys of
    automations, whose ids count them. The `note` of a department without head says who stands in."""
    admit_reader(tx)
    named = tx.catalogue.configs.get(organisation.CONFIG)
    active = {id_: member.name for id_, member in tx.members.items() if member.active}
    found: dict[str, list[dict[str, Any]]] = {}

    def note(code: str, items: Iterable[tuple[int, str]], notes: Mapping[int, str] | None = None) -> None:
        found[code] = [{"id": id_, "key": None, "label": label, "note": (notes or {}).get(id_)} for id_, label in items]

    out = [(id_, name) for id_, name in active.items() if tx.members[id_].account not in entering]
    words = WAITS["en" if tx.ctx.locale.startswith("en") else "zh-CN"]
    note("member_shut_out", out, {id_: words.format(count=count) for id_, count in waiting.items() if count})
    if named is not None:
        _tables(tx, named, active, note)
    note("member_without_role", [(id_, name) for id_, name in active.items() if not tx.policy.roles_of(id_)])
    found["automation_paused"] = [{"id": place, **one} for place, one in enumerate(paused, 1)]
    english = tx.ctx.locale.startswith("en")
    return {
        "configured": named is not None,
        "departments": None if named is None else named["departments"]["table"],
        "employees": None if named is None else named["employees"]["table"],
        "findings": [
            {"code": code, "message": words[english], "items": found[code]}
            for code, words in _FINDINGS.items()
            if found.get(code)
        ],
    }


def _tables(tx: Tx, named: Any, active: dict[int, str], note: Any) -> None:
    storage, connection = tx.catalogue.storage, tx.connection
    people, places = named["employees"], named["departments"]
    employees, departments = tx.catalogue.table(people["table"]), tx.catalogue.table(places["table"])
    account, head = employees.by_key[people["account"]], departments.by_key[places["head"]]
    rows = storage.rows(connection, employees, storage.all_ids(connection, employees))
    status, left = employees.by_key.get(people.get("status") or ""), people.get("left")
    gone = next((choice.id for choice in status.choices if choice.key == left), None) if status is not None else None
    working = {id_: row for id_, row in rows.items() if status is None or gone is None or row[status.id] != gone}
    member_of = {id_: row[account.id] for id_, row in rows.items()}
    bound = {member for member in member_of.values() if member is not None}
    names = reading.labels(tx, employees, rows, raw=True)
    note("member_without_employee", [(id_, name) for id_, name in active.items() if id_ not in bound])
    unplaced = [id_ for id_ in active if id_ in bound and not tx.organisation.departments_of(id_)]
    note("member_without_department", [(id_, active[id_]) for id_ in unplaced])
    note("employee_without_account", [(id_, names[id_]) for id_ in working if member_of[id_] is None])
    former = [id_ for id_ in working if member_of[id_] is not None and member_of[id_] not in active]
    note("employee_of_former_member", [(id_, names[id_]) for id_ in former])
    tree = storage.rows(connection, departments, storage.all_ids(connection, departments))
    labels = reading.labels(tx, departments, tree, raw=True)
    heads = {id_: row[head.id] for id_, row in tree.items()}

    def told(ids: Iterable[int]) -> list[tuple[int, str]]:
        return [(id_, labels[id_]) for id_ in ids]

    headless = [id_ for id_, one in heads.items() if one is None]
    covered = {id_: _standing_in(tx, id_, active) for id_ in headless}
    uncovered_first = sorted(headless, key=lambda id_: covered[id_] is not None)
    note("department_without_head", told(uncovered_first), {id_: said for id_, said in covered.items() if said})
    note(
        "head_without_account",
        told(id_ for id_, one in heads.items() if one is not None and member_of.get(one) is None),
    )
    bad = {one for one, member in member_of.items() if one not in working or (member and member not in active)}
    note("head_has_left", told(id_ for id_, one in heads.items() if one in bad and member_of.get(one) is not None))
    note("department_in_circle", told(in_circle(tx.organisation)))


def _standing_in(tx: Tx, department: int, active: Mapping[int, str]) -> str | None:
    """Who sees and decides for a department without a head: the nearest head above (S76)."""
    names = (active[member] for member in tx.organisation.heads_upwards(department) if member in active)
    nearest = next(names, None)
    if nearest is None:
        return None
    return STANDS_IN["en" if tx.ctx.locale.startswith("en") else "zh-CN"].format(name=nearest)


def in_circle(found: Organisation) -> list[int]:
    """The departments that come above themselves."""
    circling: list[int] = []
    for id_ in sorted(found.departments):
        seen: set[int] = set()
        above = found.departments[id_].parent
        while above is not None and above not in seen and above in found.departments:
            if above == id_:
                circling.append(id_)
                break
            seen.add(above)
            above = found.departments[above].parent
    return circling
