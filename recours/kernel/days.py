"""The legal day: what date it is, for the law, at a given instant."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

LEGAL_ZONE = ZoneInfo("Europe/Paris")


def legal_day(at: datetime) -> date:
    """Return the day of an instant in metropolitan France."""
    return at.astimezone(LEGAL_ZONE).date()


def write_day(day: date, language: str) -> str:
    """Return the day in full: « mardi 24 novembre 2026 », “Tuesday 24 November 2026”."""
    if language.startswith("en"):
        return format_date(day, "EEEE d MMMM y", locale="en_GB")
    words = format_date(day, "EEEE d MMMM y", locale="fr_FR")
    return words.replace(" 1 ", " 1er ", 1) if day.day == 1 else words
