"""A second calendar, written apart from the engine: day after day, with its own Easter."""

from datetime import date, timedelta

ONE = timedelta(days=1)

# The full moon of Easter by golden number, valid from 1900 to 2199 (tables of the calendar).
FULL_MOONS = {
    1: (4, 14),
    2: (4, 3),
    3: (3, 23),
    4: (4, 11),
    5: (3, 31),
    6: (4, 18),
    7: (4, 8),
    8: (3, 28),
    9: (4, 16),
    10: (4, 5),
    11: (3, 25),
    12: (4, 13),
    13: (4, 2),
    14: (3, 22),
    15: (4, 10),
    16: (3, 30),
    17: (4, 17),
    18: (4, 7),
    19: (3, 27),
}
FIXED = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
AFTER_EASTER = [1, 39, 50]  # Easter Monday, Ascension, Whit Monday
ALSACE_MOSELLE = {"FR-57", "FR-67", "FR-68", "FR-AM"}
OVERSEAS = {
    "FR-971": (5, 27),
    "FR-972": (5, 22),
    "FR-973": (6, 10),
    "FR-974": (12, 20),
    "FR-976": (4, 27),
    "FR-977": (10, 9),
    "FR-978": (5, 27),
}
REGIONS = ["FR", "FR-33", *sorted(ALSACE_MOSELLE), *OVERSEAS]


def easter(year):
    month, day = FULL_MOONS[year % 19 + 1]
    moon = date(year, month, day) + ONE
    while moon.weekday() != 6:
        moon += ONE
    return moon


def holidays(year, region="FR"):
    found = {date(year, month, day) for month, day in FIXED}
    found |= {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    if region in ALSACE_MOSELLE:
        found |= {easter(year) - timedelta(days=2), date(year, 12, 26)}
    if region in OVERSEAS:
        found.add(date(year, *OVERSEAS[region]))
    return found


def is_holiday(day, region="FR"):
    return day in holidays(day.year, region)


def later(day, amount, unit):
    """Walk forward one day at a time."""
    if unit in {"days", "weeks"}:
        for _ in range(amount * (7 if unit == "weeks" else 1)):
            day += ONE
        return day
    months, walked = amount * (12 if unit == "years" else 1), 0
    at = day
    while walked < months:
        at += ONE
        walked += at.day == 1
    while at.day < day.day and (at + ONE).month == at.month:
        at += ONE
    return at if months else day


def earlier(day, amount, unit):
    """Walk backward one day at a time."""
    if unit == "days":
        for _ in range(amount):
            day -= ONE
        return day
    at, walked = day, 0
    while walked < amount:
        at -= ONE
        walked += (at + ONE).month != at.month
    while at.day > day.day:
        at -= ONE
    return at


def rolled(day, region="FR"):
    while day.weekday() in {5, 6} or is_holiday(day, region):
        day += ONE
    return day


def working_days_later(day, amount, weekdays, region="FR"):
    while amount:
        day += ONE
        if day.weekday() in weekdays and not is_holiday(day, region):
            amount -= 1
    return day


def workday_before(day, region="FR"):
    day -= ONE
    while day.weekday() in {5, 6} or is_holiday(day, region):
        day -= ONE
    return day
