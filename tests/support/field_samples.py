"""One configured field of every type, and the values that hypothesis gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gezi.fields.packing import Attachment
from gezi.fields.spec import Choice, FieldSpec
from gezi.fields.types.subtable import SubRow
from gezi.formulas.messages import OVERFLOW
from gezi.formulas.values import FormulaError

CHOICES = (
    Choice(12, "new", {"zh-CN": "未跟进", "en": "New"}),
    Choice(7, "open", {"zh-CN": "跟进中", "en": "In progress"}),
    Choice(31, "done", {"zh-CN": "已完成", "en": "Done"}),
    Choice(30, "b", {"zh-CN": "乙", "en": "B"}),
)
ERROR = FormulaError(OVERFLOW.code, OVERFLOW)

# A small alphabet makes collisions likely: case, width, wildcards and escape of LIKE, Chinese, what folds to two characters
LETTERS = st.sampled_from("aA bB%_/\\'\"ＡＢ１1２2张章三ßﬁéÉ~{\n😀-.")
TEXTS = st.one_of(
    st.text(LETTERS, max_size=6),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
).filter(lambda text: text.strip())
IDS = st.integers(1, 9)


def _naive(year: int) -> datetime:
    """What hypothesis wants as a bound."""
    return datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None)


ID_SETS = st.frozensets(IDS, max_size=4).map(lambda ids: tuple(sorted(ids)))
MOMENTS = st.one_of(
    st.datetimes(_naive(1993), _naive(2999), timezones=st.just(UTC)),
    st.sampled_from([datetime(2026, 11, 21, 16, tzinfo=UTC), datetime(2026, 11, 22, 15, 59, 59, 999_999, tzinfo=UTC)]),
)


def decimals(scale: int) -> st.SearchStrategy[Decimal]:
    """Few different ones near zero, and the whole range that a column of that scale holds."""
    largest = 2**63 - 1
    units = st.one_of(st.integers(-3, 3), st.integers(-largest, largest), st.sampled_from([-largest, largest]))
    return units.map(lambda number: Decimal(number).scaleb(-scale))


def phone(parts: tuple[str, str]) -> str:
    return parts[1].join(["138", "0013", parts[0]])


@dataclass(frozen=True)
class Sample:
    """A field of one type with values for it, none of them empty."""

    type: str
    values: st.SearchStrategy[Any]
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()

    @property
    def cells(self) -> st.SearchStrategy[Any]:
        """The values, and the error that may stand in the place of a computed one."""
        return st.one_of(self.values, st.just(ERROR)) if self.type in ("formula", "rollup") else self.values

    @property
    def spec(self) -> FieldSpec:
        return FieldSpec(5, 1, "f", self.type, options=self.options, choices=self.choices)


SAMPLES = (
    Sample("text", TEXTS),
    Sample("long_text", TEXTS),
    Sample("number", decimals(2)),
    Sample("number", decimals(0), {"scale": 0}),
    Sample("number", decimals(6), {"scale": 6}),
    Sample("money", decimals(2)),
    Sample("money", decimals(0), {"currency": "JPY"}),
    Sample("percent", decimals(4)),
    Sample("date", st.one_of(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.dates(date(2026, 2, 27), date(2026, 3, 1)))),
    Sample("datetime", MOMENTS),
    Sample("option", st.sampled_from([choice.id for choice in CHOICES]), choices=CHOICES),
    Sample(
        "multi_option",
        st.frozensets(st.sampled_from([choice.id for choice in CHOICES]), min_size=1).map(lambda ids: tuple(sorted(ids))),
        choices=CHOICES,
    ),
    Sample("state", st.sampled_from([choice.id for choice in CHOICES]), choices=CHOICES),
    Sample("checkbox", st.booleans()),
    Sample("member", IDS),
    Sample("members", ID_SETS.filter(bool)),
    Sample("relation", IDS, {"table": 2}),
    Sample("relations", ID_SETS.filter(bool), {"table": 2}),
    Sample("relations", ID_SETS.filter(bool), {"table": 2, "via": 8}),
    Sample(
        "subtable",
        st.lists(st.builds(SubRow, st.none(), st.just({"price": "1.50"})), min_size=1, max_size=3).map(tuple),
        {"table": 2, "field": 9},
    ),
    Sample("autonumber", st.integers(1, 99_999).map(lambda n: f"DD-20261121-{n:04d}"), {"pattern": "DD-{seq:4}"}),
    Sample("phone", st.tuples(st.sampled_from(["8000", "8001"]), st.sampled_from(["", " ", "-"])).map(phone)),
    Sample("email", st.sampled_from(["a@b.cn", "A@b.cn", "li.si+x@mail.example.com", "张三@例子.公司"])),
    Sample("url", st.sampled_from(["https://a.cn", "https://A.cn/x?y=1_2%25", "http://127.0.0.1:8000/路径"])),
    Sample(
        "attachment",
        st.lists(st.builds(Attachment, IDS, st.sampled_from(["a.png", "图.pdf"]), st.integers(0, 9)), min_size=1).map(
            lambda files: tuple({file.id: file for file in files}.values())
        ),
    ),
    Sample("formula", decimals(2), {"formula": "1", "result": {"type": "money", "options": {}}}),
    Sample("formula", TEXTS, {"formula": "1", "result": {"type": "text"}}),
    Sample("formula", st.booleans(), {"formula": "1", "result": {"type": "checkbox"}}),
    Sample(
        "formula",
        st.sampled_from([12, 7, 31]),
        {
            "formula": "1",
            "result": {
                "type": "option",
                "choices": [{"id": id, "key": f"k{id}", "label": {}} for id in (12, 7, 31)],
            },
        },
    ),
    Sample("rollup", st.dates(date(2026, 1, 1), date(2026, 1, 3)), {"result": {"type": "date"}}),
    Sample("lookup", decimals(4), {"result": {"type": "percent"}}),
)  # fmt: skip


def name_of(sample: Sample) -> str:
    details = [str(value.get("type") if isinstance(value, dict) else value) for value in sample.options.values()]
    return "-".join([sample.type, *details])
