"""File one message that arrived: a new complaint, an answer on its case, or a task for a person.

Everything that follows from the message is one transaction, and carries its key: however often
this is called, whoever dies in the middle, it is filed once.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from recours.journeys.filing.carry import carry_out
from recours.journeys.filing.reader import Taken, take
from recours.journeys.filing.sort import sort_mail
from recours.journeys.filing.weigh import weigh
from recours.mailroom.commands.hold_mail import hold_mail
from recours.mailroom.queries import MailCard, mail_card
from recours.mailroom.states import Standing


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a message: its outcome, the case it is on, and why."""

    mail: str
    outcome: str
    reference: str
    reason: str


def file_mail(*, mail: str, at: datetime, taken: Taken | None = None) -> Filed:
    """Return what became of the message, now or when it was filed; raise `MailNotFound`.

    `taken` is what was read of it already, when somebody reads ahead.
    """
    known = taken or take(mail)
    if known is None:
        return _as_it_stands(mail_card(mail))
    with transaction.atomic():
        held = hold_mail(mail=mail, waited=known.card)
        if held.state is not Standing.PENDING:  # another worker was quicker
            return _as_it_stands(held)
        weighed = weigh(held, known.read, at, unreadable=known.unreadable)
        ending = carry_out(held, known.read, weighed, sort_mail(weighed.facts), at)
    about = ending.about or (mail_card(ending.original).about if ending.original else "")
    return Filed(mail=held.id, outcome=ending.outcome, reference=about, reason=ending.reason)


def _as_it_stands(card: MailCard) -> Filed:
    about = card.about
    if not about and card.original:
        about = mail_card(card.original).about
    return Filed(mail=card.id, outcome=card.outcome, reference=about, reason=card.reason)
