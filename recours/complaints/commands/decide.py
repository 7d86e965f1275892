"""Take a decision on a complaint, or propose it to a second person."""

from dataclasses import dataclass
from datetime import datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import (
    ComplaintChanged,
    ComplaintNotFound,
    ComplaintNotToDecide,
    DecisionAboveClaim,
    DecisionNeedsReason,
    NotAllowedToDecide,
)
from recours.complaints.models import Complaint, Decision, Dossier
from recours.complaints.moves import move
from recours.complaints.rules.authority import Authority, authority_over, needs_reason
from recours.complaints.states import TO_DECIDE, Finding, Outcome, Status
from recours.people.rules import Actor
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

LARGEST_GESTURE = 5_000  # points beyond what the evidence shows: nobody gives more by mistake


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of the decision: settled, or waiting for a second person."""

    settled: bool
    automatic: bool


def decide(
    *,
    reference: str,
    version: int | None,
    outcome: Outcome,
    points: int,
    reason: str,
    actor: Actor,
    limit: int,
    at: datetime,
) -> Decided:
    """Settle the complaint when the person's limit reaches, propose it otherwise.

    `version` is what the person was looking at, None when nobody was (the house decides by
    itself); `limit` is in points. Raises `ComplaintChanged`, `ComplaintNotToDecide`,
    `DecisionNeedsReason`, `DecisionAboveClaim`, `NotAllowedToDecide`.
    """
    complaint = _to_decide(reference, version)
    dossier = Dossier.objects.filter(complaint=complaint).order_by("-number").first()
    _check_words(complaint, outcome, points, reason.strip())
    automatic = actor.kind == "system"
    authority = (
        Authority.FINAL
        if automatic
        else authority_over(roles=actor.roles, limit=limit, points=points)
    )
    if authority is Authority.REFUSED:
        raise NotAllowedToDecide(actor.key)
    settled = authority is Authority.FINAL
    Decision.objects.create(
        complaint=complaint,
        round=complaint.round,
        dossier=dossier,
        outcome=outcome,
        points=points,
        reason=reason.strip(),
        automatic=automatic,
        proposed_by=actor.key or actor.kind,
        proposed_at=at,
        settled_at=at if settled else None,
    )
    complaint.save(update_fields=move(complaint, Status.REMEDY if settled else Status.APPROVAL))
    mark_changed(about=reference, at=at)
    if settled:
        tell_listeners(reference=reference, event="complaint.decided", at=at)
    append(facts=[_fact(reference, outcome, points, dossier, actor, settled)], at=at)
    return Decided(settled=settled, automatic=automatic)


def _to_decide(reference: str, version: int | None) -> Complaint:
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if complaint.status not in TO_DECIDE:
        raise ComplaintNotToDecide(reference)
    if version is not None and complaint.version != version:
        raise ComplaintChanged(reference)
    return complaint


def _check_words(complaint: Complaint, outcome: Outcome, points: int, reason: str) -> None:
    due = complaint.points_due or 0
    finding = Finding(complaint.finding or Finding.UNKNOWN)
    if needs_reason(finding=finding, due=due, outcome=outcome, points=points) and not reason:
        raise DecisionNeedsReason(complaint.reference)
    if points > due + LARGEST_GESTURE or (outcome is Outcome.UNFOUNDED and points):
        raise DecisionAboveClaim(complaint.reference)


def _fact(
    reference: str,
    outcome: Outcome,
    points: int,
    dossier: Dossier | None,
    actor: Actor,
    settled: bool,  # noqa: FBT001
) -> Fact:
    return Fact(
        kind="complaint.decided" if settled else "complaint.decision_proposed",
        account=reference,
        body={
            "outcome": outcome.value,
            "points": points,
            "dossier": dossier.number if dossier else 0,
            "dossier_sha256": dossier.sha256 if dossier else "",
            "by": actor.key or actor.kind,
            "automatic": actor.kind == "system",
        },
    )
