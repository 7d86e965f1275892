"""In which unit points are counted before they are rounded, and how large numbers may grow.

A document is to be computed on whole columns of 64-bit integers too. With at most 10⁹ cents and
10⁶ units in a purchase, the limits below keep every product under 2⁶³.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm, prod
from typing import Any

LARGEST_SCALE = 10_000
LARGEST_FACTOR = 100
MOST_PER_CENT = 10
MOST_PER_UNIT = 10_000
MOST_FIXED = 1_000_000


def scale_of(document: Mapping[str, Any]) -> int:
    """Return the scale: 1 when points are rounded early, else one that makes every step whole."""
    if document["rounding"]["stage"] != "after_multiplier":
        return 1
    rates = [rate["den"] for rate in _awards(document, "rate")]
    return lcm(1, *rates) * prod(factor["den"] for factor in _awards(document, "factor"))


def excesses(document: Mapping[str, Any]) -> Iterator[str]:
    """Say, one sentence each, what would make numbers grow beyond 64 bits."""
    if scale_of(document) > LARGEST_SCALE:
        yield f"the denominators multiply to more than {LARGEST_SCALE}: round at basket instead."
    if sum(Fraction(r["num"], r["den"]) for r in _awards(document, "rate")) > MOST_PER_CENT:
        yield f"together the rates give more than {MOST_PER_CENT} points per cent spent."
    if prod(Fraction(f["num"], f["den"]) for f in _awards(document, "factor")) > LARGEST_FACTOR:
        yield f"together the factors multiply by more than {LARGEST_FACTOR}."
    if sum(award["points"] for award in _awards(document, "per_unit")) > MOST_PER_UNIT:
        yield f"together the rules give more than {MOST_PER_UNIT} points per unit."
    if sum(award["points"] for award in _awards(document, "fixed")) > MOST_FIXED:
        yield f"together the rules give more than {MOST_FIXED} fixed points."


def _awards(document: Mapping[str, Any], kind: str) -> list[Mapping[str, int]]:
    return [rule["award"][kind] for rule in document["rules"] if kind in rule["award"]]
