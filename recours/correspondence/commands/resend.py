"""Let a message leave that was kept back, refused or given up."""

from datetime import datetime

from django.db import transaction

from recours.correspondence.errors import MessageNotFound
from recours.correspondence.keys import read_key
from recours.correspondence.models import Outbox
from recours.correspondence.states import MOVES, Sending
from recours.kernel.states import check_move


@transaction.atomic
def resend(*, message: str, at: datetime) -> None:
    """Put the message back in the outbox, with the same Message-ID; raise `ForbiddenMove`."""
    key = read_key(message)
    row = Outbox.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise MessageNotFound(message)
    check_move({**MOVES, Sending.LEASED: frozenset()}, Sending(row.state), Sending.PENDING)
    Outbox.objects.filter(pk=key, state=row.state).update(
        state=Sending.PENDING, reason="", attempts=0, next_try_at=at, sent_at=None
    )
