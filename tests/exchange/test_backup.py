"""The restore drill (reliability J): a backup made while people work, restored elsewhere, and nothing believed unchecked."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gezi.accounts import members, people
from gezi.accounts import workspaces as register
from gezi.core import models as core_models
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Actor, Source
from gezi.core.errors import Refusal
from gezi.core.settings import Settings
from gezi.exchange.backup import backup, backup_all, restore
from gezi.tables import attachments, listening, records
from gezi.tables.computed import check
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.records import RowUpdate
from gezi.tables.workspaces import Workspace, Workspaces
from support.desk import Desk

PASSWORD = "correct horse battery"
FILE = b"%PDF-1.7 the contract"


@contextmanager
def elsewhere(desk: Desk, clock: FixedClock, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workspaces]:
    """Another installation on the same kind of database."""
    settings = Settings(data=tmp_path / "elsewhere")
    if desk.workspaces.settings.database_url is None:
        opened = Workspaces(settings, clock)
        yield opened
        opened.close()
        return
    cluster = request.getfixturevalue("cluster")
    with cluster.database() as url:
        opened = Workspaces(replace(settings, database_url=url), clock)
        yield opened
        opened.close()


def furnish(desk: Desk) -> tuple[int, int]:
    """People who sign in, a shop's records, a file in one of them; returns the ids of the record and the file."""
    desk.account("nobody", "无关")  # accounts elsewhere have other ids
    person = desk.person("张伟", account="zhangwei")
    with desk.workspaces.control.write() as control:
        register.admit(control, "shop", person.account or 0)
    with desk.workspaces.control.write() as control:
        demo = people.create(control, "demo", "演示", PASSWORD, now=desk.workspaces.clock.now(), demo=True)
        register.admit(control, "shop", demo.id)
    desk.create("customers", {"name": "华为", "region": "west"})
    desk.create(
        "orders", {"customer": 1, "status": "approved", "lines": [{"values": {"price": "10.05", "quantity": 3}}]}
    )
    ctx = desk.workspaces.context(Actor(person.id, person.name), Source.API)
    kept = attachments.receive(desk.workspace, ctx, io.BytesIO(FILE), "合同.pdf")
    sample = desk.create("samples", {"code": "A-1", "files": [kept.id], "owner": person.id}).ids[0]
    return sample, kept.id


def values(ws: Workspace, workspaces: Workspaces, table: str) -> list[dict[str, Any]]:
    with ws.read(workspaces.context(SYSTEM, Source.API)) as tx:
        return [dict(record.values) for record in query.list_records(tx, table, Query(limit=1_000)).records]


def sound(ws: Workspace, workspaces: Workspaces) -> None:
    """Every stored computed value is what it should be."""
    with ws.read(workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        assert list(check.run(tx)) == []


def test_a_workspace_restored_elsewhere_is_the_same_and_people_sign_in(
    desk: Desk, clock: FixedClock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sample, file = furnish(desk)
    made = backup(desk.workspaces, "shop", tmp_path / "shop.gezi")
    with elsewhere(desk, clock, tmp_path, request) as there:
        told = restore(there, made)
        assert (told.key, told.name, told.files, told.accounts, told.missing) == ("shop", "Shop", 1, 2, ())
        ws = there.open("shop")
        for table in ("customers", "orders", "order_lines", "samples", "departments"):
            assert values(ws, there, table) == values(desk.workspace, desk.workspaces, table)
        sound(ws, there)
        with there.control.read() as control:
            account = people.authenticate(control, "zhangwei", PASSWORD)
            assert register.may_enter(control, "shop", account.id)
            assert people.find_by_name(control, "nobody") is None
            demo = people.find_by_name(control, "demo")
            assert demo is not None
            assert demo.demo
        with ws.read(there.context(SYSTEM, Source.API)) as tx:
            member = members.of_account(tx.connection, account.id)
            assert member is not None
            assert member.name == "张伟"
            assert attachments.path_of(tx, file).read_bytes() == FILE
            assert query.get_record(tx, "samples", sample).values["files"][0]["name"] == "合同.pdf"
        with ws.write(there.context(SYSTEM, Source.API)) as tx:  # ids go on where they were
            assert records.create(tx, "samples", [{"code": "A-2"}]).records[0].values["serial"] == "S002"
            members.add(tx.connection, "新人", now=tx.ctx.now)
        sound(ws, there)


def test_a_backup_taken_while_somebody_writes_is_of_one_moment(desk: Desk, tmp_path: Path) -> None:
    """Every write moves a pair of samples whose weights add up to 100; no backup may see half of one."""
    desk.create("samples", {"code": "left", "weight": 50}, {"code": "right", "weight": 50})
    stop = threading.Event()
    writes: list[int] = []

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            with desk.write() as tx:
                records.update(tx, "samples", [RowUpdate(1, {"weight": turn % 100})])
                records.update(tx, "samples", [RowUpdate(2, {"weight": 100 - turn % 100})])
            writes.append(turn)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = [backup(desk.workspaces, "shop", tmp_path / f"{n}.gezi") for n in range(2)]
    finally:
        stop.set()
        thread.join()
    assert len(writes) > 1
    for n, archive in enumerate(made):
        restore(desk.workspaces, archive, f"copy{n}")
        ws = desk.workspaces.open(f"copy{n}")
        assert sum(Decimal(row["weight"]) for row in values(ws, desk.workspaces, "samples")) == 100
        sound(ws, desk.workspaces)


def test_a_copy_beside_the_original_is_its_own_and_sends_nothing_again(desk: Desk, tmp_path: Path) -> None:
    with desk.write() as tx:
        listening.declare(tx, "somebody", [(listening.RECORDS, "customers")])
    furnish(desk)
    made = backup(desk.workspaces, "shop", tmp_path / "shop.gezi")
    told = restore(desk.workspaces, made, "shop_copy", name="副本")
    assert (told.key, told.name, told.accounts) == ("shop_copy", "副本", 0)
    copy = desk.workspaces.open("shop_copy")
    with copy.write(desk.workspaces.context(SYSTEM, Source.API)) as tx:
        records.update(tx, "customers", [RowUpdate(1, {"name": "改名"})])
    assert desk.get("customers", 1)["name"] == "华为"
    outbox = core_models.outbox
    waiting = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.done_at.is_(None))
    with desk.read() as tx:
        assert tx.connection.execute(waiting).scalar_one() > 0
    with copy.read(desk.workspaces.context(SYSTEM, Source.API)) as tx:
        assert tx.connection.execute(waiting).scalar_one() == 1  # the renaming just now
    with desk.workspaces.control.read() as control:
        entries = {
            entry.key for entry in register.list_for(control, people.authenticate(control, "zhangwei", PASSWORD).id)
        }
    assert entries == {"shop", "shop_copy"}


def test_a_workspace_that_is_there_is_only_replaced_on_demand(desk: Desk, tmp_path: Path) -> None:
    _, file = furnish(desk)
    made = backup(desk.workspaces, "shop", tmp_path / "shop.gezi")
    desk.update("customers", 1, {"name": "后来"})
    with pytest.raises(Refusal) as refusal:
        restore(desk.workspaces, made)
    assert [problem.code for problem in refusal.value.problems] == ["backup.would_replace"]
    assert desk.get("customers", 1)["name"] == "后来"
    for path in desk.workspace.files.rglob("*"):
        if path.is_file():
            path.unlink()
    restore(desk.workspaces, made, replace=True)
    ws = desk.workspaces.open("shop")
    assert [row["name"] for row in values(ws, desk.workspaces, "customers")] == ["华为"]
    with ws.read(desk.workspaces.context(SYSTEM, Source.API)) as tx:
        assert attachments.path_of(tx, file).read_bytes() == FILE
    sound(ws, desk.workspaces)


def test_an_account_that_exists_keeps_its_password(
    desk: Desk, clock: FixedClock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    furnish(desk)
    made = backup(desk.workspaces, "shop", tmp_path / "shop.gezi")
    with elsewhere(desk, clock, tmp_path, request) as there:
        with there.control.write() as control:
            people.create(control, "zhangwei", "别处的张伟", "another password", now=clock.now())
        assert restore(there, made).accounts == 1
        with there.control.read() as control:
            found = people.authenticate(control, "zhangwei", "another password")
            assert register.may_enter(control, "shop", found.id)


def structure(ws: Workspace) -> dict[str, Any]:
    """Tables with columns, keys, constraints and indexes, without the name of the schema."""
    with ws.database.read() as connection:
        inspector = sa.inspect(connection)
        schema = ws.database.schema
        tables = inspector.get_table_names(schema)
        found: dict[str, Any] = {}
        for table in tables:
            columns = [
                (one["name"], str(one["type"]), one["nullable"], str(one["default"]).replace(f"{schema}.", ""))
                for one in inspector.get_columns(table, schema)
            ]
            keys = [one["constrained_columns"] for one in inspector.get_foreign_keys(table, schema)]
            indexes = sorted(
                (
                    str(one["name"]),
                    one["column_names"],
                    one["unique"],
                    {name: str(what) for name, what in one.get("dialect_options", {}).items()},
                )
                for one in inspector.get_indexes(table, schema)
            )
            primary = inspector.get_pk_constraint(table, schema)["constrained_columns"]
            found[table] = (columns, primary, sorted(keys), indexes, inspector.get_unique_constraints(table, schema))
        return found


def test_the_structure_comes_back_to_the_last_index(desk: Desk, tmp_path: Path) -> None:
    furnish(desk)
    restore(desk.workspaces, backup(desk.workspaces, "shop", tmp_path), "copy")
    there, here = structure(desk.workspaces.open("copy")), structure(desk.workspace)
    assert sorted(there) == sorted(here)
    for table, shape in here.items():
        assert there[table] == shape, table


def test_work_that_was_running_is_not_running_in_the_copy(desk: Desk, tmp_path: Path) -> None:
    jobs = core_models.jobs
    with desk.write() as tx:
        given = {"id": "j", "kind": "import", "state": "running", "input": {}, "created_at": tx.ctx.now}
        tx.connection.execute(sa.insert(jobs).values(given))
    restore(desk.workspaces, backup(desk.workspaces, "shop", tmp_path), "copy")
    with desk.workspaces.open("copy").read(desk.workspaces.context(SYSTEM, Source.API)) as tx:
        assert tx.connection.execute(sa.select(jobs.c.state)).scalars().all() == ["failed"]


def test_files_that_are_gone_are_named_and_the_rest_is_saved(desk: Desk, tmp_path: Path) -> None:
    furnish(desk)
    (stored,) = [path for path in desk.workspace.files.rglob("*") if path.is_file()]
    stored.unlink()
    told = restore(desk.workspaces, backup(desk.workspaces, "shop", tmp_path), "copy")
    assert (told.files, told.missing) == (0, (stored.name,))


def test_every_workspace_goes_into_a_file_of_its_own(desk: Desk, tmp_path: Path) -> None:
    desk.workspaces.create("other", "Other")
    made = backup_all(desk.workspaces, tmp_path / "all")
    assert sorted(path.name for path in made) == ["other-20261122-020000.gezi", "shop-20261122-020000.gezi"]
    assert backup(desk.workspaces, "shop").parent == desk.workspaces.settings.data / "backups"
    for path in made:
        assert path.stat().st_mode & 0o077 == 0, "a backup is for its owner's eyes"


# -- archives that are not to be believed ----------------------------------------------------------------------------


def rewritten(source: Path, target: Path, change: Any) -> Path:
    """The archive with each part passed through `change(name, bytes)`; None leaves it out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
    return target


def manifest(**changes: Any) -> Any:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps({**json.loads(content), **changes}).encode() if name == "manifest.json" else content

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda name, content: content[:-1] + b"!" if name == "accounts.json" else content, "backup.damaged"),
        (lambda name, content: content + b"x" if name.startswith("attachments/") else content, "backup.damaged"),
        (lambda name, content: None if name == "accounts.json" else content, "backup.damaged"),
        (lambda name, content: None if name == "manifest.json" else content, "backup.unreadable"),
        (lambda name, content: b"[]" if name == "manifest.json" else content, "backup.unreadable"),
        (manifest(format=2), "backup.newer"),
        (manifest(revision="w9999"), "backup.newer"),
        (manifest(product="other"), "backup.unreadable"),
        (manifest(workspace={"key": "../../etc"}), "workspace.bad_key"),
        (manifest(parts={"../../etc/passwd": {"size": 1, "sha256": ""}}), "backup.damaged"),
    ],
)
def test_a_damaged_or_forged_archive_changes_nothing(desk: Desk, tmp_path: Path, change: Any, code: str) -> None:
    furnish(desk)
    made = rewritten(backup(desk.workspaces, "shop", tmp_path / "a.gezi"), tmp_path / "b.gezi", change)
    before = sorted(path.name for path in (desk.workspaces.settings.data).rglob("*"))
    with pytest.raises(Refusal) as refusal:
        restore(desk.workspaces, made, None if code == "workspace.bad_key" else "copy")
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert desk.workspaces.keys() == ("shop",)
    assert sorted(path.name for path in (desk.workspaces.settings.data).rglob("*")) == before


def test_an_archive_cut_short_is_no_archive(desk: Desk, tmp_path: Path) -> None:
    whole = backup(desk.workspaces, "shop", tmp_path / "a.gezi").read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 30):
        cut = tmp_path / "cut.gezi"
        cut.write_bytes(whole[:length])
        with pytest.raises(Refusal) as refusal:
            restore(desk.workspaces, cut, "copy")
        assert [problem.code for problem in refusal.value.problems] == ["backup.unreadable"]


def test_the_other_database_is_told(desk: Desk, tmp_path: Path) -> None:
    made = backup(desk.workspaces, "shop", tmp_path / "a.gezi")
    other = "sqlite" if desk.workspaces.settings.database_url else "postgresql"
    forged = rewritten(made, tmp_path / "b.gezi", manifest(database=other))
    with pytest.raises(Refusal) as refusal:
        restore(desk.workspaces, forged, "copy")
    assert [problem.code for problem in refusal.value.problems] == ["backup.other_database"]


def test_a_place_that_cannot_be_written_to_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal) as refusal:
        backup(desk.workspaces, "shop", tmp_path / "file" / "shop.gezi")
    assert [problem.code for problem in refusal.value.problems] == ["backup.cannot_write"]
