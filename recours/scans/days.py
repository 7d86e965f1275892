"""Days as French receipts and letters write them, even badly read."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
SHORT = {"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11}
NUMBERS = {
    "premier": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "trente": 30,
}  # fmt: skip
CENTURY = 2000
OLDEST, LATEST = 1990, 2099

_DIGITS = re.compile(
    r"(?<![0-9])([0-9]{1,2})\s?[/.\-]\s?([0-9]{1,2})\s?[/.\-]\s?([0-9]{4}|[0-9]{2})(?![0-9])"
)
_ISO = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_WORDS = re.compile(
    r"(?:(?<![a-z0-9])|(?<=\ble))"  # engines lose the space: "le3novembre"
    r"([0-9][0-9lio]?|[lio][0-9]|[a-z]+(?:[ -](?:et[ -])?[a-z]+)?)\s?(?:er|e)?\.?\s{0,3}"
    r"([a-z0-9]{3,10})\.?\s{0,3}((?:19|20)[0-9]{2}|deux mille [a-z -]{3,20})"
)
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "6": "b", "8": "b"})


@dataclass(frozen=True, slots=True)
class Found:
    """A day, where it stands in the text, and how it was written."""

    day: date
    start: int
    written: str


def folded(text: str) -> str:
    """Return the text in small letters without accents, letter for letter where it can be."""
    return "".join(_fold(letter) for letter in text)


def _fold(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[:1].lower()
    return bare if len(bare) == 1 else " "


def days_in(text: str) -> Iterator[Found]:
    """Yield the days of a text, in the order they stand; days that no calendar has are left."""
    plain = folded(text)
    found = [*_in_figures(plain), *_in_words(plain)]
    yield from sorted(found, key=lambda one: one.start)


def _in_figures(plain: str) -> Iterator[Found]:
    for match in _ISO.finditer(plain):
        yield from _day(match, match[1], match[2], match[3])
    for match in _DIGITS.finditer(plain):
        yield from _day(match, match[3], match[2], match[1])


def _day(match: re.Match[str], year: str, month: str, day: str) -> Iterator[Found]:
    whole = int(year) + (CENTURY if len(year) == 2 else 0)  # noqa: PLR2004  # 26 for 2026
    with suppress(ValueError):
        chosen = date(whole, int(month), int(day))
        if OLDEST <= chosen.year <= LATEST:
            yield Found(chosen, match.start(), match[0])


def _in_words(plain: str) -> Iterator[Found]:
    place = 0
    while match := _WORDS.search(plain, place):
        day, month, year = _number(match[1]), month_of(match[2]), _year(match[3])
        place = match.end() if day and month and year else match.start() + 1
        if day and month and year:
            with suppress(ValueError):
                yield Found(date(year, month, day), match.start(), match[0])


def month_of(word: str) -> int:
    """Return the month a word names, read with a letter wrong or cut short; 0 for none."""
    plain = word.translate(_LOOKALIKES)
    if plain in SHORT:
        return SHORT[plain]
    close = get_close_matches(plain, MONTHS, n=1, cutoff=0.75)
    return MONTHS.index(close[0]) + 1 if close else 0


def _number(word: str) -> int:
    """Return a day of the month written in figures or in letters; 0 for anything else."""
    figures = word.replace("l", "1").replace("i", "1").replace("o", "0")
    if figures.isdecimal():
        return int(figures)
    parts = [
        NUMBERS.get(part, -100) for part in re.split(r"[ -]", word) if part not in {"et", "le"}
    ]
    return max(0, sum(parts))


def _year(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return CENTURY + _number(written.removeprefix("deux mille ").strip())
