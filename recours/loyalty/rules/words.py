"""Numbers, dates and names in words, French and English side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from recours.kernel.money import format_cents

Both = tuple[str, str]

NOTHING: Both = ("", "")
_WEEKDAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNIT = {"fr": {"one": "point", "many": "points"}, "en": {"one": "point", "many": "points"}}


def say(french: str, english: str, **values: Both | str | int) -> Both:
    """Fill both sentences; a value that is a pair gives its French half, then its English half."""
    halves = [
        {name: value[half] if isinstance(value, tuple) else value for name, value in values.items()}
        for half in (0, 1)
    ]
    return french.format(**halves[0]), english.format(**halves[1])


def money(cents: int) -> Both:
    """Return a sum as each language writes it."""
    return format_cents(cents, "fr"), format_cents(cents, "en")


def number(value: int) -> Both:
    """Return a whole number, thousands apart."""
    grouped, sign = f"{abs(value):,}", "−" if value < 0 else ""
    return sign + grouped.replace(",", "\u202f"), sign + grouped


def parts(value: int, scale: int) -> Both:
    """Return value/scale with its decimals: exact when four are enough, else marked as about."""
    whole, rest = divmod(abs(value), scale)
    if not rest:
        return number(whole if value >= 0 else -whole)
    decimals, left = divmod(rest * 10_000, scale)
    digits = f"{decimals:04d}".rstrip("0") or "0"
    sign, about = "−" if value < 0 else "", "≈ " if left else ""
    french, english = number(whole)
    return f"{about}{sign}{french},{digits}", f"{about}{sign}{english}.{digits}"


def points(document: Mapping[str, Any], value: int, scale: int = 1) -> Both:
    """Return so many points in the unit of the programme; French says 0 point, English 0 points."""
    unit = document.get("labels", {}).get("unit", _UNIT)
    one_fr, one_en = abs(value) < 2 * scale, abs(value) == scale
    french, english = parts(value, scale)
    return (
        f"{french} {unit['fr']['one' if one_fr else 'many']}",
        f"{english} {unit['en']['one' if one_en else 'many']}",
    )


def fraction(num: int, den: int) -> Both:
    """Return a factor as people write it: 2, 1,5, or 4/3."""
    if den == 1 or 10_000 % den == 0:
        return parts(num, den)
    return f"{num}/{den}", f"{num}/{den}"


def full_day(day: date) -> Both:
    """Return a date with its weekday: samedi 7 novembre 2026."""
    return (
        f"{_WEEKDAYS_FR[day.weekday()]} {plain_day(day)[0]}",
        f"{_WEEKDAYS_EN[day.weekday()]} {plain_day(day)[1]}",
    )


def plain_day(day: date) -> Both:
    """Return a date: 1er septembre 2026."""
    first = "1er" if day.day == 1 else str(day.day)
    return (
        f"{first} {_MONTHS_FR[day.month - 1]} {day.year}",
        f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}",
    )


def weekdays(numbers: Sequence[int]) -> Both:
    """Return days of the week: le samedi ou le dimanche."""
    return either([(f"le {_WEEKDAYS_FR[n - 1]}", _WEEKDAYS_EN[n - 1]) for n in sorted(numbers)])


def hour(text: str) -> Both:
    """Return 10:30 as 10 h 30."""
    return text.replace(":", " h "), text


def either(items: Sequence[Both]) -> Both:
    """Return a list of alternatives: a, b ou c."""
    return _joined([item[0] for item in items], "ou"), _joined([item[1] for item in items], "or")


def _joined(items: Sequence[str], word: str) -> str:
    if len(items) < 2:  # noqa: PLR2004  # one alternative is no choice
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def label(document: Mapping[str, Any], family: str, code: str) -> Both:
    """Return what people call a category, shop, tier…; the code itself when nobody named it."""
    if family == "tier" and document["tiers"]:
        for level in document["tiers"]["levels"]:
            if level["code"] == code:
                return level["title_fr"], level["title_en"]
    named = document.get("labels", {}).get(family, {}).get(code)
    return (named["fr"], named["en"]) if named else (code, code)


def labels(document: Mapping[str, Any], family: str, codes: Sequence[str]) -> Both:
    """Return several names as alternatives."""
    return either([label(document, family, code) for code in codes])


def clause_name(anchor: str) -> Both:
    """Return a clause as it is cited: art-4-2 gives art. 4.2."""
    head, _dash, rest = anchor.partition("-")
    if head == "art" and rest.replace("-", "").isdigit():
        return f"art. {rest.replace('-', '.')}", f"art. {rest.replace('-', '.')}"
    return f"clause {anchor}", f"clause {anchor}"
