"""Every route with a valid body and somebody else's id: five principals, the routes taken from the application (attacks).

What is not theirs answers them as what is not there, and no database changes; what they know of but may not do is refused.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gezi.accounts import people as accounts
from gezi.api.admission import admit
from gezi.api.services import Services
from gezi.core.clock import FixedClock
from support.installations import Crm, lay_out
from support.masters import laid_out
from support.people import People
from support.swapped import cases
from support.swaps import PRINCIPALS, Case, Things
from support.visitors import PASSWORD

PREFIX = "/api/v1/workspaces/{ws}"
#: routes that take nothing of anybody's: lists of what one may see, what is one's own, and making something new
NOTHING = {
    "GET /actions", "POST /actions/buttons", "POST /actions/approvals",
    "GET /approvals", "GET /audit", "GET /automations", "POST /automations", "GET /runs", "GET /batches",
    "GET /changes", "GET /config-log", "GET /dashboards", "POST /demo/purge", "GET /formulas/functions", "GET /invitations",
    "POST /invitations", "GET /me", "GET /members", "GET /navigation", "GET /notifications", "GET /notifications/settings",
    "PATCH /notifications/settings", "GET /organisation/members", "GET /organisation/health", "GET /permissions/leaks",
    "GET /roles", "POST /roles", "GET /permissions/log", "POST /tables", "GET /schema/renaming", "PUT /schema/renaming",
    "GET /schema/trash", "GET /search", "GET /tables", "GET /timers", "GET /trash", "GET /webhooks", "POST /webhooks",
    "POST /attachments", "GET /templates",
    "GET /api/v1/me", "PATCH /api/v1/me", "POST /api/v1/me/password", "GET /api/v1/health", "POST /api/v1/session",
    "DELETE /api/v1/session", "GET /api/v1/me/sessions", "DELETE /api/v1/me/sessions", "GET /api/v1/me/tokens",
    "POST /api/v1/me/tokens", "GET /api/v1/workspaces", "POST /api/v1/workspaces",
}  # fmt: skip
#: routes of whoever has the secret in the address, and those of a provider that is not there (test_api_oidc)
ELSEWHERE = (
    "/invitations/{token}",
    "/password-resets/{token}",
    "/hooks/{ws}/{token}",
    "/oidc/",
    "/me/logins",
    "/sign-in",
)


class Watch:
    """Says whether anything was committed to a database of the installation since it was asked last, but for the audit log,
    in which refused permissions are noted."""

    def __init__(self, data: Path, stack: ExitStack) -> None:
        files = [path for path in data.rglob("*.db") if path.is_file()]
        assert len(files) >= 2, files
        self._open = [stack.enter_context(closing(sqlite3.connect(path))) for path in files]
        self._seen = [self._look(one) for one in self._open]

    def changed(self) -> bool:
        before, self._seen = (
            self._seen,
            [
                seen if one.execute("PRAGMA data_version").fetchone()[0] == seen[0] else self._look(one)
                for one, seen in zip(self._open, self._seen, strict=True)
            ],
        )
        return [kept for _, kept in before] != [kept for _, kept in self._seen]

    @staticmethod
    def _look(one: sqlite3.Connection) -> tuple[int, object]:
        """The state of a database. That of the control database, which has an audit log, is told by its other tables."""
        (version,) = one.execute("PRAGMA data_version").fetchone()
        tables = [name for (name,) in one.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        if "audit" not in tables:
            return version, version
        others = [name for name in tables if name != "audit"]
        return version, [one.execute(f'SELECT * FROM "{name}"').fetchall() for name in others]


@pytest.fixture(scope="module")
def crm(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    """On SQLite alone: who may what is decided above the databases."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    master = laid_out(run_folder, "crm", None, lambda settings, _: lay_out(settings, clock))
    with master.copied(tmp_path_factory.mktemp("swaps") / "data") as settings:
        services = Services.open(settings, clock)
        with services.control.write() as control:
            account = accounts.create(control, "newcomer", "新来的", PASSWORD, now=clock.now())
        admit(services, "crm", account)
        yield Crm(services)
        services.close()


@pytest.fixture(scope="module")
def table(crm: Crm) -> dict[str, list[Case]]:
    things = Things(People(crm))
    things.approvals()
    return cases(things)


def routes(crm: Crm) -> dict[str, Any]:
    """By method and address, without the prefix of the workspace and without pages and the sources of the front end."""
    found: dict[str, Any] = {
        f"{route.method} {route.path.removeprefix(PREFIX)}": route
        for route in crm.app.extensions["gezi.routes"].values()
        if route.path.startswith("/api/") and not route.hidden
    }
    return {name: route for name, route in found.items() if not any(part in name for part in ELSEWHERE)}


def said(answer: Any, at: dict[str, Any], swap: str) -> tuple[int, str]:
    """Status and body, without the id or key that was asked for."""
    return answer.status_code, re.sub(rf"\b{re.escape(str(at[swap]))}\b", "?", answer.get_data(as_text=True))


def test_every_route_is_in_the_table(crm: Crm, table: dict[str, list[Case]]) -> None:
    there = routes(crm).keys()
    assert sorted(there - table.keys() - NOTHING) == [], "say in support/swapped.py who may, with a valid body"
    assert sorted((table.keys() | NOTHING) - there) == []
    assert not table.keys() & NOTHING


def test_what_is_not_ones_own_is_as_if_it_were_not_there_and_stays_as_it_is(
    crm: Crm, table: dict[str, list[Case]]
) -> None:
    there, wrong = routes(crm), list[str]()
    with ExitStack() as stack:
        watch = Watch(crm.services.settings.data, stack)
        for name, some in table.items():
            for case in some:
                for who in PRINCIPALS:
                    if who in case.may:
                        continue
                    visitor, route = crm.visitor(who), there[name]
                    watch.changed()
                    answer = case.ask(visitor, route.method, route.path, case.at)
                    if not case.soft and answer.status_code < 400:
                        wrong.append(f"{name} lets {who} in: {answer.status_code}")
                    if watch.changed():
                        wrong.append(f"{name} changes something for {who}")
                    if who in case.sees:
                        continue
                    missing = case.nowhere()
                    other = case.ask(visitor, route.method, route.path, missing)
                    if said(answer, dict(case.at), case.swap) != said(other, missing, case.swap):
                        wrong.append(
                            f"{name} tells {who}: {said(answer, dict(case.at), case.swap)} {said(other, missing, case.swap)}"
                        )
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_record_in_the_trash_is_on_every_route_as_if_it_were_not_there_for_whoever_owned_it(
    crm: Crm, table: dict[str, list[Case]]
) -> None:
    there, wrong = routes(crm), list[str]()
    (bin_,) = table["POST /trash/restore"]
    of_leads = [
        (name, case)
        for name, some in table.items()
        for case in some
        if case.swap == "id" and case.at.get("table") == bin_.at["table"] and case is not bin_
    ]
    assert len(of_leads) > 10
    with ExitStack() as stack:
        watch = Watch(crm.services.settings.data, stack)
        for name, case in of_leads:
            for who in case.may:
                visitor, route = crm.visitor(who), there[name]
                gone, missing = {**case.at, "id": bin_.at["id"]}, case.nowhere()
                watch.changed()
                answer = said(case.ask(visitor, route.method, route.path, gone), gone, "id")
                if watch.changed():
                    wrong.append(f"{name} changes what {who} has deleted")
                if answer != (other := said(case.ask(visitor, route.method, route.path, missing), missing, "id")):
                    wrong.append(f"{name} tells {who}: {answer} {other}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_with_the_same_bodies_those_who_may_get_through(crm: Crm, table: dict[str, list[Case]]) -> None:
    """After the others, who have changed nothing; otherwise the refusals would say nothing."""
    there, wrong = routes(crm), list[str]()
    for name, some in table.items():
        route = there[name]
        for case in some if route.method == "GET" else some[:1]:
            for who in case.may if route.method == "GET" else case.may[:1]:
                answer = case.ask(crm.visitor(who), route.method, route.path, case.at)
                fine = answer.status_code == 409 if case.conflict else answer.status_code < 300
                if not fine:
                    wrong.append(f"{name} for {who}: {answer.status_code} {answer.get_data(as_text=True)[:200]}")
    assert not wrong, "\n" + "\n".join(wrong)
