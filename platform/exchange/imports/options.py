"""How an import is to be done, as its caller said it: in a form of the API, on the command line, or in a stored job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ...core.errors import Problem, Refusal
from ..messages import BAD_MODE, BAD_OPTION, KEY_NEEDED

_MOST_COLUMNS = 300
_NONE: Mapping[str, str] = MappingProxyType({})


class ImportMode(StrEnum):
    """What a row does."""

    CREATE = "create"
    UPDATE = "update"  #: changes the record with its key
    UPSERT = "upsert"  #: the same, and makes one where there is none


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of one import."""

    mode: ImportMode = ImportMode.CREATE
    key: str | None = None  #: key of the field by which records are found again
    mapping: Mapping[str, str] = field(default_factory=lambda: _NONE)  #: column → field key; '' leaves the column out
    match: Mapping[str, str] = field(default_factory=lambda: _NONE)  #: column of a relation → field of its target
    dry_run: bool = False
    all_or_nothing: bool = False  #: one bad row refuses all of them
    clear_blank: bool = False  #: in updates: a blank cell empties the value (else it leaves it alone)
    public: bool = False  #: new rows that name no owner have none (else whoever imports them owns them) (S93)

    def dump(self) -> dict[str, Any]:
        return {
            "mode": self.mode.value,
            "key": self.key,
            "mapping": dict(self.mapping),
            "match": dict(self.match),
            "dry_run": self.dry_run,
            "all_or_nothing": self.all_or_nothing,
            "clear_blank": self.clear_blank,
            "public": self.public,
        }


def read_options(fields: Mapping[str, Any]) -> Options:
    """The options in form fields (texts, the two mappings as JSON) or in a document. Raises `Refusal` with all problems."""
    problems: list[Problem] = []

    def mapping(name: str) -> Mapping[str, str]:
        raw = fields.get(name)
        try:
            found: Any = json.loads(raw) if isinstance(raw, str) and raw.strip() else (raw or {})
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, Mapping) or len(found) > _MOST_COLUMNS:
            problems.append(Problem(BAD_OPTION, {"name": name}, name))
            return {}
        if not all(isinstance(value, str) or value is None for value in found.values()):
            problems.append(Problem(BAD_OPTION, {"name": name}, name))
            return {}
        return {str(column): value or "" for column, value in found.items()}

    def flag(name: str) -> bool:
        raw = fields.get(name)
        if raw in (None, "", False, "false", "0"):
            return False
        if raw not in (True, "true", "1"):
            problems.append(Problem(BAD_OPTION, {"name": name}, name))
        return True

    mode_name = fields.get("mode") or ImportMode.CREATE.value
    mode = next((one for one in ImportMode if one.value == mode_name), None)
    if mode is None:
        problems.append(Problem(BAD_MODE, {}, "mode"))
    key = fields.get("key") or None
    if key is not None and not isinstance(key, str):
        problems.append(Problem(BAD_OPTION, {"name": "key"}, "key"))
    elif key is None and mode in (ImportMode.UPDATE, ImportMode.UPSERT):
        problems.append(Problem(KEY_NEEDED, {}, "key"))
    found = Options(
        mode=mode or ImportMode.CREATE,
        key=key,
        mapping=mapping("mapping"),
        match=mapping("match"),
        dry_run=flag("dry_run"),
        all_or_nothing=flag("all_or_nothing"),
        clear_blank=flag("clear_blank"),
        public=flag("public"),
    )
    if problems:
        raise Refusal(problems)
    return found
