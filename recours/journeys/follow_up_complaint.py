"""Take the customer's word on whether it was put right; a no reopens and tells them so."""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.answer_follow_up import answer_follow_up
from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.queries import complaint_card
from recours.correspondence.commands.record_message import record_message
from recours.journeys.answering.reopened import tell_reopened
from recours.kernel.days import legal_day
from recours.people.queries import customer_card


@transaction.atomic
def follow_up_complaint(*, token: str, put_right: bool, comment: str, at: datetime) -> str:
    """Return the reference; reopened, the same person answers again by a new date."""
    reference = answer_follow_up(
        token=token, put_right=put_right, comment=comment, today=legal_day(at), at=at
    )
    card = complaint_card(reference)
    person = customer_card(card.customer)
    if comment.strip():
        message = record_message(
            about=reference,
            direction="in",
            audience="customer",
            author=person.name,
            subject="",
            text=comment.strip(),
            at=at,
            channel="follow-up",
        )
        told = {"message": message, "channel": "follow-up"}
        tell_listeners(reference=reference, event="message.received", data=told, at=at)
    if put_right or not card.is_open:
        return reference
    tell_reopened(reference=reference, at=at)
    return reference
