"""What a table and a field are made from, as people and templates write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table to be made. `parent` is the key of the relation (made later) to the row that owns rows of this table."""

    key: str
    label: Mapping[str, str]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field to be made, its settings written by key: see `authoring`."""

    key: str
    type: str
    label: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: Sequence[Mapping[str, Any]] = ()  #: {key, label, color?, archived?}
    default: Mapping[str, Any] | None = None
    required: bool = False
    unique: bool = False
    protected: bool = False
    aliases: Sequence[str] = ()
    position: int | None = None
