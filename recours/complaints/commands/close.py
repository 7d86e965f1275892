"""Close a complaint once it is answered: the operator's clocks are met."""

from datetime import datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import ComplaintNotDecided, ComplaintNotFound
from recours.complaints.models import Complaint
from recours.complaints.moves import move
from recours.complaints.states import Status
from recours.complaints.timing import running
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def close(*, reference: str, answer_sha256: str, at: datetime) -> None:
    """Close on an answer that left; `answer_sha256` is the fingerprint of its letter."""
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if complaint.status != Status.REMEDY:
        raise ComplaintNotDecided(reference)
    complaint.closed_at = at
    complaint.save(update_fields=["closed_at", *move(complaint, Status.CLOSED)])
    running(complaint).filter(owed_by="operator", met_at=None).update(met_at=at)
    mark_changed(about=reference, at=at)
    tell_listeners(reference=reference, event="complaint.closed", at=at)
    append(
        facts=[
            Fact(
                kind="complaint.answered", account=reference, body={"letter_sha256": answer_sha256}
            )
        ],
        at=at,
    )
