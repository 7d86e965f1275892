"""Counting of days: months that end early, working weeks, the first working day after a date.

Nothing here knows a rule. A period never counts the day of its event (Regulation 1182/71,
article 3; code de procédure civile, article 641).
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

MONDAY_TO_FRIDAY = frozenset(range(5))
MONDAY_TO_SATURDAY = frozenset(range(6))
MONTHS_IN_A_YEAR = 12
DAY = timedelta(days=1)

IsHoliday = Callable[[date], bool]


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later, or the last day of a month that lacks it."""
    years, month = divmod(day.year * MONTHS_IN_A_YEAR + day.month - 1 + months, MONTHS_IN_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def shift(day: date, amount: int, unit: str) -> date:
    """Move a date by days, weeks, months or years; backwards when the amount is negative."""
    if unit == "days":
        return day + timedelta(days=amount)
    if unit == "weeks":
        return day + timedelta(weeks=amount)
    if unit == "months":
        return add_months(day, amount)
    if unit == "years":
        return add_months(day, amount * MONTHS_IN_A_YEAR)
    raise ValueError(f"{unit!r} is not a unit of the calendar")


def is_clamped(day: date, moved: date, unit: str) -> bool:
    """Say whether a month too short moved the day number."""
    return unit in {"months", "years"} and moved.day != day.day


def is_working(day: date, is_holiday: IsHoliday, week: frozenset[int] = MONDAY_TO_FRIDAY) -> bool:
    """Say whether the day is worked in that week and is not a holiday."""
    return day.weekday() in week and not is_holiday(day)


def count_working_days(
    day: date, amount: int, week: frozenset[int], is_holiday: IsHoliday
) -> tuple[date, list[date]]:
    """Return the `amount`th working day after `day`, and the holidays met on days of the week."""
    skipped: list[date] = []
    left = amount
    while left:
        day += DAY
        if is_working(day, is_holiday, week):
            left -= 1
        elif day.weekday() in week:
            skipped.append(day)
    return day, skipped


def roll_forward(day: date, is_holiday: IsHoliday) -> date:
    """Return the day, or the next one that is no Saturday, Sunday or holiday."""
    while not is_working(day, is_holiday):
        day += DAY
    return day


def roll_back(day: date, is_holiday: IsHoliday) -> date:
    """Return the day, or the last one before it that is no Saturday, Sunday or holiday."""
    while not is_working(day, is_holiday):
        day -= DAY
    return day


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (algorithm of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
