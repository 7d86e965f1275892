"""Who may see a complaint, and do what with it: one gate, and predicates beside it."""

import hmac

from django.db.models import Q, QuerySet

from recours.complaints.models import Complaint
from recours.complaints.states import NOT_DECIDED, TO_DECIDE, Status
from recours.people.errors import NotYours
from recours.people.rules import Actor

DESK = ("agent", "supervisor")
DATA = "DCP."  # the family of complaints and requests about personal data


def visible_to(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints this person may see; none unless a rule says otherwise."""
    if actor.kind == "customer":
        return _of_customer(actor.key)
    if actor.kind == "system":
        return Complaint.objects.all()
    if actor.kind == "staff" and actor.has(*DESK):
        return _within(actor)
    if actor.kind == "staff" and actor.has("dpo"):
        return _within(actor).filter(kind__startswith=DATA)
    if actor.kind == "token" and "complaints:read" in actor.scopes:
        return _within(actor)
    return Complaint.objects.none()


def _of_customer(key: str) -> QuerySet[Complaint]:
    """Return the person's complaints, those they were joined to, and those joined to them."""
    joined = Complaint.objects.filter(customer=key, merged_into__isnull=False)
    return Complaint.objects.filter(
        Q(customer=key) | Q(pk__in=joined.values("merged_into")) | Q(merged_into__customer=key)
    )


def _within(actor: Actor) -> QuerySet[Complaint]:
    if actor.programmes is None:
        return Complaint.objects.all()
    return Complaint.objects.filter(programme__in=sorted(actor.programmes))


def complaint_for(actor: Actor, reference: str) -> Complaint:
    """Return the complaint, or raise `NotYours`: missing and foreign look the same."""
    complaint = visible_to(actor).filter(reference=reference).first()
    if complaint is None:
        raise NotYours(reference)
    return _leading(complaint) if actor.kind == "customer" else complaint


def _leading(complaint: Complaint) -> Complaint:
    """Return the complaint itself, or the one it was joined to: what its customer follows."""
    return complaint.merged_into or complaint


def complaint_by_code(reference: str, code: str) -> Complaint:
    """Return the complaint of somebody who holds its reference and code, or raise `NotYours`."""
    complaint = Complaint.objects.filter(reference=reference).first()
    typed = "".join(code.split()).upper().encode()
    if complaint is None or not hmac.compare_digest(complaint.follow_code.encode(), typed):
        raise NotYours(reference)
    return _leading(complaint)


def may_decide(actor: Actor, status: Status) -> bool:
    """Say whether this person may decide it, or propose to."""
    return actor.has(*DESK) and status in TO_DECIDE


def may_join(actor: Actor, status: Status) -> bool:
    """Say whether this person may join it to another one, or separate what was joined."""
    return actor.has(*DESK) and status in NOT_DECIDED | {Status.MERGED}


def may_approve(actor: Actor, status: Status, proposed_by: str) -> bool:
    """Say whether this person may be the second one: a supervisor, never the first person."""
    return actor.has("supervisor") and status is Status.APPROVAL and proposed_by != actor.key
