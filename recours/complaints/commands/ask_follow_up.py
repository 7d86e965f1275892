"""Open the question asked after closing, whether it was put right."""

from datetime import datetime
from hashlib import sha256

from recours.complaints.errors import ComplaintNotClosed
from recours.complaints.models import Complaint, FollowUp
from recours.complaints.states import Status


def ask_follow_up(*, reference: str, token: str, at: datetime) -> None:
    """Keep the fingerprint of the link's token; one question a round."""
    complaint = Complaint.objects.select_for_update().get(reference=reference)
    if complaint.status != Status.CLOSED:
        raise ComplaintNotClosed(reference)
    FollowUp.objects.create(
        complaint=complaint,
        round=complaint.round,
        token_sha256=sha256(token.encode()).hexdigest(),
        asked_at=at,
    )
