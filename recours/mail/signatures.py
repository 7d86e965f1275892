"""Signatures and small print: folded only when nothing of the matter can be in them."""

import re

from recours.mail.lines import Line
from recours.mail.mobile import is_mobile
from recours.mail.phrases import any_of

_DELIMITER = re.compile(r"--\s?$")
_MOST_LINES = 14
_MOST_LETTERS = 900
_LONGEST_LINE = 90
_NEAR_END = 3

_CLOSING = any_of(
    r"(?:bien |très )?cordialement(?: vôtre)?",
    "cordiales salutations",
    "cdlt?",
    r"(?:bien )?à vous",
    "bien à toi",
    r"(?:meilleures|sincères|respectueuses|mes) salutations",
    r"salutations(?: distinguées)?",
    "respectueusement",
    "amicalement",
    r"bonne (?:journée|réception|soirée)",
    "sincèrement",
    r"merci(?: d['’]avance| beaucoup)?",
    r"(?:(?:best|kind|warm)(?:est)? )?regards",
    "best",
    "sincerely",
    r"yours (?:sincerely|faithfully|truly)",
    r"(?:many )?thanks",
    "thank you",
    "mit freundlichen grüßen",
    r"saludos(?: cordiales)?",
    "cordiali saluti",
    r"met vriendelijke groet(?:en)?",
    "bàv",
    "mfg",
)
_CLOSING_END = re.compile(r"\s*[,.!]*$")
_CONTACT = any_of(
    r"\b(?:t[ée]l(?:[ée]phone)?|mob(?:ile)?|port(?:able)?|fax|phone|gsm|standard)\b\.?\s?:?\s*[+(\d]",
    r"(?<!\d)(?:\+33|0033|0)\s?[1-9](?:[ .-]?\d{2}){4}(?!\d)",
    r"\+\d{2}[\d .()-]{7,15}",
    r"[^\s@<>]+@[^\s@<>]+\.\w+",
    r"https?://|www\.",
    r"\b\d{5}\s+[A-ZÀ-Þ]",
    r"\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|av\.|bd|boulevard|place|chemin|allée)\b",
    r"\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:impasse|quai|route|cours|square|villa|résidence)\b",
)
# What the complaint may be about: a block with one of these is never folded.
_MATTER = any_of(
    r"\b(?:carte|commande|ticket|dossier|r[ée]f(?:[ée]rence)?|num[ée]ro|compte|client|facture)\b|n°",
    r"\b(?:adh[ée]rent|contrat|colis|points?|euros?|eur|r[ée]clamation|iban|rib|payé|achat|magasin)\b",
    r"\b(?:order|card|account|invoice|customer|member|case|date)\b|[€?]|R-\d{4}-",
)
_SENTENCE = any_of(r"\w[.!]\s+\w{3,}.*\w{3,}", r"\b(?:je|j['’]ai|vous|nous|i|you|we)\b")
_SMALL_PRINT = any_of(
    r"ce(?:t e-?mail| message| courriel| courrier électronique)\b.{0,110}?"
    r"\b(?:confidentiel|destiné|peu(?:ven)?t contenir|exclusi|strictement|privilégi)",
    r"les informations contenues dans (?:ce|cet)\b.{0,80}?(?:confidentiel|destin)",
    r"this (?:e-?mail|message|communication)\b.{0,90}?(?:confidential|intended|privileged)",
    r"the information (?:contained )?in this (?:e-?mail|message)\b.{0,60}?(?:confiden|intended)",
    r"avant d['’]imprimer|pensez à l['’]environnement|n['’]imprimez ce",
    r"please consider the environment|think before you print",
    r"l['’]absence de virus dans ce courrier|(?:garanti )?sans virus\.?\s*www|virus-free",
    r"this email has been (?:checked|scanned) for viruses|cet e-?mail a été vérifié par",
)


def signature_lines(lines: list[Line]) -> set[int]:
    """Return the places of the lines to fold at the end of what a person wrote."""
    folded: set[int] = set()
    end = _without_small_print(lines, folded)
    end = _without_mobile(lines, end, folded)
    delimiter = _delimiter(lines, end)
    if delimiter is not None:
        return folded | set(range(delimiter, end))
    begin = _contact_block(lines, end)
    if begin is not None:
        folded.update(range(begin, end))
    return folded


def _last(lines: list[Line], end: int) -> int:
    while end and lines[end - 1].blank:
        end -= 1
    return end


def _without_small_print(lines: list[Line], folded: set[int]) -> int:
    """Fold the paragraphs of small print at the end, from the last one upwards."""
    end = _last(lines, len(lines))
    while end:
        begin = end
        while begin and not lines[begin - 1].blank:
            begin -= 1
        whole = " ".join(line.said for line in lines[begin:end])
        if not _SMALL_PRINT.match(whole.lstrip("-_*=# ")):
            return end
        folded.update(range(begin, end))
        end = _last(lines, begin)
    return end


def _without_mobile(lines: list[Line], end: int, folded: set[int]) -> int:
    """Fold « Envoyé de mon iPhone », alone or with the line of an application after it."""
    for _ in range(_MOST_LINES):
        end = _last(lines, end)
        if not end or not is_mobile(lines[end - 1].said):
            break
        end -= 1
        folded.add(end)
        if end and lines[end - 1].said in ("--", "-", "—"):
            end -= 1
            folded.add(end)
    for place in range(end):  # some telephones write it before a name
        if is_mobile(lines[place].said) and end - place <= _NEAR_END:
            folded.add(place)
    return _last(lines, end)


def _delimiter(lines: list[Line], end: int) -> int | None:
    for place in range(end - 1, max(end - _MOST_LINES - 2, -1), -1):
        if _DELIMITER.fullmatch(lines[place].raw) and place > 0:
            letters = sum(len(line.said) for line in lines[place:end])
            return place if letters <= _MOST_LETTERS else None
    return None


def _contact_block(lines: list[Line], end: int) -> int | None:
    """Return where « Cordialement » and a block of name and telephone begin, when all is sure."""
    for place in range(end - 1, max(end - _MOST_LINES, 0), -1):
        if not _closes(lines[place].said):
            continue
        after = [line for line in lines[place + 1 : end] if not line.blank]
        if after and is_contact_block(after):
            return place
        return None
    return None


def _closes(said: str) -> bool:
    found = _CLOSING.match(said)
    return found is not None and _CLOSING_END.match(said, found.end()) is not None


def is_contact_block(lines: list[Line]) -> bool:
    """Say whether lines hold a name and how to reach somebody, and nothing about the matter."""
    if any(len(line.said) > _LONGEST_LINE or line.quoted for line in lines):
        return False
    if any(_MATTER.search(line.said) or _SENTENCE.search(line.said) for line in lines):
        return False
    return any(_CONTACT.search(line.said) for line in lines)


def may_fold(lines: list[Line]) -> bool:
    """Say whether what a mailer marked as a signature may be folded without hiding the matter."""
    worded = [line for line in lines if not line.blank]
    if not worded or len(worded) > _MOST_LINES:
        return False
    if all(is_mobile(line.said) for line in worded):
        return True
    return not any(_MATTER.search(line.said) or _SENTENCE.search(line.said) for line in worded)
