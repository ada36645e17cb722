"""Undo and the trash over HTTP: previews, taking back, redo, whose batches are whose (S75, E35)."""

from __future__ import annotations

from typing import Any

from support.visitors import Browser, problems, refused

TRAVEL = "/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips/records"
CITIES = f"{TRAVEL}/tables/cities/records"


def make(who: Browser, path: str, *rows: dict[str, Any]) -> tuple[str, list[int]]:
    answer = who.post(path, {"records": [{"values": row} for row in rows]})
    assert answer.status_code == 201, answer.json
    return answer.json["batch"], [record["id"] for record in answer.json["records"]]


def titles(who: Browser) -> list[str]:
    return [record["values"]["title"] for record in who.get(TRIPS, sort="title").json["records"]]


def test_a_batch_is_looked_at_undone_and_redone(ann: Browser) -> None:
    batch, ids = make(ann, TRIPS, *({"title": f"行程{number}"} for number in range(5)))
    ann.patch(TRIPS, {"records": [{"id": ids[1], "values": {"price": "5"}}]})
    look = ann.get(f"{TRAVEL}/batches/{batch}").json
    assert look["kept"] == [
        {
            "table": "trips",
            "id": ids[1],
            "label": "行程1",
            "field": None,
            "message": "Ann在 2026-11-22 10:00 改过这条记录，予以保留",
        }
    ]
    assert {key: look[key] for key in ("restored", "removed", "revived", "kept_count", "undoable", "undone_by")} == {
        "restored": 0,
        "removed": 4,
        "revived": 0,
        "kept_count": 1,
        "undoable": True,
        "undone_by": None,
    }
    done = ann.post(f"{TRAVEL}/batches/{batch}/undo")
    assert done.status_code == 200
    assert (done.json["removed"], done.json["tables"], done.json["kept"]) == (4, ["trips"], look["kept"])
    assert titles(ann) == ["行程1"]
    assert refused(ann.post(f"{TRAVEL}/batches/{batch}/undo"), 409) == ["undo.already"]
    assert ann.get(f"{TRAVEL}/batches/{batch}").json["undone_by"] == done.json["batch"]
    redone = ann.post(f"{TRAVEL}/batches/{done.json['batch']}/undo")
    assert redone.json["revived"] == 4
    assert titles(ann) == [f"行程{number}" for number in range(5)]
    assert [record["id"] for record in ann.get(TRIPS, sort="title").json["records"]] == ids


def test_sentences_come_in_the_callers_language(ann: Browser) -> None:
    batch, ids = make(ann, TRIPS, {"title": "a"})
    ann.patch(TRIPS, {"records": [{"id": ids[0], "values": {"title": "b"}}]})
    answer = ann.send("POST", f"{TRAVEL}/batches/{batch}/undo", headers={"Accept-Language": "en"})
    assert answer.json["kept"][0]["message"] == "Ann changed this record at 2026-11-22 10:00, so it is kept"


def test_somebody_elses_batch_is_not_there(ann: Browser, browser: Any) -> None:
    batch, _ = make(ann, TRIPS, {"title": "a"})
    ned = browser("ned")
    for answer in (ned.get(f"{TRAVEL}/batches/{batch}"), ned.post(f"{TRAVEL}/batches/{batch}/undo")):
        assert refused(answer, 404) == ["batch.not_found"]
    assert ned.get(f"{TRAVEL}/batches", mine="false").json == {"batches": []}
    eve = browser("eve")
    assert refused(eve.post(f"{TRAVEL}/batches/{batch}/undo"), 404) == ["workspace.not_found"]
    assert titles(ann) == ["a"]


def test_ones_own_latest_batches_are_listed(ann: Browser) -> None:
    first, ids = make(ann, TRIPS, {"title": "a"}, {"title": "b"})
    second = ann.delete(TRIPS, {"ids": ids[:1]}).json["batch"]
    left = {"id": ids[1], "label": "b"}  # of the two that were made, the one that is still there
    listed = ann.get(f"{TRAVEL}/batches", limit=2).json["batches"]
    assert [(one["batch"], one["tables"]) for one in listed] == [
        (second, [{"table": "trips", "created": 0, "updated": 0, "deleted": 1, "moved": 0, "record": None}]),
        (first, [{"table": "trips", "created": 2, "updated": 0, "deleted": 0, "moved": 0, "record": left}]),
    ]
    assert listed[0]["actor"]["label"] == "Ann"


def test_an_undo_sent_twice_with_one_key_happens_once(ann: Browser) -> None:
    batch, _ = make(ann, TRIPS, {"title": "a"})
    answers = [
        ann.send("POST", f"{TRAVEL}/batches/{batch}/undo", headers={"Idempotency-Key": "once"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json


def test_the_trash_shows_what_was_deleted_and_brings_it_back(ann: Browser) -> None:
    _, cities = make(ann, CITIES, {"name": "北京"}, {"name": "上海"})
    _, trips = make(ann, TRIPS, {"title": "出差", "city": cities[0]})
    ann.delete(CITIES, {"ids": cities})
    ann.delete(TRIPS, {"ids": trips})
    page = ann.get(f"{TRAVEL}/trash").json
    assert [(one["table"], one["id"], one["label"]) for one in page["items"]] == [
        ("trips", trips[0], "出差"),
        ("cities", cities[1], "上海"),
        ("cities", cities[0], "北京"),
    ]
    assert page["items"][0]["deleted_by"]["label"] == "Ann"
    assert page["items"][0]["restorable"] is True
    assert page["next"] is None
    wanted = [{"table": "trips", "id": trips[0]}, {"table": "cities", "id": cities[0]}]
    done = ann.post(f"{TRAVEL}/trash/restore", {"items": wanted})
    assert (done.json["revived"], done.json["kept"]) == (2, [])
    assert [one["id"] for one in ann.get(f"{TRAVEL}/trash").json["items"]] == [cities[1]]


def test_the_trash_comes_in_pages_and_is_searched(ann: Browser) -> None:
    _, ids = make(ann, TRIPS, *({"title": f"行程{number}"} for number in range(5)))
    ann.delete(TRIPS, {"ids": ids})
    seen: list[int] = []
    cursor = None
    while True:
        asked = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = ann.get(f"{TRAVEL}/trash", **asked).json
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(ids)
    assert [one["label"] for one in ann.get(f"{TRAVEL}/trash", q="程3").json["items"]] == ["行程3"]
    assert ann.get(f"{TRAVEL}/trash", table="cities").json["items"] == []


def test_what_is_not_in_the_trash_is_named_by_its_place(ann: Browser) -> None:
    _, ids = make(ann, TRIPS, {"title": "a"})
    items = [{"table": "trips", "id": ids[0]}, {"table": "nowhere", "id": 1}]
    answer = ann.post(f"{TRAVEL}/trash/restore", {"items": items})
    assert answer.status_code == 404
    assert sorted(problems(answer)) == [(0, None, "record.not_found"), (1, None, "record.not_found")]


def test_a_name_that_is_taken_by_now_keeps_all_of_them_in_the_trash(ann: Browser) -> None:
    _, ids = make(ann, CITIES, {"name": "北京"}, {"name": "上海"})
    ann.delete(CITIES, {"ids": ids})
    make(ann, CITIES, {"name": "上海"})
    answer = ann.post(f"{TRAVEL}/trash/restore", {"items": [{"table": "cities", "id": id_} for id_ in ids]})
    assert (answer.status_code, problems(answer)) == (422, [(1, "name", "value.not_unique")])
    assert len(ann.get(f"{TRAVEL}/trash").json["items"]) == 2


def test_the_trash_of_others_is_not_seen_by_one_who_may_see_nothing(ann: Browser, browser: Any) -> None:
    _, ids = make(ann, TRIPS, {"title": "a"})
    ann.delete(TRIPS, {"ids": ids})
    ned = browser("ned")
    assert ned.get(f"{TRAVEL}/trash").json["items"] == []
    assert refused(ned.post(f"{TRAVEL}/trash/restore", {"items": [{"table": "trips", "id": ids[0]}]}), 404)


def test_bad_input_is_refused(ann: Browser) -> None:
    assert refused(ann.get(f"{TRAVEL}/trash", cursor="x"), 400) == ["query.bad_cursor"]
    assert refused(ann.post(f"{TRAVEL}/trash/restore", {"items": []}), 400)
    assert refused(ann.post(f"{TRAVEL}/trash/restore", {"items": [{"table": "trips", "id": "1"}]}), 400)
    assert refused(ann.get(f"{TRAVEL}/batches", limit=0), 400)
    assert refused(ann.get(f"{TRAVEL}/changes", since="-1"), 400)
    assert refused(ann.post(f"{TRAVEL}/batches/%00/undo"), 404)
