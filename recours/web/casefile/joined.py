"""What was said on a complaint and on those joined to it, in one order."""

from collections.abc import Sequence
from datetime import UTC, datetime

from recours.correspondence.queries import MessageCard, thread

SAID = ("telephone", "counter", "chat")


def whole_thread(reference: str, joined: Sequence[str]) -> list[MessageCard]:
    """Return every message of a complaint so far, those of what was joined to it included."""
    now = datetime.now(tz=UTC)
    found = thread(reference, until=now)
    for one in joined:
        found += thread(one, until=now)
    return sorted(found, key=lambda message: message.at) if joined else found
