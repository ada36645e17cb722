"""What a builder may not read, no definition of theirs may look at: it would answer for them (attacks: oracles)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.ruling import said
from support.visitors import Browser, refused

TRAVEL = "/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips"
COSTLY = {"field": "price", "op": ">", "value": "5"}
HEAVY = {"field": "weight", "op": ">", "value": "5"}


def _doc(**parts: Any) -> dict[str, Any]:
    return {"table": "trips", "label": said("one"), **parts}


#: what a builder keeps → how, with a condition and a field that it looks at
_KEPT: dict[str, Callable[[Browser, dict[str, Any], str, str], Any]] = {
    "formula": lambda who, _, field, key: who.post(
        f"{TRIPS}/fields",
        {"type": "formula", "key": key, "label": key, "options": {"formula": f"{field} * 2"}},
    ),
    "rollup": lambda who, when, _, key: who.post(
        f"{TRAVEL}/tables/cities/fields",
        {
            "type": "rollup",
            "key": key,
            "label": key,
            "options": {"path": ["trips.city"], "aggregate": "count", "where": when},
        },
    ),
    "default": lambda who, when, _, key: who.post(
        f"{TRIPS}/fields", {"type": "text", "key": key, "label": key, "default": {"value": "x", "when": when}}
    ),
    "rule": lambda who, when, field, key: who.send(
        "PUT",
        f"{TRIPS}/rules/validations/{key}",
        json={"rule": {"message": said("no"), "field": field, "severity": "warn", "must": when}},
    ),
    "button": lambda who, when, _, key: who.post(
        f"{TRAVEL}/actions/buttons",
        {"definition": _doc(key=key, when=when, do=[{"set": {"title": {"value": "x"}}}])},
    ),
    "automation": lambda who, when, _, key: who.post(
        f"{TRAVEL}/automations",
        {
            "definition": _doc(
                key=key,
                trigger={"on": "updated", "fields": ["title"]},
                do=[{"set": {"title": {"value": "x"}}}],
                **{"if": when},
            )
        },
    ),
    "webhook": lambda who, when, _, key: who.post(
        f"{TRAVEL}/webhooks",
        {
            "table": "trips",
            "label": key,
            "url": "https://receiver.example/hook",
            "events": ["updated"],
            "condition": when,
        },
    ),
}


@pytest.fixture
def builder(ann: Browser, browser: Callable[..., Browser]) -> Browser:
    """One who may build and sees every trip, but the price of some only."""
    ned = browser("ned")
    ann.post(f"{TRAVEL}/roles", {"key": "makers", "label": said("makers"), "builder": True})
    ann.patch(f"{TRAVEL}/roles/makers/members", {"add": [ned.get(f"{TRAVEL}/me").json["id"]]})
    mask = {"read": True, "edit": True, "give": True, "read_rows": {"field": "price", "op": "<", "value": "100"}}
    tables = {
        "trips": {"actions": {"view": {}, "edit": {}}, "fields": {"price": mask}},
        "cities": {"actions": {"view": {}}},
    }
    assert ann.patch(f"{TRAVEL}/roles/makers/rights", {"tables": tables}).status_code == 200
    return ned


def test_no_definition_compares_for_its_author_what_they_may_not_read(ann: Browser, builder: Browser) -> None:
    for kind, keep in _KEPT.items():
        answer = keep(builder, COSTLY, "price", f"sly_{kind}")
        assert refused(answer, 403) == ["rights.not_for_author"], kind
        assert "行程.价格" in answer.json["errors"][0]["message"]
        fine = keep(builder, HEAVY, "weight", f"fine_{kind}")
        assert fine.status_code in (200, 201), (kind, fine.json)
        by_ann = keep(ann, COSTLY, "price", f"open_{kind}")  # who administers may read everything
        assert by_ann.status_code in (200, 201), (kind, by_ann.json)
    # What is there already may be called something else, as long as it looks at the same.
    assert builder.patch(f"{TRIPS}/fields/open_formula", {"label": "x"}).status_code == 200
    assert refused(builder.patch(f"{TRIPS}/fields/open_formula", {"options": {"formula": "price * 3"}}), 403)
    # By its viewer's own rights, a field brings nobody more than they may read.
    seen = {"type": "formula", "key": "seen", "label": "x", "options": {"formula": "price * 2", "scope": "viewer"}}
    assert builder.post(f"{TRIPS}/fields", seen).status_code == 201


def test_who_may_not_read_what_a_definition_names_changes_all_but_that(ann: Browser, builder: Browser) -> None:
    when, stem = {**COSTLY, "value": "7"}, [{"set": {"title": {"value": "x"}}}]
    flow = _doc(key="there", trigger={"on": "updated", "fields": ["title"]}, do=stem, **{"if": COSTLY})
    press = _doc(key="there", when=COSTLY, do=stem)
    rule = {"message": said("no"), "field": "title", "severity": "warn", "must": COSTLY}
    assert ann.post(f"{TRAVEL}/automations", {"definition": flow}).status_code == 201
    assert ann.post(f"{TRAVEL}/actions/buttons", {"definition": press}).status_code == 201
    put: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]], dict[str, Any], str, str]] = {
        "automation": (f"{TRAVEL}/automations/there", lambda one: {"definition": one}, flow, "if", "label"),
        "button": (f"{TRAVEL}/actions/buttons/trips/there", lambda one: {"definition": one}, press, "when", "label"),
        "rule": (f"{TRIPS}/rules/validations/there", lambda one: {"rule": one}, rule, "must", "message"),
    }
    assert ann.send("PUT", put["rule"][0], json={"rule": rule}).status_code == 200
    copied = [{"set": {"title": {"field": "price"}}}]
    for kind, (path, body, one, asked, called) in put.items():
        verb = "PATCH" if kind == "automation" else "PUT"
        answer = builder.send(verb, path, json=body({**one, called: said("another")}))
        assert answer.status_code == 200, (kind, answer.json)
        assert refused(builder.send(verb, path, json=body({**one, asked: when})), 403) == ["rights.not_for_author"], (
            kind
        )
        if kind != "rule":  # a second look at what is named already is another
            assert refused(builder.send(verb, path, json=body({**one, "do": [*stem, *copied]})), 403), kind


def test_a_field_of_a_table_that_is_closed_to_the_author_is_not_brought_into_one_they_see(
    ann: Browser, builder: Browser
) -> None:
    close = {"trips": {"actions": {"view": None, "edit": None}}}
    assert ann.patch(f"{TRAVEL}/roles/makers/rights", {"tables": close}).status_code == 200
    answer = _KEPT["rollup"](builder, HEAVY, "weight", "sly")
    assert refused(answer, 403) == ["rights.not_for_author"]
