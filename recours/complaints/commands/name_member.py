"""Write whose points a complaint is about, once the evidence has told."""

from datetime import datetime

from recours.complaints.models import Complaint
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def name_member(*, reference: str, member: str, at: datetime) -> None:
    """Keep the opaque number of the member; one that is known is never replaced."""
    if not Complaint.objects.filter(reference=reference, member="").update(member=member):
        return
    fact = Fact(kind="complaint.member_named", account=reference, body={"member": member})
    append(facts=[fact], at=at)
