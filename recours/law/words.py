"""Dates and durations in French and English words, for the steps of a computation."""

from datetime import date, datetime

DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UNITS_FR = {
    "days": ("jour", "jours"),
    "weeks": ("semaine", "semaines"),
    "months": ("mois", "mois"),
    "years": ("an", "ans"),
    "hours": ("heure", "heures"),
    "OUV6": ("jour ouvrable", "jours ouvrables"),
    "OUV5": ("jour ouvré", "jours ouvrés"),
    "EU5": ("jour ouvré", "jours ouvrés"),
}
UNITS_EN = {
    "days": ("day", "days"),
    "weeks": ("week", "weeks"),
    "months": ("month", "months"),
    "years": ("year", "years"),
    "hours": ("hour", "hours"),
    "OUV6": ("working day", "working days"),
    "OUV5": ("working day", "working days"),
    "EU5": ("working day", "working days"),
}


def fr_date(moment: date) -> str:
    """Write `samedi 21 novembre 2026`, with the time when there is one."""
    number = "1er" if moment.day == 1 else str(moment.day)
    text = f"{DAYS_FR[moment.weekday()]} {number} {MONTHS_FR[moment.month - 1]} {moment.year}"
    return f"{text} à {moment:%H:%M}" if isinstance(moment, datetime) else text


def en_date(moment: date) -> str:
    """Write `Saturday 21 November 2026`, with the time when there is one."""
    text = f"{DAYS_EN[moment.weekday()]} {moment.day} {MONTHS_EN[moment.month - 1]} {moment.year}"
    return f"{text} at {moment:%H:%M}" if isinstance(moment, datetime) else text


def fr_amount(amount: int, unit: str) -> str:
    """Write `2 mois`, `10 jours ouvrables`."""
    return f"{amount} {UNITS_FR[unit][amount > 1]}"


def en_amount(amount: int, unit: str) -> str:
    """Write `2 months`, `10 working days`."""
    return f"{amount} {UNITS_EN[unit][amount > 1]}"
