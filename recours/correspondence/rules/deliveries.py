"""What happens to a message on its way, and what a server's refusal means. Pure."""

import re

WHAT = (
    "attempt",  # we knocked
    "accepted",  # a server took it
    "delayed",  # a server asked to come back, or did not answer
    "refused",  # a server said no for good, to our face
    "bounced",  # taken, then sent back
    "delivered",  # the recipient's server says so
    "relayed",  # handed on to a system that reports nothing more
    "complained",  # the person told their provider that it is unwanted
    "printed",
    "posted",  # handed to the post
    "returned",  # brought back by the post
    "withdrawn",  # what was said just before was a mistake
)
ACTIONS = {  # RFC 3464, and RFC 5965 for the last one
    "failed": "bounced",
    "delayed": "delayed",
    "delivered": "delivered",
    "expanded": "relayed",
    "relayed": "relayed",
    "complained": "complained",
}
_STATUS = re.compile(r"\b([245])\.([0-9]{1,3})\.([0-9]{1,3})\b")
_MEANING = {  # RFC 3463: subject and detail
    (1, 1): "unknown",
    (1, 2): "no-domain",
    (1, 3): "unknown",
    (1, 6): "moved",
    (1, 10): "no-domain",
    (2, 1): "closed",
    (2, 2): "full",
    (2, 3): "too-large",
    (3, 4): "too-large",
    (4, 1): "no-answer",
    (4, 4): "no-domain",
    (4, 7): "no-answer",
}
GONE = frozenset({"unknown", "no-domain", "moved", "closed", "full"})  # the address, not us
_WORDS = (  # for the servers that give no status, most telling first
    ("full", re.compile(r"quota|mailbox (is )?full|over ?quota|bo[iî]te pleine", re.IGNORECASE)),
    ("unknown", re.compile(r"user unknown|no such|does not exist|unknown user", re.IGNORECASE)),
    ("closed", re.compile(r"disabled|inactive|closed|suspended", re.IGNORECASE)),
    ("blocked", re.compile(r"spam|blocked|blacklist|policy|reputation", re.IGNORECASE)),
)
POLICY = 7


def status_of(words: str) -> str:
    """Return the status (5.2.2) that a server's answer holds, or nothing."""
    found = _STATUS.search(words)
    return found[0] if found else ""


def meaning_of(status: str, words: str) -> str:
    """Return what a refusal means: full, unknown, closed… or nothing when it does not say."""
    found = _STATUS.fullmatch(status.strip()) or _STATUS.search(words)
    if found is not None:
        subject, detail = int(found[2]), int(found[3])
        if subject == POLICY:
            return "blocked"
        if (subject, detail) in _MEANING:
            return _MEANING[subject, detail]
    return next((name for name, pattern in _WORDS if pattern.search(words)), "")


def what_of(action: str, status: str) -> str:
    """Return what a report's action says; without one, its status decides."""
    known = ACTIONS.get(action.strip().lower())
    return known or ("bounced" if status.startswith("5") else "delayed")
