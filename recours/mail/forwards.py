"""Messages passed on: what follows is the content, and nothing of it is folded."""

import re

from recours.mail.lines import Line
from recours.mail.phrases import any_of

_SUBJECT = any_of(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:tr|fwd?|wg|i|rv|rif|doorst|enc|vb)\s?(?:\[\d+\])?\s?:"
)
_MARK = any_of(
    "forwarded message",
    r"forwarded by [^-]{1,80}",
    r"(?:message|courriel|mail|e-mail) (?:transféré|transmis|réexpédié)",
    "weitergeleitete nachricht",
    "mensaje reenviado",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "mensagem encaminhada",
    r"début du message (?:transféré|réexpédié)",
    "begin forwarded message",
    r"anfang der weitergeleiteten (?:nachricht|e-mail)",
    "inizio messaggio inoltrato",
    "inicio del mensaje reenviado",
    "begin doorgestuurd bericht",
)
_RULE = re.compile(r"^[-_=—–‐*\s]+")
_END = re.compile(r"\s*:?[-_=—–‐*\s]*$")
_LONGEST = 120


def is_forward_mark(line: Line) -> bool:
    """Say whether a line announces a message passed on."""
    if not 0 < len(line.said) < _LONGEST:
        return False
    words = _RULE.sub("", line.said)
    found = _MARK.match(words)
    return found is not None and _END.match(words, found.end()) is not None


def is_forward_subject(subject: str) -> bool:
    """Say whether the subject begins as that of a message passed on."""
    return _SUBJECT.match(subject) is not None
