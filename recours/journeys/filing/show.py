"""What is kept of a reading for people, and what they must be warned of."""

from dataclasses import asdict
from typing import Any

from recours.journeys.filing.threads import is_ours
from recours.journeys.filing.weigh import Weighed
from recours.mail.shapes import Address, ReadMail
from recours.mailroom.rules.reading import WhatWasRead
from recours.people.rules import clean_name

MOST_PARTIES = 50
NAME_LIES = "name-is-an-address"


def what_was_read(
    read: ReadMail, *, notices: list[str], files: list[dict[str, Any]]
) -> WhatWasRead:
    """Return what people may look at."""
    first = read.senders[0] if read.senders else Address("", "")
    return WhatWasRead(
        sender=(read.sender or first.address)[:320],
        sender_name=clean_name(first.name)[:200],
        parties={
            "reply_to": _listed(read.reply_to),
            "to": _listed(read.to),
            "cc": _listed(read.cc),
        },
        subject=read.subject[:500],
        date_claimed=read.date_claimed[:40],
        text=read.text,
        quoted=read.quoted,
        html=read.html,
        language=read.language[:2],
        automatic=read.automatic[:20],
        authentication=asdict(read.authentication) if read.authentication.by else {},
        notices=notices,
        files=files,
    )


def _listed(found: tuple[Address, ...]) -> list[list[str]]:
    return [[one.name[:200], one.address[:320]] for one in found[:MOST_PARTIES]]


def notices_of(read: ReadMail, weighed: Weighed) -> list[str]:
    """Return the codes of what a person must know before believing the message."""
    said = {
        "reply-to-differs": _answers_elsewhere(read),
        "copied": any(not is_ours(one.address) for one in read.cc),
        "not-authenticated": weighed.facts.doubtful,
        "our-own-address": weighed.facts.ours,
        "address-of-another": weighed.case is not None and weighed.token_of_another,
        "same-message-id": weighed.same_message_id,
        "signed-whole": read.signed_part == "whole",
        "signed-partly": read.signed_part == "partial",
        "undecodable-part": any(part.undecodable for part in read.attachments),
    }
    found = [code for code, is_so in said.items() if is_so]
    return list(dict.fromkeys([*found, *read.warnings]))


def _answers_elsewhere(read: ReadMail) -> bool:
    return any(one.address.lower() != read.sender.lower() for one in read.reply_to)


def shown_name(read: ReadMail) -> str:
    """Return the name a sender gives, empty when it is somebody's address: names prove nothing."""
    if NAME_LIES in read.warnings or not read.senders:
        return ""
    name = clean_name(read.senders[0].name)
    return "" if "@" in name else name


def words_of(read: ReadMail) -> str:
    """Return what the person says: the new part, or all of it when they only forwarded."""
    return read.text.strip() or read.full_text.strip() or read.subject.strip()
