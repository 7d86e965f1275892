"""Give a complaint to a person by name."""

from datetime import datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import ComplaintNotFound
from recours.complaints.models import Complaint
from recours.people.rules import Actor
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def assign(*, reference: str, assignee: str, actor: Actor, at: datetime) -> None:
    """Write who is responsible; the customer is told by name."""
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if complaint.assignee == assignee:
        return
    complaint.assignee = assignee
    complaint.version += 1
    complaint.save(update_fields=["assignee", "version"])
    body = {"to": assignee, "by": actor.key}
    mark_changed(about=reference, at=at)
    tell_listeners(reference=reference, event="complaint.assigned", at=at)
    append(facts=[Fact(kind="complaint.assigned", account=reference, body=body)], at=at)
