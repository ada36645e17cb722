"""Sharing an amount out by weights to the last cent, by largest remainder (C3). Pure: it knows no rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import lcm

from ...core.numbers import EXACT


def allocate(total: Decimal, weights: Sequence[Decimal | int], scale: int = 2) -> list[Decimal]:
    """The share of each weight in `total`, in units of `scale` decimals; the shares add up to the total exactly.

    Each share is rounded down, and the units left over go to the largest fractions, of equal ones to the first. A negative
    total mirrors the positive one. Raises `ValueError` for a total that is finer than `scale`, a negative weight, or weights
    that are all zero where there is something to share.
    """
    units = _units(total, scale)
    parts = _whole(weights)
    whole = sum(parts)
    if whole == 0:
        if units:
            raise ValueError("nobody to share with")
        return [_amount(0, scale) for _ in parts]
    shares = [abs(units) * part // whole for part in parts]
    remainders = [abs(units) * part % whole for part in parts]
    left = abs(units) - sum(shares)
    for place in sorted(range(len(parts)), key=lambda place: -remainders[place])[:left]:
        shares[place] += 1
    return [_amount(share if units >= 0 else -share, scale) for share in shares]


def _units(total: Decimal, scale: int) -> int:
    scaled = total.scaleb(scale, EXACT)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{total} is finer than {scale} decimals")
    return int(scaled)


def _whole(weights: Sequence[Decimal | int]) -> list[int]:
    """The weights as integers in the same proportion."""
    ratios = [Decimal(weight).as_integer_ratio() for weight in weights]
    common = lcm(*(bottom for _, bottom in ratios))
    found = [top * (common // bottom) for top, bottom in ratios]
    if any(part < 0 for part in found):
        raise ValueError("a weight is negative")
    return found


def _amount(units: int, scale: int) -> Decimal:
    return Decimal(units).scaleb(-scale, EXACT)
