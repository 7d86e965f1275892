"""Take the customer's written confirmation of what was only said: the written clocks start."""

from datetime import date, datetime

from django.db import transaction

from recours.complaints.commands.confirm_writing import confirm_writing
from recours.complaints.queries import complaint_card, leads_to
from recours.journeys.calls.invitation import acknowledge
from recours.people.queries import customer_card, staff_card


@transaction.atomic
def confirm_in_writing(*, complaint: str, written_on: date, by: str, at: datetime) -> bool:
    """Return whether this made it a written complaint; the second confirmation changes nothing.

    A complaint that was joined to another confirms both: no day of the mediator's year is lost.
    `by` is "link", "mail", "letter" or "desk". The acknowledgement with the mediator's dates
    leaves in the same transaction.
    """
    lead = leads_to(complaint)
    before = complaint_card(lead).written_on
    wrote = [
        reference
        for reference in sorted({complaint, lead})  # held in the order a merge holds them
        if confirm_writing(reference=reference, written_on=written_on, by=by, at=at)
    ]
    if lead in wrote and before is None:
        card = complaint_card(lead)
        assignee = staff_card(card.assignee) if card.assignee else None
        acknowledge(card, customer_card(card.customer), assignee, at=at)
    return bool(wrote)
