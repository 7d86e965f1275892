"""Sums of money: whole cents, written the French way or the English way."""

import re

_SPACES = "[ \u00a0\u202f]"
_AMOUNT = re.compile(rf"([0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+|[0-9]{{1,9}})(?:[.,]([0-9]{{1,2}}))?")

LARGEST_CENTS = 10**11


class BadAmount(ValueError):
    """The text is not a sum of money we can read without guessing."""


def parse_cents(text: str) -> int:
    """Read `146,80`, `1 234,50`, `146.80` or `146 €` as cents; refuse everything else."""
    bare = text.strip().removesuffix("€").strip()
    found = _AMOUNT.fullmatch(bare) if len(bare) <= 20 else None  # noqa: PLR2004  # longer is no sum
    if found is None:
        raise BadAmount(text[:40])
    whole = re.sub(_SPACES, "", found[1])
    cents = int(whole) * 100 + int((found[2] or "0").ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise BadAmount(text[:40])
    return cents


def format_cents(cents: int, language: str) -> str:
    """Write a sum as people of that language do: `1 234,50 €` or `€1,234.50`."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}"
    if language.startswith("en"):
        return f"{sign}€{grouped}.{rest:02d}"
    return f"{sign}{grouped.replace(',', chr(0x202F))},{rest:02d}\u202f€"
