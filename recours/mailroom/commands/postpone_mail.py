"""Leave a message that could not be filed for later, and say what went wrong."""

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now

from recours.mailroom.models import Incoming
from recours.mailroom.queries import read_key
from recours.mailroom.states import Standing


def postpone_mail(*, mail: str, trouble: str, wait: timedelta, counts: bool = True) -> int:
    """Return how often it was tried; it is tried again once `wait` is over.

    An attempt that failed for a reason outside the message does not count.
    """
    waiting = Incoming.objects.filter(pk=read_key(mail), state=Standing.PENDING)
    waiting.update(trouble=trouble[:300], claim="", lease_until=Now() + wait)
    if not counts:
        waiting.filter(attempts__gt=0).update(attempts=F("attempts") - 1)
    return waiting.values_list("attempts", flat=True).first() or 0
