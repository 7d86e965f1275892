"""« Le lun. 3 nov. 2026 à 10:12, X <x@y> a écrit : » in eight languages, and what only looks so.

A line is an attribution when it opens with a date, ends with the verb, and bears evidence that a
mailer wrote it: an address, or a time with a quotation under it. « Le magasin m'a écrit : » and
« Le paragraphe 3 … » have none: they stay what they are, words of the person who writes.
"""

import re

from recours.mail.lines import Line

_LONGEST = 420
_MOST_LINES = 4

_OPENING = re.compile(
    r"(?:(?:Le|El|Il|Op|Em|Den|Am|On|At|W dniu|Il giorno|Il giorno,)\s+)"
    r"(?:[a-zà-ÿ]{2,12}[.,]{0,2}\s+){0,3}(?:le\s+|de\s+)?\d{1,4}(?:er|st|nd|rd|th|[ºª.])?[\s./,:-]"
    r"|On\s+(?:[a-z]{3,9}[.,]{0,2}\s+){1,2}\d{1,2}\b"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4},?\s",
    re.IGNORECASE,
)
_FRENCH = re.compile(r"le\b", re.IGNORECASE)
_FRENCH_DATE = re.compile(
    r"le\s+(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*[.,]{0,2}\s+)?(?:le\s+)?\d{1,4}(?:er)?[\s./-]",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:(?<!\w['’])\b(?:a écrit|écrivait|écrit|wrote|writes|escribió|escribi[oó]|escreveu"
    r"|ha scritto|scrive|skrev|napisała?|написала?)(?:\s+ce qui suit)?\s*:?"
    r"|\b(?:schrieb|schreef|geschrieben|wrote|a écrit)\b[^:]{1,120}:)\s*$",
    re.IGNORECASE,
)
_ENDS_COLON = re.compile(r"[:>]\s*$|écrit$|wrote$")
_TO_ME = re.compile(
    r"\b(?:nous|vous|lui|leur)\s+(?:a|ont)\s+écrit|\b[mtl]['’]a\s+écrit", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"@]+@[^\s<>\[\]()\"@]+\.[^\s<>\[\]()\"@]+")
_TIME = re.compile(r"\b\d{1,2}\s?[:hH.]\s?\d{2}\b")
_ORANGE = re.compile(r"Message du \d{1,2}/\d{1,2}/\d{2,4}(?: à)? \d{1,2}[:h]\d{2}$", re.IGNORECASE)
_NAMED = re.compile(
    r"[\"'«]?[A-ZÀ-Þ][^:!?]{1,90}?(?:\s+<[^>]+>)?,?\s+"
    r"(?:a écrit|wrote|schrieb|ha scritto|escribió|schreef)"
    r"(?:\s+le\s[^:]{4,40}(?:\d{1,2}[:h]\d{2})?)?\s*:$"
)
_GOOGLE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s[^<>]{1,80}<[^<>\s]+@[^<>\s]+>:?$")


def attribution_at(lines: list[Line], place: int, *, marked: bool = False) -> int:
    """Return the place after the attribution that begins at `place`, or `place` when none does.

    `marked` says that the mailer's own HTML calls this a quote: the words are then enough.
    """
    first = lines[place].said
    if _ORANGE.match(first):
        return place + 1
    if _OPENING.match(first):
        after = _dated(lines, place, marked=marked)
        if after:
            return after
    if _NAMED.match(first) and not _TO_ME.search(first):
        cited = marked or bool(_ADDRESS.search(first) and _TIME.search(first))
        if cited or quoted_next(lines, place, place + 1):
            return place + 1
    return place


def _dated(lines: list[Line], place: int, *, marked: bool) -> int:
    joined = ""
    for after in range(place + 1, min(place + 1 + _MOST_LINES, len(lines) + 1)):
        line = lines[after - 1]
        if after > place + 1 and (line.blank or _OPENING.match(line.said)):
            return 0
        joined = f"{joined} {line.said}".strip()
        if len(joined) > _LONGEST:
            return 0
        if _ENDS_COLON.search(joined) and _is_attribution(joined):
            strong = _ADDRESS.search(joined) or marked
            return after if strong or quoted_next(lines, place, after) else 0
    return 0


def _is_attribution(joined: str) -> bool:
    if _GOOGLE.match(joined):
        return True
    if _FRENCH.match(joined) and not _FRENCH_DATE.match(joined):
        return False
    if not _ENDING.search(joined) or _TO_ME.search(joined):
        return False
    return bool(_ADDRESS.search(joined) or _TIME.search(joined) or re.search(r"\d{4}", joined))


def quoted_next(lines: list[Line], place: int, after: int) -> bool:
    """Say whether the next words after an attribution are quoted, deeper than it is."""
    for line in lines[after:]:
        if line.blank and not line.quoted:
            continue
        return line.quoted and (not lines[place].quoted or line.raw.lstrip().startswith((">", "|")))
    return False
