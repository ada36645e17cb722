"""Records that people put into an order of their own: one for everybody, row by row, taken back like any change (E17, S84)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gezi.tables.views.arranging import between
from support.visitors import Browser, refused

TRIPS = "/workspaces/travel/tables/trips"


@pytest.fixture
def ann(browser: Any) -> Browser:
    return browser("ann")


@pytest.fixture
def board(ann: Browser) -> Board:
    return Board(ann)


class Board:
    """Trips a to e, in lanes by their kind."""

    def __init__(self, ann: Browser) -> None:
        self.ann = ann
        rows = [{"values": {"title": name, "kind": "rail" if name < "d" else "air"}} for name in "abcde"]
        made = ann.post(f"{TRIPS}/records", {"records": rows}).json["records"]
        self.ids = {record["values"]["title"]: record["id"] for record in made}
        said = {"label": "看板", "type": "kanban", "settings": {"stack": "kind"}, "shared": True}
        self.key = ann.post(f"{TRIPS}/views", said).json["key"]

    def order(self, lane: str | None = None, who: Browser | None = None, **query: Any) -> str:
        asked = {"filter": json.dumps({"field": "kind", "op": "=", "value": lane})} if lane else {}
        answer = (who or self.ann).get(f"{TRIPS}/records", order=self.key, **asked, **query)
        assert answer.status_code == 200, answer.json
        return "".join(record["values"]["title"] for record in answer.json["records"])

    def move(self, name: str, who: Browser | None = None, **body: Any) -> Any:
        for side in ("after", "before"):
            if side in body:
                body[side] = self.ids.get(body[side], body[side])
        return (who or self.ann).post(f"{TRIPS}/views/{self.key}/moves", {"record": self.ids[name], **body})


def test_a_record_stays_where_it_is_put_and_what_is_new_comes_last(board: Board) -> None:
    assert board.order() == "abcde"
    assert board.move("e", after="a").status_code == 200
    assert board.order() == "aebcd"
    board.move("c", before="a")
    board.move("a", after="b")
    assert board.order() == "cebad"
    assert board.order("rail") == "cba"
    board.ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": "f", "kind": "rail"}}]})
    assert board.order() == "cebadf"
    assert board.order(sort="-title") == "fedcba"  # whoever sorts sees what they sort by
    for _ in range(40):  # however often two change places, there is room between the others
        board.move("b", after="c")
        board.move("e", after="c")
    assert board.order() == "cebadf"


def test_pages_follow_the_order_by_cursor_and_by_offset(board: Board) -> None:
    board.move("e", before="a")
    first = board.ann.get(f"{TRIPS}/records", order=board.key, limit=2).json
    rest = board.ann.get(f"{TRIPS}/records", order=board.key, limit=3, cursor=first["next"]).json
    names = [record["values"]["title"] for record in (*first["records"], *rest["records"])]
    assert names == list("eabcd")
    assert board.order(offset=3) == "cd"
    other = board.ann.get(f"{TRIPS}/records", limit=2, cursor=first["next"])
    assert refused(other, 400) == ["query.bad_cursor"]


def test_a_card_moves_between_lanes_and_to_its_place_in_one_batch_that_is_taken_back_whole(board: Board) -> None:
    moved = board.move("d", after="a", values={"kind": "rail"})
    assert (moved.status_code, moved.json["records"][0]["values"]["kind"]) == (200, "rail")
    assert (board.order("rail"), board.order("air")) == ("adbc", "e")
    path = f"/workspaces/travel/batches/{moved.json['batch']}"
    assert board.ann.get(path).json["restored"] == 1
    undone = board.ann.post(f"{path}/undo").json
    assert (undone["restored"], undone["kept_count"], undone["tables"]) == (1, 0, ["trips"])
    assert (board.order("rail"), board.order("air")) == ("abc", "de")
    board.ann.post(f"/workspaces/travel/batches/{undone['batch']}/undo")  # redo
    assert (board.order("rail"), board.order("air")) == ("adbc", "e")


def test_a_move_alone_is_taken_back_unless_somebody_has_moved_the_record_since(board: Board) -> None:
    first = board.move("c", before="a").json["batch"]
    second = board.move("c", after="d").json["batch"]
    assert board.order() == "abdce"
    kept = board.ann.post(f"/workspaces/travel/batches/{first}/undo").json
    assert (kept["restored"], kept["kept_count"]) == (0, 1)
    assert kept["kept"][0]["message"] == "它在视图“看板”里的位置后来又变了"
    assert board.ann.post(f"/workspaces/travel/batches/{second}/undo").json["restored"] == 1
    assert board.ann.post(f"/workspaces/travel/batches/{first}/undo").json["restored"] == 1
    assert board.order() == "abcde"


def test_moves_stand_in_the_list_of_batches_that_can_be_taken_back(board: Board) -> None:
    def told() -> list[tuple[str, list[Any]]]:
        listed = board.ann.get("/workspaces/travel/batches", limit=3).json["batches"]
        # what they are told apart by
        assert all(table.pop("record")["label"] for batch in listed for table in batch["tables"])
        return [(batch["batch"], batch["tables"]) for batch in listed]

    none = {"table": "trips", "created": 0, "updated": 0, "deleted": 0, "moved": 0}
    alone = board.move("c", before="a").json["batch"]
    changed = board.move("d", after="a", values={"kind": "rail"}).json["batch"]
    assert told()[:2] == [(changed, [{**none, "updated": 1}]), (alone, [{**none, "moved": 1}])]
    undone = board.ann.post(f"/workspaces/travel/batches/{alone}/undo").json["batch"]
    assert told()[0] == (undone, [{**none, "moved": 1}])
    assert board.ann.delete(f"{TRIPS}/views/{board.key}").status_code < 300
    assert [tables for _, tables in told()] == [[], [{**none, "updated": 1}], []]


def test_others_learn_of_a_move_and_their_board_is_the_same(board: Board, browser: Any) -> None:
    last = board.ann.get("/workspaces/travel/changes").json["last"]
    version = board.ann.get(f"{TRIPS}/records/{board.ids['b']}").json["version"]
    board.move("b", after="d")
    news = board.ann.get("/workspaces/travel/changes", since=last).json["changes"]
    assert [(each["table"], each["id"], each["version"]) for each in news] == [("trips", board.ids["b"], version)]


def test_what_cannot_be_arranged_is_refused(board: Board, browser: Any) -> None:
    assert refused(board.move("a", after=4711), 404) == ["record.not_found"]
    assert refused(board.move("a", after="b", values={"kind": "sea"}), 422)
    assert refused(board.move("a", after="b", values={"title": "x"}, version=99), 409)
    assert refused(board.move("a", who=browser("ned"), after="b"), 404)
    assert board.order() == "abcde"
    board.ann.patch(f"{TRIPS}/views/{board.key}", {"sort": "-title"})
    assert refused(board.move("a", after="b"), 409) == ["view.sorted"]
    path = f"{TRIPS}/views/nowhere/moves"
    assert refused(board.ann.post(path, {"record": board.ids["a"]}), 404) == ["view.unknown"]


def test_between_two_ranks_lies_a_shorter_one_never_equal_to_either() -> None:
    one, two = f"{12:016d}", f"{13:016d}"
    assert between(one, two) == f"{one}5"
    assert between(f"{0:016d}", f"{1:016d}") == f"{0:016d}5"
    low, high = one, two
    for turn in range(200):
        middle = between(low, high)
        assert low < middle < high
        low, high = (middle, high) if turn % 3 else (low, middle)
