"""Note a message refused at the door because it is too large: its head, shown on a list."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.mailroom.commands.settle_mail import settle_mail
from recours.mailroom.commands.take_in import take_in
from recours.mailroom.rules.reading import Ending
from recours.mailroom.states import Outcome, Standing


def refuse_large(
    *,
    head: bytes,
    size: int,
    mailbox: str,
    envelope_from: str,
    envelope_to: Sequence[str],
    at: datetime,
) -> None:
    """Write it among what is too large; nobody is written to: the sender's own server says it."""
    taken = take_in(
        raw=head,
        door="lmtp",
        mailbox=mailbox,
        place="",
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        at=at,
        size=size,
    )
    if taken.new:
        ending = Ending(Standing.REJECTED, Outcome.REJECTED, "too-large")
        with transaction.atomic():
            settle_mail(mail=taken.id, ending=ending, read=None, at=at)
