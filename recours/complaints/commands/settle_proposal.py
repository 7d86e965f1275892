"""Approve a proposed decision, or send it back: a second person, never the first."""

from datetime import datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import (
    ApproverIsProposer,
    ComplaintNotFound,
    DecisionNeedsReason,
    NotAllowedToDecide,
    NothingToApprove,
)
from recours.complaints.models import Complaint, Decision
from recours.complaints.moves import move
from recours.complaints.states import Status
from recours.people.rules import Actor
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def settle_proposal(
    *, reference: str, approve: bool, reason: str, actor: Actor, limit: int, at: datetime
) -> None:
    """Settle the proposal of another person, or send it back with a reason."""
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    proposal = Decision.objects.filter(
        complaint=complaint, round=complaint.round, settled_at=None, sent_back=False
    ).first()
    if proposal is None or complaint.status != Status.APPROVAL:
        raise NothingToApprove(reference)
    if proposal.proposed_by == actor.key:
        raise ApproverIsProposer(actor.key)
    if "supervisor" not in actor.roles or (approve and proposal.points > limit):
        raise NotAllowedToDecide(actor.key)
    if not approve and not reason.strip():
        raise DecisionNeedsReason(reference)
    proposal.approved_by = actor.key
    proposal.settled_at = at if approve else None
    proposal.sent_back = not approve
    proposal.save(update_fields=["approved_by", "settled_at", "sent_back"])
    complaint.save(update_fields=move(complaint, Status.REMEDY if approve else Status.DECISION))
    kind = "complaint.decision_approved" if approve else "complaint.decision_sent_back"
    body = {"points": proposal.points, "by": actor.key, "reason": reason.strip()}
    mark_changed(about=reference, at=at)
    if approve:
        tell_listeners(reference=reference, event="complaint.decided", at=at)
    append(facts=[Fact(kind=kind, account=reference, body=body)], at=at)
