"""Steps between states: what they require, who may take them, and the history they leave (E8, S84)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gezi.accounts import members
from gezi.core.clock import FixedClock
from gezi.core.context import Actor, Source
from gezi.core.errors import Kind, Refusal
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables import records, schema
from gezi.tables.records import RowUpdate
from gezi.tables.rules import journal
from gezi.tables.schema import FieldDraft
from support.ruling import at, refused, rule, said, sentences
from support.shop import Shop, choices, named

WINNING = {
    "key": "winning",
    "field": "stage",
    "to": ["won"],
    "requires": ["win_reason", "signed_on"],
    "guard": at("total", ">", "0"),
    "message": said("nothing has been sold"),
}
ADVANCING = {"key": "advancing", "field": "stage", "from": ["contact"], "to": ["offer"], "requires": ["customer"]}


@pytest.fixture
def deals(shop: Shop) -> Shop:
    with shop.write(Source.TEMPLATE) as tx:
        stages = choices("contact", "offer", "won", "lost")
        schema.create_fields(
            tx,
            [
                ("orders", FieldDraft("stage", "state", named("阶段"), choices=stages, default={"value": "contact"})),
                ("orders", FieldDraft("win_reason", "text", named("赢单原因"))),
            ],
        )
    rule(shop, "orders", steps=[WINNING, ADVANCING])
    return shop


LINES = [{"values": {"price": 10}}]


def test_winning_without_a_reason_names_the_missing_field(deals: Shop) -> None:
    order = deals.create("orders", {"lines": LINES}).ids[0]
    with pytest.raises(Refusal) as refusal:
        deals.update("orders", order, {"stage": "won", "signed_on": None})
    assert refusal.value.kind is Kind.INVALID
    assert [(p.row, p.field, p.code) for p in refusal.value.problems] == [
        (0, "win_reason", "state.requires"),
        (0, "signed_on", "state.requires"),
    ]
    assert deals.get("orders", order)["stage"] == "contact"


def test_the_sentence_names_field_and_state(deals: Shop) -> None:
    order = deals.create("orders", {"lines": LINES}).ids[0]
    assert sentences(lambda: deals.update("orders", order, {"stage": "won"})) == [
        "Fill in “赢单原因”: “阶段” cannot be “Won” without it"
    ]
    assert sentences(lambda: deals.update("orders", order, {"stage": "won"}), "zh-CN") == [
        "“阶段”为“Won”时，请填写“赢单原因”"
    ]


def test_what_a_step_requires_may_come_with_it(deals: Shop) -> None:
    order = deals.create("orders", {"lines": LINES}).ids[0]
    deals.update("orders", order, {"stage": "won", "win_reason": "price"})
    assert deals.get("orders", order)["stage"] == "won"


def test_a_guard_refuses_with_the_key_of_the_rule(deals: Shop) -> None:
    order = deals.create("orders", {"win_reason": "price"}).ids[0]
    assert refused(lambda: deals.update("orders", order, {"stage": "won"})) == [(0, "stage", "orders.winning")]
    deals.update("orders", order, {"stage": "won", "lines": LINES})  # judged when the lines are there


def test_a_new_row_takes_the_step_into_its_first_state(deals: Shop) -> None:
    found = refused(lambda: deals.create("orders", {}, {"stage": "won", "lines": LINES}))
    assert found == [(1, "win_reason", "state.requires")]
    deals.create("orders", {"stage": "offer"})  # that step is one from the first contact


def test_a_step_from_certain_states_is_free_from_others(deals: Shop) -> None:
    order = deals.create("orders", {"stage": "lost"}).ids[0]
    deals.update("orders", order, {"stage": "offer"})
    deals.update("orders", order, {"stage": "contact"})
    assert refused(lambda: deals.update("orders", order, {"stage": "offer"})) == [(0, "customer", "state.requires")]


def test_what_a_state_required_is_not_emptied_while_it_lasts(deals: Shop) -> None:
    order = deals.create("orders", {"lines": LINES, "stage": "won", "win_reason": "price"}).ids[0]
    assert refused(lambda: deals.update("orders", order, {"win_reason": ""})) == [(0, "win_reason", "state.requires")]
    deals.update("orders", order, {"win_reason": "service"})
    deals.update("orders", order, {"stage": "lost", "win_reason": ""})


@pytest.mark.parametrize("source", [Source.UI, Source.API, Source.IMPORT, Source.AUTOMATION, Source.BUTTON])
def test_every_route_takes_a_step_on_the_same_terms(deals: Shop, source: Source) -> None:
    order = deals.create("orders", {"lines": LINES}).ids[0]

    def win() -> None:
        with deals.write(source) as tx:
            records.update(tx, "orders", [RowUpdate(order, {"stage": "won"})])

    assert refused(win) == [(0, "win_reason", "state.requires")]


def test_undo_and_templates_put_states_back_as_they_were(deals: Shop) -> None:
    order = deals.create("orders", {}).ids[0]
    for source, stage in ((Source.UNDO, "won"), (Source.TEMPLATE, "lost")):
        with deals.write(source) as tx:
            records.update(tx, "orders", [RowUpdate(order, {"stage": stage})])


def test_only_some_roles_may_take_a_step(deals: Shop) -> None:
    rule(deals, "orders", steps=[])
    folk: dict[str, Actor] = {}
    with deals.write(Source.TEMPLATE) as tx:
        for name in ("boss", "clerk"):
            group = roles.add(tx.connection, name, named(name))
            grants.allow(tx.connection, group.id, tx.table("orders").id, [Action.VIEW, Action.EDIT])
            member = members.add(tx.connection, name, None, now=tx.ctx.now).id
            roles.put_in(tx.connection, group.id, member)
            folk[name] = Actor(member, name)
        tx.reload()
    rule(deals, "orders", steps=[{"key": "giving_up", "field": "stage", "to": ["lost"], "roles": ["boss"]}])
    order = deals.create("orders", {}).ids[0]

    def give_up(name: str) -> None:
        with deals.write(actor=folk[name]) as tx:
            records.update(tx, "orders", [RowUpdate(order, {"stage": "lost"})])

    with pytest.raises(Refusal) as refusal:
        give_up("clerk")
    assert refusal.value.kind is Kind.FORBIDDEN
    assert [(p.field, p.code) for p in refusal.value.problems] == [("stage", "state.roles")]
    give_up("boss")


def history(shop: Shop, order: int) -> list[tuple[Any, ...]]:
    with shop.read() as tx:
        table = tx.table("orders")
        keys = {choice.id: choice.key for choice in table.by_key["stage"].choices}
        return [
            (
                step.field.key,
                keys.get(step.before or 0),
                keys.get(step.after or 0),
                step.member,
                step.days,
                step.seconds,
            )
            for step in journal.of_record(tx, table, order)
        ]


def test_every_step_is_written_down_with_who_when_and_how_long(deals: Shop, clock: FixedClock) -> None:
    order = deals.create("orders", {"lines": LINES, "win_reason": "price"}).ids[0]
    assert history(deals, order) == []
    clock.advance(timedelta(days=3, seconds=5))
    with deals.write(actor=Actor(7, system=True)) as tx:
        records.update(tx, "orders", [RowUpdate(order, {"stage": "lost"})])
    deals.update("orders", order, {"signed_on": "2026-01-01"})
    clock.advance(timedelta(days=1))
    deals.update("orders", order, {"stage": "won"})
    assert history(deals, order) == [
        ("stage", "contact", "lost", 7, 3, 3 * 86_400 + 5),
        ("stage", "lost", "won", None, 1, 86_400),
    ]


def test_a_refused_step_leaves_no_trace(deals: Shop) -> None:
    order = deals.create("orders", {}).ids[0]
    refused(lambda: deals.update("orders", order, {"stage": "won"}))
    assert history(deals, order) == []
