"""Take the customer's word on whether it was put right; a no reopens and tells them so."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from recours.complaints.commands.answer_follow_up import answer_follow_up
from recours.complaints.queries import complaint_card
from recours.correspondence.commands.queue_email import queue_email
from recours.correspondence.commands.record_message import record_message
from recours.jobs.commands.enqueue import enqueue
from recours.kernel.days import legal_day
from recours.people.queries import customer_card, staff_card


@transaction.atomic
def follow_up_complaint(*, token: str, put_right: bool, comment: str, at: datetime) -> str:
    """Return the reference; reopened, the same person answers again by a new date."""
    reference = answer_follow_up(
        token=token, put_right=put_right, comment=comment, today=legal_day(at), at=at
    )
    card = complaint_card(reference)
    person = customer_card(card.customer)
    if comment.strip():
        record_message(
            about=reference,
            direction="in",
            audience="customer",
            author=person.name,
            subject="",
            text=comment.strip(),
            at=at,
            channel="follow-up",
        )
    if put_right or not card.is_open:
        return reference
    enqueue(
        kind="complaints.assemble_evidence",
        payload={"reference": reference},
        at=at,
        unique_key=f"evidence:{reference}/{card.round}",
    )
    answer = card.clock("A-ANS-ACPR")
    assignee = staff_card(card.assignee) if card.assignee else None
    queue_email(
        about=reference,
        to=person.email,
        to_name=person.name,
        language=card.language,
        template="reopened",
        values={
            "reference": reference,
            "assignee": assignee.name if assignee else "",
            "answer_due": answer.operator_due.isoformat() if answer else "",
            "follow_url": f"{settings.SITE_URL}/suivre/{reference}/",
        },
        at=at,
        key=f"reopened:{reference}/{card.round}",
    )
    return reference
