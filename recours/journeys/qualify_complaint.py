"""Say of what kind a complaint is, or change it; its evidence is asked again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from recours.complaints.commands.qualify import qualify
from recours.complaints.queries import complaint_seen_by
from recours.jobs.commands.enqueue import enqueue
from recours.kernel.days import legal_day
from recours.people.rules import Actor


@transaction.atomic
def qualify_complaint(
    *,
    complaint: str,
    version: int,
    kind: str,
    answers: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    """Write the kind and the answers to its questions; who, when and from what stay written.

    Raise `NotYours`, `UnknownKind`, `SameKind`, `ComplaintChanged`, `ComplaintNotToDecide`.
    """
    card = complaint_seen_by(actor, complaint)
    number = qualify(
        reference=complaint,
        version=version,
        kind=kind,
        answers=answers,
        received_on=legal_day(card.received_at),
        actor=actor,
        at=at,
    )
    enqueue(
        kind="complaints.assemble_evidence",
        payload={"reference": complaint},
        at=at,
        unique_key=f"evidence:{complaint}/kind-{number}",
    )
