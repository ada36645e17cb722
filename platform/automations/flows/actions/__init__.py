"""What a step can do, one file per noun. Each takes the play, a table, a row of it and the step, and answers what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ....tables.catalogue import TableSpec
from ....tables.storage import Row
from ..definition import Step
from ..play import Play
from . import allocating, approving, finding, notifying, writing

Act = Callable[[Play, TableSpec, Row, Step], dict[str, Any]]

ACTIONS: Mapping[str, Act] = MappingProxyType(
    {
        "set": writing.set_fields,
        "create": writing.create,
        "update": writing.update_related,
        "find": finding.find,
        "notify": notifying.notify,
        "submit": approving.submit,
        "allocate": allocating.allocate,
    }
)
