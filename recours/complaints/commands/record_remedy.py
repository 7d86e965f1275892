"""Write on a decided complaint what the customer was given."""

from datetime import date, datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import ComplaintNotDecided, ComplaintNotFound
from recours.complaints.models import Complaint, Remedy
from recours.complaints.states import Status
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def record_remedy(
    *, reference: str, kind: str, points: int, effect: str, expires_on: date | None, at: datetime
) -> bool:
    """Return whether this was the first time; a second time in the same round adds nothing."""
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if Remedy.objects.filter(complaint=complaint, round=complaint.round, kind=kind).exists():
        return False
    if complaint.status != Status.REMEDY:
        raise ComplaintNotDecided(reference)
    Remedy.objects.create(
        complaint=complaint,
        round=complaint.round,
        kind=kind,
        points=points,
        effect=effect,
        expires_on=expires_on,
        carried_out_at=at,
    )
    body = {
        "kind": kind,
        "points": points,
        "effect": effect,
        "expires_on": expires_on.isoformat() if expires_on else None,
    }
    tell_listeners(reference=reference, event="remedy.carried_out", data={"kind": kind}, at=at)
    append(facts=[Fact(kind="complaint.remedy_recorded", account=reference, body=body)], at=at)
    return True
