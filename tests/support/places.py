"""Addresses whose parts belong together (a record and the buttons on it), with what may be said there, to make requests from.

Parts guessed one by one seldom fit each other, and are turned away at the door: what lies behind it would never be asked.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .visitors import Browser

_RECORDS = 4  #: of a table
_SAMPLES = {"date": "2026-12-01", "member": 1, "number": "1", "money": "1.00", "relation": 1}  #: by type of an input
_UNIQUE = "PUT /tables/{table}/records"


@dataclass(frozen=True)
class Place:
    """What stands in an address, by the name of the part; and parameters and keys of a body that fit it."""

    path: dict[str, str]
    said: dict[str, Any] = field(default_factory=dict)


Places = dict[str, list[Place]]


def places(admin: Browser, root: str, tables: list[dict[str, Any]], own: str) -> Places:
    """Places by the beginning of the address below `root` that they fill, with the method before it if it is for one alone.

    Leaves a former key, an attachment and a run in the workspace, so that there are some. `own` is a table to do it in."""
    found: Places = defaultdict(list)
    keys = {table["key"] for table in tables}
    _actions(admin, root, found)
    for table in tables:
        if table["parent"] is None or table["parent"]["table"] in keys:
            _of_table(admin, root, table, found)
    for timer in admin.get(f"{root}/timers").json["timers"]:
        rules = admin.get(f"{root}/tables/{timer['rules']}/records", limit=2).json["records"]
        changes = [{"id": rule["id"], "values": {timer["active"]: True}} for rule in rules[:1]]
        found["/tables/{table}/timers/{timer}"].append(
            Place({"table": timer["table"], "timer": timer["key"]}, {"changes": changes})
        )
    members = [one["id"] for one in admin.get(f"{root}/members").json["members"]]
    found["/members/{id}/handover"] = [Place({"id": str(one)}, {"to": members[0]}) for one in members[1:]]
    for hook in admin.get(f"{root}/webhooks").json["webhooks"]:
        for sent in admin.get(f"{root}/webhooks/{hook['id']}/deliveries").json["deliveries"]:
            path = {"id": str(hook["id"]), "delivery": str(sent["id"])}
            found["/webhooks/{id}/deliveries/{delivery}"].append(Place(path))
    for run in admin.get(f"{root}/runs").json["runs"]:
        found["/runs/{id}"].append(Place({"id": str(run["id"])}))
    for entry in admin.get(f"{root}/config-log", limit=200).json["entries"]:
        if entry["revertible"]:
            found["/config-log/{id}"].append(Place({"id": str(entry["id"])}))
    for thrown in admin.get(f"{root}/schema/trash").json["trash"]:
        found["/schema/trash/restore"].append(Place({}, {"id": thrown["id"]}))
    _own(admin, root, own, found)
    return dict(found)


def _actions(admin: Browser, root: str, found: Places) -> None:
    actions = admin.get(f"{root}/actions").json
    for kind, part in (("buttons", "/actions/buttons/{table}/{key}"), ("approvals", "/actions/approvals/{key}")):
        for one in actions[kind]:
            said = {"definition": one["definition"], "record": 1}
            path = {"table": one["table"], "key": one["key"]} if kind == "buttons" else {"key": one["key"]}
            found[part].append(Place(path, said))
            fresh = {**one["definition"], "key": f"{one['key']}_2"}
            found[f"/actions/{kind}"].append(Place({}, {"definition": fresh}))


def _of_table(admin: Browser, root: str, table: dict[str, Any], found: Places) -> None:
    key = table["key"]
    part = "/tables/{table}"
    rows = admin.get(f"{root}/tables/{key}/records", limit=_RECORDS).json["records"]
    for rule in admin.get(f"{root}/tables/{key}/rules").json["rules"]:
        path = {"table": key, "kind": rule["kind"]}
        said = {"rule": rule["rule"]}
        found[f"{part}/rules/{{kind}}/{{key}}"].append(Place({**path, "key": rule["key"]}, said))
        found[f"{part}/rules/{{kind}}/try"].append(Place(path, said))
    for row in rows:
        path = {"table": key, "id": str(row["id"])}
        for asked, fields in _questions(table):
            found[f"{part}/records/{{id}}/{asked}"] += [Place(path, {"field": one}) for one in fields]
        for action in admin.get(f"{root}/tables/{key}/records/{row['id']}").json["actions"]:
            said = {"inputs": {one["key"]: _SAMPLES.get(one["type"], "x") for one in action["inputs"]}}
            found[f"{part}/records/{{id}}/actions/{{button}}"].append(Place({**path, "button": action["key"]}, said))
            pressed = {"table": key, "button": action["key"]}
            found[f"{part}/actions/{{button}}"].append(Place(pressed, {**said, "ids": [row["id"]]}))
        for unique in (one for one in table["fields"] if one["unique"] and not one["computed"]):
            name = unique["key"]
            values = {name: row["values"].get(name)}
            found[_UNIQUE].append(Place({"table": key}, {"key": name, "records": [{"values": values}]}))


def _questions(table: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What is asked of one field of a record, and of which ones it can be."""
    fields = table["fields"]
    yield "explain", [one["key"] for one in fields if one["type"] in ("formula", "rollup", "lookup")]
    yield "candidates", [one["key"] for one in fields if one["type"] in ("relation", "relations", "member")]


def _own(admin: Browser, root: str, own: str, found: Places) -> None:
    place = f"{root}/tables/{own}"
    for kind in ("text", "attachment"):
        admin.post(f"{place}/fields", {"type": kind, "label": kind, "key": f"own_{kind}"})
    admin.patch(f"{place}/fields/own_text", {"key": "own_words"})
    file = admin.send("POST", f"{root}/attachments", data={"file": (io.BytesIO(b"x"), "x.txt")}).json["id"]
    admin.patch(f"{place}/records/1", {"values": {"own_attachment": [file], "own_words": "1"}})
    kept = {"table": own, "id": "1", "file": str(file)}
    found["/tables/{table}/records/{id}/attachments/{file}"].append(Place(kept))
    former = {"table": own, "field": "own_words"}
    found["/tables/{table}/fields/{field}/aliases/{alias}"].append(Place({**former, "alias": "own_text"}))
    for kind in ("number", "date", "long_text", "option"):
        found["/tables/{table}/fields/{field}/convert"].append(Place(former, {"type": kind, "resolutions": {}}))
    found["/tables/{table}/fields/{field}"].append(Place(former, {"type": "text"}))
