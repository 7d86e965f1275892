"""Carries out where a message was sorted: a complaint, words on a case, or a note of a machine."""

from datetime import datetime

from django.conf import settings

from recours.correspondence.commands.note_delivery import note_delivery
from recours.correspondence.commands.queue_email import queue_email
from recours.correspondence.commands.record_message import record_message
from recours.correspondence.keys import message_key
from recours.correspondence.queries import mail as sent_mail
from recours.correspondence.rules.deliveries import what_of
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.filing.files import Kept, keep_files, list_files
from recours.journeys.filing.show import notices_of, shown_name, what_was_read, words_of
from recours.journeys.filing.sort import REPORTS, Sorted
from recours.journeys.filing.threads import bounced_to
from recours.journeys.filing.weigh import Weighed, case_named
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.kernel.canonical import digest
from recours.loyalty.queries import programmes
from recours.mail.shapes import Bounce, ReadMail
from recours.mailroom.commands.settle_mail import settle_mail
from recours.mailroom.queries import MailCard
from recours.mailroom.rules.reading import Ending
from recours.mailroom.states import Outcome, Standing
from recours.people.commands.mark_contact import mark_contact
from recours.people.queries import customer_card, programme_of_address
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

CHANNEL = "email"
KIND = "AUT"  # until a person says what it is about
LONGEST_NOTE = 20_000
STANDINGS = {
    Outcome.UNREADABLE: Standing.UNREADABLE,
    Outcome.TO_LINK: Standing.TO_LINK,
    Outcome.REJECTED: Standing.REJECTED,
    Outcome.DUPLICATE: Standing.DUPLICATE,
}


def key_of(card: MailCard) -> str:
    """Return the key that everything drawn from this arrival carries."""
    return f"mail:{card.id}"


def carry_out(
    card: MailCard, read: ReadMail, weighed: Weighed, goes: Sorted, at: datetime
) -> Ending:
    """Write what follows from the message, and settle it, in the caller's transaction."""
    about, message, kept = _follow(card, read, weighed, goes, at)
    ending = Ending(
        state=STANDINGS.get(goes.outcome, Standing.FILED),
        outcome=goes.outcome,
        reason=goes.reason[:60],
        about=about,
        proposed=goes.proposed,
        message=message,
        asks=goes.asks,
        original=goes.original,
        sender_sha256=weighed.sender_sha256,
        subject_sha256=weighed.subject_sha256,
        message_id_sha256=weighed.message_id_sha256,
    )
    shown = None
    if goes.outcome is not Outcome.UNREADABLE or weighed.facts.has_words:
        shown = what_was_read(
            read,
            notices=notices_of(read, weighed),
            files=kept.parts if kept else list_files(read),
        )
    settle_mail(mail=card.id, ending=ending, read=shown, at=at)
    if goes.tell_sender:
        _tell_too_large(card, read, weighed, at)
    return ending


def _follow(
    card: MailCard, read: ReadMail, weighed: Weighed, goes: Sorted, at: datetime
) -> tuple[str, str, Kept | None]:
    """Return the case, the message of its thread and the files kept."""
    if goes.outcome is Outcome.NEW:
        return lodge(card, read, withhold=goes.withhold, at=at)
    if goes.outcome is Outcome.REPLY and weighed.case is not None:
        name = customer_card(weighed.case.customer).name or weighed.facts.sender
        return answer(card, read, case=weighed.case.reference, author=name, at=at)
    if goes.outcome is Outcome.NOTIFICATION:
        return _note(card, read, goes, at)
    return "", "", None


def lodge(
    card: MailCard,
    read: ReadMail,
    *,
    withhold: str,
    at: datetime,
    email: str | None = None,
    name: str | None = None,
) -> tuple[str, str, Kept]:
    """Make the message a complaint; the customer is recognised by the address, not proved by it."""
    key = key_of(card)
    kept = keep_files(read, about=f"draft:{key}", at=at)
    address = read.sender if email is None else email
    lodged = lodge_complaint(
        lodging=Lodging(
            key=key,
            kind=KIND,
            programme=programme_of(address),
            name=shown_name(read) if name is None else name,
            email=address,
            story=words_of(read),
            subject=read.subject,
            channel=CHANNEL,
            language=read.language or "fr",
            attachments=kept.attachments,
            received_at=card.received_at,
            withhold=withhold,
        ),
        at=at,
    )
    return lodged.reference, str(message_key(f"lodged:{key}")), kept


def programme_of(address: str) -> str:
    """Return the programme a complaint without one is about: the sender's own, or the first."""
    mine = programme_of_address(address) if address else ""
    if mine:
        return mine
    every = programmes()
    return every[0].code if every else ""


def answer(
    card: MailCard, read: ReadMail, *, case: str, author: str, at: datetime
) -> tuple[str, str, Kept]:
    """Put the message in the thread of a case, as what its customer says."""
    key = key_of(card)
    kept = keep_files(read, about=case, at=at)
    add_to_complaint(
        complaint=case,
        author=author,
        text=words_of(read),
        channel=CHANNEL,
        at=card.received_at,
        attachments=kept.attachments,
        key=key,
    )
    return case, str(message_key(key)), kept


def _note(
    card: MailCard, read: ReadMail, goes: Sorted, at: datetime
) -> tuple[str, str, Kept | None]:
    """Keep what a machine says beside the case, where the customer never sees it."""
    about = goes.about
    if goes.reason in REPORTS:
        about = _report(card, read, at) or about
    if not about:
        return "", "", None
    kept = keep_files(read, about=about, at=at)
    key = key_of(card)
    text = words_of(read)[:LONGEST_NOTE]
    message = record_message(
        about=about,
        direction="in",
        audience="internal",
        author=read.sender,
        subject=read.subject,
        text=text,
        at=card.received_at,
        channel=CHANNEL,
        attachments=kept.attachments,
        key=key,
    )
    body = {
        "text_sha256": digest(text),
        "attachments": list(kept.attachments),
        "channel": CHANNEL,
        "automatic": goes.reason,
    }
    append(facts=[Fact(kind="exchange.received", account=about, body=body)], at=at)
    return about, message, kept


def _report(card: MailCard, read: ReadMail, at: datetime) -> str:
    """Write what a delivery report says on the message it concerns; return its case, if any."""
    said = read.bounce or Bounce("", "failed", "", read.subject, "", "")
    message = note_delivery(
        action=said.action,
        status=said.status,
        diagnostic=said.diagnostic,
        at=at,
        message_id=said.original_message_id,
        return_path=bounced_to(card, read),
    )
    if message is None:
        return ""
    sent = sent_mail(message)
    what = what_of(said.action, said.status)
    if what in {"bounced", "delivered"}:
        mark_contact(kind="email", address=sent.to, failing=what == "bounced", at=at)
    case = case_named(sent.about)
    return case.reference if case else ""


def _tell_too_large(card: MailCard, read: ReadMail, weighed: Weighed, at: datetime) -> None:
    """Tell the sender once a day that we could not read so large a message."""
    queue_email(
        about=key_of(card),
        to=read.sender,
        to_name="",
        language=read.language or "fr",
        template="too_large",
        values={
            "limit": settings.MAIL_LARGEST // 1_000_000,
            "lodge_url": f"{settings.SITE_URL}/reclamer/",
        },
        at=at,
        key=f"too-large:{weighed.sender_sha256}:{at.date().isoformat()}",
    )
