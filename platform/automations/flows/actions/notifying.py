"""People told of something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ....tables.catalogue import TableSpec
from ....tables.queries import reading
from ....tables.storage import Row
from ....tables.system import RECORD_ID
from ... import bodies
from ...expressions import PLACE, at
from .. import notices
from ..definition import Step
from ..play import Play

LONGEST = 2_000


def notify(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """Tell members; `{field}` in the text is what the record holds, and nothing but fields can stand there."""
    part = step["notify"]
    members = set[int]()
    for whom in part["to"]:
        members.update(_members(play, table, row, whom))
    text = {locale: _filled(play, table, row, words) for locale, words in part["text"].items()}
    record: int | None = row.get(RECORD_ID.id)  # a schedule has none
    key = (
        _filled(play, table, row, part["key"]) if "key" in part else f"run:{play.run}:{record}:{part['text']['zh-CN']}"
    )
    told = notices.tell(
        play.tx,
        members,
        text,
        f"{play.automation.key}:{key}",
        table=table.id,
        record=record,
        automation=play.automation.key,
    )
    play.said.append({"kind": "notify", "members": told, "text": text, "written": part["text"]})
    return {"members": told, "text": text}


def _members(play: Play, table: TableSpec, row: Row, whom: Mapping[str, Any]) -> Iterable[int]:
    match whom:
        case {"member": member}:
            return [member]
        case {"role": role}:
            return play.tx.policy.members_of(role)
        case {"variable": _}:
            return [] if play.actor.member is None else [play.actor.member]
        case _:
            value = at(play.tx, table, row, whom["field"], play.scene.eyes)
            found = value if isinstance(value, list) else [value]
            return [each["id"] for each in found if isinstance(each, Mapping) and "id" in each]


def _filled(play: Play, table: TableSpec, row: Row, words: str) -> str:
    """The text with what the record holds in its places, cut where it is too long."""

    def place(match: re.Match[str]) -> str:
        return _said(play, table, row, match[1])[:LONGEST]

    return PLACE.sub(place, words)[:LONGEST]


def _said(play: Play, table: TableSpec, row: Row, path: str) -> str:
    beginning, _, rest = path.partition(".")
    if beginning == "body" and rest and play.scene.body is not None:
        value = bodies.at(play.scene.body, rest)
        return "" if value is None else str(value)
    value = at(play.tx, table, row, path, play.scene.eyes)
    if isinstance(value, Mapping) and "id" in value:
        spec = table.by_key.get(path)
        if spec is not None and spec.type == "relation":
            target = play.tx.catalogue.by_id[spec.options["table"]]
            return reading.labels(play.tx, target, {value["id"]}).get(value["id"], "")
        member = play.tx.members.get(value["id"])
        return "" if member is None else member.name
    return "" if value is None else str(value)
