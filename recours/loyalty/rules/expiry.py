"""The last day of validity of points, and the first day they may be used."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

_STEPS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; 31 January + 1 month is the last of February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of(day: date, span: str) -> date:
    """Return the last day of the month, quarter, half-year or year that holds the day."""
    step = _STEPS[span]
    month = (day.month + step - 1) // step * step
    return date(day.year, month, monthrange(day.year, month)[1])


def first_day_of(day: date, span: str) -> date:
    """Return the first day of the week (Monday), month, quarter or year that holds the day."""
    if span == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    step = _STEPS[span]
    return date(day.year, (day.month - 1) // step * step + 1, 1)


def expires_on(document: Mapping[str, Any], earned_on: date) -> date | None:
    """Return the last day points earned that day are valid; None when no date can be given."""
    expiry = document["expiry"]
    kind = expiry["kind"]
    if kind == "campaign_end":
        return date.fromisoformat(expiry["date"])
    if kind == "calendar_dates":
        dates = (date.fromisoformat(text) for text in expiry["dates"])
        return next((day for day in dates if day >= earned_on), None)
    if kind == "ttl_days":
        return _rounded(earned_on + timedelta(days=expiry["days"]), expiry["round_up_to"])
    if kind == "ttl_months":
        return _rounded(add_months(earned_on, expiry["months"]), expiry["round_up_to"])
    if kind == "inactivity":
        return add_months(earned_on, expiry["months"])
    return None


def usable_on(document: Mapping[str, Any], earned_on: date) -> date:
    """Return the first day points earned that day may be spent."""
    return earned_on + timedelta(days=document["pending"]["days"])


def _rounded(day: date, span: str) -> date:
    return day if span == "none" else last_day_of(day, span)
