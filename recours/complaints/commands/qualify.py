"""Say of what kind a complaint is, or change it; what was said before stays written."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import (
    ComplaintChanged,
    ComplaintNotFound,
    ComplaintNotToDecide,
    SameKind,
)
from recours.complaints.models import Complaint, PointRaised, Qualification
from recours.complaints.moves import ask_evidence_again
from recours.complaints.rules.clocks import start_clocks
from recours.complaints.rules.kinds import kind_of
from recours.complaints.states import NOT_DECIDED
from recours.complaints.timing import set_nearest, start_missing
from recours.people.rules import Actor
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def qualify(
    *,
    reference: str,
    version: int,
    kind: str,
    answers: Mapping[str, Any],
    received_on: date,
    actor: Actor,
    at: datetime,
) -> int:
    """Return the number of the change; clocks the new kind adds start from reception.

    No clock stops: what the first kind promised is still owed. Raise `UnknownKind`, `SameKind`,
    `ComplaintChanged`, `ComplaintNotToDecide` once it is decided.
    """
    chosen = kind_of(kind)
    complaint = Complaint.objects.select_for_update().filter(reference=reference).first()
    if complaint is None:
        raise ComplaintNotFound(reference)
    if complaint.version != version:
        raise ComplaintChanged(reference)
    if complaint.status not in NOT_DECIDED:
        raise ComplaintNotToDecide(reference)
    disputed = {**complaint.disputed, **answers}
    if (complaint.kind, dict(complaint.disputed)) == (kind, disputed):
        raise SameKind(reference)
    number = complaint.qualifications.count() + 1
    Qualification.objects.create(
        complaint=complaint,
        number=number,
        kind_before=complaint.kind,
        kind=kind,
        answers=dict(answers),
        by=actor.key,
        at=at,
    )
    _rename_point(complaint, kind)
    before, complaint.kind, complaint.disputed = complaint.kind, kind, disputed
    complaint.version += 1
    started = start_missing(
        complaint,
        start_clocks(
            received_on=received_on,
            written_on=None,
            region=complaint.region,
            family=chosen.family,
        ),
        at=at,
    )
    fields = {"kind", "disputed", "version", *ask_evidence_again(complaint)}
    complaint.save(update_fields=sorted(fields | set(set_nearest(complaint))))
    body = {"from": before, "to": kind, "clocks": sorted(started), "by": actor.key}
    mark_changed(about=reference, at=at)
    tell_listeners(reference=reference, event="complaint.qualified", at=at)
    append(facts=[Fact(kind="complaint.qualified", account=reference, body=body)], at=at)
    return number


def _rename_point(complaint: Complaint, kind: str) -> None:
    """Put the new kind's name where the point raised bore the old one."""
    old, new = (kind_of(code).title(complaint.language) for code in (complaint.kind, kind))
    PointRaised.objects.filter(complaint=complaint, text=old).update(text=new)
