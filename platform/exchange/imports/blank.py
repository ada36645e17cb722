"""The empty workbook to fill in: headers with notes, required ones marked, lists to choose from, and an example (S72).

The example stands on a sheet of its own: in the first one it would be imported by whoever forgets to remove it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from ...fields.fieldtype import zone_or_default
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ...permissions.scope import check_action
from ...tables.attachments import clean_name
from ...tables.system import points_to_member, points_to_record
from ...tables.transaction import Tx
from .. import presenting
from ..exports import MEDIA, Export
from ..workbooks import GROUND, HEADER, escaped, sheet_title

_LINES = 2_000  #: rows that offer their lists
_MOST_CHOICES = 2_000
_REQUIRED = Font(bold=True, color="C0392B")
_NOT_FILLED = frozenset({"attachment", "subtable"})
_EXAMPLES = {
    "phone": "13800138000",
    "email": "name@example.com",
    "url": "https://example.com",
    "number": Decimal(1),
    "money": Decimal(100),
    "percent": Decimal(85),
}


def template_workbook(tx: Tx, table_key: str) -> Export:
    """A workbook with a column for every field that the caller may fill by an import."""
    table = tx.table(table_key)
    scope = tx.scope(table)
    check_action(scope, Action.IMPORT)
    fields = [
        spec
        for spec in table.fields
        if spec.type not in _NOT_FILLED
        and not type_of(spec).computed
        and spec.id not in tx.catalogue.filled
        and scope.may_set(spec.id, Action.IMPORT)
    ]
    english = tx.ctx.locale.startswith("en")
    book = Workbook()
    sheet: Any = book.active
    sheet.title = sheet_title(table.text(tx.ctx.locale))
    sheet.freeze_panes = "A2"
    example: Any = book.create_sheet("Example" if english else "填写示例")
    lists: Any = book.create_sheet("Lists" if english else "选项")
    lists.sheet_state = "hidden"
    for place, spec in enumerate(fields, start=1):
        letter = get_column_letter(place)
        for one in (sheet, example):
            one.column_dimensions[letter].width = 18
            _header(one.cell(1, place), tx, spec)
        _example(example.cell(2, place), tx, spec)
        number_format = presenting.number_format(spec)
        if number_format is not None:
            sheet.column_dimensions[letter].number_format = number_format
        elif spec.type in ("text", "phone"):
            sheet.column_dimensions[letter].number_format = "@"
        _offer(sheet, lists, letter, place, _choices(tx, spec), spec)
    file = io.BytesIO()
    book.save(file)
    size = file.tell()
    file.seek(0)
    ending = "import template" if english else "导入模板"
    return Export(clean_name(f"{table.text(tx.ctx.locale)}_{ending}.xlsx"), MEDIA["xlsx"], size, 0, 0, file)


def _header(cell: Any, tx: Tx, spec: FieldSpec) -> None:
    label = spec.text(tx.ctx.locale)
    cell.value = escaped(f"{label} *" if spec.required else label)
    cell.data_type = "s"
    cell.font = _REQUIRED if spec.required else HEADER
    cell.fill = GROUND
    cell.comment = Comment(_note(tx, spec), "Gezi", height=120, width=260)


def _note(tx: Tx, spec: FieldSpec) -> str:
    """What belongs into a column, in a sentence or two."""
    english = tx.ctx.locale.startswith("en")
    type_ = TYPES[spec.type]
    lines = [type_.label["en" if english else "zh-CN"]]
    if spec.required:
        lines.append("Required" if english else "必填")
    if spec.unique:
        lines.append("No two records may share a value" if english else "不能与其他记录重复")
    if points_to_record(spec):
        target = tx.catalogue.by_id[spec.options["table"]]
        name = target.primary.text(tx.ctx.locale) if target.primary is not None else "#1"
        table = target.text(tx.ctx.locale)
        lines.append(f"The {name} of a record of {table}" if english else f"填写“{table}”的{name}")
    if points_to_member(spec):
        lines.append("Name, e-mail or account of a person" if english else "填写姓名、邮箱或账号")
    if spec.type in ("multi_option", "members", "relations"):
        lines.append("Several are separated by ;" if english else "多个值用；隔开")
    choices = [choice.text(tx.ctx.locale) for choice in spec.choices if not choice.archived]
    if choices:
        lines.append(" / ".join(choices)[:300])
    said = spec.help.get(tx.ctx.locale) or spec.help.get("zh-CN")
    if said:
        lines.append(said[:300])
    return "\n".join(lines)


def _choices(tx: Tx, spec: FieldSpec) -> list[str]:
    """What a cell of a column may be chosen from; nothing where it may hold several, or anything."""
    if spec.type in ("option", "state"):
        return [choice.text(tx.ctx.locale) for choice in spec.choices if not choice.archived]
    if spec.type == "member":
        return [member.name for member in tx.members.values() if member.active][:_MOST_CHOICES]
    if spec.type == "checkbox":
        return [TYPES["checkbox"].to_text(value, spec, tx.ctx.locale) for value in (True, False)]
    return []


def _offer(sheet: Any, lists: Any, letter: str, place: int, choices: Sequence[str], spec: FieldSpec) -> None:
    """Let cells of a column be chosen from a list, which stands on the hidden sheet (there is no limit to its length)."""
    if not choices:
        return
    for row, choice in enumerate(choices, start=1):
        cell = lists.cell(row, place, escaped(choice))
        cell.data_type = "s"
    area = f"{quote_sheetname(lists.title)}!${letter}$1:${letter}${len(choices)}"
    rule = DataValidation(type="list", formula1=area, allow_blank=not spec.required, showErrorMessage=True)
    rule.add(f"{letter}2:{letter}{_LINES}")
    sheet.add_data_validation(rule)


def _example(cell: Any, tx: Tx, spec: FieldSpec) -> None:
    english = tx.ctx.locale.startswith("en")
    value: Any = _EXAMPLES.get(spec.type)
    choices = _choices(tx, spec) or [choice.text(tx.ctx.locale) for choice in spec.choices]
    if choices:
        value = choices[0]
    elif spec.type == "date":
        value = tx.ctx.today
    elif spec.type == "datetime":
        value = tx.ctx.now.astimezone(zone_or_default(tx.ctx.zone)).replace(tzinfo=None, microsecond=0)
    elif points_to_record(spec):
        value = tx.catalogue.by_id[spec.options["table"]].text(tx.ctx.locale) + (" A" if english else "甲")
    elif value is None:
        value = "Text" if english else "文字"
    if isinstance(value, str):
        cell.value, cell.data_type = escaped(value), "s"
        return
    cell.value = presenting.fraction(value) if presenting.is_percent(spec) else value
    number_format = presenting.number_format(spec)
    if number_format is not None:
        cell.number_format = number_format
