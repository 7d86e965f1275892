"""Gathers what must be known of a message before it is sorted."""

from dataclasses import dataclass
from datetime import datetime

from recours.complaints.queries import Standing, standing
from recours.journeys.filing.reader import is_too_large
from recours.journeys.filing.sort import Facts
from recours.journeys.filing.threads import is_ours, proof_of
from recours.mail.shapes import Authentication, ReadMail
from recours.mailroom.queries import MailCard, lately, twins
from recours.mailroom.rules.content import message_id_key, sender_key, subject_key
from recours.people.errors import BadAddress
from recours.people.queries import is_address_of
from recours.people.rules import normalise_email

BAD = frozenset({"fail", "permerror"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found, and the case it concerns, if one is proved."""

    facts: Facts
    case: Standing | None
    token_of_another: bool
    sender_sha256: str
    subject_sha256: str
    message_id_sha256: str
    same_message_id: bool


def case_named(reference: str) -> Standing | None:
    """Return the complaint of that reference, or the one it was joined to; None when there is none.

    What was joined leads to where its words are now.
    """
    return standing(reference)


def weigh(card: MailCard, read: ReadMail, at: datetime, *, unreadable: str = "") -> Weighed:
    """Return what is known of the message."""
    thread = proof_of(card, read)
    case = case_named(thread.about) if thread else None
    sender, usable = _usable(read.sender)
    who, what = sender_key(sender), subject_key(read.subject)
    message_id = message_id_key(read.message_id)
    like = twins(core_sha256=card.core_sha256, message_id_sha256=message_id, but=card.id)
    recent = lately(
        sender_sha256=who, subject_sha256=what, about=case.reference if case else "", at=at
    )
    facts = Facts(
        too_large=is_too_large(card),
        unreadable=unreadable,
        has_headers=_has_headers(read),
        has_words=bool(read.full_text.strip() or read.text.strip() or read.attachments),
        copy_of=like.first,
        sender=sender,
        usable=usable,
        ours=is_ours(sender),
        automatic=read.automatic,
        proved=case.reference if case else "",
        exists=case is not None,
        is_open=case is not None and case.is_open,
        known_on_case=case is not None and is_address_of(case.customer, sender),
        lately_alike=recent.alike,
        lately_from_sender=recent.from_sender,
        lately_on_case=recent.on_case,
        doubtful=is_doubtful(read.authentication),
    )
    return Weighed(
        facts=facts,
        case=case,
        token_of_another=thread is not None and not thread.is_for(sender),
        sender_sha256=who,
        subject_sha256=what,
        message_id_sha256=message_id,
        same_message_id=like.same_message_id,
    )


def is_doubtful(found: Authentication) -> bool:
    """Say whether the server we trust found nothing that ties the sender to its domain.

    A server that says nothing at all proves nothing either way: only words count against.
    """
    if not found.by or found.dmarc == "pass" or found.from_aligned:
        return False
    return found.dmarc in BAD or not ({found.spf, found.dkim} & {"pass"})


def _usable(address: str) -> tuple[str, bool]:
    try:
        return normalise_email(address), True
    except BadAddress:
        return address, False


def _has_headers(read: ReadMail) -> bool:
    said = (read.senders, read.subject, read.message_id, read.to, read.date_claimed, read.reply_to)
    return any(said) or bool(read.automatic)
