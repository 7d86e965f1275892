"""Be the second person: approve a proposed decision, or send it back with a reason."""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.settle_proposal import settle_proposal
from recours.complaints.queries import complaint_seen_by
from recours.jobs.commands.enqueue import enqueue
from recours.people.queries import staff_card
from recours.people.rules import Actor


@transaction.atomic
def settle_proposed_decision(
    *, complaint: str, approve: bool, reason: str, actor: Actor, at: datetime
) -> None:
    """Have an approved decision carried out; one sent back waits again for its first person."""
    card = complaint_seen_by(actor, complaint)
    person = staff_card(actor.key)
    settle_proposal(
        reference=complaint,
        approve=approve,
        reason=reason,
        actor=actor,
        limit=person.points_limit,
        at=at,
    )
    if approve:
        enqueue(
            kind="complaints.carry_out",
            payload={"reference": complaint},
            at=at,
            unique_key=f"carry-out:{complaint}/{card.round}",
        )
