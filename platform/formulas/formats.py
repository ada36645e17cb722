"""The formats of TEXT: numbers as `#,##0.00`, `0.0%`, `¥#,##0`; dates as `yyyy-mm-dd hh:mm`, `yyyy年m月d日`."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .functions.rounding import quantized
from .values import FINAL, WORK, ZERO, Env

_NUMBER = re.compile(r"([¥￥$€]?)(#,##)?(0{1,15})(?:\.(0{1,15}))?(%?)\Z")
_DATE = re.compile(r"yyyy|yy|mm|m|dd|d|hh|h|ss|[-/.:, 年月日号时点分秒]")
_LONGEST = 40


def is_format(form: str, kind: str) -> bool:
    """Whether `form` is a format for values of `kind`."""
    if kind == "number":
        return _NUMBER.match(form) is not None
    tokens = _DATE.findall(form.lower()) if 0 < len(form) <= _LONGEST else []
    return "".join(tokens) == form.lower() and any(token.isascii() and token.isalpha() for token in tokens)


def written(value: Any, form: str, env: Env) -> str:
    """`value` in a format that `is_format` accepts for its kind."""
    return _number(value, form) if isinstance(value, Decimal) else _date(value, form, env)


def _number(number: Decimal, form: str) -> str:
    match = _NUMBER.match(form)
    if match is None:
        return form
    currency, grouped, whole, places, percent = match.groups()
    if percent:
        number = WORK.scaleb(number, 2)
    number = FINAL.add(quantized(number, Decimal(len(places or ""))), ZERO)
    digits, _, rest = f"{abs(number):f}".partition(".")
    digits = digits.zfill(len(whole))
    if grouped:
        digits = re.sub(r"(?<=\d)(?=(\d{3})+\Z)", ",", digits)
    fraction = "." + rest.ljust(len(places), "0")[: len(places)] if places else ""
    return f"{'-' if number < 0 else ''}{currency}{digits}{fraction}{percent}"


def _date(moment: date, form: str, env: Env) -> str:
    """`mm` is the minute after an hour, the month elsewhere; a date without a time is at 00:00:00."""
    clock = moment.astimezone(env.timezone) if isinstance(moment, datetime) else None
    result: list[str] = []
    after_hour = False
    for token in _DATE.findall(form.lower()):
        value = _part(token, moment if clock is None else clock, clock, after_hour)
        if value is None:
            result.append(token)
            continue
        after_hour = token[0] == "h"
        result.append(f"{value:0{len(token)}d}")
    return "".join(result)


def _part(token: str, day: date, clock: datetime | None, after_hour: bool) -> int | None:
    """The number that a letter of the format stands for; None for what is copied."""
    match token[0]:
        case "y":
            return day.year if len(token) == 4 else day.year % 100
        case "m" if after_hour:
            return clock.minute if clock else 0
        case "m":
            return day.month
        case "d":
            return day.day
        case "h":
            return clock.hour if clock else 0
        case "s":
            return clock.second if clock else 0
        case _:
            return None
