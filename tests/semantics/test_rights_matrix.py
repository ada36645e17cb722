"""The manual's matrix, written out by hand: eight principals, every table, own, public, a colleague's and foreign rows.

`EXPECTED` says what each may do with each row; every way to read is then asked for it, and every way to write tried.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gezi.core.context import Actor, Source
from gezi.core.errors import Refusal
from gezi.tables import records
from gezi.tables.queries import reach
from gezi.tables.queries.selection import restricted
from support import matrix as made
from support.databases import Cluster
from support.matrix import BASE, CONFIGURATION, FAMILIES, MARKED, PARENTS, PICKED, PRINCIPALS, TABLES, Matrix, mark

pytestmark = pytest.mark.xdist_group("matrix")  # its workspace is built once
#: whose row it is: the principal's own; nobody's, in 销售一部; a colleague's there; one of 销售三部; nobody's there
KINDS = ("own", "public", "department", "other", "far_public")
PAPERS = ("quotes", "orders")
LINES = ("quote_lines", "order_lines")
MONEY = ("receipts", "invoices")
POINTED_AT = (
    "customers",
    "orders",
)  # held back by what points to them, which only those are told who might delete them
PEOPLE = tuple(table for table in TABLES if table not in ("campaigns", *PAPERS, *LINES, *MONEY))


def rows(*said: str) -> Mapping[str, str]:
    return dict(zip(KINDS, said, strict=True))


EVERYTHING = rows("ved", "ved", "ved", "ved", "ved")
LOOKS = rows("ved", "v", "v", "v", "v")  # sees all, and keeps what is theirs
THEIRS = rows("ved", "", "", "", "")
CLOSED = rows("", "", "", "", "")
HEADS = rows("ved", "ve", "ve", "", "")
#: what may be done with a row: v view, e edit, d delete; nothing is a row that does not exist
EXPECTED: Mapping[str, Mapping[tuple[str, ...], Mapping[str, str]]] = {
    "admin": {TABLES: EVERYTHING},
    "boss": {TABLES: EVERYTHING},
    "finance": {("campaigns", *PEOPLE, *PAPERS, *LINES): LOOKS, MONEY: EVERYTHING},
    "marketing": {("campaigns", *PEOPLE): LOOKS, (*PAPERS, *LINES, *MONEY): CLOSED},
    "manager": {
        ("campaigns",): LOOKS,
        (*PEOPLE, *PAPERS): HEADS,
        LINES: rows("ved", "ved", "ved", "", ""),  # a line is taken away by whoever may edit the paper
        MONEY: rows("ved", "v", "v", "", ""),
    },
    "sales1": {
        ("campaigns",): LOOKS,
        PEOPLE: rows("ved", "ve", "", "", ""),
        (*PAPERS, *LINES, *MONEY): THEIRS,
    },
    "success": {("campaigns", *PEOPLE): THEIRS, (*PAPERS, *LINES, *MONEY): CLOSED},
    "newcomer": {
        ("campaigns", *PEOPLE): rows("v", "v", "", "", "v"),
        (*PAPERS, *LINES, *MONEY): rows("v", "", "", "", ""),
    },
}
#: where rows may be made at all
MAKES: Mapping[str, tuple[str, ...]] = {
    "admin": (*CONFIGURATION, *TABLES),
    "boss": (*CONFIGURATION, *TABLES),
    "finance": MONEY,
    "marketing": ("campaigns", *PEOPLE),
    "manager": (*PEOPLE, *PAPERS, *LINES, *MONEY),
    "sales1": (*PEOPLE, *PAPERS, *LINES, *MONEY),
    "success": (),
    "newcomer": (),
}

#: on whose rows a button stands
BUTTONS: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    **{
        (table, "assign"): {"admin": KINDS, "boss": KINDS, "manager": ("own", "public", "department")}
        for table in ("leads", "customers")
    },
    **{
        (table, "claim"): {
            "admin": ("public", "far_public"),
            "boss": ("public", "far_public"),
            "manager": ("public",),
            "sales1": ("public",),
        }
        for table in ("leads", "customers")
    },
    ("orders", "submit"): {
        "admin": KINDS,
        "boss": KINDS,
        "finance": ("own",),  # as whoever owns it
        "manager": ("own", "public", "department"),
        "sales1": ("own",),
    },
    ("receipts", "unconfirm"): {},
    ("invoices", "unconfirm"): {},
}


def may(who: str, table: str, kind: str) -> str:
    return next(said[kind] for tables, said in EXPECTED[who].items() if table in tables)


def kind_of(who: str, family: str) -> str | None:
    """Which of the kinds the rows of a family are for a principal; None for those of another principal."""
    return "own" if family == who else family if family in KINDS else None


def seen(matrix: Matrix, who: str, table: str) -> set[int]:
    found: set[int] = set()
    for family in FAMILIES:
        kind = kind_of(who, family)
        if kind and "v" in may(who, table, kind):
            found.add(matrix.rows[table][family])
    return found


def told(matrix: Matrix, who: str, table: str) -> set[int]:
    """The rows of which the matrix says something to this principal."""
    return {matrix.rows[table][family] for family in FAMILIES if kind_of(who, family)}


@pytest.fixture(scope="module")
def matrix(
    database_kind: str,
    run_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Matrix]:
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    with made.opened(run_folder, tmp_path_factory.mktemp("matrix"), cluster) as furnished:
        yield furnished


def test_the_table_of_rights_speaks_of_everything(matrix: Matrix) -> None:
    assert set(EXPECTED) == set(MAKES) == set(PRINCIPALS)
    there = {table["key"] for table in matrix.visitor("admin").get(f"{BASE}/tables").json["tables"]}
    assert there == {*TABLES, *CONFIGURATION}
    for who, said in EXPECTED.items():
        assert sorted(table for tables in said for table in tables) == sorted(TABLES), who


@pytest.mark.parametrize("who", PRINCIPALS)
def test_lists_exports_and_sums_hold_the_same_rows(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    for table in TABLES:
        address = f"{BASE}/tables/{table}"
        answer = visitor.get(f"{address}/records", limit=1000, count="true", fields=MARKED[table])
        if not any(may(who, table, kind) for kind in KINDS):
            assert answer.status_code == 404, (who, table)
            continue
        listed = {record["id"] for record in answer.json["records"]}
        assert listed & told(matrix, who, table) == seen(matrix, who, table), (who, table)
        assert answer.json["count"] == len(listed)
        body = {"group_by": ["created_by"], "measures": [{"op": "count"}]}
        groups = visitor.post(f"{address}/records/aggregate", body).json["rows"]
        assert sum(group["values"]["count"] for group in groups) == len(listed), (who, table)
        body = {"rows": ["created_by"], "columns": [], "measures": [{"op": "count"}]}
        assert visitor.post(f"{address}/records/pivot", body).json["cells"][0][0] == [len(listed)], (who, table)
        exported = visitor.get(f"{address}/export", format="csv", fields=MARKED[table])
        if who == "newcomer" or (who == "success" and table in ("campaigns", *PEOPLE)):
            assert exported.status_code == 403, (who, table)
        else:
            lines = list(csv.reader(io.StringIO(exported.get_data().decode("utf-8-sig"))))
            assert len(lines) - 1 == len(listed), (who, table)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_single_rows_and_what_hangs_on_them_answer_alike(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    for table in TABLES:
        address = f"{BASE}/tables/{table}/records"
        missing = visitor.get(f"{address}/{matrix.missing}")
        for family in FAMILIES:
            kind, id_ = kind_of(who, family), matrix.rows[table][family]
            if kind is None:
                continue
            said = may(who, table, kind)
            answer = visitor.get(f"{address}/{id_}")
            if "v" in said:
                allowed = {"edit": "e" in said, "delete": "d" in said}
                assert (answer.status_code, answer.json["allowed"]) == (200, allowed), (who, table, kind)
            else:
                assert answer.status_code == 404, (who, table, kind)
                assert answer.get_data() == missing.get_data(), (who, table, kind)
            if kind in ("own", "other"):
                for part in ("/history", "/approvals"):
                    wanted = 200 if "v" in said else 404
                    assert visitor.get(f"{address}/{id_}{part}").status_code == wanted, (who, table, kind, part)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_search_finds_what_the_lists_hold(matrix: Matrix, who: str) -> None:
    for family in FAMILIES:
        kind = kind_of(who, family)
        if kind is not None:
            found = matrix.visitor(who).get(f"{BASE}/search", q=mark(family), limit=100).json["results"]
            tables = [table for table in TABLES if table not in LINES and "v" in may(who, table, kind)]
            wanted = {(table, matrix.rows[table][family]) for table in tables}  # lines are found by their paper
            assert {(hit["table"]["key"], hit["id"]) for hit in found} == wanted, (who, family)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_pickers_offer_what_the_lists_hold(matrix: Matrix, who: str) -> None:
    for table, key in PICKED.items():
        target = PARENTS[table][1]
        if not any(may(who, table, kind) for kind in KINDS):
            continue
        answer = matrix.visitor(who).get(f"{BASE}/tables/{table}/candidates", field=key, q="矩阵", limit=100)
        offered = {one["id"] for one in answer.json["candidates"]}
        assert offered & told(matrix, who, target) == seen(matrix, who, target), (who, table)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_changes_name_what_the_lists_hold(matrix: Matrix, who: str) -> None:
    news = matrix.visitor(who).get(f"{BASE}/changes", since=matrix.before).json
    assert not news["resync"]
    for table in TABLES:
        named = {event["id"] for event in news["changes"] if event["table"] == table and event["kind"] != "delete"}
        assert None not in named
        assert named & told(matrix, who, table) == seen(matrix, who, table), (who, table)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_rows_are_made_where_the_manual_says(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    allowed = {table["key"]: table["allowed"] for table in visitor.get(f"{BASE}/tables").json["tables"]}
    for table in (*CONFIGURATION, *TABLES):
        planned = table == "recycle_rules"  # whose rules change by a plan
        makes = table in MAKES[who]
        if table in allowed:
            assert (allowed[table]["create"], allowed[table]["import"]) == (makes, makes), (who, table)
        with matrix.undone(who) as tx:
            values = matrix.new(table, who if who in ("manager", "sales1", "marketing") else "other")
            try:
                records.create(tx, table, [values])
                outcome = "made"
            except Refusal as refusal:
                outcome = refusal.kind.name
        if makes:
            assert outcome == ("CONFLICT" if planned else "made"), (who, table, outcome)
        else:
            assert outcome == ("FORBIDDEN" if table in allowed else "NOT_FOUND"), (who, table, outcome)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_rows_are_changed_where_the_manual_says(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    for table in TABLES:
        for family in FAMILIES:
            kind, id_ = kind_of(who, family), matrix.rows[table][family]
            if kind is not None:
                said = may(who, table, kind)
                body = {"values": matrix.other(table, who)}
                status = visitor.patch(f"{BASE}/tables/{table}/records/{id_}", body).status_code
                assert status == (200 if "e" in said else 403 if "v" in said else 404), (who, table, kind, status)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_rows_are_deleted_where_the_manual_says(matrix: Matrix, who: str) -> None:
    for table in TABLES:
        for family in FAMILIES:
            kind, id_ = kind_of(who, family), matrix.rows[table][family]
            if kind is not None:
                said = may(who, table, kind)
                with matrix.undone(who) as tx:
                    try:
                        records.delete(tx, table, [id_])
                        outcome = "d"
                    except Refusal as refusal:
                        outcome = {"FORBIDDEN": "v", "NOT_FOUND": ""}.get(refusal.kind.name, refusal.kind.name)
                wanted = "d" if "d" in said else "v" if "v" in said else ""
                if wanted == "d" and table in POINTED_AT:
                    assert outcome in ("d", "CONFLICT"), (who, table, kind, outcome)
                else:
                    assert outcome == wanted, (who, table, kind, outcome)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_customers_are_matched_by_name_as_far_as_they_are_seen(matrix: Matrix, who: str) -> None:
    """PUT finds a customer by its name: who sees it is told about rights, who does not cannot make another of that name."""
    visitor = matrix.visitor(who)
    for family in FAMILIES:
        kind = kind_of(who, family)
        if kind is not None:
            said = may(who, "customers", kind)
            body = {"key": "name", "records": [{"values": {"name": mark(family), "address": f"并 {who}"}}]}
            answer = visitor.send("PUT", f"{BASE}/tables/customers/records", json=body)
            wanted = 200 if "e" in said else 403 if "v" in said or "customers" not in MAKES[who] else 422
            assert answer.status_code == wanted, (who, kind, answer.json)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_configuration_is_seen_by_all_and_kept_by_some(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    wanted = {"admin": (True, True), "boss": (True, True), "success": (True, False)}.get(who, (False, False))
    described = {one["key"]: one["allowed"] for one in visitor.get(f"{BASE}/tables").json["tables"]}
    for table in CONFIGURATION:
        listed = visitor.get(f"{BASE}/tables/{table}/records", limit=1).json["records"]
        shown = visitor.get(f"{BASE}/tables/{table}/records/{listed[0]['id']}").json
        assert (shown["allowed"]["edit"], shown["allowed"]["delete"]) == wanted, (who, table)
        assert described[table]["export"] == (who != "newcomer"), (who, table)
        assert described[table]["print"] == (who in {"admin", "boss", "manager"}), (who, table)  # off for staff (S61)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_buttons_are_offered_where_the_manual_says(matrix: Matrix, who: str) -> None:
    for (table, button), offered in BUTTONS.items():
        for family in FAMILIES:
            kind, id_ = kind_of(who, family), matrix.rows[table][family]
            if kind is not None and "v" in may(who, table, kind):
                shown = matrix.visitor(who).get(f"{BASE}/tables/{table}/records/{id_}").json["actions"]
                there = button in {action["key"] for action in shown}
                assert there == (kind in offered.get(who, ())), (who, table, button, kind)
                if not there:
                    pressed = matrix.visitor(who).post(
                        f"{BASE}/tables/{table}/records/{id_}/actions/{button}", {"inputs": {}}
                    )
                    assert pressed.status_code in (403, 409), (who, table, button, kind, pressed.json)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_only_finance_and_management_are_offered_to_confirm(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    for table in MONEY:
        for state, button, those in (
            ("unconfirmed", "confirm", {"admin", "boss", "finance"}),
            ("confirmed", "unconfirm", {"admin", "boss"}),
        ):
            tests = [
                {"field": "finance_confirmed", "op": "=", "value": state},
                {"field": "order.status", "op": "=", "value": "approved"},
            ]
            listed = visitor.get(f"{BASE}/tables/{table}/records", filter=json.dumps({"and": tests}), limit=1)
            for record in listed.json.get("records", ()):
                actions = visitor.get(f"{BASE}/tables/{table}/records/{record['id']}").json["actions"]
                assert (button in {action["key"] for action in actions}) == (who in those), (who, table, button)


@pytest.mark.parametrize("who", PRINCIPALS)
def test_what_was_deleted_is_shown_to_those_who_saw_it(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    trash = visitor.get(f"{BASE}/trash", table="leads", limit=100)
    listed = {item["id"] for item in trash.json["items"]}
    for family, id_ in matrix.gone.items():
        kind = kind_of(who, family)
        if kind is not None:
            said = may(who, "leads", kind)
            assert (id_ in listed) == ("v" in said), (who, family)
            if "v" not in said:
                asked = {"items": [{"table": "leads", "id": id_}]}
                missing = {"items": [{"table": "leads", "id": matrix.missing}]}
                hidden = visitor.post(f"{BASE}/trash/restore", asked)
                assert hidden.status_code == 404, (who, family)
                assert hidden.get_data() == visitor.post(f"{BASE}/trash/restore", missing).get_data()


@pytest.mark.parametrize("who", PRINCIPALS)
def test_what_another_has_done_is_undone_by_administrators_alone(matrix: Matrix, who: str) -> None:
    visitor = matrix.visitor(who)
    preview = visitor.get(f"{BASE}/batches/{matrix.batch}")
    if who == "admin":
        assert preview.json["removed"] + preview.json["kept_count"] == len(FAMILIES)  # some have been changed since
        return
    assert preview.status_code == 404
    assert preview.get_data() == visitor.get(f"{BASE}/batches/nothing").get_data()
    assert matrix.batch not in {one["batch"] for one in visitor.get(f"{BASE}/batches").json["batches"]}
    assert visitor.post(f"{BASE}/batches/{matrix.batch}/undo", {}).status_code == 404


def test_scopes_that_are_read_by_their_branches_hold_the_same_rows(matrix: Matrix) -> None:
    apart: set[str] = set()
    workspaces = matrix.crm.services.workspaces
    for who in PRINCIPALS:
        actor = Actor(matrix.members[who], who)
        with workspaces.open("crm").read(workspaces.context(actor, Source.API)) as tx:
            for table in tx.catalogue.tables.values():
                found = reach.find(tx, table, whole=True)
                if isinstance(found, tuple):
                    rows = list(tx.connection.execute(restricted(tx, table).ids()).scalars())
                    assert sorted(rows) == list(found), (who, table.key)
                    assert reach.count(tx, table) == len(found), (who, table.key)
                    apart.add(table.key)
    assert apart >= {"leads", "customers", "contacts", "opportunities", "quotes", "orders", "receipts"}
