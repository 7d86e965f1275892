"""Send what waits to leave, and write on each complaint that its acknowledgement left."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction

from recours.complaints.commands.meet_clock import meet_clock
from recours.complaints.queries import unmet
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.departures import posted_on
from recours.correspondence.queries import sent_on
from recours.kernel.days import LEGAL_ZONE, legal_day

RULE = "A-ACK-ACPR"
LOOK_BACK = timedelta(days=20)
BY_POST = ("noted", "acknowledgement")
NOON = time(12)


def deliver_messages(*, at: datetime, limit: int) -> int:
    """Return how many messages left; the clock of each acknowledgement sent is met."""
    sent = deliver_outbox(at=at, limit=limit)
    waiting = unmet(RULE, since=legal_day(at - LOOK_BACK))
    told = _posted(waiting, at) | sent_on("noted", waiting) | sent_on("acknowledgement", waiting)
    for reference, moment in told.items():
        with transaction.atomic():
            meet_clock(reference=reference, rule=RULE, at=moment)
    return sent


def _posted(waiting: Sequence[str], at: datetime) -> dict[str, datetime]:
    """Return when the receipt or invitation of each was handed to the post: at noon that day."""
    named = {f"{kind}:{about}": about for about in waiting for kind in BY_POST}
    days = posted_on(list(named)) if named else {}
    return {
        named[key]: min(at, datetime.combine(day, NOON, tzinfo=LEGAL_ZONE))
        for key, day in days.items()
    }
