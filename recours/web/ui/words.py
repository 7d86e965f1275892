"""How numbers, sums, days and hours are written, in French and in English."""

from datetime import date, datetime

from recours.kernel.money import format_cents

NARROW = "\u202f"
HARD = "\u00a0"
MINUS = "\u2212"

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
        *("septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
}
SHORT_MONTHS = {
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août"),
        *("sept.", "oct.", "nov.", "déc."),
    ),
    "en": (
        *("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug."),
        *("Sept.", "Oct.", "Nov.", "Dec."),
    ),
}


def _tongue(language: str) -> str:
    return "en" if language.startswith("en") else "fr"


def number(value: int, language: str) -> str:
    """Write a whole number with its thousands apart: `1 842` or `1,842`."""
    grouped = f"{abs(value):,}"
    if _tongue(language) == "fr":
        grouped = grouped.replace(",", NARROW)
    return f"{MINUS}{grouped}" if value < 0 else grouped


def points(value: int, language: str) -> str:
    """Write points with their unit: `1 842 points`, `1 point`, `0 point` (French), `0 points`."""
    one = abs(value) < 2 if _tongue(language) == "fr" else abs(value) == 1  # noqa: PLR2004
    return f"{number(value, language)} {'point' if one else 'points'}"


def signed(value: int, language: str) -> str:
    """Write a movement with its sign, the true minus included: `+ 63`, `− 38`, `0`."""
    if value == 0:
        return "0"
    sign = MINUS if value < 0 else "+"
    gap = HARD if _tongue(language) == "fr" else ""
    return f"{sign}{gap}{number(abs(value), language)}"


def euros(cents: int, language: str) -> str:
    """Write a sum given in cents: `1 234,50 €` or `€1,234.50`."""
    return format_cents(cents, language)


def _ordinal(day_of_month: int, language: str) -> str:
    return "1er" if day_of_month == 1 and _tongue(language) == "fr" else str(day_of_month)


def day(value: date, language: str) -> str:
    """Write a day in full: `mardi 24 novembre 2026`."""
    return f"{DAYS[_tongue(language)][value.weekday()]} {day_plain(value, language)}"


def day_plain(value: date, language: str) -> str:
    """Write a day without its name: `24 novembre 2026`."""
    tongue = _tongue(language)
    return f"{_ordinal(value.day, tongue)} {MONTHS[tongue][value.month - 1]} {value.year}"


def day_short(value: date, language: str) -> str:
    """Write a day for a narrow column: `24 nov. 2026`."""
    return f"{_ordinal(value.day, language)} {month_short(value, language)} {value.year}"


def weekday_short(value: date, language: str) -> str:
    """Write a near day, its year being obvious: `mardi 24 nov.`."""
    name = DAYS[_tongue(language)][value.weekday()]
    return f"{name} {_ordinal(value.day, language)} {month_short(value, language)}"


def month_short(value: date, language: str) -> str:
    """Write the month alone: `nov.`."""
    return SHORT_MONTHS[_tongue(language)][value.month - 1]


def moment(value: datetime, language: str) -> str:
    """Write an hour: `18 h 42` or `18:42`; the datetime is already in local time."""
    if _tongue(language) == "en":
        return f"{value.hour}:{value.minute:02d}"
    return f"{value.hour} h {value.minute:02d}" if value.minute else f"{value.hour} h"


def days_left(due: date, today: date, language: str) -> str:
    """Say what is left before a day: `4 jours`, `aujourd'hui`, `2 jours de retard`."""
    left = (due - today).days
    if _tongue(language) == "en":
        unit = "day" if abs(left) == 1 else "days"
        return "today" if left == 0 else f"{abs(left)} {unit}" + (" late" if left < 0 else "")
    unit = "jour" if abs(left) == 1 else "jours"
    return (
        "aujourd'hui" if left == 0 else f"{abs(left)} {unit}" + (" de retard" if left < 0 else "")
    )


def in_days(due: date, today: date, language: str) -> str:
    """Say where a day stands in a sentence: `dans 4 jours`, `demain`, `il y a 2 jours`."""
    left = (due - today).days
    tongue = _tongue(language)
    near = {
        "fr": {-1: "hier", 0: "aujourd'hui", 1: "demain"},
        "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    }[tongue]
    if left in near:
        return near[left]
    if tongue == "en":
        return f"in {left} days" if left > 0 else f"{-left} days ago"
    return f"dans {left} jours" if left > 0 else f"il y a {-left} jours"


def urgency(due: date, today: date) -> str:
    """Name the ink of a deadline: `late` (today counts, it is nearly over), `soon`, `running`."""
    left = (due - today).days
    if left <= 0:
        return "late"
    return "soon" if left <= 10 else "running"  # noqa: PLR2004  # two working weeks
