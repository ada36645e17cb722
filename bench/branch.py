"""A company for measuring scopes: the CRM with many customers in many departments, and three of its people.

Four sales reps in each department own four fifths of the customers, by equal shares; of the rest, which nobody owns, each
department has its part, half of it in a pool that is open to all. Every hundredth customer is shared with somebody elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gezi.accounts import members, people, tokens
from gezi.api.admission import admit
from gezi.api.services import Services
from gezi.cli.commands import find
from gezi.core.clock import SystemClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Settings
from gezi.tables import records
from gezi.tables.transaction import Tx

WORKSPACE = "scopes"
DEPARTMENTS = 50
REPS = 4  #: of each department
BATCH = 1_000
REGIONS = ("east", "south", "north", "central", "southwest", "northwest", "northeast", "overseas")
ROLES: Mapping[str, tuple[str, bool]] = {
    "admin": ("admin", True),
    "rep": ("sales_rep", False),
    "manager": ("sales_manager", False),
}


@dataclass(frozen=True)
class Seat:
    """Who reads: an account with its token."""

    name: str
    token: str


def lay_out(data: Path, database_url: str | None, customers: int) -> dict[str, Seat]:
    """Install the template and load the company; a seat for the administrator, a rep, and the manager of ten departments."""
    services = Services.open(Settings(data=data, database_url=database_url), SystemClock())
    try:
        install = find("install")
        assert install is not None
        list(install(services, {"template": "crm", "workspace": WORKSPACE}))
        seats = {name: _seat(services, name) for name in ROLES}
        workspace = services.workspaces.open(WORKSPACE)
        ctx = services.workspaces.context(SYSTEM, Source.API)
        with workspace.write(ctx) as tx:
            owners = _staff(tx)
            (pool,) = records.create(tx, "pools", [{"name": "Open", "table": "customers"}], answer=False).ids
        for batch in _customers(owners, pool, customers):
            with workspace.write(ctx) as tx:
                records.create(tx, "customers", batch, answer=False)
    finally:
        services.close()
    return seats


def _seat(services: Services, name: str) -> Seat:
    role, admin = ROLES[name]
    with services.control.write() as control:
        account = people.create(
            control, f"scopes-{name}", name, secrets.token_urlsafe(), "zh-CN", now=services.clock.now()
        )
    admit(services, WORKSPACE, account, [] if admin else [role], administrator=admin)
    with services.control.write() as control:
        made = tokens.create(control, account.id, WORKSPACE, "bench", services.clock.now())
    return Seat(name, made.secret)


def _staff(tx: Tx) -> list[tuple[int, int]]:
    """(owner, department) of every rep; the one with a seat is the first. A manager heads the first ten departments."""
    by_name = {member.name: member.id for member in tx.members.values()}
    names = [{"name": f"Department {number}"} for number in range(DEPARTMENTS)]
    departments = records.create(tx, "departments", names, answer=False).ids
    accounts = [members.add(tx.connection, f"Rep {n}", now=tx.ctx.now).id for n in range(DEPARTMENTS * REPS - 1)]
    tx.reload()
    owners = [(owner, departments[n // REPS]) for n, owner in enumerate([by_name["rep"], *accounts])]
    lines = [{"name": f"Rep {n}", "account": owner, "department": place} for n, (owner, place) in enumerate(owners)]
    records.create(tx, "employees", lines, answer=False)
    manager = {"name": "Manager", "account": by_name["manager"], "department": departments[0]}
    (head,) = records.create(tx, "employees", [manager], answer=False).ids
    heads = [records.RowUpdate(id_, {"head": head}) for id_ in departments[:10]]
    records.update(tx, "departments", heads, answer=False)
    return owners


def _customers(owners: list[tuple[int, int]], pool: int, count: int) -> Iterator[list[dict[str, object]]]:
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
        if number % 100 == 0:
            row["collaborators"] = [owners[number // 100 % len(owners)][0]]
        rows.append(row)
        if len(rows) == BATCH:
            yield rows
            rows = []
    if rows:
        yield rows
