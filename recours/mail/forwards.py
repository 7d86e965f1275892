"""Messages passed on: what follows is the content, and nothing of it is folded."""

import re

from recours.mail.lines import Line

_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:tr|fwd?|wg|i|rv|rif|doorst|enc|vb)\s?(?:\[\d+\])?\s?:",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"[-_=—–‐*\s]*(?:forwarded message|forwarded by [^-]{1,80}|message transféré|message transmis"
    r"|courriel transféré|mail transféré|e-mail transféré|message réexpédié|weitergeleitete nachricht"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada)\s*:?[-_=—–‐*\s]*$"
    r"|(?:début du message (?:transféré|réexpédié)|begin forwarded message"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|inizio messaggio inoltrato"
    r"|inicio del mensaje reenviado|begin doorgestuurd bericht)\s*:?$",
    re.IGNORECASE,
)


def is_forward_mark(line: Line) -> bool:
    """Say whether a line announces a message passed on."""
    return 0 < len(line.said) < 120 and _MARK.match(line.said) is not None


def is_forward_subject(subject: str) -> bool:
    """Say whether the subject begins as that of a message passed on."""
    return _SUBJECT.match(subject) is not None
