"""Put a message that waits on the case it is about: a person says which."""

from datetime import datetime

from django.db import transaction

from recours.complaints.queries import complaint_seen_by
from recours.journeys.filing.by_hand import check_waits, put_on_case, read_again
from recours.mailroom.commands.handle_mail import handle_mail
from recours.mailroom.commands.hold_mail import hold_mail
from recours.mailroom.queries import mail_card
from recours.people.rules import Actor


def link_mail(*, mail: str, complaint: str, visible: bool, actor: Actor, at: datetime) -> None:
    """Write the message in the thread, `visible` to the customer or kept among us.

    Raise `NotYours` for a case this person does not see, `MailAlreadyFiled` when it waits no more.
    """
    case = complaint_seen_by(actor, complaint).reference
    card = mail_card(mail)
    check_waits(card)
    read = read_again(card)
    with transaction.atomic():
        check_waits(hold_mail(mail=mail))
        message, kept = put_on_case(card, read, case=case, visible=visible, actor=actor, at=at)
        handle_mail(
            mail=mail, by=actor.key, at=at, about=case, message=message, files=kept.parts or None
        )
