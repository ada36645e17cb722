"""Buttons and approvals in a template: what they name must be there."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from gezi.exchange.template import format
from support.tree import ROOT

CRM = json.loads((ROOT / "templates" / "crm_template.json").read_text(encoding="utf-8"))
PLACE = next(n for n, each in enumerate(CRM["buttons"]) if each["key"] == "convert")
HERE = f"buttons[{PLACE}]"


def button(**changes: Any) -> dict[str, Any]:
    return {**CRM["buttons"][PLACE], **changes}


SET: dict[str, Any] = {"set": {"owner": None}}
BROKEN = [
    (button(table="nowhere"), f"{HERE}.table"),
    (button(roles=["nobody"]), f"{HERE}.roles[0]"),
    (button(lifts=["nothing"]), f"{HERE}.lifts[0]"),
    (button(when={"field": "gone", "op": "empty"}), f"{HERE}.when.field"),
    (button(do=[{"set": {"gone": None}}]), f"{HERE}.do[0].set.gone"),
    (button(do=[{"set": {"status": {"value": "gone"}}}]), f"{HERE}.do[0].set.status.value"),
    (button(do=[{"set": {"note": {"input": "gone"}}}]), f"{HERE}.do[0].set.note.input"),
    (button(do=[{"set": {"note": {"field": "owner.gone"}}}]), f"{HERE}.do[0].set.note"),
    (button(do=[{"set": {"customer": {"created": "gone"}}}]), f"{HERE}.do[0].set.customer.created"),
    (button(do=[{"create": "gone", "values": {"name": None}}]), f"{HERE}.do[0].create"),
    (button(do=[{"submit": "order_approval"}]), f"{HERE}.do[0].submit"),
    (button(do=[{**SET, "submit": "order_approval"}]), f"{HERE}.do[0]"),
    (button(key="claim"), f"{HERE}.key"),
    (button(once={"table": "orders", "field": "quote", "code": "x", "message": {"zh-CN": "x", "en": "x"}}),
     f"{HERE}.once.field"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "place"), BROKEN)
def test_a_button_that_names_what_is_not_there_is_refused_at_its_place(changed: dict[str, Any], place: str) -> None:
    document = copy.deepcopy(CRM)
    document["buttons"][PLACE] = changed
    assert place in [problem.field for problem in format.validate(document)]


@pytest.mark.parametrize(
    ("changes", "zh"),
    [
        ({"do": [{"set": {"note": {"input": "gone"}}}]}, f"{HERE}.do[0].set.note.input：按钮的填写内容中没有“gone”"),
        (
            {"do": [{"set": {"customer": {"created": "gone"}}}]},
            f"{HERE}.do[0].set.customer.created：没有步骤新建名为“gone”的记录",
        ),
        (
            {"do": [{"submit": "order_approval"}]},
            f"{HERE}.do[0].submit：表“{CRM['buttons'][PLACE]['table']}”没有审批流程“order_approval”",
        ),
        (
            {"limits": {"who": "gone", "held": {"cap": "cap"}}},
            f"{HERE}.limits.who：按钮的填写内容中没有类型为成员的“gone”",
        ),
    ],
)
def test_what_a_button_names_in_vain_is_told_by_its_name(changes: dict[str, Any], zh: str) -> None:
    document = copy.deepcopy(CRM)
    document["buttons"][PLACE] = button(**changes)
    assert zh in [problem.text("zh-CN") for problem in format.validate(document)]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"state": "note"}, "approvals[0].state"),
        (
            {"on": {"submit": "x", "approve": "approved", "reject": "rejected", "withdraw": "withdrawn"}},
            "approvals[0].on.submit",
        ),
        ({"approver": {"department": "customer.owner", "fallback": "management"}}, "approvals[0].approver.department"),
        ({"approver": {"department": "customer.department", "fallback": "x"}}, "approvals[0].approver.fallback"),
        ({"approver": {"department": "customer.department"}}, "approvals[0].approver"),
        ({"submitter": "customer"}, "approvals[0].submitter"),
    ],
)
def test_an_approval_that_cannot_work_is_refused(changes: dict[str, Any], place: str) -> None:
    document = copy.deepcopy(CRM)
    document["approvals"][0] |= changes
    assert place in [problem.field for problem in format.validate(document)]
