"""Money: an amount in one currency, which also says how many decimals it has (C1)."""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ...core.numbers import ExactNumeric, ExactText
from ..fieldtype import Value
from ..numerals import decimal_of, exact_of
from ..options import settings
from ..spec import FieldSpec, named
from .number import NumberType

#: currency → (decimals, signs that may stand beside an amount); ISO 4217
CURRENCIES: dict[str, tuple[int, tuple[str, ...]]] = {
    "CNY": (2, ("CNY", "RMB", "CN¥", "¥", "￥", "人民币", "元")),
    "HKD": (2, ("HKD", "HK$", "港元", "港币", "$")),
    "TWD": (2, ("TWD", "NT$", "新台币", "$")),
    "MOP": (2, ("MOP", "MOP$", "$")),
    "USD": (2, ("USD", "US$", "美元", "$")),
    "EUR": (2, ("EUR", "€", "欧元")),
    "GBP": (2, ("GBP", "£", "英镑")),
    "JPY": (0, ("JPY", "JP¥", "¥", "￥", "日元", "円")),
    "KRW": (0, ("KRW", "₩", "韩元")),
    "SGD": (2, ("SGD", "S$", "$")),
    "AUD": (2, ("AUD", "A$", "$")),
    "CAD": (2, ("CAD", "C$", "$")),
    "NZD": (2, ("NZD", "NZ$", "$")),
    "CHF": (2, ("CHF",)),
    "THB": (2, ("THB", "฿")),
    "VND": (0, ("VND", "₫")),
    "INR": (2, ("INR", "₹")),
    "MYR": (2, ("MYR", "RM")),
    "IDR": (2, ("IDR", "RP")),
    "PHP": (2, ("PHP", "₱")),
    "RUB": (2, ("RUB", "₽")),
    "AED": (2, ("AED",)),
    "BRL": (2, ("BRL", "R$")),
    "KWD": (3, ("KWD",)),
}
DEFAULT_CURRENCY = "CNY"


class MoneyType(NumberType):
    """`Decimal` at the currency's scale; more decimals are rounded HALF_UP. A currency sign beside it is understood."""

    name = "money"
    label = named("金额", "Money")
    options_schema = settings(currency={"enum": list(CURRENCIES), "default": DEFAULT_CURRENCY})

    def currency(self, spec: FieldSpec) -> str:
        return spec.options.get("currency", DEFAULT_CURRENCY)

    def scale(self, spec: FieldSpec) -> int:
        return CURRENCIES[self.currency(spec)][0]

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        scale, marks = CURRENCIES[self.currency(spec)]
        return decimal_of(raw, scale=scale, marks=marks)

    def _exact(self, raw: object, spec: FieldSpec) -> Decimal:
        return exact_of(raw, marks=CURRENCIES[self.currency(spec)][1])

    def shown(self, column: sa.ColumnElement[Any], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        if not isinstance(column.type, ExactNumeric) or column.type.scale != self.scale(spec):
            return None
        return sa.type_coerce(column, ExactText(column.type.scale, padded=True))

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return None if value is None else f"{value:.{self.scale(spec)}f}"
