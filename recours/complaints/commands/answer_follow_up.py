"""Keep the customer's word on whether it was put right; a no reopens the complaint."""

from datetime import date, datetime
from hashlib import sha256

from recours.complaints.commands.reopen import reopen
from recours.complaints.errors import ComplaintNotFound, FollowUpAlreadyAnswered
from recours.complaints.models import FollowUp
from recours.complaints.states import Status
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def answer_follow_up(
    *, token: str, put_right: bool, comment: str, today: date, at: datetime
) -> str:
    """Return the reference; the answer stands once given."""
    question = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("complaint")
        .filter(token_sha256=sha256(token.encode()).hexdigest())
        .first()
    )
    if question is None:
        raise ComplaintNotFound
    if question.answered_at is not None:
        raise FollowUpAlreadyAnswered(question.complaint.reference)
    question.put_right, question.comment, question.answered_at = put_right, comment.strip(), at
    question.save(update_fields=["put_right", "comment", "answered_at"])
    reference = question.complaint.reference
    fact = Fact(kind="complaint.followed_up", account=reference, body={"put_right": put_right})
    append(facts=[fact], at=at)
    if not put_right and question.complaint.status == Status.CLOSED:
        reopen(reference=reference, today=today, at=at)
    return reference
