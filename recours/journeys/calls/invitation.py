"""The invitation to confirm in writing what was only said (law.md, A-ORAL)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from recours.complaints.commands.invite_to_write import invite_to_write
from recours.complaints.queries import ComplaintCard
from recours.correspondence.commands.queue_email import queue_email
from recours.people.rules import CustomerCard, StaffCard


def invite(
    *,
    reference: str,
    follow_code: str,
    email: str,
    name: str,
    language: str,
    noted: str,
    values: Mapping[str, Any],
    at: datetime,
) -> None:
    """Send the dated copy of what was noted, and the link that confirms it.

    Without an address, somebody hands or posts it: the case shows it until it is confirmed.
    """
    token = secrets.token_urlsafe(24)
    invite_to_write(
        reference=reference, token=token, sent_by="email" if email else "letter", at=at
    )
    if not email:
        return
    queue_email(
        about=reference,
        to=email,
        to_name=name,
        language=language,
        template="noted",
        values={
            **values,
            "reference": reference,
            "follow_code": follow_code,
            "follow_url": f"{settings.SITE_URL}/suivre/{reference}/",
            "confirm_url": f"{settings.SITE_URL}/confirmer/{token}/",
            "noted": noted,
        },
        at=at,
        key=f"noted:{reference}",
    )


def acknowledge(
    card: ComplaintCard, customer: CustomerCard, assignee: StaffCard | None, *, at: datetime
) -> None:
    """Acknowledge what is now written, with the dates the written complaint starts."""
    answer, first, last = card.answer, card.clock("B-WAIT-2M"), card.clock("B-ADM-4")
    if not (customer.email and card.written_on and answer and first and last):
        return
    queue_email(
        about=card.reference,
        to=customer.email,
        to_name="",
        language=card.language,
        template="acknowledgement",
        values={
            "reference": card.reference,
            "follow_code": card.follow_code,
            "follow_url": f"{settings.SITE_URL}/suivre/{card.reference}/",
            "received_at": card.received_at.isoformat(),
            "sent_on": card.written_on.isoformat(),
            "channel": card.channel,
            "kind": card.kind.title(card.language),
            "wish": card.kind.wish(card.language),
            "assignee": assignee.name if assignee else "",
            "answer_due": answer.operator_due.isoformat(),
            "mediator_from": first.customer_due.isoformat(),
            "mediator_until": last.customer_due.isoformat(),
            "missing": [],
        },
        at=at,
        key=f"acknowledgement:{card.reference}",
    )
