"""Separate two complaints that were joined; each has its evidence asked again."""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.unmerge import unmerge
from recours.complaints.queries import complaint_seen_by
from recours.jobs.commands.enqueue import enqueue
from recours.people.rules import Actor


@transaction.atomic
def unmerge_complaints(*, merged: str, actor: Actor, at: datetime) -> str:
    """Return the reference of the one it was joined to; raise what `unmerge` refuses."""
    complaint_seen_by(actor, merged)
    join = unmerge(merged=merged, actor=actor, at=at)
    for one in (join.kept.reference, merged):
        enqueue(
            kind="complaints.assemble_evidence",
            payload={"reference": one},
            at=at,
            unique_key=f"evidence:{one}/apart-{join.pk}",
        )
    return join.kept.reference
