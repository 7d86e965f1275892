"""Send an endpoint a message that says nothing, to see that it is heard."""

from datetime import datetime

from django.db import transaction

from recours.webhooks.errors import EndpointNotFound
from recours.webhooks.models import Delivery, Endpoint, Event
from recours.webhooks.queueing import ask
from recours.webhooks.rules.events import TEST, body_of


@transaction.atomic
def try_endpoint(*, endpoint: str, at: datetime) -> str:
    """Return the key of the delivery; raise `EndpointNotFound`."""
    row = Endpoint.objects.filter(pk=endpoint).first()
    if row is None:
        raise EndpointNotFound(endpoint)
    body = body_of(event=TEST, data={"endpoint": str(row.pk)}, at=at)
    event = Event.objects.create(name=TEST, body=body, at=at)
    delivery = Delivery.objects.create(event=event, endpoint=row, next_try_at=at)
    ask(delivery=delivery.pk, turn=(1, 0), at=at)
    return str(delivery.pk)
