"""Two workspaces that differ only in what a person may not see answer that person alike, on every route that reads.

The routes are those of the application itself: one that is added without a word here fails the first test.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import hypothesis
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gezi.api.routes import Permission, Route
from gezi.api.services import Services
from gezi.core.clock import FixedClock
from gezi.core.settings import Settings
from gezi.permissions.actions import Action
from gezi.tables.workspaces import Workspaces
from support.databases import Cluster
from support.patience import batches
from support.twins import EXTRA, HIDDEN, SECRETS, TABLES, Rights, Twins, at, other, scopes

from .conftest import NOW

Request = tuple[str, str, Any]
PREFIX = "/api/v1/workspaces/{ws}"
#: routes that are asked elsewhere, and why
ELSEWHERE = {
    "GET /changes": "a stream without an end; its events are asked in test_undo_live",
    "GET /jobs/{job}": "jobs are their owner's alone",
    "GET /jobs/{job}/errors": "jobs are their owner's alone",
    "GET /approvals/{id}": "there are no approvals here",
    "GET /actions/buttons/{table}/{key}": "there are no buttons here",
    "GET /actions/approvals/{key}": "there are no approvals here",
    "GET /automations/{key}": "there are no automations here",
    "GET /automations/{key}/why": "there are no automations here",
    "GET /automations/{key}/sample": "there are no automations here",
    "GET /automations/{key}/incoming": "there are no automations here",
    "GET /runs/{id}": "there are no automations here",
    "GET /tables/{table}/timers/{timer}/log": "there are no timers here",
    "GET /tables/{table}/records/{id}/attachments/{file}": "files are named by the record, which is asked",
}


@pytest.fixture(scope="module")
def twins(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Twins]:
    with ExitStack() as stack:
        url: str | None = None
        if database_kind == "postgresql":
            cluster: Cluster = request.getfixturevalue("cluster")
            url = stack.enter_context(cluster.database())
        settings = Settings(data=tmp_path_factory.mktemp("twins") / "data", database_url=url)
        services = Services.over(Workspaces(settings, FixedClock(NOW)))
        stack.callback(services.close)
        yield Twins(services)


@pytest.fixture(scope="module")
def groups(twins: Twins) -> list[list[Request]]:
    return by_route(asked(twins))


def reading(twins: Twins) -> list[Route]:
    found = [r for r in twins.app.extensions["gezi.routes"].values() if r.permission is Permission.WORKSPACE]
    return [r for r in found if r.method == "GET" or r.reads]


def asked(twins: Twins) -> list[Request]:
    """Every question about everything, by route."""
    found: list[Request] = []
    for route in reading(twins):
        path = route.path.removeprefix(PREFIX)
        if f"{route.method} {path}" not in ELSEWHERE:
            found += [(route.method, *one) for one in _filled(twins, route.method, path)]
    return found


def _filled(twins: Twins, method: str, path: str) -> Iterator[tuple[str, Any]]:
    match path:
        case "/search":
            yield from ((f"/search?q={word}", None) for word in _words(twins))
        case "/tables/{table}/records":
            yield from (
                (f"/tables/{table}/records?{query}", None) for table in TABLES for query in _queries(twins, table)
            )
        case "/tables/{table}/export":
            yield from ((f"/tables/{table}/export?format=csv&sort=-{SECRETS[table][0]}", None) for table in TABLES)
        case "/tables/{table}/extent":
            for table in TABLES:
                filter = json.dumps({"field": SECRETS[table][0], "op": "not_empty"})
                yield from (
                    (f"/tables/{table}/extent?action={one}&filter={filter}", None) for one in ("export", "print")
                )
        case "/tables/{table}/print":
            for table in TABLES:
                yield f"/tables/{table}/print?sort=-{SECRETS[table][0]}", None
                yield f"/tables/{table}/print?group={SECRETS[table][0]}&footer={SECRETS[table][1]}:distinct", None
        case "/tables/{table}/records/aggregate":
            yield from ((f"/tables/{table}/records/aggregate", body) for table in TABLES for body in _sums(table))
        case "/tables/{table}/records/pivot":
            yield from ((f"/tables/{table}/records/pivot", body) for table in TABLES for body in _pivots(table))
        case "/tables/{table}/formula" | "/tables/{table}/formula/preview":
            body = {"formula": "total * 3"} | ({"record": 1} if path.endswith("preview") else {})
            yield path.replace("{table}", "orders"), body
        case "/tables/{table}/rules/{kind}/try":
            for table in TABLES:
                for key in SECRETS[table]:
                    rule = {"field": key, "must": at(key, "empty"), "message": {"zh-CN": "空", "en": "empty"}}
                    yield f"/tables/{table}/rules/validations/try", {"rule": rule}
        case "/tables/{table}/candidates":
            for word in ("", "a", "隐藏", "客户"):
                yield from (
                    (f"/tables/orders/candidates?field={key}&q={word}", None) for key in ("customer", "friends")
                )
        case "/permissions/explain":
            for table in TABLES:
                for id_ in [*twins.rows[table], EXTRA]:
                    yield f"/permissions/explain?table={table}&record={id_}", None
                    yield f"/permissions/explain?table={table}&record={id_}&action=edit&field={SECRETS[table][1]}", None
        case _ if "{id}" in path and "{table}" in path:
            for table in TABLES:
                for id_ in [*twins.rows[table], EXTRA, 4_711]:
                    here = path.replace("{table}", table).replace("{id}", str(id_))
                    if path.endswith("/explain"):
                        yield from ((f"{here}?field={key}", None) for key in ("double", "far_phone"))
                    elif path.endswith("/candidates"):
                        yield f"{here}?field=customer", None
                    else:
                        yield here, None
        case _:
            names = {
                "{dashboard}": "board",
                "{role}": "team",
                "{id}": "1",
                "{batch}": "nobatch",
                "{field}": "phone",
                "{kind}": "locks",
                "{template}": "crm",
                "{key}": "x",
            }
            for table in TABLES if "{table}" in path else ("",):
                here = path.replace("{table}", table)
                for name, value in names.items():
                    here = here.replace(name, value)
                yield here, None


def _words(twins: Twins) -> Iterator[str]:
    for table, rows in twins.rows.items():
        for id_, row in rows.items():
            yield from (row[key] for key in SECRETS[table][:2])
            yield from (other(key, id_) for key in SECRETS[table][:2])


def _queries(twins: Twins, table: str) -> Iterator[str]:
    yield "count=true&limit=1000"
    yield "count=true&limit=2&offset=1"
    paths = [*SECRETS[table], *(f"customer.{key}" for key in SECRETS["customers"] if table == "orders")]
    paths += ["far_phone", "double"] if table == "orders" else []
    for key in paths:
        for test in (at(key, "not_empty"), {"not": at(key, "empty")}, *_tests(twins, key)):
            yield f"count=true&filter={json.dumps(test)}"
    for key in [*SECRETS[table], *(["customer", "far_name", "double"] if table == "orders" else [])]:
        yield f"sort={key}"
        yield f"sort=-{key}&limit=3&fields={key}"
    for relation in ("friends", "customer") if table == "orders" else ("orders",):
        yield f"count=true&filter={json.dumps(at(relation, 'not_empty'))}"
    yield from (f"count=true&q={word}" for word in _words(twins))


def _tests(twins: Twins, path: str) -> Iterator[Any]:
    key = path.rsplit(".", maxsplit=1)[-1].removeprefix("far_")
    match key:
        case "amount" | "total" | "double":
            yield from (at(path, ">", "50"), at(path, "<", "6998"), at(path, "between", ["5", "300"]))
        case "since" | "due":
            yield from (at(path, ">", "2027-01-01"), at(path, "=", "2026-01-11"))
        case "tags":
            yield at(path, "contains", "vip")
        case _:
            yield from (at(path, "contains", "0"), at(path, "contains", "隐藏"), at(path, "starts_with", "138"))


def _sums(table: str) -> Iterator[Any]:
    money = "amount" if table == "customers" else "total"
    figures = [{"op": op, "field": money} for op in ("sum", "min", "max", "avg", "count", "distinct")]
    yield {"measures": [{"op": "count"}, *figures]}
    keys = [*SECRETS[table], "region", *(("customer", "far_phone") if table == "orders" else ())]
    yield from (
        {"group_by": [key], "measures": [{"op": "count"}, figures[0]]} for key in keys if key not in ("note", "tags")
    )


def _pivots(table: str) -> Iterator[Any]:
    money = {"op": "sum", "field": "amount" if table == "customers" else "total"}
    for key in [*SECRETS[table][:2], "region"]:
        yield {"rows": [key], "columns": ["owner"], "measures": [money, {"op": "count"}], "top_rows": 2}


def answer(twins: Twins, key: str, request: Request) -> tuple[int, Any, str | None]:
    method, path, body = request
    kept = twins.browser.send(method, f"/workspaces/{key}{path}", **({} if body is None else {"json": body}))
    return kept.status_code, kept.get_data(), kept.headers.get("ETag")


def by_route(requests: Iterable[Request]) -> list[list[Request]]:
    """The questions, those of one route and table together."""
    found: dict[str, list[Request]] = {}
    for request in requests:
        path = re.sub(r"/\d+", "/N", request[1].partition("?")[0])
        found.setdefault(f"{request[0]} {path}", []).append(request)
    return list(found.values())


def some(requests: Iterable[Request], most: int) -> list[Request]:
    """Of every route and table, questions spread over all there are."""
    return [one for group in by_route(requests) for one in group[:: max(1, len(group) // most)]]


def test_every_route_that_reads_is_asked(twins: Twins) -> None:
    there = {f"{route.method} {route.path.removeprefix(PREFIX)}" for route in reading(twins)}
    assert ELSEWHERE.keys() <= there
    plain = [path.split("?")[0] for _, path, _ in asked(twins)]
    assert not [path for path in plain if "{" in path]
    rights = Rights({"customers": "west", "orders": "of_mine"}, {("customers", "phone"): "mine"})
    twins.prepare(rights)
    statuses = {answer(twins, "left", request)[0] for request in some(asked(twins), 12)}
    assert statuses <= {200, 400, 403, 404}


def test_the_twins_do_differ_for_whoever_sees_everything(twins: Twins) -> None:
    """The law below is not empty: what is changed is seen by those who may."""
    everything = Rights(dict.fromkeys(TABLES, "every"))
    assert twins.part(Rights({"customers": "west", "orders": "mine"}), shown=everything) > 20
    requests = some(asked(twins), 12)
    different = {
        path.split("?")[0]
        for method, path, body in requests
        if answer(twins, "left", (method, path, body)) != answer(twins, "right", (method, path, body))
    }
    twins.join()
    assert {
        "/search",
        "/dashboards/board",
        "/tables/orders/candidates",
        *(
            f"/tables/{table}/{rest}"
            for table in TABLES
            for rest in ("records", "export", "records/aggregate", "records/pivot")
        ),
    } <= different
    assert [path for path in different if path.endswith("/history")]
    assert [path for path in different if path.endswith("/explain")]
    assert [one for one in requests if answer(twins, "left", one) != answer(twins, "right", one)] == []


fields = st.sampled_from([(table, key) for table in TABLES for key in SECRETS[table]])
permission_sets = st.builds(
    Rights,
    st.fixed_dictionaries({table: st.sampled_from(sorted(scopes(table))) for table in TABLES}),
    st.dictionaries(fields, st.sampled_from([HIDDEN, HIDDEN, *sorted(scopes("customers"))]), max_size=6),
    st.sampled_from(
        [(Action.VIEW, Action.EXPORT), (Action.VIEW,), (Action.VIEW, Action.EXPORT, Action.EDIT, Action.DELETE)]
    ),
)


def hold(twins: Twins, rights: Rights, requests: Iterable[Request]) -> None:
    twins.prepare(rights)
    for request in requests:
        assert answer(twins, "left", request) == answer(twins, "right", request), (rights, request)


@settings(max_examples=520, deadline=None)
@given(rights=permission_sets, seed=st.integers(0, 10**6))
def test_what_may_not_be_seen_does_not_matter(
    twins: Twins, groups: list[list[Request]], request: pytest.FixtureRequest, rights: Rights, seed: int
) -> None:
    """Every set is asked two questions of the routes that tell most and two of any. One set in five is asked on PostgreSQL, the
    others on SQLite; on one database alone, all of them."""
    kinds = str(request.config.getoption("--databases")).split(",")
    on_postgresql = request.getfixturevalue("database_kind") == "postgresql"
    if len(kinds) > 1 and (seed % 5 == 0) != on_postgresql:
        return
    chance = random.Random(seed)
    telling = [group for group in groups if len(group) > 5]
    chosen = [*chance.choices(telling, k=2), *chance.choices(groups, k=2)]
    hold(twins, rights, [chance.choice(group) for group in chosen])


@pytest.mark.proof
def test_what_may_not_be_seen_matters_on_no_route_at_all(
    twins: Twins, groups: list[list[Request]], pytestconfig: pytest.Config
) -> None:
    """Every set of rights is asked of every route and table, up to four questions each, in turn all there are."""
    for start in batches(pytestconfig):
        everywhere(twins, groups, start)


def everywhere(twins: Twins, groups: list[list[Request]], start: int) -> None:
    chance = random.Random(start)

    @settings(max_examples=5, deadline=None, phases=[Phase.generate])  # asked of everything, a set is shrunk for hours
    @hypothesis.seed(start)
    @given(rights=permission_sets)
    def law(rights: Rights) -> None:
        hold(twins, rights, [one for group in groups for one in chance.sample(group, min(4, len(group)))])

    law()
