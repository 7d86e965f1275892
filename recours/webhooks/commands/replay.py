"""Send a message again, under its own name: whoever received it already knows it."""

from datetime import datetime

from django.db import transaction

from recours.kernel.states import check_move
from recours.webhooks.errors import DeliveryNotFound
from recours.webhooks.models import Delivery
from recours.webhooks.queueing import ask
from recours.webhooks.states import MOVES, State


@transaction.atomic
def replay(*, delivery: str, at: datetime) -> None:
    """Start again with every attempt; what is on its way is hurried. Raise `DeliveryNotFound`."""
    row = Delivery.objects.select_for_update().filter(pk=delivery).first()
    if row is None:
        raise DeliveryNotFound(delivery)
    if row.state == State.PENDING and row.attempts == 0:
        return
    if row.state != State.PENDING:
        check_move(MOVES, State(row.state), State.PENDING)
    row.state, row.attempts, row.round, row.next_try_at = State.PENDING, 0, row.round + 1, at
    row.save(update_fields=["state", "attempts", "round", "next_try_at"])
    ask(delivery=row.pk, turn=(row.round, 0), at=at)
