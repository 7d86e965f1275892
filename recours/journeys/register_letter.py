"""Register a letter that came on paper: it joins its case, or opens one.

The postmark, when there is one, starts the clocks; the day it came to us is kept beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from recours.complaints.queries import complaint_seen_by
from recours.correspondence.commands.file_letter import file_letter
from recours.correspondence.letter_cards import letter_card
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.people.commands.keep_postal_address import keep_postal_address
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.queries import customer_card
from recours.people.rules import Actor

CHANNEL = "letter"
NOON = time(12)
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class LetterDays:
    """The days of a letter: on the postmark, on its head, and when it came to us."""

    received_on: date
    posted_on: date | None = None
    dated: date | None = None

    @property
    def written_on(self) -> date:
        """Return the day that starts the clocks: the postmark, or else the day it came."""
        return self.posted_on or self.received_on


@dataclass(frozen=True, slots=True)
class LetterSaid:
    """What the letter says, as somebody confirmed it; `customer` when we know who wrote it."""

    name: str
    text: str
    programme: str
    kind: str = "AUT"
    email: str = ""
    phone: str = ""
    address: str = ""
    card: str = ""
    customer: str = ""
    member: str = ""
    language: str = "fr"


@transaction.atomic
def register_letter(
    *,
    letter: str,
    days: LetterDays,
    said: LetterSaid,
    complaint: str = "",
    actor: Actor,
    at: datetime,
) -> str:
    """Return the reference of the case the letter is on: `complaint`, or the one it opens.

    Raise `NotYours` for a case this person does not see, `LetterAlreadyFiled` when somebody was
    quicker, `LetterNotFound`.
    """
    if complaint:
        return _join(letter, days, said, complaint, actor, at)
    return _open(letter, days, said, actor, at)


def _join(
    letter: str, days: LetterDays, said: LetterSaid, complaint: str, actor: Actor, at: datetime
) -> str:
    card = complaint_seen_by(actor, complaint)
    attachment = _file(letter, card.reference, days, actor, at)
    add_to_complaint(
        complaint=card.reference,
        author=said.name or customer_card(card.customer).name,
        text=said.text,
        channel=CHANNEL,
        at=at,
        attachments=[attachment],
        key=f"letter:{letter}",
    )
    confirm_in_writing(complaint=card.reference, written_on=days.written_on, by="letter", at=at)
    return card.reference


def _open(letter: str, days: LetterDays, said: LetterSaid, actor: Actor, at: datetime) -> str:
    attachment = letter_card(letter).attachment
    customer = said.customer or recognise_customer(
        name=said.name, email=said.email, phone=said.phone, language=said.language, at=at
    )
    if said.address:  # first: the receipt of a letter may have to go by the post
        keep_postal_address(customer=customer, address=said.address, at=at)
    lodged = lodge_complaint(
        lodging=Lodging(
            key=f"letter:{letter}",
            kind=said.kind,
            programme=said.programme,
            name=said.name,
            email=said.email,
            phone=said.phone,
            card=said.card,
            story=said.text,
            channel=CHANNEL,
            language=said.language,
            customer=customer,
            member=said.member,
            attachments=[attachment],
            received_at=_arrived(days.received_on, at),
            written_on=days.written_on,
        ),
        at=at,
    )
    _file(letter, lodged.reference, days, actor, at)
    return lodged.reference


def _file(letter: str, about: str, days: LetterDays, actor: Actor, at: datetime) -> str:
    return file_letter(
        letter=letter,
        about=about,
        received_on=days.received_on,
        posted_on=days.posted_on,
        dated=days.dated,
        by=actor.key,
        at=at,
    )


def _arrived(day: date, at: datetime) -> datetime:
    """Return the instant a letter arrived: at noon of that day, never later than now."""
    return min(datetime.combine(day, NOON, tzinfo=PARIS), at)
