"""Options, states, ticks, and references to rows, members and files (S73, S98)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.fields.fieldtype import InvalidValue
from gezi.fields.packing import Attachment
from gezi.fields.registry import TYPES, type_of
from gezi.fields.spec import Choice, FieldSpec
from gezi.fields.types.state import may_move
from gezi.fields.types.subtable import SubRow

CHOICES = (
    Choice(3, "contact", {"zh-CN": "初步接洽", "en": "First contact"}),
    Choice(1, "won", {"zh-CN": "赢单", "en": "Won"}),
    Choice(2, "lost", {"zh-CN": "输单", "en": "Lost"}),
    Choice(9, "old", {"zh-CN": "旧阶段", "en": "Old"}, archived=True),
    Choice(8, "y2026", {"zh-CN": "2026", "en": "2026"}),
)


def field(type: str = "option", **options: Any) -> FieldSpec:
    return FieldSpec(
        5, 1, "stage", type, options=options, choices=CHOICES if "option" in type or type == "state" else ()
    )


def parse(raw: object, type: str = "option", **options: Any) -> Any:
    return TYPES[type].parse(raw, field(type, **options))


def refused(raw: object, type: str = "option", **options: Any) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        parse(raw, type, **options)
    return caught.value


@pytest.mark.parametrize("raw", ["won", "赢单", " 赢单 ", "WON", "Ｗｏｎ", "won ", ["won"]])
def test_an_option_is_found_by_key_or_by_label(raw: object) -> None:
    assert parse(raw) == 1


def test_a_number_in_a_sheet_may_be_a_label_but_never_an_id() -> None:
    assert parse(2026) == parse(2026.0) == 8
    assert refused(1).message.code == "value.unknown_option"


def test_an_unknown_option_is_answered_with_the_nearest_labels() -> None:
    problem = refused("赢但").problem("stage")
    assert problem.code == "value.unknown_option"
    assert problem.text("zh-CN") == "没有选项“赢但”，是不是想填：赢单？"
    assert "Won" in refused("wom").problem().text("en")


def test_an_option_that_resembles_nothing_gets_no_suggestion() -> None:
    assert refused("×××").problem().text("zh-CN") == "没有选项“×××”"


@pytest.mark.parametrize("raw", [["won", "lost"], {"key": "won"}, {"id": 1}])
def test_an_option_field_takes_one(raw: object) -> None:
    assert refused(raw).message.code == "value.only_one"


def test_an_archived_option_cannot_be_chosen_anew_but_is_still_shown_and_searched_for() -> None:
    wrong = refused("旧阶段")
    assert wrong.message.code == "value.archived_option"
    assert wrong.meant == 9
    spec = field()
    assert TYPES["option"].dump(9, spec) == "old"
    assert TYPES["option"].to_text(9, spec) == "旧阶段"
    assert TYPES["option"].operand("old", "=", spec) == 9


def test_a_row_that_has_archived_options_may_be_sent_back_unchanged() -> None:
    wrong = refused(["won", "old"], "multi_option")
    assert wrong.message.code == "value.archived_option"
    assert wrong.meant == (1, 9)


def test_options_go_out_by_key_and_are_told_by_label() -> None:
    spec = field()
    assert TYPES["option"].dump(1, spec) == "won"
    assert TYPES["option"].to_text(1, spec, "zh-CN") == "赢单"
    assert TYPES["option"].to_text(1, spec, "en") == "Won"
    assert TYPES["option"].to_formula(1, spec) == "won"
    assert TYPES["option"].from_formula("won", spec) == 1


def test_renaming_a_label_changes_no_stored_value() -> None:
    renamed = FieldSpec(5, 1, "stage", "option", choices=(Choice(1, "won", {"zh-CN": "成交"}),))
    assert TYPES["option"].dump(1, renamed) == "won"


@pytest.mark.parametrize(
    "raw",
    [
        "赢单;输单",
        "赢单；输单",
        "赢单、输单",
        "赢单\n输单",
        "won, lost",
        "won，lost",
        ["won", "lost"],
        ["输单", "赢单", "won"],
        ("won", "lost"),
        "won;;lost;",
    ],
)
def test_several_options_are_split_as_people_write_them(raw: object) -> None:
    assert parse(raw, "multi_option") == (1, 2)


def test_a_label_with_a_separator_in_it_is_one_option() -> None:
    spec = FieldSpec(
        5, 1, "f", "multi_option", choices=(Choice(1, "a", {"zh-CN": "甲、乙"}), Choice(2, "b", {"zh-CN": "乙"}))
    )
    assert TYPES["multi_option"].parse("甲、乙", spec) == (1,)
    assert TYPES["multi_option"].parse("甲、乙;乙", spec) == (1, 2)
    assert TYPES["multi_option"].to_text((1, 2), spec) == "甲、乙; 乙"


def test_one_wrong_option_among_several_refuses_them() -> None:
    assert refused("赢单;胜单", "multi_option").message.code == "value.unknown_option"


def test_several_options_are_shown_in_the_order_of_the_choices() -> None:
    assert TYPES["multi_option"].dump((1, 3), field("multi_option")) == ["contact", "won"]
    assert TYPES["multi_option"].to_text((1, 3), field("multi_option")) == "初步接洽、赢单"


MOVES = [
    {"key": "submit", "from": ["contact"], "to": "won", "label": {}},
    {"key": "drop", "from": [], "to": "lost", "label": {}},
]


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [(3, 1, True), (1, 3, False), (1, 2, True), (3, 2, True), (1, 1, True), (None, 1, True), (3, None, False)],
)
def test_a_state_moves_along_its_transitions(before: int | None, after: int | None, allowed: bool) -> None:
    assert may_move(field("state", transitions=MOVES), before, after) is allowed


def test_a_state_without_transitions_moves_freely() -> None:
    assert may_move(field("state"), 1, 3)
    assert may_move(field("state", transitions=None), 1, 3)


@pytest.mark.parametrize("raw", [True, 1, 1.0, "true", "TRUE", "是", "yes", "Y", "1", "√", "✓", " 是 ", "ＹＥＳ"])
def test_yes_is_yes(raw: object) -> None:
    assert parse(raw, "checkbox") is True


@pytest.mark.parametrize("raw", [False, 0, 0.0, "false", "否", "no", "0", "×", None, "", "  "])
def test_no_and_nothing_are_no(raw: object) -> None:
    assert parse(raw, "checkbox") is False


@pytest.mark.parametrize("raw", ["maybe", 2, -1, float("nan"), [True], {"x": 1}, "是是", "1.0"])
def test_what_is_neither_is_refused(raw: object) -> None:
    assert refused(raw, "checkbox").message.code == "value.not_a_check"


@pytest.mark.parametrize("type", ["member", "relation"])
@pytest.mark.parametrize(
    "raw", [7, "7", " 7 ", "#7", "７", {"id": 7}, {"id": "7", "label": "甲"}, [7], [{"id": 7}], 7.0]
)
def test_a_row_is_named_by_its_id(type: str, raw: object) -> None:
    assert parse(raw, type) == 7


@pytest.mark.parametrize("type", ["member", "relation", "members", "relations"])
@pytest.mark.parametrize(
    "raw", ["张三", 0, -1, 7.5, True, "7.5", "1e3", {"label": "甲"}, {"id": None}, {"id": True}, 2**63, "9" * 19, "٣"]
)
def test_a_label_is_no_id(type: str, raw: object) -> None:
    assert refused(raw, type).message.code == "value.needs_id"


def test_a_single_reference_takes_one() -> None:
    assert refused([1, 2], "relation").message.code == "value.only_one"


@pytest.mark.parametrize("raw", [[9, 3, 9], ["3", {"id": 9}], "3, 9", "9；3", "3 9", [3, 9, None, ""]])
def test_several_references_are_a_set_in_ascending_order(raw: object) -> None:
    assert parse(raw, "members") == parse(raw, "relations") == (3, 9)


def test_the_rows_that_point_here_are_computed_and_stored_elsewhere() -> None:
    inverse = FieldSpec(5, 1, "orders", "relations", options={"table": 2, "via": 8})
    assert type_of(inverse).computed
    assert type_of(inverse).storage == "none"
    plain = FieldSpec(5, 1, "tags", "relations", options={"table": 2})
    assert not type_of(plain).computed
    assert type_of(plain).storage == "links"


def test_rows_of_a_sub_table_are_new_without_an_id() -> None:
    rows = parse([{"values": {"price": "1.50"}}, {"id": 7, "version": 2, "values": {}}], "subtable", table=2, field=9)
    assert rows == (SubRow(None, {"price": "1.50"}), SubRow(7, {}, 2))


@pytest.mark.parametrize(
    "raw", ["x", 5, {"values": {}}, [5], [{"price": 1}], [{"values": []}], [{"id": 7}, {"id": 7}], [{"version": "x"}]]
)
def test_what_is_no_list_of_rows_is_refused(raw: object) -> None:
    assert refused(raw, "subtable", table=2, field=9).message.code == "value.not_rows"


def test_a_sub_table_takes_at_most_a_thousand_rows() -> None:
    assert refused([{"values": {}}] * 1_001, "subtable", table=2, field=9).message.code == "value.too_many"


def test_files_are_named_by_id_in_their_order() -> None:
    assert [file.id for file in parse([9, "3", {"id": 5, "name": "a.png"}, 9], "attachment")] == [9, 3, 5]
    assert parse([{"id": 5, "name": "a.png", "size": 7, "type": "image/png"}], "attachment") == (
        Attachment(5, "a.png", 7, "image/png"),
    )
    assert refused(["a.png"], "attachment").message.code == "value.not_a_file"
    assert refused([1, 2], "attachment", max_files=1).message.code == "value.too_many"
