"""Reading dates and instants as people, programs and spreadsheets write them (reliability 4.12)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from ..core.errors import Message
from . import messages
from .fieldtype import InvalidValue, zone_or_default
from .numerals import SheetNumber
from .text import narrow

BUCKETS = ("day", "week", "month", "quarter", "year")  #: periods that days are grouped by
FIRST_YEAR, LAST_YEAR = 1900, 2999
_DATE = (
    r"(?P<year>[0-9]{4})"
    r"(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"|\s*年\s*(?P<month2>[0-9]{1,2})\s*月\s*(?P<day2>[0-9]{1,2})\s*日?"
    r"|(?P<month3>[0-9]{2})(?P<day3>[0-9]{2}))"
)
_WEEKDAY = r"(?:\s*(?:星期|周)[一二三四五六日天])?"
_TIME = (
    r"(?:(?:[Tt]|\s+|(?<=日)|(?<=[一二三四五六日天]))(?P<half>上午|下午)?\s*(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"|[时点](?:\s*(?P<minute2>[0-9]{1,2})\s*分(?:\s*(?P<second2>[0-9]{1,2})\s*秒)?)?)"
    r"\s*(?P<half2>[AaPp][Mm])?"
    r"\s*(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WALL = re.compile(_DATE + _WEEKDAY + _TIME)
_LONGEST = 60
_LEAP_BUG = 60  # spreadsheets count a 29 February 1900 that never was
_DAY_ZERO = date(1899, 12, 30)


def period(day: date, bucket: str) -> str:
    """What the period of a day is called: 2026-11-21, the Monday of its week, 2026-11, 2026-Q4, 2026."""
    match bucket:
        case "day":
            return day.isoformat()
        case "week":
            return (day - timedelta(days=day.weekday())).isoformat()
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case _:
            return f"{day:%Y}"


def date_of(raw: object, zone: tzinfo | None) -> date:
    """The calendar date of a raw value; an instant falls on the date it has in `zone`. Raises `InvalidValue`."""
    match raw:
        case datetime():
            found = raw.date() if raw.tzinfo is None else _local(raw, zone).date()
        case date():
            found = raw
        case SheetNumber():
            found = _of_serial(raw).date()
        case str() if len(raw) == 10 and raw[4] == raw[7] == "-" and raw.isascii():  # by far the usual form
            try:
                found = date.fromisoformat(raw)
            except ValueError:
                raise _not(messages.NOT_A_DATE, raw) from None
        case str():
            moment = _written(raw, messages.NOT_A_DATE)
            found = moment.date() if moment.tzinfo is None else _local(moment, zone).date()
        case _:
            raise _not(messages.NOT_A_DATE, raw)
    return _in_range(found)


def instant_of(raw: object, zone: tzinfo | None) -> datetime:
    """The instant of a raw value, in UTC; without an offset of its own it is read in `zone`, a date is its midnight."""
    match raw:
        case datetime():
            moment = raw
        case date():
            moment = datetime.combine(raw, time())
        case SheetNumber():
            moment = _of_serial(raw)
        case str():
            moment = _written(raw, messages.NOT_A_DATETIME)
        case _:
            raise _not(messages.NOT_A_DATETIME, raw)
    _in_range(moment.date())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone_or_default(zone))).astimezone(UTC)
    except OverflowError:
        raise _not(messages.NOT_A_DATETIME, raw) from None


def is_date_only(raw: object) -> bool:
    """Whether a raw value names a day and no time of it."""
    if isinstance(raw, str):
        found = _WALL.fullmatch(narrow(raw).strip()[:_LONGEST])
        return found is not None and found["hour"] is None
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _written(raw: str, message: Message) -> datetime:
    """The moment that a text names, without a zone where it names none."""
    text = narrow(raw).strip()
    found = _WALL.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise _not(message, raw)
    part = found.groupdict()

    def number(*names: str) -> int:
        return next((int(part[name]) for name in names if part[name]), 0)

    hour = number("hour")
    half = (part["half"] or part["half2"] or "").lower()
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    try:
        return datetime(
            number("year"),
            number("month", "month2", "month3"),
            number("day", "day2", "day3"),
            hour,
            number("minute", "minute2"),
            number("second", "second2"),
            int(((part["fraction"] or "") + "000000")[:6]),
            tzinfo=_offset(part["offset"]),
        )
    except ValueError:
        raise _not(message, raw) from None


def _offset(written: str | None) -> tzinfo | None:
    if written is None:
        return None
    if written in "Zz":
        return UTC
    distance = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(distance if written[0] == "+" else -distance)


def _of_serial(raw: float) -> datetime:
    """A spreadsheet's day count (1900 system), or a compact date such as 20261121 that it took for a number."""
    if raw.is_integer() and FIRST_YEAR * 10_000 <= raw < (LAST_YEAR + 1) * 10_000:
        return _written(str(int(raw)), messages.NOT_A_DATE)
    whole = int(raw) if 1 <= raw < 1_000_000 else 0
    if whole == 0 or whole == _LEAP_BUG:
        raise _not(messages.NOT_A_DATE, raw)
    day = _DAY_ZERO + timedelta(days=whole + (1 if whole < _LEAP_BUG else 0))
    seconds = round((raw - whole) * 86_400)
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    try:
        return moment.astimezone(zone_or_default(zone))
    except OverflowError:
        raise InvalidValue(messages.DATE_OUT_OF_RANGE, first=FIRST_YEAR, last=LAST_YEAR) from None


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidValue(messages.DATE_OUT_OF_RANGE, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _not(message: Message, raw: object) -> InvalidValue:
    return InvalidValue(message, value=raw.strip() if isinstance(raw, str) else "…")
