"""Whom an approval asks, found out when a record is submitted and kept from then on (S88, H7).

Nobody is asked about what they submit, and nothing is approved by itself: where nobody is left, the fallback role is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ...tables.catalogue import TableSpec
from ...tables.rules import predicates
from ...tables.storage import Row
from .. import definitions, expressions
from ..messages import NOBODY_TO_DECIDE
from .definition import Approval, Approver, Mode, Stage

if TYPE_CHECKING:
    from ...tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked: a member, or anybody of a role group; and how they were found."""

    member: int | None
    role: str | None
    reason: Mapping[str, Any]

    def dump(self) -> dict[str, Any]:
        return {"member": self.member, "role": self.role, "reason": dict(self.reason)}


@dataclass(frozen=True, slots=True)
class Planned:
    """A stage with the people it will ask; none where it does not apply to the record."""

    stage: Stage
    asked: tuple[Asked, ...]

    def dump(self) -> dict[str, Any]:
        stage = self.stage
        return {
            "key": stage.key,
            "label": dict(stage.label),
            "mode": stage.mode.value,
            "fields": list(stage.fields),
            "asked": [each.dump() for each in self.asked],
        }


def plan(tx: Tx, definition: Approval, table: TableSpec, row: Row, submitter: int | None) -> tuple[Planned, ...]:
    """Every stage with whom it asks. Raises CONFLICT where not even the fallback role could decide."""
    planned = tuple(
        Planned(
            stage, _of_stage(tx, definition, stage, table, row, submitter) if _applies(tx, stage, table, row) else ()
        )
        for stage in definition.stages
    )
    if not any(each.asked for each in planned):  # no stage applies: nothing is approved by itself
        asked = (_fallback(tx, definition, submitter, {"why": "no_stage"}),)
        return (*planned[:-1], Planned(planned[-1].stage, asked))
    return planned


def copied(tx: Tx, definition: Approval, table: TableSpec, row: Row, submitter: int | None) -> set[int]:
    """The members who are told of a submission."""
    return {
        member
        for approver in definition.copied
        for each in _found(tx, approver, table, row, submitter)
        for member in ([each.member] if each.member is not None else tx.policy.members_of(each.role or ""))
    } - {submitter}


def active(tx: Tx, member: int | None) -> bool:
    """Whether the member can be asked at all."""
    found = None if member is None else tx.members.get(member)
    return found is not None and found.active


# -- inside ----------------------------------------------------------------------------------------------------------


def _applies(tx: Tx, stage: Stage, table: TableSpec, row: Row) -> bool:
    return stage.when is None or predicates.holding(tx, definitions.condition(tx, table, stage.when), [row])[0]


def _of_stage(
    tx: Tx, definition: Approval, stage: Stage, table: TableSpec, row: Row, submitter: int | None
) -> tuple[Asked, ...]:
    found = {
        (each.member, each.role): each
        for approver in stage.approvers
        for each in _found(tx, approver, table, row, submitter)
    }
    asked = tuple(found.values())
    if stage.mode is not Mode.ANY:
        asked = tuple(_each(tx, asked, submitter))
    if not asked:
        passed = [head for approver in stage.approvers for head in _heads(tx, approver, table, row)]
        return (_fallback(tx, definition, submitter, {"passed": passed}),)
    return asked


def _found(tx: Tx, approver: Approver, table: TableSpec, row: Row, submitter: int | None) -> Iterator[Asked]:
    match approver.kind:
        case "role":
            if (tx.policy.members_of(approver.at)) - {submitter}:
                yield Asked(None, approver.at, {"role": approver.at})
        case "member":
            for member in _members(expressions.at(tx, table, row, approver.at)):
                if member != submitter and active(tx, member):
                    yield Asked(member, None, {"field": approver.at})
        case _:
            passed: list[int] = []
            for head in _heads(tx, approver, table, row):
                if head != submitter and active(tx, head):
                    yield Asked(head, None, {"at": approver.at, "head": head, "passed": passed})
                    return
                passed.append(head)


def _heads(tx: Tx, approver: Approver, table: TableSpec, row: Row) -> tuple[int, ...]:
    """The heads from the department at the end of the path upwards, or from the main department of the member there."""
    if approver.kind not in ("department", "head_of"):
        return ()
    value = expressions.at(tx, table, row, approver.at)
    if approver.kind == "department":
        return tx.organisation.heads_upwards(value["id"] if isinstance(value, Mapping) else None)
    heads: dict[int, None] = {}
    for member in _members(value):
        for department in tx.organisation.departments_of(member)[:1]:
            heads.update(dict.fromkeys(head for head in tx.organisation.heads_upwards(department) if head != member))
    return tuple(heads)


def _members(value: Any) -> list[int]:
    each = value if isinstance(value, list) else [value]
    return [one["id"] for one in each if isinstance(one, Mapping)]


def _each(tx: Tx, asked: Iterable[Asked], submitter: int | None) -> Iterator[Asked]:
    """Where everybody has to approve, a role group stands for each of its members."""
    seen: set[int] = set()
    for one in asked:
        members = [one.member] if one.member is not None else sorted(tx.policy.members_of(one.role or "") - {submitter})
        for member in members:
            if member not in seen:
                seen.add(member)
                yield Asked(member, None, one.reason)


def _fallback(tx: Tx, definition: Approval, submitter: int | None, reason: Mapping[str, Any]) -> Asked:
    admins = {member for member, held in tx.policy.members.items() if any(role.admin for role in held)}
    if not (tx.policy.members_of(definition.fallback) | admins) - {submitter}:
        raise refuse(NOBODY_TO_DECIDE)
    return Asked(None, definition.fallback, {**reason, "fallback": definition.fallback})
