"""See to an answer that came on a settled case: open it again, or leave it as it is."""

from datetime import datetime

from django.db import transaction

from recours.complaints.commands.reopen import reopen
from recours.complaints.queries import complaint_seen_by
from recours.journeys.answering.reopened import tell_reopened
from recours.kernel.days import legal_day
from recours.mailroom.commands.answer_ask import answer_ask
from recours.mailroom.queries import mail_card
from recours.people.rules import Actor

LEFT_CLOSED = "left closed"
REOPENED = "reopened"


@transaction.atomic
def see_to_reply(*, mail: str, reopened: bool, actor: Actor, at: datetime) -> str:
    """Return the reference; a thank-you reopens nothing, a person says what it was.

    Raise `NotYours` for a case this person does not see, `MailAlreadyFiled` when somebody saw to
    it before.
    """
    case = complaint_seen_by(actor, mail_card(mail).about)
    why = REOPENED if reopened else LEFT_CLOSED
    answer_ask(mail=mail, by=actor.key, why=why, at=at)
    if reopened and not case.is_open:
        reopen(reference=case.reference, today=legal_day(at), at=at)
        tell_reopened(reference=case.reference, at=at)
    return case.reference
