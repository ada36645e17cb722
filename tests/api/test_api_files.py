"""Files in and out: attachments, exports, imports and their jobs."""

# pyright: basic
from __future__ import annotations

import io
import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from gezi.core.context import SYSTEM, Source
from gezi.fields.conditions import Test as Cell
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables.attachments import sweep
from support.visitors import Browser, refused

TRIPS = "/workspaces/travel/tables/trips"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def upload(who: Browser, name: str = "票.png", content: bytes = PNG, **form: object):
    return who.send("POST", "/workspaces/travel/attachments", data={"file": (io.BytesIO(content), name), **form})


def entitle(services, name: str, *actions: Action) -> None:
    """Put somebody into a new role group that may do so much with trips."""
    with services.workspaces.open("travel").write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        group = roles.add(tx.connection, "rail", {"zh-CN": "铁路", "en": "Rail"})
        member = next(one for one in tx.members.values() if one.name == name.title())
        roles.put_in(tx.connection, group.id, member.id)
        grants.allow(tx.connection, group.id, tx.catalogue.table("trips").id, actions)
        tx.reload()


def attach(who: Browser, *ids: int, title: str = "x"):
    return who.post(f"{TRIPS}/records", {"records": [{"values": {"title": title, "papers": list(ids)}}]})


def test_a_file_is_uploaded_named_in_a_record_and_read_through_it(ann: Browser) -> None:
    sent = upload(ann)
    assert sent.status_code == 201
    file = sent.json
    assert (file["name"], file["size"], file["type"]) == ("票.png", len(PNG), "image/png")
    record = attach(ann, file["id"]).json["records"][0]
    assert record["values"]["papers"] == [file]
    answer = ann.send("GET", f"{TRIPS}/records/{record['id']}/attachments/{file['id']}", buffered=True)
    assert (answer.status_code, answer.data) == (200, PNG)
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"_.png\"; filename*=UTF-8''%E7%A5%A8.png"
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    part = ann.send(
        "GET", f"{TRIPS}/records/{record['id']}/attachments/{file['id']}", headers={"Range": "bytes=1-3"}, buffered=True
    )
    assert (part.status_code, part.data) == (206, b"PNG")


def test_only_the_record_that_shows_a_file_opens_it(ann: Browser) -> None:
    first, second = upload(ann).json, upload(ann).json
    one = attach(ann, first["id"]).json["records"][0]
    for path in (
        f"{TRIPS}/records/{one['id']}/attachments/{second['id']}",
        f"{TRIPS}/records/999/attachments/{first['id']}",
        f"{TRIPS}/records/{one['id']}/attachments/x",
        f"{TRIPS}/records/{one['id']}/attachments/..%2f..%2fcontrol.db",
        f"/workspaces/other/tables/trips/records/{one['id']}/attachments/{first['id']}",
    ):
        refused(ann.get(path), 404)


def test_whoever_may_fill_in_no_attachments_uploads_nothing(services, browser) -> None:
    ned = browser("ned")
    assert refused(upload(ned), 403) == ["attachment.not_allowed"]
    assert refused(ned.send("POST", "/workspaces/travel/attachments", data={}), 403) == ["attachment.not_allowed"]
    entitle(services, "ned", Action.VIEW, Action.EDIT)
    assert upload(ned).status_code == 201


def test_uploads_wait_for_a_record_in_bounds_and_for_a_day(services, ann: Browser) -> None:
    workspace, now = services.workspaces.open("travel"), services.clock.now()
    workspace.settings = replace(workspace.settings, waiting_files=2, waiting_megabytes=1)
    taken, waiting = upload(ann).json["id"], upload(ann).json["id"]
    assert refused(upload(ann), 409) == ["attachment.too_many_waiting"]
    dropped = {"records": [{"values": {"papers": [taken]}}]}  # the title is missing
    refused(ann.post(f"{TRIPS}/records", dropped), 422)
    assert refused(upload(ann), 409) == ["attachment.too_many_waiting"]
    record = attach(ann, taken).json["records"][0]
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n' + b"x" * 2**20 + b"\r\n--b--\r\n"
    large = ann.send(
        "POST", "/workspaces/travel/attachments", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert refused(large, 413) == ["attachment.too_much_waiting"]
    assert upload(ann).status_code == 201
    ann.delete(f"{TRIPS}/records", {"ids": [record["id"]]})
    files = [path for path in workspace.files.rglob("*") if path.is_file()]
    for path in files:
        os.utime(path, (now.timestamp(), now.timestamp()))
    assert sweep(workspace, now + timedelta(days=1)) == 0
    assert sweep(workspace, now + timedelta(days=1, seconds=1)) == 2
    assert refused(attach(ann, waiting), 422) == ["value.unknown_file"]
    assert attach(ann, taken).status_code == 201


def test_somebody_elses_file_cannot_be_taken_by_its_number(services, app, ann: Browser, browser) -> None:
    hers = upload(ann).json
    ned = browser("ned")
    entitle(services, "ned", Action.VIEW, Action.CREATE)
    his = upload(ned).json
    assert refused(attach(ann, his["id"]), 422) == ["value.unknown_file"]
    record = attach(ann, hers["id"]).json["records"][0]
    kept = ann.patch(f"{TRIPS}/records", {"records": [{"id": record["id"], "values": {"papers": [hers]}}]})
    assert kept.json["records"][0]["version"] == 1


def test_a_file_is_read_as_long_as_its_record_may_be_and_asked_for_anew_each_time(
    services, ann: Browser, browser
) -> None:
    ned = browser("ned")
    workspace = services.workspaces.open("travel")
    with workspace.write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        group = roles.add(tx.connection, "rail", {"zh-CN": "铁路", "en": "Rail"})
        member = next(one for one in tx.members.values() if one.name == "Ned")
        roles.put_in(tx.connection, group.id, member.id)
        trips = tx.catalogue.table("trips")
        rail = next(choice.id for choice in trips.by_key["kind"].choices if choice.key == "rail")
        grants.allow(
            tx.connection, group.id, trips.id, [Action.VIEW], Cell((trips.by_key["kind"].id,), "=", rail, "option")
        )
        tx.reload()
    file = upload(ann).json
    values = {"title": "x", "kind": "rail", "papers": [file["id"]]}
    (record,) = ann.post(f"{TRIPS}/records", {"records": [{"values": values}]}).json["records"]
    path = f"{TRIPS}/records/{record['id']}/attachments/{file['id']}"
    answer = ned.send("GET", path, buffered=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    known = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert ned.send("GET", path, headers=known, buffered=True).status_code == 304
    ann.patch(f"{TRIPS}/records", {"records": [{"id": record["id"], "values": {"kind": "air"}}]})
    refused(ned.send("GET", path, headers=known), 404)
    assert ann.send("GET", path, buffered=True).data == PNG


def test_a_file_goes_and_comes_back_with_its_record(ann: Browser) -> None:
    file = upload(ann).json
    record = attach(ann, file["id"]).json["records"][0]
    path = f"{TRIPS}/records/{record['id']}/attachments/{file['id']}"
    gone = ann.delete(f"{TRIPS}/records", {"ids": [record["id"]]}).json["batch"]
    refused(ann.get(path), 404)
    assert ann.post(f"/workspaces/travel/batches/{gone}/undo").status_code == 200
    assert ann.send("GET", path, buffered=True).data == PNG


def test_only_what_no_row_knows_is_swept_and_only_when_it_is_old(services, ann: Browser) -> None:
    attach(ann, upload(ann).json["id"])
    workspace, now = services.workspaces.open("travel"), services.clock.now()
    (kept,) = [path for path in workspace.files.rglob("*") if path.is_file()]
    lost, unfinished = kept.with_name("0" * 32), kept.with_name("1" * 32 + ".part")
    young, other = kept.with_name("2" * 32), kept.with_name("notes.txt")
    for path in (lost, unfinished, young, other):
        path.write_bytes(b"x")
    old = (now - timedelta(days=1, seconds=1)).timestamp()
    for path in (kept, lost, unfinished, other):
        os.utime(path, (old, old))
    os.utime(young, (now.timestamp(), now.timestamp()))
    assert sweep(workspace, now) == 2
    assert {path for path in workspace.files.rglob("*") if path.is_file()} == {kept, young, other}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\x.txt", "x.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("\u202egnp.exe", "gnp.exe"),
        ("CON.txt", "_CON.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ('"><script>.html', '"><script>.html'),
        ("...", "file"),
        ("报价 单;v2.xlsx", "报价 单;v2.xlsx"),
    ],
)
def test_names_of_files_are_made_safe(services, name: str, kept: str) -> None:
    from gezi.tables.attachments import clean_name

    assert clean_name(name) == kept


@pytest.mark.parametrize(
    ("name", "content", "type_"),
    [
        ("x.html", b"<script>alert(1)</script>", "application/octet-stream"),
        ("x.svg", b"<svg onload=alert(1)>", "application/octet-stream"),
        ("x.png", b"<html>", "application/octet-stream"),
        ("x.html", b"GIF89a<script>", "image/gif"),
        ("x.pdf", b"%PDF-1.7", "application/pdf"),
        ("empty.txt", b"", "text/plain"),
    ],
)
def test_what_a_file_is_its_bytes_say(ann: Browser, name: str, content: bytes, type_: str) -> None:
    assert upload(ann, name, content).json["type"] == type_


def test_uploads_of_another_shape_are_refused(ann: Browser) -> None:
    path = "/workspaces/travel/attachments"
    assert refused(ann.send("POST", path, data={}), 400)
    assert refused(ann.post(path, {"file": "x"}), 400) == ["request.content_type"]
    assert refused(ann.send("POST", path, data={"other": (io.BytesIO(b"x"), "x")}), 400)
    assert refused(upload(ann, extra="1"), 400) == ["request.unknown_key"]
    two = {"file": [(io.BytesIO(b"x"), "a"), (io.BytesIO(b"y"), "b")]}
    assert refused(ann.send("POST", path, data=two), 400) == ["request.repeated_key"]
    many = {f"f{n}": "x" for n in range(200)}
    assert ann.send("POST", path, data={**many, "file": (io.BytesIO(b"x"), "x")}).status_code == 413
    broken = ann.send("POST", path, data=b"--x\r\n", content_type="multipart/form-data; boundary=y")
    assert broken.status_code == 400
    no_boundary = ann.send("POST", path, data=b"x", content_type="multipart/form-data")
    assert no_boundary.status_code == 400


def test_a_file_past_50_mib_is_refused_and_leaves_nothing(services, ann: Browser) -> None:
    path, form = "/workspaces/travel/attachments", "multipart/form-data; boundary=b"
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n'
    for size, code in ((50 * 1024 * 1024 + 1, "attachment.too_large"), (52 * 1024 * 1024, "request.too_large")):
        body = head + b"x" * size + b"\r\n--b--\r\n"
        assert refused(ann.send("POST", path, data=body, content_type=form), 413) == [code]
    folder = services.workspaces.open("travel").files
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_export_is_a_file_with_a_name(ann: Browser) -> None:
    ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": t, "price": "1.50"}} for t in ("甲", "=1+1")]})
    csv = ann.send("GET", f"{TRIPS}/export?format=csv&fields=title,price&sort=title", buffered=True)
    assert csv.status_code == 200
    text = csv.data.decode("utf-8-sig")
    assert "甲" in text
    assert "'=1+1" in text
    assert csv.headers["Content-Disposition"].startswith("attachment; filename=")
    book = ann.send("GET", f"{TRIPS}/export", buffered=True)
    assert book.data[:2] == b"PK"
    assert "spreadsheetml" in book.headers["Content-Type"]
    for query in ("format=pdf", "format=csv&fields=nothing", "limit=1", "format=csv&view=nothing"):
        refused(ann.get(f"{TRIPS}/export?{query}"), 400)


def test_a_page_to_print_runs_nothing_and_what_is_taken_out_is_in_the_audit_log(ann: Browser) -> None:
    ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": t}} for t in ("甲", "<script>x</script>")]})
    for _ in range(2):  # as a preview asks again
        page = ann.send("GET", f"{TRIPS}/print?title=行程", buffered=True)
        assert page.mimetype == "text/html"
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    ann.send("GET", f"{TRIPS}/export?format=csv", buffered=True)
    entries = ann.get("/workspaces/travel/audit").json["entries"]
    taken = [(one["action"], one["account"], one["details"]["table"], one["details"]["rows"]) for one in entries[:2]]
    assert taken == [("records.exported", "ann", "trips", 2), ("records.printed", "ann", "trips", 2)]
    assert entries[2]["action"] != "records.printed"


def done(who: Browser, job: dict) -> dict:
    deadline = time.monotonic() + 60
    while job["state"] in ("queued", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
        job = who.get(f"/workspaces/travel/jobs/{job['id']}").json["job"]
    return job


def send_sheet(who: Browser, text: str, **form: str):
    return who.send("POST", f"{TRIPS}/imports", data={"file": (io.BytesIO(text.encode()), "trips.csv"), **form})


def test_an_import_is_a_job_that_reports(ann: Browser) -> None:
    answer = send_sheet(ann, "标题,价格\n秋游,12.5\n,3\n春游,abc\n")
    assert answer.status_code == 202
    job = done(ann, answer.json["job"])
    assert (job["state"], job["kind"]) == ("done", "import")
    result = job["result"]
    assert (result["created"], len(result["errors"])) == (1, 2)
    assert {error["field"] for error in result["errors"]} == {"title", "price"}
    listed = ann.get(f"{TRIPS}/records", fields="title,price").json["records"]
    assert [record["values"] for record in listed] == [{"title": "秋游", "price": "12.50"}]
    errors = ann.send("GET", f"/workspaces/travel/jobs/{job['id']}/errors", buffered=True)
    assert "春游" in errors.data.decode("utf-8-sig")


def test_a_dry_run_writes_nothing(ann: Browser) -> None:
    job = done(ann, send_sheet(ann, "标题\n秋游\n", dry_run="true").json["job"])
    assert (job["state"], job["result"]["created"]) == ("done", 1)
    assert ann.get(f"{TRIPS}/records", count="true").json["count"] == 0


def test_imports_that_cannot_be_meant_are_refused(ann: Browser, browser) -> None:
    assert send_sheet(ann, "x", mode="replace").status_code == 400
    refused(send_sheet(ann, "x", mode="update"), 422)
    assert send_sheet(ann, "x", mapping="[").status_code == 400
    assert refused(send_sheet(ann, "x", nothing="1"), 400) == ["request.unknown_key"]
    no_file = ann.send("POST", f"{TRIPS}/imports", data={"mode": "create"}, content_type="multipart/form-data")
    assert refused(no_file, 400) == ["request.no_file"]
    refused(send_sheet(browser("ned"), "标题\n秋游\n"), 404)


def test_a_job_is_its_owners_alone(ann: Browser, browser) -> None:
    job = done(ann, send_sheet(ann, "标题\n秋游\n").json["job"])
    ned = browser("ned")
    refused(ned.get(f"/workspaces/travel/jobs/{job['id']}"), 404)
    refused(ned.delete(f"/workspaces/travel/jobs/{job['id']}"), 404)
    refused(ned.get(f"/workspaces/travel/jobs/{job['id']}/errors"), 404)
    refused(ann.get(f"/workspaces/other/jobs/{job['id']}"), 404)
    refused(ann.get("/workspaces/travel/jobs/nothing"), 404)
    assert ann.delete(f"/workspaces/travel/jobs/{job['id']}").status_code == 204
    assert ann.get(f"/workspaces/travel/jobs/{job['id']}").json["job"]["state"] == "done"


def test_the_empty_workbook_can_be_filled_in(ann: Browser) -> None:
    answer = ann.send("GET", f"{TRIPS}/import-template", buffered=True)
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
