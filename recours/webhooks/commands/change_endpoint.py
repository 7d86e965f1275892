"""Change what an endpoint is told of, or switch it off and on again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from recours.webhooks.errors import BadAddress, EndpointNotFound
from recours.webhooks.models import Delivery, Endpoint
from recours.webhooks.queueing import ask
from recours.webhooks.rules.events import check_events
from recours.webhooks.states import State


@transaction.atomic
def change_endpoint(
    *, endpoint: str, events: Iterable[str] | None = None, is_on: bool | None = None, at: datetime
) -> None:
    """Write what is given; what waited while it was off is sent once it is on.

    Raise `EndpointNotFound`, `UnknownEvent`.
    """
    row = Endpoint.objects.select_for_update().filter(pk=endpoint).first()
    if row is None:
        raise EndpointNotFound(endpoint)
    if events is not None:
        row.events = check_events(events)
        if not row.events:
            raise BadAddress("no-event")
    comes_back = is_on and not row.is_on
    if is_on is not None:
        row.is_on = is_on
        row.off_because = "" if is_on else "person"
    if comes_back:
        row.failing_since = None
    row.save(update_fields=["events", "is_on", "off_because", "failing_since"])
    if comes_back:
        for delivery in Delivery.objects.filter(endpoint=row, state=State.PENDING):
            Delivery.objects.filter(pk=delivery.pk).update(next_try_at=at, round=delivery.round + 1)
            ask(delivery=delivery.pk, turn=(delivery.round + 1, delivery.attempts), at=at)
