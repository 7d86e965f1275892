"""French typography for what we write: the templates hold plain spaces, letters leave set."""

import re
from datetime import UTC, date, datetime

from recours.kernel.days import LEGAL_ZONE, legal_day, write_day

HARD = "\u00a0"
NARROW = "\u202f"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[^\W\d_])(?:'|&#x27;)(?=\w)"), "’"),
    (re.compile(r"« "), f"«{NARROW}"),
    (re.compile(r" (?=»)"), NARROW),
    (re.compile(r"(?<=\S) (?=[;:?!](?:\s|$|[)»<]))"), NARROW),
    (re.compile(r"(?<=\d) (?=[€%])"), NARROW),
    (re.compile(r"\b(\d{1,2}|1er) (?=(?:" + _MONTHS + r")\b)"), rf"\1{HARD}"),
    (re.compile(r"\b(" + _MONTHS + r") (?=\d{4}\b)"), rf"\1{HARD}"),
    (re.compile(r"(?<=\d) (h) (?=\d\d\b)"), rf"{HARD}\1{HARD}"),
    (re.compile(r"(?<=\d) (?=(?:points?|jours?|mois|ans?|minutes?|chiffres)\b)"), HARD),
    (re.compile(r"\b([Aa]rt\.|n°|M\.|Mme|version) (?=[\dA-ZÉ])"), rf"\1{HARD}"),
)
_TAG = re.compile(r"(<style.*?</style>|<[^>]+>)", re.DOTALL)
_TELEPHONE = re.compile(r"\b0\d(?: \d\d){4}\b")
_FIRST = re.compile(r"\b1er\b")


def set_french(text: str) -> str:
    """Return a piece of French text with its spaces and apostrophes set."""
    for pattern, setting in _RULES:
        text = pattern.sub(setting, text)
    return text


def set_any(text: str, language: str) -> str:
    """Return a piece of text set: French typography in French, telephone numbers in one piece."""
    known = set_french(text) if language == "fr" else text
    return _TELEPHONE.sub(lambda found: found[0].replace(" ", HARD), known)


def set_text(text: str, language: str) -> str:
    """Return plain text, set; the narrow space, which some readers of mail lack, is a hard one."""
    return set_any(text, language).replace(NARROW, HARD)


def set_html(html: str, language: str) -> str:
    """Return a page with its text set, its tags and addresses untouched."""
    pieces = _TAG.split(html)
    pieces[0::2] = [set_any(piece, language) for piece in pieces[0::2]]
    if language == "fr":
        pieces[0::2] = [_FIRST.sub("1<sup>er</sup>", piece) for piece in pieces[0::2]]
    return "".join(pieces)


def instant(value: str | datetime) -> datetime:
    """Return the instant a value stands for; one that names no zone is UTC."""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def day(value: str | date) -> date:
    """Return the day a value stands for: a date, or the legal day of an instant."""
    if isinstance(value, datetime) or (isinstance(value, str) and len(value) > len("2026-11-12")):
        return legal_day(instant(value))
    return value if isinstance(value, date) else date.fromisoformat(value)


def in_full(value: str | date, language: str) -> str:
    """Write a day in full: « mardi 24 novembre 2026 », « vendredi 1er janvier 2027 »."""
    written = write_day(day(value), language)
    return written.replace(" 1 ", " 1er ") if language == "fr" else written


def instant_in_full(value: str | datetime, language: str) -> str:
    """Write an instant as it was lived: « jeudi 12 novembre 2026 à 18 h 42 »."""
    local = instant(value).astimezone(LEGAL_ZONE)
    if language == "en":
        return f"{in_full(local.date(), 'en')} at {local:%H:%M}"
    return f"{in_full(local.date(), 'fr')} à {local.hour} h {local:%M}"


def grouped(number: int, language: str) -> str:
    """Write a whole number as people read it: « 1 842 », “1,842”; a true minus sign."""
    figures = f"{abs(number):,}"
    written = figures if language == "en" else figures.replace(",", NARROW)
    return f"−{written}" if number < 0 else written


def squash(text: str) -> str:
    """Return the text as a reader compares it: one kind of space, of apostrophe, of minus."""
    plain = text.replace("’", "'").replace("−", "-").replace("\u00ad", "")
    return " ".join(plain.split())
