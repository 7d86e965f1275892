"""Header blocks of Outlook, Zimbra, Samsung, Orange…: « De : / Envoyé : / À : / Objet : ».

A person may write such lines too (« De : Paris / À : Lyon / Date : 3 nov. »): the block counts only
with evidence that a mailer wrote it, an address or a subject with a time.
"""

import re

from recours.mail.lines import Line
from recours.mail.phrases import any_of

_REACH = 9  # lines in which the keys of one block are looked for
_ENOUGH = 3  # different keys that make a block
_MOST_BLANKS = 4
_LONGEST = 120
_KEY = re.compile(r"([A-Za-zÀ-ÿ-]{1,14}(?: \(heure[^)]*\))?)\s?:\s*(.*)")
_KEYS = {
    "from": "de from von da van expéditeur expediteur från fra od",
    "date": "envoyé envoye date sent gesendet inviato data enviado verzonden datum fecha skickat",
    "to": "à a to an para aan pour destinataire till til",
    "subject": "objet subject betreff oggetto asunto onderwerp assunto sujet",
    "cc": "cc copie kopie bcc cci répondre-à reply-to",
}
_ROLE = {word: role for role, words in _KEYS.items() for word in words.split()}
_SEPARATOR = any_of(
    r"[-_=—–‐]{2,}\s*(?:message d['’]origine|message original|mail original|message initial"
    r"|e-?mail d['’]origine|courriel original|original message|original e-?mail|original mail"
    r"|réponse d['’]origine|ursprüngliche nachricht|original[ -]?nachricht"
    r"|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht)"
    r"\s*:?\s*[-_=—–‐]*$",
    r"(?:message d['’]origine|message original)\s*:?$",
)
_ABOVE = any_of(
    r"(?:répond(?:ez|re)|écrivez|reply|write)\b.{0,30}?"
    r"(?:au[- ]dessus de|above)\s+(?:cette|la|this|the)\s+(?:ligne|line)",
)
_RULE = re.compile(r"[-_=*—–‐]{5,}$")
_ADDRESS = re.compile(r"@[\w.-]+\.\w|mailto:", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}\s?[:hH.]\s?\d{2}\b")


def is_separator(line: Line) -> bool:
    """Say whether a line alone announces the original message."""
    if len(line.said) >= _LONGEST:
        return False
    return bool(_SEPARATOR.match(line.said) or _ABOVE.search(line.said))


def block_at(lines: list[Line], place: int, *, marked: bool = False) -> bool:
    """Say whether a mailer's header block begins at `place`."""
    if not _begins(lines, place):
        return False
    roles = _roles(lines, place)
    if len(roles) < _ENOUGH or not ({"date", "subject"} & roles.keys()):
        return False
    if marked or _announced(lines, place):
        return True
    people = f"{roles.get('from', '')} {roles.get('to', '')} {roles.get('cc', '')}"
    if _ADDRESS.search(people):
        return True
    return "subject" in roles and bool(_TIME.search(roles.get("date", "")))


def _begins(lines: list[Line], place: int) -> bool:
    """Say whether a line is the sender's, or a date right over it."""
    role = role_of(lines[place].said)
    if role == "date" and place + 1 < len(lines):
        return role_of(lines[place + 1].said) == "from"
    return role == "from"


def role_of(said: str) -> str:
    """Return which header of a mail a line repeats, empty when none."""
    found = _KEY.match(said)
    return _ROLE.get(found.group(1).split(" (")[0].lower(), "") if found else ""


def _roles(lines: list[Line], place: int) -> dict[str, str]:
    roles: dict[str, str] = {}
    blanks = 0
    for line in lines[place : place + _REACH]:
        if line.blank:
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
            continue
        found = _KEY.match(line.said)
        role = _ROLE.get(found.group(1).split(" (")[0].lower(), "") if found else ""
        if role and found:
            roles.setdefault(role, found.group(2))
        elif roles and role_of(line.said) == "" and "subject" in roles:
            break
    return roles


def _announced(lines: list[Line], place: int) -> bool:
    for line in reversed(lines[max(place - 3, 0) : place]):
        if line.blank:
            continue
        return is_separator(line) or bool(_RULE.match(line.raw.strip()))
    return False


def block_start(lines: list[Line], place: int) -> int:
    """Return where the quote begins: at the rules drawn over its headers, if there are any."""
    start = place
    for before in range(place - 1, max(place - 4, -1), -1):
        line = lines[before]
        if line.blank and not line.raw.strip("_-=* \t>"):
            if line.raw.strip():
                start = before
            continue
        if is_separator(line) or _RULE.match(line.raw.strip()):
            start = before
        break
    return start
