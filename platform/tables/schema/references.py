"""Which fields and choices the parts of a workspace that are kept as documents refer to: automations, buttons, approvals.

Whoever keeps such documents declares what they name, by id, whenever they change; so the schema can say what is in use without
knowing what the documents mean (S95, S98, S102).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import config

if TYPE_CHECKING:
    from ..catalogue import Catalogue
    from ..transaction import Tx

_KEY = "references"


@dataclass(frozen=True, slots=True)
class Reference:
    """One document."""

    kind: str  #: automation, button, approval
    table: str  #: the table it belongs to
    key: str
    label: Mapping[str, str]
    fields: frozenset[int]
    choices: frozenset[tuple[int, str]]  #: field and key of the choice

    def text(self, locale: str) -> str:
        return self.label["en" if locale.startswith("en") else "zh-CN"]


def declare(tx: Tx, who: str, found: Iterable[Reference]) -> None:
    """From now on `who` refers to this, and to nothing else."""
    told: Mapping[str, Any] = config.get(tx, _KEY, {})
    wanted = [
        {
            "kind": each.kind,
            "table": each.table,
            "key": each.key,
            "label": dict(each.label),
            "fields": sorted(each.fields),
            "choices": [list(choice) for choice in sorted(each.choices)],
        }
        for each in found
    ]
    if told.get(who, []) != wanted:
        config.put(tx, _KEY, {**told, who: wanted})


def all_of(catalogue: Catalogue) -> Iterator[Reference]:
    told: Mapping[str, Any] = catalogue.configs.get(_KEY) or {}
    for documents in told.values():
        for each in documents:
            choices = frozenset((field, choice) for field, choice in each["choices"])
            yield Reference(each["kind"], each["table"], each["key"], each["label"], frozenset(each["fields"]), choices)
