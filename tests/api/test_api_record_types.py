"""Record types over HTTP: set with a table, and shown to those who make rows (E19, S14)."""

from __future__ import annotations

from typing import Any

from support.visitors import Browser, refused

TRIPS = "/workspaces/travel/tables/trips"


def test_record_types_are_set_with_a_table_and_shown_to_those_who_make_rows(ann: Browser) -> None:
    kind = {"type": "option", "key": "sort", "label": "类别", "choices": [{"key": "long", "label": "长途"}]}
    assert ann.post(f"{TRIPS}/fields", kind).status_code == 201
    types = {"field": "sort", "types": [{"key": "long", "required": ["title"], "sections": [{"fields": ["title"]}]}]}

    def change(given: Any) -> Any:
        return ann.patch(TRIPS, {"record_types": given})

    shown: dict[str, Any] = change(types).get_json()["table"]["record_types"]
    assert (shown["allowed"], shown["written"]) == (["long"], types)
    assert refused(change({"field": "sort", "types": [{"name": "long"}]}), 400)
    assert refused(change({"field": "title", "types": []}), 422) == ["record_type.invalid"]
    assert change(None).get_json()["table"]["record_types"] is None
