"""Keep the invitation to confirm in writing what was only said."""

from datetime import datetime
from hashlib import sha256

from recours.complaints.models import Complaint, Invitation
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def invite_to_write(*, reference: str, token: str, sent_by: str, at: datetime) -> None:
    """Keep the fingerprint of the link's token, once a complaint (law.md, A-ORAL).

    `sent_by` is "email", "post", or "letter" when a person must hand it over.
    """
    Invitation.objects.create(
        complaint=Complaint.objects.get(reference=reference),
        token_sha256=sha256(token.encode()).hexdigest(),
        invited_at=at,
        sent_by=sent_by,
    )
    fact = Fact(kind="complaint.invited_to_write", account=reference, body={"by": sent_by})
    append(facts=[fact], at=at)
