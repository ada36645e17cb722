"""Dates and instants as people, programs and spreadsheets write them (C4; reliability 4.12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gezi.fields.fieldtype import InvalidValue
from gezi.fields.numerals import SheetNumber
from gezi.fields.registry import TYPES
from gezi.fields.spec import FieldSpec

DATE, MOMENT = FieldSpec(5, 1, "f", "date"), FieldSpec(6, 1, "g", "datetime")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def day(raw: object, zone: Any = SHANGHAI) -> Any:
    return TYPES["date"].parse(raw, DATE, zone)


def moment(raw: object, zone: Any = SHANGHAI) -> Any:
    return TYPES["datetime"].parse(raw, MOMENT, zone)


@pytest.mark.parametrize(
    "raw",
    ["2026-11-21", "2026/11/21", "2026.11.21", "2026年11月21日", "2026 年 11 月 21 日", "20261121", " 2026-11-21 ",
     "２０２６／１１／２１",
     "2026-11-21 星期六", "2026年11月21日 周六", "2026-11-21 00:00", "2026-11-21T23:59:59", "2026-11-21 23:59:59.999",
     "2026-11-20T16:00:00Z", "2026-11-21T00:00:00+08:00", date(2026, 11, 21), datetime(2026, 11, 21, 9, 30),  # noqa: DTZ001
     datetime(2026, 11, 20, 16, tzinfo=UTC), SheetNumber(46347), SheetNumber(46347.75), SheetNumber(20261121)],
)  # fmt: skip
def test_a_date_is_read(raw: object) -> None:
    assert day(raw) == date(2026, 11, 21)
    assert type(day(raw)) is date


@pytest.mark.parametrize("raw", ["2026-1-5", "2026/1/5", "2026年1月5日"])
def test_a_date_may_be_written_without_leading_zeros(raw: str) -> None:
    assert day(raw) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "raw",
    ["2026-02-30", "2026-13-01", "21/11/2026", "11-21", "2026-11", "2026", "26-11-21", "2026-11/21", "yesterday", "今天",
     "٢٠٢٦-١١-٢١",
     "2026-11-21x", "2026-11-21 25:00", "9" * 5_000, 46347, 46347.0, 20261121, True, [], {"date": "2026-11-21"},
     SheetNumber(0), SheetNumber(60), SheetNumber(-5), SheetNumber("nan"), SheetNumber("inf"), SheetNumber(20261399)],
)  # fmt: skip
def test_what_is_no_date_is_refused(raw: object) -> None:
    with pytest.raises(InvalidValue) as refused:
        day(raw)
    assert refused.value.message.code == "value.not_a_date"


@pytest.mark.parametrize(
    "raw", ["1899-12-31", "3000-01-01", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-23:59", SheetNumber(500_000)]
)
def test_years_run_from_1900_to_2999(raw: object) -> None:
    for read in (day, moment):
        with pytest.raises(InvalidValue) as refused:
            read(raw)
        assert refused.value.message.code == "value.date_out_of_range"


@pytest.mark.parametrize(
    ("serial", "expected"), [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1))]
)
def test_a_spreadsheets_first_days_are_right_although_it_counts_a_day_that_never_was(
    serial: int, expected: date
) -> None:
    assert day(SheetNumber(serial)) == expected


@pytest.mark.parametrize(
    "raw",
    ["2026-11-21 14:05", "2026-11-21T14:05", "2026/11/21 14:05:00", "2026年11月21日14:05", "2026年11月21日 14时05分",
     "2026年11月21日 下午2:05", "2026-11-21 2:05 PM", "20261121 14:05", "2026-11-21T06:05:00Z", "2026-11-21T06:05:00+00:00",
     "2026-11-21T14:05+0800", "2026-11-21T01:05-05:00", "２０２６－１１－２１　１４：０５", datetime(2026, 11, 21, 14, 5),  # noqa: DTZ001
     datetime(2026, 11, 21, 6, 5, tzinfo=UTC), datetime(2026, 11, 21, 14, 5, tzinfo=SHANGHAI),
     SheetNumber(46347 + (14 * 60 + 5) / 1_440)],
)  # fmt: skip
def test_an_instant_is_read_in_the_workspaces_zone_unless_it_has_one(raw: object) -> None:
    assert moment(raw) == datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
    assert moment(raw).tzinfo is UTC


def test_a_date_is_the_midnight_that_begins_it() -> None:
    for raw in ("2026-11-21", date(2026, 11, 21), SheetNumber(46347)):
        assert moment(raw) == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_twelve_at_noon_and_at_midnight() -> None:
    assert moment("2026-11-21 上午12:30", UTC) == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert moment("2026-11-21 12:30 pm", UTC) == datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def test_without_a_zone_the_workspaces_usual_one_is_meant() -> None:
    assert TYPES["datetime"].parse("2026-11-21 08:00", MOMENT) == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "14:05",
        "2026-11-21 24:00",
        "2026-11-21 14:60",
        "2026-11-21 14:05:60",
        "2026-11-21T14:05+25:00",
        1_795_241_100,
        True,
    ],
)
def test_what_is_no_instant_is_refused(raw: object) -> None:
    with pytest.raises(InvalidValue) as refused:
        moment(raw)
    assert refused.value.message.code == "value.not_a_datetime"


def test_microseconds_are_kept() -> None:
    assert moment("2026-11-21T06:05:00.123456789Z").microsecond == 123_456


def test_an_instant_is_dumped_in_utc_and_told_in_the_workspaces_zone() -> None:
    value = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
    assert TYPES["datetime"].dump(value, MOMENT) == "2026-11-21T06:05:00+00:00"
    assert TYPES["datetime"].to_text(value, MOMENT, zone=SHANGHAI) == "2026-11-21 14:05"
    later = value + timedelta(seconds=9)
    assert TYPES["datetime"].to_text(later, MOMENT, zone=timezone(timedelta(hours=-5))) == "2026-11-21 01:05:09"


def test_an_operand_that_names_a_day_stays_a_day() -> None:
    assert TYPES["datetime"].operand("2026-11-21", "=", MOMENT, SHANGHAI) == date(2026, 11, 21)
    assert TYPES["datetime"].operand("2026-11-21 00:00", "=", MOMENT, SHANGHAI) == datetime(
        2026, 11, 20, 16, tzinfo=UTC
    )
