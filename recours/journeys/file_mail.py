"""File one message that arrived: a new complaint, an answer on its case, or a task for a person.

Everything that follows from the message is one transaction, and carries its key: however often
this is called, whoever dies in the middle, it is filed once.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from recours.journeys.filing.carry import carry_out
from recours.journeys.filing.reader import read_arrival, read_head
from recours.journeys.filing.sort import sort_mail
from recours.journeys.filing.weigh import is_too_large, weigh
from recours.mail.errors import UnreadableMail
from recours.mail.shapes import ReadMail
from recours.mailroom.commands.hold_mail import hold_mail
from recours.mailroom.errors import RawDamaged
from recours.mailroom.queries import MailCard, mail_card, raw_of
from recours.mailroom.states import Standing


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a message: its outcome, the case it is on, and why."""

    mail: str
    outcome: str
    reference: str
    reason: str


def file_mail(*, mail: str, at: datetime) -> Filed:
    """Return what became of the message, now or when it was filed; raise `MailNotFound`."""
    card = mail_card(mail)
    if card.state is not Standing.PENDING:
        return _as_it_stands(card)
    read, unreadable = _read(card)
    with transaction.atomic():
        held = hold_mail(mail=mail)
        if held.state is not Standing.PENDING:  # another worker was quicker
            return _as_it_stands(held)
        weighed = weigh(held, read, at, unreadable=unreadable)
        ending = carry_out(held, read, weighed, sort_mail(weighed.facts), at)
    about = ending.about
    if ending.original:
        about = mail_card(ending.original).about
    return Filed(mail=card.id, outcome=ending.outcome, reference=about, reason=ending.reason)


def _read(card: MailCard) -> tuple[ReadMail, str]:
    """Return what the message says, and why nothing could be read in it."""
    try:
        raw = raw_of(card.id)
        if is_too_large(card):
            return read_head(raw), ""
        return read_arrival(raw), ""
    except UnreadableMail as refused:
        return ReadMail(), refused.reason or "unreadable"
    except RawDamaged:
        return ReadMail(), "damaged"


def _as_it_stands(card: MailCard) -> Filed:
    about = card.about
    if not about and card.original:
        about = mail_card(card.original).about
    return Filed(mail=card.id, outcome=card.outcome, reference=about, reason=card.reason)
