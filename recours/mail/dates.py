"""The date a message claims: shown as a claim, never used as the time it came."""

import re
from datetime import UTC, datetime, timedelta, timezone

_DATE = re.compile(
    r"(\d{1,2})[\s-]+([A-Za-zÀ-ÿ]{3,9})\.?[\s-]+(\d{2,5})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"
    r"\s*([AaPp][Mm])?\s*([+-]\d{4}|[A-Z]{1,5})?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan janv", "feb fev fév févr", "mar mars", "apr avr", "may mai", "jun juin",
         "jul juil", "aug aou aoû août", "sep sept", "oct", "nov", "dec dec déc"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
          "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "BST": 1}  # fmt: skip
_FIRST_YEAR = 1970
_LAST_YEAR = 2200
_MOST_HOURS = 14
_HOUR = 60  # minutes
_SHORT = 2  # figures of a year without its century
_PIVOT = 70


def claimed_date(value: str) -> str:
    """Return the date in ISO form with its zone, or nothing when it means none."""
    found = _DATE.search(value[:200])
    if not found:
        return ""
    day, word, year, hour, minute, second, half, zone = found.groups()
    month = _MONTHS.get(word.lower()) or _MONTHS.get(word[:3].lower())
    offset = _offset(zone)
    if month is None or offset is None:
        return ""
    try:
        when = datetime(
            _year(year), month, int(day), _hour(int(hour), half), int(minute),
            min(int(second or 0), 59), tzinfo=offset,
        )  # fmt: skip
    except (ValueError, OverflowError):
        return ""
    return when.isoformat() if _FIRST_YEAR <= when.year <= _LAST_YEAR else ""


def _year(text: str) -> int:
    year = int(text)
    if len(text) == _SHORT:
        return year + (2000 if year < _PIVOT else 1900)
    return year


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _offset(zone: str | None) -> timezone | None:
    if not zone or zone[0] not in "+-":
        hours = _ZONES.get(zone or "", 0)
        return timezone(timedelta(hours=hours)) if hours else UTC
    minutes = int(zone[1:3]) * 60 + int(zone[3:5])
    if minutes > _MOST_HOURS * 60 or int(zone[3:5]) >= _HOUR:
        return None
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
