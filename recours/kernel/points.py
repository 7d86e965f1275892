"""Arithmetic of points: whole numbers, rates as fractions, rounding said out loud."""

from typing import Literal

Rounding = Literal["floor", "half_up", "half_even"]


def apply_rate(amount: int, num: int, den: int, rounding: Rounding) -> int:
    """Return `amount × num ÷ den` rounded; the sign is set aside, so returns mirror purchases."""
    if den <= 0:
        raise ValueError("a rate needs a positive denominator")
    product = abs(amount) * abs(num)
    whole, rest = divmod(product, den)
    if rounding == "half_up" and 2 * rest >= den:
        whole += 1
    if rounding == "half_even" and (2 * rest > den or (2 * rest == den and whole % 2)):
        whole += 1
    return -whole if (amount < 0) != (num < 0) else whole
