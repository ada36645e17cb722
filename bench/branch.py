"""A company for measuring scopes: the CRM with many customers in many departments, and some of its people.

Four sales reps in each department own four fifths of the customers, by equal shares; of the rest, which nobody owns, each
department has its part, half of it in a pool that is open to all. Every hundredth customer is shared with somebody elsewhere,
every fiftieth with the helper. Nobody looks for duplicates when they come: what that costs is another measure.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gezi.accounts import members, people, tokens
from gezi.api.admission import admit
from gezi.api.founding import install, read_template
from gezi.api.services import Services
from gezi.core.clock import SystemClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Settings
from gezi.exchange.template import library
from gezi.tables import records
from gezi.tables.transaction import Tx

WORKSPACE = "scopes"
DEPARTMENTS = 50
REPS = 4  #: of each department
BATCH = 1_000
REGIONS = ("east", "south", "north", "central", "southwest", "northwest", "northeast", "overseas")
ROLES: Mapping[str, Sequence[str]] = {
    "admin": (),
    "rep": ("sales_rep",),  #: who owns customers of department 0, and sees what nobody owns there
    "head": ("sales_manager",),  #: of one department
    "manager": ("sales_manager",),  #: of ten departments
    "helper": ("helpers",),  #: with whom customers are shared
    "leader": ("leaders",),  #: of the reps of two departments
    "several": ("sales_rep", "sales_manager", "leaders"),  #: in three groups, and head of a department
}
HEADS: Mapping[str, Sequence[int]] = {"manager": range(10), "head": (10,), "leader": (11, 12), "several": (13,)}
MORE: Mapping[str, Mapping[str, Any]] = {
    "helpers": {"field": "collaborators", "op": "contains", "value": "@me"},
    "leaders": {"field": "owner", "op": "in", "value": ["@my_reports"]},
}  #: groups beside those of the template, with the customers that they see


@dataclass(frozen=True)
class Seat:
    """Who reads: an account with its token."""

    name: str
    token: str


def lay_out(data: Path, database_url: str | None, customers: int) -> dict[str, Seat]:
    """Install the template and load the company; a seat for each of `ROLES`."""
    services = Services.open(Settings(data=data, database_url=database_url), SystemClock())
    try:
        workspace = services.workspaces.create(WORKSPACE, "Scopes")
        ctx = services.workspaces.context(SYSTEM, Source.API)
        install(workspace, ctx, _template(), demo=False, accounts={})
        seats = {name: _seat(services, name) for name in ROLES}
        with workspace.write(ctx) as tx:
            owners = _staff(tx)
            (pool,) = records.create(tx, "pools", [{"name": "Open", "table": "customers"}], answer=False).ids
            helper = next(member.id for member in tx.members.values() if member.name == "helper")
        for batch in _customers(owners, pool, helper, customers):
            with workspace.write(ctx) as tx:
                records.create(tx, "customers", batch, answer=False)
    finally:
        services.close()
    return seats


def _template() -> Mapping[str, Any]:
    found = dict(library.load("crm"))
    found["tables"] = [
        {**table, "validations": [rule for rule in table.get("validations", ()) if "duplicates" not in rule]}
        for table in found["tables"]
    ]
    found["roles"] = [*found["roles"], *({"key": key, "label": {"zh-CN": key, "en": key}} for key in MORE)]
    grants = (
        {"role": key, "table": "customers", "actions": ["view", "export"], "rows": rows} for key, rows in MORE.items()
    )
    found["grants"] = [*found["grants"], *grants]
    return read_template(found)


def _seat(services: Services, name: str) -> Seat:
    with services.control.write() as control:
        account = people.create(
            control, f"scopes-{name}", name, secrets.token_urlsafe(), "zh-CN", now=services.clock.now()
        )
    admit(services, WORKSPACE, account, ROLES[name], administrator=not ROLES[name])
    with services.control.write() as control:
        made = tokens.create(control, account.id, WORKSPACE, "bench", services.clock.now())
    return Seat(name, made.secret)


def _staff(tx: Tx) -> list[tuple[int, int]]:
    """(owner, department) of every rep; the one with a seat is the first. Whoever heads departments belongs to the first."""
    by_name = {member.name: member.id for member in tx.members.values()}
    names = [{"name": f"Department {number}"} for number in range(DEPARTMENTS)]
    departments = records.create(tx, "departments", names, answer=False).ids
    accounts = [members.add(tx.connection, f"Rep {n}", now=tx.ctx.now).id for n in range(DEPARTMENTS * REPS - 1)]
    tx.reload()
    owners = [(owner, departments[n // REPS]) for n, owner in enumerate([by_name["rep"], *accounts])]
    lines = [{"name": f"Rep {n}", "account": owner, "department": place} for n, (owner, place) in enumerate(owners)]
    records.create(tx, "employees", lines, answer=False)
    for name, headed in HEADS.items():
        line = {"name": name, "account": by_name[name], "department": departments[headed[0]]}
        (head,) = records.create(tx, "employees", [line], answer=False).ids
        changes = [records.RowUpdate(departments[number], {"head": head}) for number in headed]
        records.update(tx, "departments", changes, answer=False)
    return owners


def _customers(owners: list[tuple[int, int]], pool: int, helper: int, count: int) -> Iterator[list[dict[str, object]]]:
    rows: list[dict[str, object]] = []
    for number in range(count):
        owner, department = owners[
            number * 7919 % len(owners)
        ]  # a prime, so that neighbours belong to different people
        row: dict[str, object] = {
            "name": f"Customer {number:06d}",
            "region": REGIONS[number * 31 % len(REGIONS)],
            "department": department,
            "owner": None if number // len(owners) % 5 == 4 else owner,
        }
        if row["owner"] is None and number // len(owners) % 10 == 4:
            row["pool"] = pool
        shared = [owners[number // 100 % len(owners)][0]] if number % 100 == 0 else []
        shared += [helper] if number % 50 == 0 else []
        if shared:
            row["collaborators"] = shared
        rows.append(row)
        if len(rows) == BATCH:
            yield rows
            rows = []
    if rows:
        yield rows
