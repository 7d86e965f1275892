"""What must always be true of the webhooks."""

from django.db.models import Exists, OuterRef

from recours.webhooks.models import Delivery, Event
from recours.webhooks.states import State

SENTENCES = 20


def invariants() -> dict[str, list[str]]:
    """Return what does not hold, a sentence each."""
    taken = Delivery.objects.filter(state=State.DELIVERED).exclude(status__gte=200, status__lt=300)
    alone = Event.objects.filter(~Exists(Delivery.objects.filter(event=OuterRef("pk"))))
    return {
        "what is delivered was taken": [f"delivery {row.pk}" for row in taken[:SENTENCES]],
        "what happened is for somebody": [f"event {row.pk}" for row in alone[:SENTENCES]],
    }
