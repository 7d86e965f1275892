"""How a promise is closed, kept or not: in one place, once."""

from datetime import datetime

from recours.complaints.errors import PromiseClosed, PromiseNotFound
from recours.complaints.models import Complaint, Promise
from recours.complaints.timing import set_nearest
from recours.kernel.canonical import digest
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def close_promise(promise: str, *, kept: bool, how: str, actor: Actor, at: datetime) -> None:
    """Close a promise once; the complaint's nearest date is what is still owed."""
    complaint = _held(promise)
    moment = {"kept_at": at} if kept else {"broken_at": at}
    closed = Promise.objects.filter(pk=promise, kept_at=None, broken_at=None).update(
        closed_by=actor.key, how=how.strip(), **moment
    )
    if not closed:
        raise PromiseClosed(promise)
    for one in {complaint, complaint.merged_into or complaint}:
        one.version += 1
        one.save(update_fields=["version", *set_nearest(one)])
    kind = "promise.kept" if kept else "promise.broken"
    body = {"promise": promise, "how_sha256": digest(how.strip()), "by": actor.key}
    append(facts=[Fact(kind=kind, account=complaint.reference, body=body)], at=at)


def _held(promise: str) -> Complaint:
    """Hold the complaint it was made on, and the one it was joined to, in the usual order."""
    keys = Promise.objects.filter(pk=promise).values_list(
        "complaint_id", "complaint__merged_into_id"
    )
    known = keys.first()
    if known is None:
        raise PromiseNotFound(promise)
    wanted = [key for key in known if key is not None]
    rows = {
        r.pk: r for r in Complaint.objects.select_for_update().filter(pk__in=wanted).order_by("id")
    }
    complaint = rows[known[0]]
    complaint.merged_into = rows.get(known[1]) if known[1] else None
    return complaint
