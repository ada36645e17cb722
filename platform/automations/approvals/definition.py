"""An approval as a workspace keeps it: its stages, who is asked at each, and which options of the record's state mean what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

Labels = Mapping[str, str]
UNNAMED: Labels = {"zh-CN": "审批", "en": "Approval"}  #: an approval without a label


class Mode(Enum):
    """When a stage is over."""

    ANY = "any"  #: the first decision counts
    ALL = "all"  #: everybody who is asked approves
    SEQUENCE = "sequence"  #: everybody approves, one after the other


@dataclass(frozen=True, slots=True)
class Approver:
    """Whom a stage asks. `kind` tells what `at` is: `department` (path to a department: its head, else the next one up),
    `member` (path to a field of members), `head_of` (path to a member: the head above them), `role` (key of a role group)."""

    kind: str
    at: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop on the way to a decision."""

    key: str
    label: Labels
    mode: Mode
    when: (
        Mapping[str, Any] | None
    )  #: condition on the record as it is submitted; a stage that does not apply is passed over
    approvers: tuple[Approver, ...]
    fields: tuple[str, ...]  #: what who decides may fill in although the record is locked


@dataclass(frozen=True, slots=True)
class Approval:
    """Who decides on rows of a table, and what their decisions do to the row's state."""

    key: str
    table: str
    label: Labels
    enabled: bool  #: one that is switched off takes no new submissions
    state: str
    outcomes: Mapping[str, str]  #: submit, approve, reject, withdraw → key of the option
    stages: tuple[Stage, ...]
    fallback: str  #: role group that is asked where nobody else is left, and may always decide
    copied: tuple[Approver, ...]  #: who is told of it and may read the record
    changeable: tuple[str, ...]  #: fields for which an approved record may ask for a change
    submitter: str | None  #: field of the member who counts as submitter of rows that were never submitted
    lifts: tuple[str, ...]
    document: Mapping[str, Any]  #: what it was read from: a round keeps it


def read(raw: Mapping[str, Any]) -> Approval:
    """From the template's form. `approver` is the short form of one stage that asks the head of a department."""
    if "approver" in raw:
        asked = (Approver("department", raw["approver"]["department"]),)
        stages: tuple[Stage, ...] = (Stage("approval", raw.get("label", UNNAMED), Mode.ANY, None, asked, ()),)
        fallback = raw["approver"]["fallback"]
    else:
        stages, fallback = tuple(_stage(each) for each in raw["stages"]), raw["fallback"]
    return Approval(
        key=raw["key"],
        table=raw["table"],
        label=raw.get("label", UNNAMED),
        enabled=raw.get("enabled", True),
        state=raw["state"],
        outcomes=raw["on"],
        stages=stages,
        fallback=fallback,
        copied=_approvers(raw.get("copied", ())),
        changeable=tuple(raw.get("change", {}).get("fields", ())),
        submitter=raw.get("submitter"),
        lifts=tuple(raw.get("lifts", ())),
        document=raw,
    )


def _stage(raw: Mapping[str, Any]) -> Stage:
    return Stage(
        raw["key"],
        raw["label"],
        Mode(raw.get("mode", "any")),
        raw.get("when"),
        _approvers(raw["approvers"]),
        tuple(raw.get("fields", ())),
    )


def _approvers(raw: Sequence[Mapping[str, str]]) -> tuple[Approver, ...]:
    return tuple(Approver(kind, at) for each in raw for kind, at in each.items())
