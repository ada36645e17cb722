"""A newer version of an installed template: what it brings comes, what people have changed stays. On both databases."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from gezi.core.context import SYSTEM, Context, Source
from gezi.core.errors import Refusal
from gezi.exchange.template import exporter, installer
from gezi.exchange.template.upgrading import carrying, plan
from gezi.exchange.template.upgrading.items import items
from gezi.exchange.template.upgrading.plan import Verdict
from gezi.tables import models, records, schema
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.rights import changing as rights
from gezi.tables.rules import changing as rules
from gezi.tables.rules.changing import Steering
from gezi.tables.schema import changing, dropping
from gezi.tables.views import saving
from gezi.tables.views.saving import ViewChange
from gezi.tables.workspaces import Workspace, Workspaces
from support.stall import FIRST, label


def newer(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(FIRST) | {"version": "1.1.0"} | changes


def second() -> dict[str, Any]:
    """What a maker of templates does between two versions: all of it on what the first one has."""
    found = newer()
    (table,) = found["tables"]
    name, _price, gross, kind, remark = table["fields"]
    name["label"] = label("品名", "Product")
    gross["options"]["formula"] = "round(price * 1.09, 2)"
    kind["choices"][0]["label"] = label("茶叶", "Teas")
    kind["choices"].append({"key": "pot", "label": label("壶", "Pot"), "color": "red"})
    remark |= {"key": "note", "aliases": ["remark"]}
    table["fields"].append({"key": "stock", "type": "number", "label": label("库存", "Stock"), "options": {"scale": 0}})
    table["views"][0]["fields"] = ["name", "price", "stock"]
    del table["views"][1]
    table["validations"].append(
        {
            "key": "stock_positive",
            "must": {"field": "stock", "op": ">=", "value": "0"},
            "field": "stock",
            "message": label("库存不能为负", "No negative stock"),
        }
    )
    found["tables"].append(
        {
            "key": "makers",
            "label": label("厂家", "Makers"),
            "primary": "name",
            "fields": [{"key": "name", "type": "text", "label": label("名称", "Name")}],
        }
    )
    table["fields"].append(
        {"key": "maker", "type": "relation", "label": label("厂家", "Maker"), "options": {"table": "makers"}}
    )
    found["grants"] = [
        {"role": "seller", "table": "items", "actions": ["view", "create", "edit"]},
        {"role": "seller", "table": "makers", "actions": ["view"]},
    ]
    return found


@pytest.fixture
def ctx(workspaces: Workspaces) -> Context:
    return workspaces.context(SYSTEM, Source.API)


@pytest.fixture
def stall(workspaces: Workspaces) -> Workspace:
    return workspaces.open("stall")


def upgrade(
    stall: Workspace, ctx: Context, document: Mapping[str, Any], choices: Mapping[str, str] | None = None
) -> carrying.Upgraded:
    with stall.write(ctx) as tx:
        return carrying.upgrade(tx, document, choices or {})


def verdicts(stall: Workspace, ctx: Context, document: Mapping[str, Any]) -> dict[str, str]:
    with stall.read(ctx) as tx:
        return {each.name: each.verdict.value for each in carrying.planned(tx, document).differences}


def test_where_nobody_has_changed_anything_the_workspace_becomes_the_new_version(
    stall: Workspace, ctx: Context
) -> None:
    with stall.write(ctx) as tx:
        records.create(tx, "items", [{"name": "龙井", "price": "100.00", "kind": "tea", "remark": "明前"}])
    upgrade(stall, ctx, second())
    with stall.read(ctx) as tx:
        assert carrying.drifted(tx, "shop") == ()
        assert {str(item) for item in items(exporter.export(tx, "shop"))} == {str(item) for item in items(second())}
        assert installer.installed(tx) == {"shop": "1.1.0"}
        (row,) = query.list_records(tx, "items", Query()).records
    # 100.00 × 1.09; a field under another key keeps what was written in it
    assert (row.values["gross"], row.values["note"], row.values["kind"]) == ("109.00", "明前", "tea")


def test_a_second_upgrade_to_the_same_version_finds_nothing(stall: Workspace, ctx: Context) -> None:
    upgrade(stall, ctx, second())
    assert verdicts(stall, ctx, second()) == {}


def test_labels_layouts_and_views_that_people_have_changed_stay_without_a_conflict(
    stall: Workspace, ctx: Context
) -> None:
    """S100: rename a field's label; an upgrade keeps it, and the API key is the same."""
    with stall.write(ctx) as tx:
        changing.change_field(tx, "items", "name", {"label": label("商品", "Goods")})
        saving.change(tx, "items", "all", ViewChange(parts={"fields": ["price", "name"]}))
    done = upgrade(stall, ctx, second())
    assert not list(done.plan.of(Verdict.CONFLICT))
    with stall.read(ctx) as tx:
        table = tx.catalogue.table("items")
        assert dict(table.by_key["name"].label) == label("商品", "Goods")
        assert [tx.catalogue.fields[id_].key for id_ in table.view("all").definition["fields"]] == ["price", "name"]  # pyright: ignore[reportOptionalMemberAccess]


FORMULA = "field:items:gross#options.formula"


def own_formula(stall: Workspace, ctx: Context) -> None:
    with stall.write(ctx) as tx:
        changing.change_field(
            tx, "items", "gross", {"options": {"formula": "round(price * 1.06, 2)"}}, unlock=True, reason="小规模纳税人"
        )


def test_what_was_changed_on_both_sides_waits_for_a_decision_and_nothing_moves_until_then(
    stall: Workspace, ctx: Context
) -> None:
    own_formula(stall, ctx)
    with pytest.raises(Refusal) as refusal:
        upgrade(stall, ctx, second())
    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("template.undecided", f"choices.{FORMULA}")
    ]
    with stall.read(ctx) as tx:
        assert installer.installed(tx) == {"shop": "1.0.0"}
        assert "makers" not in tx.catalogue.tables


@pytest.mark.parametrize(("word", "gross"), [("mine", "106.00"), ("theirs", "109.00")])
def test_the_side_that_was_chosen_stands(stall: Workspace, ctx: Context, word: str, gross: str) -> None:
    own_formula(stall, ctx)
    upgrade(stall, ctx, second(), {FORMULA: word})
    with stall.write(ctx) as tx:
        records.create(tx, "items", [{"name": "龙井", "price": "100.00", "stock": "3"}])
        (row,) = query.list_records(tx, "items", Query()).records
    assert row.values["gross"] == gross


def test_what_has_been_unlocked_and_changed_is_reported_as_drift(stall: Workspace, ctx: Context) -> None:
    """S102: after the unlock there is one more thing in the list."""
    with stall.read(ctx) as tx:
        assert carrying.drifted(tx, "shop") == ()
    own_formula(stall, ctx)
    with stall.read(ctx) as tx:
        assert [each.name for each in carrying.drifted(tx, "shop")] == [FORMULA]


def test_a_field_that_the_new_version_lacks_keeps_its_data_and_becomes_the_workspaces_own(
    stall: Workspace, ctx: Context
) -> None:
    with stall.write(ctx) as tx:
        records.create(tx, "items", [{"name": "龙井", "price": "100.00"}])
    document = newer()
    document["tables"][0]["fields"] = [each for each in document["tables"][0]["fields"] if each["key"] != "gross"]
    upgrade(stall, ctx, document)
    with stall.read(ctx) as tx:
        (row,) = query.list_records(tx, "items", Query()).records
        assert row.values["gross"] == "113.00"
        assert not tx.catalogue.table("items").by_key["gross"].protected


def test_another_type_is_left_to_people(stall: Workspace, ctx: Context) -> None:
    """S43: the upgrade of an old installation does not change a type by itself."""
    document = newer()
    remark = document["tables"][0]["fields"][4]
    remark |= {"type": "number", "options": {"scale": 0}}
    assert verdicts(stall, ctx, document)["field:items:remark#type"] == "by_hand"
    upgrade(stall, ctx, document)
    with stall.read(ctx) as tx:
        assert tx.catalogue.table("items").by_key["remark"].type == "text"


def test_own_tables_fields_and_rights_are_not_touched(stall: Workspace, ctx: Context) -> None:
    with stall.write(ctx) as tx:
        schema.create_fields(tx, [("items", schema.FieldDraft("shelf", "text", label("货架", "Shelf")))])
        rights.set_rights(tx, "seller", {"tables": {"items": {"actions": {"delete": {"rows": None}}}}})
    upgrade(stall, ctx, second())
    with stall.read(ctx) as tx:
        assert "shelf" in tx.catalogue.table("items").by_key
        there = items(exporter.export(tx, "shop"))
    granted = next(parts for item, parts in there.items() if str(item) == "grant:seller:items")
    assert sorted(granted) == ["create", "delete", "edit", "view"]


def test_what_was_deleted_here_does_not_come_back_by_itself(stall: Workspace, ctx: Context) -> None:
    with stall.write(ctx) as tx:
        saving.remove(tx, "items", "all")
        dropping.delete_field(tx, "items", "remark", unlock=True, reason="不用")
    document = second()
    assert {
        name: word for name, word in verdicts(stall, ctx, document).items() if "remark" in name or "all" in name
    } == {"view:items:all": "keep"}
    document["tables"][0]["fields"] = [each for each in document["tables"][0]["fields"] if each["key"] != "note"]
    upgrade(stall, ctx, document)
    with stall.read(ctx) as tx:
        assert tx.catalogue.table("items").view("all") is None


def test_an_older_version_a_template_that_is_not_there_and_a_choice_of_nothing_are_refused(
    stall: Workspace, ctx: Context
) -> None:
    for document, choices, code in (
        (newer(version="0.9.0"), {}, "template.older"),
        (newer(key="other"), {}, "template.not_installed"),
        (newer(), {"field:items:price": "theirs"}, "template.nothing_to_choose"),
    ):
        with pytest.raises(Refusal) as refusal:
            upgrade(stall, ctx, document, choices)
        assert [each.code for each in refusal.value.problems] == [code]


def test_an_upgrade_is_one_entry_of_the_log_and_each_change_another(stall: Workspace, ctx: Context) -> None:

    upgrade(stall, ctx, second())
    with stall.read(ctx) as tx:
        log = models.config_log.c
        found = [(row.action, row.reason) for row in tx.connection.execute(models.config_log.select().order_by(log.id))]
    assert ("template.upgrade", None) in found
    assert {("table.create", "小店 1.1.0"), ("field.create", "小店 1.1.0"), ("field.change", "小店 1.1.0")} <= set(
        found
    )
    assert {"view.change", "view.delete", "rights.table"} <= {action for action, _ in found}
    assert ("rule.create", "小店 1.1.0") in found


def test_a_rule_goes_back_to_the_new_version_from_then_on(stall: Workspace, ctx: Context) -> None:
    from gezi.tables.rules import changing as rules
    from gezi.tables.rules.changing import Steering

    document = second()
    document["tables"][0]["validations"][0]["must"] = {"field": "price", "op": ">", "value": "0"}
    upgrade(stall, ctx, document)
    with stall.write(ctx) as tx:
        rules.remove(tx, "items", "validations", "price_positive", Steering())
        rules.reset(tx, "items", "validations", "price_positive", Steering())
        with pytest.raises(Refusal):
            records.create(tx, "items", [{"name": "赠品", "price": "0"}])


def test_three_equal_templates_have_no_difference() -> None:
    assert plan.compare(second(), second(), second()).differences == ()


def test_a_choice_brings_back_what_was_deleted_here_and_takes_out_what_was_changed(
    stall: Workspace, ctx: Context
) -> None:
    """Both sides of a whole: a rule deleted here and changed there, one changed here and gone there, a view deleted here."""
    with stall.write(ctx) as tx:
        rules.remove(tx, "items", "validations", "price_positive", Steering())
        saving.remove(tx, "items", "all")
        saving.change(tx, "items", "teas", ViewChange(label="好茶"))
    document = second()
    document["tables"][0]["validations"][0]["must"] = {"field": "price", "op": ">", "value": "0"}
    choices = {
        "rule:items:validations:price_positive": "theirs",
        "view:items:all": "theirs",
        "view:items:teas": "theirs",
    }
    assert {name: word for name, word in verdicts(stall, ctx, document).items() if name in choices} == {
        "rule:items:validations:price_positive": "conflict",
        "view:items:all": "keep",
        "view:items:teas": "keep",
    }
    upgrade(stall, ctx, document, choices)
    with stall.read(ctx) as tx:
        assert carrying.drifted(tx, "shop") == ()
        assert [view.key for view in tx.catalogue.table("items").views] == ["all"]
