"""Forget what was delivered long ago."""

from datetime import datetime, timedelta

from recours.webhooks.models import Delivery, Event
from recours.webhooks.states import State

KEPT = timedelta(days=30)
AT_ONCE = 2_000


def prune_deliveries(*, at: datetime) -> int:
    """Return how many events of more than thirty days were removed; what nobody took stays."""
    removed = 0
    unsettled = Delivery.objects.exclude(state=State.DELIVERED).values("event")
    while True:
        old = Event.objects.filter(at__lt=at - KEPT).exclude(pk__in=unsettled)
        keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return removed
        Event.objects.filter(pk__in=keys).delete()
        removed += len(keys)
