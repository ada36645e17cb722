"""Rounding to decimals, the same for ROUND and for TEXT."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ..limits import MAX_DIGITS
from ..values import WORK, ZERO

_QUANTA = {places: Decimal(1).scaleb(-places) for places in range(1 - MAX_DIGITS, MAX_DIGITS + 1)}


def quantized(number: Decimal, digits: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """`number` to so many decimals; a negative count rounds to tens, hundreds …"""
    places = max(1 - MAX_DIGITS, min(MAX_DIGITS, int(digits)))
    try:
        result = number.quantize(_QUANTA[places], rounding, WORK)
    except InvalidOperation:
        return number  # it has no digits so far behind the point
    return WORK.add(result, ZERO) if places < 0 else result
