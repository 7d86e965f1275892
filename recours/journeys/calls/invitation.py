"""The invitation to confirm in writing what was only said (law.md, A-ORAL)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from recours.complaints.commands.invite_to_write import invite_to_write
from recours.complaints.queries import ComplaintCard
from recours.correspondence.commands.reach_customer import Given, reach_customer
from recours.correspondence.reach import way_to
from recours.correspondence.rules.channel import Way
from recours.people.rules import CustomerCard, StaffCard

SENT_BY = {Way.EMAIL: "email", Way.LETTER: "post"}


def invite(
    *,
    reference: str,
    follow_code: str,
    customer: str,
    email: str,
    name: str,
    language: str,
    noted: str,
    values: Mapping[str, Any],
    at: datetime,
) -> None:
    """Send the dated copy of what was noted, and the link that confirms it.

    By e-mail, else by the post. Without an address, somebody hands it over: the case shows it until
    it is confirmed, and the person stands on the list of those to be reached another way.
    """
    token = secrets.token_urlsafe(24)
    choice = way_to(customer=customer, email=email, template="noted")
    sent_by = SENT_BY.get(choice.way, "letter")
    invite_to_write(reference=reference, token=token, sent_by=sent_by, at=at)
    reach_customer(
        about=reference,
        customer=customer,
        given=Given(name, email),
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
    if not (card.written_on and answer and first and last):
        return
    reach_customer(
        about=card.reference,
        customer=customer.public_id,
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
