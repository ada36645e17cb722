"""Exact numbers: one decimal context, one rounding rule, one column type for both databases (C1, C2, design 4).

PostgreSQL keeps NUMERIC; SQLite keeps a 64-bit integer scaled by the field's own scale.
"""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

EXACT = Context(prec=50, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])
LARGEST_SCALED = 2**63 - 1  #: the largest stored value in units of 10^-scale; the same limit on both databases
MAX_DIGITS = 38
_QUANTA = tuple(Decimal(1).scaleb(-scale) for scale in range(13))
_LIMITS = tuple(Decimal(LARGEST_SCALED).scaleb(-scale, context=EXACT) for scale in range(13))


def quantum(scale: int) -> Decimal:
    return _QUANTA[scale]


def rounded(value: Decimal, scale: int) -> Decimal:
    """`value` to `scale` decimals, HALF_UP, never minus zero. Raises `decimal.InvalidOperation` past 50 digits."""
    result = value.quantize(_QUANTA[scale], rounding=ROUND_HALF_UP, context=EXACT)
    return result if result else abs(result)


def fits(value: Decimal, scale: int) -> bool:
    """Whether a value already rounded to `scale` is inside what a column of that scale can hold."""
    return value.copy_abs() <= _LIMITS[scale]


class ExactNumeric(TypeDecorator[Decimal]):
    """A decimal with a fixed scale, exact on both databases."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__(precision=MAX_DIGITS, scale=scale)
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.BigInteger())
        return dialect.type_descriptor(sa.Numeric(MAX_DIGITS, self.scale))

    def bind_processor(self, dialect: Dialect) -> Any:
        """Overridden as a whole (not `process_bind_param`): this runs for every number that is written."""
        if dialect.name != "sqlite":
            return None
        scale = self.scale

        def scaled(value: Decimal | None) -> int | None:
            if value is None:
                return None
            units = value.scaleb(scale, context=EXACT)
            whole = int(units)
            return whole if whole == units else int(units.to_integral_value(ROUND_HALF_UP))

        return scaled

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        if dialect.name != "sqlite":
            return None
        shift = -self.scale
        return lambda value: None if value is None else Decimal(value).scaleb(shift)


Side = Literal["equal", "below", "above"]


class ExactOperand(TypeDecorator[Decimal]):
    """What an `ExactNumeric` column is compared with. It may be finer than the column, and is never rounded to it.

    SQLite's units are whole: a value between two of them equals none, and stands for the next one `below` or `above`,
    whichever leaves the comparison's answer as it is (> 2.5 is > 2, < 2.5 is < 3).
    """

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, scale: int, side: Side) -> None:
        super().__init__()
        self.scale = scale
        self.side: Side = side

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.BigInteger() if dialect.name == "sqlite" else sa.Numeric())

    def bind_processor(self, dialect: Dialect) -> Any:
        if dialect.name != "sqlite":
            return None
        scale, side = self.scale, self.side

        def scaled(value: Decimal | None) -> int | float | str | None:
            if value is None:
                return None
            units = value.scaleb(scale, context=EXACT)
            whole = int(units)
            if whole != units:
                if side == "equal":
                    return "between"  # a text, which no number equals
                whole = int(units.to_integral_value(ROUND_FLOOR if side == "below" else ROUND_CEILING))
            return whole if abs(whole) <= LARGEST_SCALED else float(whole)  # 2⁶³ is exact as a float

        return scaled


class ExactText(TypeDecorator[str]):
    """An `ExactNumeric` column read as text, for answers that nobody calculates with: `padded` to its scale (2.50) or without
    trailing zeros (2.5). Many times cheaper than a `Decimal` that is formatted at once."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, scale: int, *, padded: bool) -> None:
        super().__init__(precision=MAX_DIGITS, scale=scale)
        self.scale = scale
        self.padded = padded

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        scale, padded = self.scale, self.padded
        if dialect.name != "sqlite":
            return lambda value: None if value is None else _written(value, scale, padded=padded)
        unit = 10**scale

        def text(units: int | None) -> str | None:
            if units is None:
                return None
            if not padded and units % unit == 0:
                return str(units // unit)
            digits = f"{units:0{scale + 1 + (units < 0)}d}"  # a zero before the point
            found = f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits
            return found if padded else found.rstrip("0")

        return text


def _written(value: Decimal, scale: int, *, padded: bool) -> str:
    text = f"{value:.{scale}f}"
    return text if padded or "." not in text else text.rstrip("0").rstrip(".")
