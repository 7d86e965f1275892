"""Assemble the evidence of a complaint, conclude, and decide at once what needs nobody.

A finding wholly in the customer's favour, under the programme's automatic limit, is decided
here; everything else waits for a person.
"""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.decide import decide
from recours.complaints.commands.name_member import name_member
from recours.complaints.commands.record_dossier import record_dossier
from recours.complaints.queries import ComplaintCard, complaint_card
from recours.complaints.rules.authority import decided_by_itself
from recours.complaints.rules.conclusion import Conclusion
from recours.complaints.states import Outcome
from recours.jobs.commands.enqueue import enqueue
from recours.journeys.evidence.document import document, weigh
from recours.journeys.evidence.expiry import expiry_dossier
from recours.journeys.evidence.gather import gather
from recours.journeys.evidence.other import other_dossier
from recours.loyalty.queries import find_programme, programme_card
from recours.people.rules import SYSTEM


def assemble_evidence(*, complaint: str, decide_alone: bool, at: datetime) -> Conclusion:
    """Return the conclusion; the dossier is kept with the complaint, each time it changes.

    Raises `ComplaintNotToDecide` when the complaint is already decided.
    """
    card = complaint_card(complaint)
    if find_programme(card.programme) is None:  # it came by mail, before any programme
        conclusion, dossier, member = other_dossier(card)
    elif card.kind.computed == "expiry":
        conclusion, dossier, member = expiry_dossier(card)
    elif card.kind.computed == "purchase":
        found = gather(card, at)
        conclusion = weigh(found)
        dossier, member = document(found, conclusion), found.member
    else:
        conclusion, dossier, member = other_dossier(card)
    with transaction.atomic():
        if member and not card.member:
            name_member(reference=complaint, member=member, at=at)
        record_dossier(
            reference=complaint,
            finding=conclusion.finding,
            points_due=conclusion.due,
            document=dossier,
            at=at,
        )
        if decide_alone and member:
            _decide_alone(card, conclusion, at)
    return conclusion


def _decide_alone(card: ComplaintCard, conclusion: Conclusion, at: datetime) -> None:
    limit = programme_card(card.programme).automatic_limit
    if not decided_by_itself(finding=conclusion.finding, points=conclusion.due, limit=limit):
        return
    decide(
        reference=card.reference,
        version=None,
        outcome=Outcome.FOUNDED,
        points=conclusion.due,
        reason="",
        actor=SYSTEM,
        limit=limit,
        at=at,
    )
    enqueue(
        kind="complaints.carry_out",
        payload={"reference": card.reference},
        at=at,
        unique_key=f"carry-out:{card.reference}/{card.round}",
    )
