"""Keep a promise made to a customer: who said what, and by when."""

from datetime import date, datetime

from recours.complaints.errors import ComplaintNotFound, PromiseNeedsWords
from recours.complaints.models import Complaint, Promise
from recours.complaints.timing import set_nearest
from recours.kernel.canonical import digest
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def record_promise(
    *,
    reference: str,
    key: str,
    text: str,
    made_to: str,
    due_on: date,
    actor: Actor,
    at: datetime,
) -> str:
    """Return the promise's number; the same `key` again adds nothing.

    Its day takes its place among those the law sets, so that the lists bring it back in time.
    Raise `PromiseNeedsWords` without words.
    """
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    known = Promise.objects.filter(key=key).first()
    if known is not None:
        return str(known.pk)
    if not text.strip():
        raise PromiseNeedsWords(reference)
    promise = Promise.objects.create(
        key=key,
        complaint=complaint,
        text=text.strip(),
        made_to=made_to[:120],
        due_on=due_on,
        made_by=actor.key,
        made_at=at,
    )
    complaint.version += 1
    complaint.save(update_fields=["version", *set_nearest(complaint)])
    body = {
        "promise": str(promise.pk),
        "text_sha256": digest(promise.text),
        "due_on": due_on.isoformat(),
        "by": actor.key,
    }
    append(facts=[Fact(kind="promise.made", account=reference, body=body)], at=at)
    return str(promise.pk)
