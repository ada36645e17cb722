"""Record types: options, required fields and makers by the choice of one field, on every way a row is written (E19, S14)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.context import Actor, Source
from gezi.core.errors import Kind, Refusal
from gezi.tables import description, records, schema
from gezi.tables.record_types import stored
from gezi.tables.records import Mode, RowUpdate
from gezi.tables.schema import FieldDraft, changing, uses
from support.ruling import refused, sentences
from support.shop import Shop, choices, named
from support.staff import Staff

TYPES = {
    "field": "kind",
    "types": [
        {
            "key": "company",
            "options": {"tags": ["vip", "new"]},
            "required": ["code"],
            "sections": [{"label": named("工商"), "fields": ["code", "tags"]}, {"fields": ["region"]}],
        },
        {"key": "agency", "roles": ["admins"]},
    ],
    "defaults": [{"role": "clerks", "type": "person"}],
}
GOOD = "91350100M000100Y43"


class Desk(Staff):
    """The shop with customers of several types."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.shop = shop
        with shop.write(Source.TEMPLATE) as tx:
            kinds = choices("company", "person", "agency")
            code = {"check": "gb32100"}
            schema.create_fields(
                tx,
                [
                    ("customers", FieldDraft("kind", "option", named("类型"), choices=kinds)),
                    ("customers", FieldDraft("code", "text", named("信用代码"), options=code, unique=True)),
                ],
            )
        self.declare(TYPES)

    def declare(self, types: dict[str, Any] | None) -> None:
        with self.shop.write() as tx:
            changing.change_table(tx, "customers", {"record_types": types})

    def create(self, *rows: dict[str, Any], actor: Actor | None = None, source: Source = Source.API) -> tuple[int, ...]:
        with self.shop.write(source, actor or self.ada) as tx:
            return records.create(tx, "customers", rows).ids

    def update(self, id_: int, **values: Any) -> None:
        with self.shop.write() as tx:
            records.update(tx, "customers", [RowUpdate(id_, values)])


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


def test_a_company_needs_a_valid_code_and_a_person_does_not(desk: Desk) -> None:
    """S14: in an import the row without a code has an error of its own, and the person is taken."""
    rows = [
        {"name": "A", "kind": "company"},
        {"name": "B", "kind": "person"},
        {"name": "C", "kind": "company", "code": "91350100M000100Y44"},
        {"name": "D", "kind": "company", "code": " 91350100m000100y43 "},
        {"name": "E", "kind": "company", "code": GOOD},
    ]
    with desk.shop.write(Source.IMPORT) as tx:
        written = records.create(tx, "customers", rows, mode=Mode.SKIP_BAD)
    assert [(p.row, p.field, p.code) for p in written.problems] == [
        (0, "code", "value.required"),
        (2, "code", "value.check_digit"),
        (4, "code", "value.not_unique"),
    ]
    assert desk.shop.column("customers", "code", sort="name") == [None, GOOD]
    assert refused(lambda: desk.create(rows[0])) == [(0, "code", "value.required")]
    assert refused(lambda: desk.create(rows[0], source=Source.AUTOMATION)) == [(0, "code", "value.required")]


def test_a_type_has_some_of_the_options_and_is_asked_again_when_it_changes(desk: Desk) -> None:
    (person,) = desk.create({"name": "A", "kind": "person", "tags": ["old"]})
    assert refused(lambda: desk.update(person, kind="company")) == [
        (0, "tags", "record_type.option"),
        (0, "code", "value.required"),
    ]
    desk.update(person, kind="company", tags=["vip"], code=GOOD)
    assert sentences(lambda: desk.update(person, tags=["vip", "old"])) == [
        "“标签” cannot be “Old” in records of the type “Company”"
    ]
    assert refused(lambda: desk.update(person, code=None)) == [(0, "code", "value.required")]
    desk.update(person, name="B", tags=[])


def test_what_was_made_before_the_types_may_be_mended_step_by_step(desk: Desk) -> None:
    desk.declare(None)
    (old,) = desk.create({"name": "A", "kind": "company", "tags": ["old"]})
    desk.declare(TYPES)
    desk.update(old, name="B")
    assert refused(lambda: desk.update(old, tags=["old", "vip"])) == [(0, "tags", "record_type.option")]


def test_groups_begin_with_a_type_and_give_only_those_that_are_theirs(desk: Desk) -> None:
    (made,) = desk.create({"name": "A", "region": "west"}, actor=desk.bob)
    assert desk.shop.get("customers", made)["kind"] == "person"
    (none,) = desk.create({"name": "B"})
    assert desk.shop.get("customers", none)["kind"] is None
    desk.create({"name": "C", "kind": "agency"})
    with pytest.raises(Refusal) as refusal:
        desk.create({"name": "D", "region": "west", "kind": "agency"}, actor=desk.bob)
    assert refusal.value.kind is Kind.FORBIDDEN
    assert [(p.field, p.code) for p in refusal.value.problems] == [("kind", "record_type.not_allowed")]
    with desk.shop.read(desk.bob) as tx:
        shown = description.describe_table(tx, tx.table("customers"))["record_types"]
    assert (shown["allowed"], shown["start"], shown["written"]) == (["company", "person"], "person", None)
    company = shown["types"][0]
    assert (company["options"], company["required"]) == ({"tags": ["vip", "new"]}, ["code"])
    assert company["sections"] == [{"label": "工商", "fields": ["code", "tags"]}, {"label": None, "fields": ["region"]}]


def test_types_are_kept_by_id_and_name_only_what_is_there(desk: Desk) -> None:
    with desk.shop.read(desk.ada) as tx:
        table = tx.table("customers")
        assert stored.to_keys(tx, table) == TYPES
        assert ("record_types", "customers") in [(u.kind, u.table) for u in uses.of_field(tx, table.by_key["kind"])]
    wrong = {
        "field": "kind",
        "types": [{"key": "gone"}, {"key": "person", "options": {"name": []}, "required": ["deal_amount"]}],
        "defaults": [{"role": "nobody", "type": "person"}],
    }
    assert refused(lambda: desk.declare(wrong)) == [
        (None, f"record_types.{place}", "record_type.invalid")
        for place in ("types[0].key", "types[1].options", "types[1].required", "defaults[0].role")
    ]
    assert refused(lambda: desk.declare({"field": "name", "types": []})) == [
        (None, "record_types.field", "record_type.invalid")
    ]
