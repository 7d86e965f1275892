"""Open a complaint from a message that waits: a person says who writes, and what they say."""

from datetime import datetime

from django.db import transaction

from recours.correspondence.keys import message_key
from recours.journeys.filing.by_hand import check_waits, keep_all, read_again
from recours.journeys.filing.carry import CHANNEL, KIND, key_of, programme_of
from recours.journeys.filing.show import words_of
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.mailroom.commands.handle_mail import handle_mail
from recours.mailroom.commands.hold_mail import hold_mail
from recours.mailroom.queries import mail_card
from recours.people.queries import programme_of_address
from recours.people.rules import Actor


def open_complaint_from_mail(
    *, mail: str, name: str, email: str, story: str, actor: Actor, at: datetime
) -> str:
    """Return the reference; its clocks start the day the message arrived.

    `story` takes the place of what was read, when a person writes it. The address is acknowledged
    like any other. Raise `MailAlreadyFiled` when the message waits no more, `BadAddress`.
    """
    card = mail_card(mail)
    check_waits(card)
    read = read_again(card)
    key = key_of(card)
    with transaction.atomic():
        check_waits(hold_mail(mail=mail))
        kept = keep_all(card, read, about=f"draft:{key}", at=at)
        lodged = lodge_complaint(
            lodging=Lodging(
                key=key,
                kind=KIND,
                programme=_programme(email, actor),
                name=name,
                email=email,
                story=story.strip() or (words_of(read) if read else ""),
                subject=read.subject if read else "",
                channel=CHANNEL,
                language=(read.language if read else "") or "fr",
                attachments=kept.attachments,
                received_at=card.received_at,
            ),
            at=at,
        )
        handle_mail(
            mail=mail,
            by=actor.key,
            at=at,
            about=lodged.reference,
            message=str(message_key(f"lodged:{key}")),
            files=kept.parts or None,
        )
    return lodged.reference


def _programme(email: str, actor: Actor) -> str:
    """Return the sender's own programme, or one of those whose complaints this person sees."""
    mine = programme_of_address(email) if email else ""
    return mine or min(actor.programmes or (), default="") or programme_of(email)
