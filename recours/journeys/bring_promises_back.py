"""Bring back to the lists the promises whose day has come, made to customers by the desk."""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.mark_due_promises import mark_due_promises
from recours.kernel.days import legal_day

AT_ONCE = 200


def bring_promises_back(*, at: datetime) -> int:
    """Return how many came back; each is marked once, in the log too."""
    brought = 0
    while marked := _mark(at):
        brought += marked
    return brought


@transaction.atomic
def _mark(at: datetime) -> int:
    return mark_due_promises(today=legal_day(at), at=at, limit=AT_ONCE)
