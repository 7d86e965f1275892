"""Answer a decided complaint: letter written and read again, e-mail queued, complaint closed.

All in one transaction: a letter that lacks a compulsory element closes nothing.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from recours.complaints.commands.ask_follow_up import ask_follow_up
from recours.complaints.commands.close import close
from recours.complaints.commands.hold_complaint import hold_complaint
from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import ComplaintNotDecided
from recours.complaints.queries import ComplaintCard, DecisionCard, complaint_card
from recours.complaints.states import Status
from recours.correspondence.commands.reach_customer import reach_customer
from recours.correspondence.commands.write_letter import write_letter
from recours.journeys.answering.values import letter_values, mail_values
from recours.loyalty.queries import find_programme
from recours.people.queries import contact_points, customer_card, staff_card
from recours.people.rules import StaffCard
from recours.terms.queries import terms_version

FOLLOW_UP_AFTER = timedelta(days=2)
ONE_SECOND = timedelta(seconds=1)  # after the answer itself


@transaction.atomic
def answer_complaint(*, complaint: str, at: datetime) -> None:
    """Send the answer once; raise `LetterIncomplete` with what the letter lacks."""
    hold_complaint(reference=complaint)
    card = complaint_card(complaint)
    if card.status is Status.CLOSED:
        return
    decision = card.settled
    if decision is None or card.status is not Status.REMEDY:
        raise ComplaintNotDecided(complaint)
    customer = customer_card(card.customer)
    signatory = _signatory(card, decision)
    terms = card.dossier.document.get("terms", {}) if card.dossier else {}
    letter = write_letter(
        about=complaint,
        kind="answer",
        values=letter_values(
            card,
            decision,
            customer=customer,
            address=_postal_address(card.customer),
            signatory=signatory,
            programme=_programme_name(card.programme),
            terms=terms_version(card.programme, terms["version"]) if terms else None,
            at=at,
        ),
        language=card.language,
        at=at,
    )
    reach_customer(
        about=complaint,
        customer=card.customer,
        language=card.language,
        template="answer",
        values=mail_values(card, decision, signatory, at=at),
        attachments=[letter.attachment.id],
        at=at,
        key=f"answer:{complaint}/{card.round}",
    )
    tell_listeners(reference=complaint, event="message.sent", at=at)
    close(reference=complaint, answer_sha256=letter.sha256, at=at)
    _ask_later(card, at)


def _programme_name(code: str) -> str:
    """Return what customers call the programme; a complaint that names none is about the house."""
    found = find_programme(code)
    return found.name if found else str(settings.OPERATOR["programme"])


def _postal_address(customer: str) -> list[str]:
    points = [one for one in contact_points(customer) if one.kind == "post"]
    return next((one.address.splitlines() for one in points if one.failing_since is None), [])


def _signatory(card: ComplaintCard, decision: DecisionCard) -> StaffCard | None:
    """Return whoever decided; a decision of the house is signed by the person in charge."""
    key = card.assignee if decision.automatic else decision.proposed_by
    return staff_card(key) if key else None


def _ask_later(card: ComplaintCard, at: datetime) -> None:
    token = secrets.token_urlsafe(24)
    ask_follow_up(reference=card.reference, token=token, at=at)
    address = f"{settings.SITE_URL}/suite/{token}/"
    reach_customer(
        about=card.reference,
        customer=card.customer,
        language=card.language,
        template="follow_up",
        values={
            "reference": card.reference,
            "yes_url": f"{address}?r=oui",
            "no_url": f"{address}?r=non",
        },
        at=at + (ONE_SECOND if settings.DEMO else FOLLOW_UP_AFTER),
        key=f"follow-up:{card.reference}/{card.round}",
    )
