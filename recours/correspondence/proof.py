"""What happened to a message on its way: each fact is written once, and never changes."""

import uuid
from datetime import datetime

from recours.correspondence.models import Delivery
from recours.correspondence.rules.mails import header_line

FACTS = uuid.UUID("0c1be4b4-52a5-5d0e-9f43-6a5e1f9a7d20")


def note(
    *,
    message: uuid.UUID,
    what: str,
    key: str,
    at: datetime,
    server: str = "",
    status: str = "",
    words: str = "",
) -> None:
    """Write the fact; the same `key` again writes nothing more."""
    row = Delivery(
        id=uuid.uuid5(FACTS, f"{message}:{what}:{key}"),
        message_id=message,
        what=what,
        server=header_line(server, longest=120),
        status=header_line(status, longest=12),
        words=header_line(words, longest=300),
        at=at,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
