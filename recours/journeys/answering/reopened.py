"""What follows a reopening: the evidence is gathered again, and the customer is told by when."""

from datetime import datetime

from django.conf import settings

from recours.complaints.queries import complaint_card
from recours.correspondence.commands.reach_customer import reach_customer
from recours.jobs.commands.enqueue import enqueue
from recours.people.queries import staff_card


def tell_reopened(*, reference: str, at: datetime) -> None:
    """Ask for the evidence of the new round, and tell the customer who answers and by when."""
    card = complaint_card(reference)
    enqueue(
        kind="complaints.assemble_evidence",
        payload={"reference": reference},
        at=at,
        unique_key=f"evidence:{reference}/{card.round}",
    )
    answer = card.clock("A-ANS-ACPR")
    assignee = staff_card(card.assignee) if card.assignee else None
    reach_customer(
        about=reference,
        customer=card.customer,
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
