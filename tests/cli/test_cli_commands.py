"""The commands of an installation, run where the data is: in their own process, or in the server that has it open."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sqlite3
import stat

from support.databases import Cluster

PASSWORD = "correct horse battery"


def test_a_fresh_installation_step_by_step(installation, template) -> None:
    """Account, template, token, server: as the README has it."""
    added = installation.run_apart("user", "add", "ann", "--name", "安", stdin=f"{PASSWORD}\n")
    assert (added.returncode, added.stdout.strip()) == (0, "ann"), added.stderr
    refused = installation.run_apart("user", "add", "ann", stdin=f"{PASSWORD}\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Traceback" not in refused.stderr
    assert "小样" in installation.says("install", template, "--workspace", "small", "--demo")
    assert installation.says("user", "list") == "ann\t安\tactive\tzh-CN"
    token = installation.says("token", "create", "--workspace", "small", "--account", "ann")
    assert token.startswith("gz_")
    assert "\n" not in token
    installation.serve()
    status, records = installation.get("/api/v1/workspaces/small/tables/notes/records", Authorization=f"Bearer {token}")
    assert status == 200
    assert records["records"][0]["values"]["double"] == "42"
    _, me = installation.get("/api/v1/workspaces/small/me", Authorization=f"Bearer {token}")
    assert me["admin"] is True  # the only account is the one that installed


def test_the_demo_brings_its_accounts_and_their_password(installation, template) -> None:
    printed = installation.says(
        "install", template, "--workspace", "small", "--demo", "--demo-accounts", GEZI_DEMO_PASSWORD="open sesame 1"
    )
    assert "demo_admin" in printed
    assert "open sesame 1" in printed
    again = installation.says("install", template, "--workspace", "small", "--demo", "--demo-accounts", "--if-missing")
    assert "已安装" in again
    assert "安装" in installation.fails("install", template, "--workspace", "small")
    installation.serve()
    body = json.dumps({"account": "demo_admin", "password": "open sesame 1"}).encode()
    status, _ = installation.post("/api/v1/session", body, **{"Content-Type": "application/json"})
    assert status == 200


def test_refusals_are_sentences(installation, furnished) -> None:
    furnished()
    assert "没有" in installation.fails("check", "nothing")
    assert installation.fails("install", "nothing", "--workspace", "other")
    assert installation.fails("install", "missing.json", "--workspace", "other")
    assert "8" in installation.fails("user", "add", "bob", "--password", "short")
    assert "ann" in installation.fails("user", "add", "ann", "--password", PASSWORD)
    assert installation.fails("user", "password", "nobody", "--password", PASSWORD)
    assert installation.fails("token", "create", "--workspace", "small", "--account", "nobody")
    assert installation.fails("token", "create", "--workspace", "other", "--account", "ann")
    assert installation.fails("user", "add", "bob", "--password", PASSWORD, "--workspace", "nothing")
    assert installation.says("user", "list").count("\n") == 0, "a refused command makes nothing"
    assert "GEZI_DATABASE_URL" in installation.fails("user", "list", GEZI_REDIS_URL="redis://127.0.0.1/0")
    assert "GEZI_PORT" in installation.fails("serve", GEZI_PORT="http")
    assert "GEZI_WORKERS" in installation.fails("serve", GEZI_WORKERS="2")
    assert "There is no such" in installation.fails("check", "nothing", LANG="en_GB.UTF-8")


def test_members_are_let_in_by_command(installation, furnished) -> None:
    furnished()
    installation.says("user", "add", "bob", "--password", PASSWORD, "--workspace", "small", "--role", "admin")
    installation.says("user", "add", "cat", "--password", PASSWORD)
    assert installation.fails("token", "create", "--workspace", "small", "--account", "cat")
    installation.says("user", "admit", "cat", "--workspace", "small")
    assert installation.says("token", "create", "--workspace", "small", "--account", "cat").startswith("gz_")
    assert installation.fails("user", "admit", "cat", "--workspace", "small", "--role", "nothing")


def test_check_finds_what_is_not_as_computed(installation, template) -> None:
    installation.says("user", "add", "ann", "--password", PASSWORD)
    installation.says("install", template, "--workspace", "small", "--demo")
    assert "一致" in installation.says("check", "small")
    with sqlite3.connect(installation.data / "workspaces" / "small.db") as database:
        (column,) = database.execute("SELECT 'f_' || id FROM fields WHERE key = 'double'").fetchone()
        (table,) = database.execute("SELECT 't_' || table_id FROM fields WHERE key = 'double'").fetchone()
        database.execute(f"UPDATE {table} SET {column} = 7")
    database.close()
    done = installation.run("check", "small")
    assert done.returncode == 1
    assert "notes#1.double: stored 7, expected 42" in done.stdout


def test_a_sheet_is_imported(installation, furnished) -> None:
    furnished()
    sheet = installation.folder / "notes.csv"
    sheet.write_text("标题,数量,别的\n一,1,x\n二,abc,x\n三,3,x\n", encoding="utf-8")
    dry = installation.run("import", "small", "notes", "notes.csv", "--dry-run")
    assert dry.returncode == 1
    assert "试运行：将新建 2 条" in dry.stdout
    done = installation.run("import", "small", "notes", "notes.csv")
    assert done.returncode == 1, "a refused row is a failure"
    assert "新建 2 条" in done.stdout
    assert "别的" in done.stdout
    assert installation.fails("import", "small", "notes", "missing.csv")
    assert installation.fails("import", "small", "nothing", "notes.csv")
    assert installation.fails("import", "small", "notes", "notes.csv", "--account", "nobody")


# -- beside a running server -----------------------------------------------------------------------------------------


def test_while_a_server_runs_commands_are_sent_to_it(installation, furnished) -> None:
    furnished().serve()
    note = installation.data / "server.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert installation.says("user", "add", "bob", stdin=f"{PASSWORD}\n") == "bob"
    assert "bob" in installation.says("user", "list")
    assert "一致" in installation.says("check", "small")
    assert "没有" in installation.fails("check", "nothing")
    sheet = installation.folder / "notes.csv"
    sheet.write_text("标题\n一\n", encoding="utf-8")
    assert "新建 1 条" in installation.says("import", "small", "notes", "notes.csv")
    assert str(installation.data) in installation.fails("serve", GEZI_PORT="1"), "one server for a data folder"
    installation.stop()
    assert not note.exists()
    assert "bob" in installation.says("user", "list")


def test_a_killed_server_leaves_nothing_in_the_way(installation, furnished) -> None:
    server = furnished().serve()
    for pid in (*installation.workers(), server.pid):
        os.kill(pid, signal.SIGKILL)
    server.wait(10)
    assert (installation.data / "server.json").exists(), "the note is stale"
    assert "ann" in installation.says("user", "list")
    installation.serve()
    assert "ann" in installation.says("user", "list")


def test_strangers_cannot_run_commands(installation, furnished) -> None:
    furnished().serve()
    secret = json.loads((installation.data / "server.json").read_text())["secret"]
    path, body = "/api/internal/commands/user%20list", b'{"arguments":{}}'
    json_type = {"Content-Type": "application/json"}
    assert installation.post(path, body, **json_type)[0] == 404
    assert installation.post(path, body, **json_type, **{"X-Gezi-Secret": "x"})[0] == 404
    assert (
        installation.post(path, body, **json_type, **{"X-Gezi-Secret": secret, "X-Forwarded-For": "9.9.9.9"})[0] == 404
    )
    status, answer = installation.post(path, body, **json_type, **{"X-Gezi-Secret": secret})
    assert status == 200
    assert json.loads(answer.splitlines()[-1]) == {"exit": 0}
    unknown = installation.post("/api/internal/commands/rm", body, **json_type, **{"X-Gezi-Secret": secret})
    assert unknown[0] == 404


def test_the_server_withstands_what_no_browser_sends(installation, furnished) -> None:
    furnished().serve()
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=30)
    big = b'{"account":"' + b"x" * (17 * 2**20) + b'"}'
    connection.request("POST", "/api/v1/session", body=big, headers={"Content-Type": "application/json"})
    assert connection.getresponse().status == 413
    connection.close()
    chunks = (b"[" * 65_536 for _ in range(64))
    connection.request(
        "POST", "/api/v1/session", body=chunks, headers={"Content-Type": "application/json"}, encode_chunked=True
    )
    assert connection.getresponse().status == 400
    connection.close()
    connection.request("GET", "/api/v1/health?" + "x" * 20_000)
    assert connection.getresponse().status in (400, 414)
    connection.close()
    assert installation.get("/api/v1/health")[0] == 200


def test_two_workers_serve_one_postgresql(installation, template, cluster: Cluster) -> None:
    with cluster.database() as url:
        installation.database_url = url
        installation.says("user", "add", "ann", "--password", PASSWORD)
        installation.says("install", template, "--workspace", "small", "--demo")
        installation.serve(GEZI_WORKERS="2")
        assert len(installation.workers()) == 2
        token = installation.says("token", "create", "--workspace", "small", "--account", "ann")
        for _ in range(10):
            status, _ = installation.get("/api/v1/workspaces/small/tables", Authorization=f"Bearer {token}")
            assert status == 200
        assert "一致" in installation.says("check", "small")
        installation.stop()


def test_the_openapi_document_is_printed(installation) -> None:
    document = json.loads(installation.says("openapi"))
    assert document["openapi"].startswith("3.1")
    assert not installation.data.exists(), "no database is opened for it"
