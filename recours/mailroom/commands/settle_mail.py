"""Write what became of a message, once, with what was read in it."""

from dataclasses import asdict
from datetime import datetime

from recours.mailroom.errors import MailAlreadyFiled
from recours.mailroom.models import Incoming, Reading
from recours.mailroom.queries import read_key
from recours.mailroom.rules.reading import Ending, WhatWasRead
from recours.mailroom.states import OUTCOME_OF, Standing


def settle_mail(*, mail: str, ending: Ending, read: WhatWasRead | None, at: datetime) -> None:
    """Move the message out of what waits; raise `MailAlreadyFiled` when somebody did before."""
    waiting = Incoming.objects.filter(pk=read_key(mail), state=Standing.PENDING)
    moved = waiting.update(
        state=ending.state,
        outcome=OUTCOME_OF.get(ending.state, ending.outcome),
        reason=ending.reason,
        about=ending.about,
        proposed=ending.proposed,
        message=ending.message,
        asks=ending.asks,
        original=read_key(ending.original) if ending.original else None,
        sender_sha256=ending.sender_sha256,
        subject_sha256=ending.subject_sha256,
        message_id_sha256=ending.message_id_sha256,
        settled_at=at,
        claim="",
        lease_until=None,
        trouble="",
    )
    if not moved:
        raise MailAlreadyFiled(mail)
    if read is not None:
        row = Reading(incoming_id=read_key(mail), **asdict(read))
        row.save(force_insert=True)
