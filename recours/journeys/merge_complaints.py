"""Join two complaints of one person about one thing: one goes on, nothing of the other is lost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.complaints.commands.merge import merge
from recours.complaints.errors import PersonsDiffer
from recours.complaints.queries import ComplaintCard, complaint_seen_by
from recours.jobs.commands.enqueue import enqueue
from recours.people.callers import same_person
from recours.people.rules import Actor


@transaction.atomic
def merge_complaints(
    *,
    kept: str,
    merged: str,
    reasons: Sequence[str],
    same: bool = False,
    actor: Actor,
    at: datetime,
) -> bool:
    """Return whether this joined them; joined already, nothing changes.

    The customer of each then reads what was said on both: unless their customer, card, address or
    telephone is one, somebody must say they checked (`same`), or `PersonsDiffer`. Other refusals
    are those of `complaints.commands.merge`.
    """
    keeps, goes = complaint_seen_by(actor, kept), complaint_seen_by(actor, merged)
    if not same and not _one_person(keeps, goes):
        raise PersonsDiffer(merged)
    join = merge(kept=kept, merged=merged, reasons=reasons, actor=actor, at=at)
    if join is None:
        return False
    enqueue(
        kind="complaints.assemble_evidence",
        payload={"reference": kept},
        at=at,
        unique_key=f"evidence:{kept}/join-{join.pk}",
    )
    return True


def _one_person(keeps: ComplaintCard, goes: ComplaintCard) -> bool:
    if keeps.member and keeps.member == goes.member:
        return True
    return goes.customer in same_person(keeps.customer)
