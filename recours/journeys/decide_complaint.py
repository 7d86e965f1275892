"""Decide a complaint, and have what was decided carried out."""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.decide import Decided, decide
from recours.complaints.queries import complaint_seen_by
from recours.complaints.states import Outcome
from recours.jobs.commands.enqueue import enqueue
from recours.people.queries import staff_card
from recours.people.rules import Actor


@transaction.atomic
def decide_complaint(
    *,
    complaint: str,
    version: int,
    outcome: Outcome,
    points: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Decided:
    """Settle the complaint within the person's limit, or propose it to a second person."""
    card = complaint_seen_by(actor, complaint)
    person = staff_card(actor.key)
    decided = decide(
        reference=complaint,
        version=version,
        outcome=outcome,
        points=points,
        reason=reason,
        actor=actor,
        limit=person.points_limit,
        at=at,
    )
    if decided.settled:
        enqueue(
            kind="complaints.carry_out",
            payload={"reference": complaint},
            at=at,
            unique_key=f"carry-out:{complaint}/{card.round}",
        )
    return decided
