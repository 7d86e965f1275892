"""Public holidays of a country and of its regions, named in French and in English.

The days come from the `holidays` library; `regions/<country>.json` says which local ones the
law of the country recognises (the library also knows days kept by custom).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays

from recours.law.days import easter_sunday
from recours.law.errors import BadDate, UnknownRegion

FOLDER = Path(__file__).with_name("regions")
LAST_YEAR = 2100  # beyond it the library answers that no day is a holiday
EASTER = re.compile(r"easter([+-]\d+)")


@dataclass(frozen=True)
class HolidayName:
    """What the day is called."""

    fr: str
    en: str


@dataclass(frozen=True)
class Region:
    """A part of a country, and the holidays its own law adds."""

    code: str
    country: str
    title_fr: str
    title_en: str
    subdivision: str | None = None
    custom: tuple[str, ...] = ()
    added: tuple[tuple[str, str, str], ...] = ()


@lru_cache(maxsize=8)
def _table(country: str) -> dict[str, Any]:
    path = FOLDER / f"{country.lower()}.json"
    if not country.isalpha() or not path.is_file():
        raise UnknownRegion(country)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def codes_with_own_holidays(country: str = "FR") -> tuple[str, ...]:
    """Return the codes of the regions that add holidays to the national ones."""
    return tuple(code for record in _table(country)["regions"] for code in record["codes"])


@lru_cache(maxsize=256)
def region_of(code: str) -> Region:
    """Return the region of a code (`FR`, `FR-67`, `FR-33`, `FR-AM`), or refuse the code."""
    code = code.strip().upper()
    country, _, part = code.partition("-")
    table = _table(country)
    for record in table["regions"]:
        if code in record["codes"]:
            added = record.get("added", {})
            return Region(
                code=code,
                country=country,
                title_fr=record["title_fr"],
                title_en=record["title_en"],
                subdivision=record["subdivision"],
                custom=tuple(record.get("custom", ())),
                added=tuple((when, fr, en) for when, (fr, en) in added.items()),
            )
    if code == country or re.fullmatch(table["departments"], part):
        return Region(code=code, country=country, title_fr=code, title_en=code)
    raise UnknownRegion(code, codes_with_own_holidays(country))


def _from_library(country: str, subdivision: str | None, year: int) -> dict[date, HolidayName]:
    french = holidays.country_holidays(country, subdiv=subdivision, years=year, language="fr")
    english = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    return {day: HolidayName(name, english[day]) for day, name in sorted(french.items())}


def _day_of(text: str, year: int) -> date:
    movable = EASTER.fullmatch(text)
    if movable:
        return date.fromordinal(easter_sunday(year).toordinal() + int(movable[1]))
    return date.fromisoformat(f"{year}-{text}")


@lru_cache(maxsize=1024)
def holidays_of(code: str, year: int) -> Mapping[date, HolidayName]:
    """Return the holidays of a year: the national ones and those of the region.

    Raises BadDate beyond 2100, UnknownRegion.
    """
    if year > LAST_YEAR:
        raise BadDate(str(year))
    region = region_of(code)
    national = _from_library(region.country, None, year)
    if region.subdivision is None:
        return national
    custom = {_day_of(text, year) for text in region.custom}
    local = {
        day: name
        for day, name in _from_library(region.country, region.subdivision, year).items()
        if day not in custom
    }
    added = {_day_of(when, year): HolidayName(fr, en) for when, fr, en in region.added}
    return dict(sorted((local | added | national).items()))


def holiday_name(code: str, day: date) -> HolidayName | None:
    """Return what the day is called in the region, or nothing on an ordinary day."""
    return holidays_of(code, day.year).get(day)
