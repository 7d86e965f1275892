"""Message-ID, In-Reply-To, References: kept when they are identifiers, forgotten otherwise."""

import re

from recours.mail.wire import Headers

_ID = re.compile(r"<([^<>\s]{1,500})>")
_BARE = re.compile(r"[^<>\s@]{1,250}@[^<>\s@]{1,250}")
_SAID = re.compile(r"[\w@]")


def message_id(headers: Headers) -> str:
    """Return the identifier in its angle brackets, or nothing when it is missing or odd."""
    found = identifiers(headers.text("message-id"))
    return found[0] if found else ""


def identifiers(text: str, most: int = 1) -> tuple[str, ...]:
    """Return the identifiers of a header, the first ones and the last when there are too many."""
    found = [f"<{each}>" for each in _ID.findall(text) if _SAID.search(each)]
    if not found:
        found = [f"<{each}>" for each in _BARE.findall(text)]
    once = list(dict.fromkeys(found))
    if len(once) > most:
        once = once[:1] + once[len(once) - most + 1 :] if most > 1 else once[:1]
    return tuple(once)
