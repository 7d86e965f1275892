"""What reaches the desk otherwise than by the form: mail of all kinds, and a call."""

from datetime import datetime, timedelta
from email.header import Header
from uuid import UUID

from recours.complaints.queries import ComplaintCard, complaint_card
from recours.correspondence.queries import mailbox
from recours.correspondence.rules.threads import bounce_address, reply_address
from recours.demo.cast import PROGRAMME, Member
from recours.demo.post import ANSWER, AWAY, DESK, NEW, NOT_DELIVERED, SPOUSE, Letter, write
from recours.journeys.file_mail import file_mail
from recours.journeys.note_call import Call, note_call
from recours.mailroom.commands.take_in import take_in
from recours.people.queries import customer_card, staff_by_email

CALL = UUID("5b1f2f8e-7f4b-4c34-9d38-0d8f4f0c1e11")


def play_channels(*, people: list[Member], written: str, stale: str, now: datetime) -> int:
    """Deliver the post of the last hours and note a call; return how many complaints came of it.

    `written` is the complaint on which an agent wrote to the customer, `stale` the one whose
    customer receives nothing any more.
    """
    writer, caller = people[-1], people[-2]
    post = [*_post(writer, complaint_card(written)), *_returned(complaint_card(stale))]
    for minutes, letter in enumerate(post):
        at = now - timedelta(hours=3) + timedelta(minutes=7 * minutes)
        _deliver(write(letter, at), at, letter.to)
    _deliver(b"\0" * 40, now - timedelta(hours=1), DESK)
    _call(caller, now)
    return 2


def _post(writer: Member, case: ComplaintCard) -> list[Letter]:
    customer = customer_card(case.customer)
    back = reply_address(about=case.reference, to=customer.email)
    return [
        Letter(_from(writer.name, writer.email), "Points manquants", NEW.format(name=writer.name)),
        Letter(_from(customer.name, customer.email), "Re: Votre réclamation", ANSWER, back),
        Letter("Paul Durand <paul.durand@exemple.invalid>", "Re: Votre réclamation", SPOUSE, back),
        Letter(
            _from(customer.name, customer.email),
            "Réponse automatique : Votre réclamation",
            AWAY,
            back,
            {"Auto-Submitted": "auto-replied"},
        ),
    ]


def _returned(case: ComplaintCard) -> list[Letter]:
    """Return what a mail server says of the last message to a customer: nobody lives there."""
    sent = mailbox(1, to=customer_card(case.customer).email)
    return [_not_delivered(one.to, bounce_address(message=UUID(one.id))) for one in sent]


def _not_delivered(to: str, back: str) -> Letter:
    return Letter(
        "MAILER-DAEMON@mx.exemple.invalid",
        "Undelivered Mail Returned to Sender",
        NOT_DELIVERED.format(to=to),
        back,
        {
            "Return-Path": "<>",
            "Auto-Submitted": "auto-replied",
            "Content-Type": 'multipart/report; report-type=delivery-status; boundary="=_rapport"',
        },
    )


def _from(name: str, address: str) -> str:
    return f"{Header(name, 'utf-8').encode()} <{address}>"


def _deliver(raw: bytes, at: datetime, to: str) -> None:
    taken = take_in(
        raw=raw,
        door="pipe",
        mailbox="demonstration",
        place="",
        envelope_from=None,
        envelope_to=[to],
        at=at,
    )
    file_mail(mail=taken.id, at=at)


def _call(caller: Member, now: datetime) -> None:
    at = now - timedelta(minutes=40)
    agent = staff_by_email("basile.nguyen@bellerive.invalid").as_actor()
    call = Call(
        key=CALL,
        channel="telephone",
        programme=PROGRAMME,
        name=caller.name,
        story="Son bon d’anniversaire a été refusé hier à la caisse d’Angers ; personne n’a su "
        "dire pourquoi.",
        kind="FID.REDEEM.REFUSED",
        email=caller.email,
        card=caller.card,
        promise="Je vous rappelle dès que le magasin m’a répondu.",
        promise_by=(now + timedelta(days=2)).date(),
    )
    note_call(call=call, actor=agent, at=at)
