"""Tell whoever listens that something happened, in the transaction that did it."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from recours.webhooks.models import Delivery, Endpoint, Event
from recours.webhooks.queueing import ask
from recours.webhooks.rules.events import EVENTS, body_of


def announce(
    *, event: str, about: str, programme: str, data: Mapping[str, str | int], at: datetime
) -> int:
    """Return how many endpoints will be told: nothing is written when nobody listens.

    `data` holds references: never a name, an address or what was said.
    """
    if event not in EVENTS:
        raise KeyError(event)
    listening = [
        row
        for row in Endpoint.objects.filter(is_on=True)
        if event in row.events and (row.programmes is None or programme in row.programmes)
    ]
    if not listening:
        return 0
    told = {"reference": about, "programme": programme, **data}
    happened = Event(
        id=uuid.uuid4(), name=event, about=about, body=body_of(event=event, data=told, at=at), at=at
    )
    Event.objects.bulk_create([happened])
    rows = [
        Delivery(id=uuid.uuid4(), event=happened, endpoint=row, next_try_at=at) for row in listening
    ]
    Delivery.objects.bulk_create(rows)
    for row in rows:
        ask(delivery=row.pk, turn=(1, 0), at=at)
    return len(rows)
