"""Send what waits to leave, and write on each complaint that its acknowledgement left."""

from datetime import datetime, timedelta

from django.db import transaction

from recours.complaints.commands.meet_clock import meet_clock
from recours.complaints.queries import unmet
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.queries import sent_on
from recours.kernel.days import legal_day

RULE = "A-ACK-ACPR"
LOOK_BACK = timedelta(days=20)


def deliver_messages(*, at: datetime, limit: int) -> int:
    """Return how many messages left; the clock of each acknowledgement sent is met."""
    sent = deliver_outbox(at=at, limit=limit)
    waiting = unmet(RULE, since=legal_day(at - LOOK_BACK))
    told = sent_on("noted", waiting) | sent_on("acknowledgement", waiting)
    for reference, moment in told.items():
        with transaction.atomic():
            meet_clock(reference=reference, rule=RULE, at=moment)
    return sent
