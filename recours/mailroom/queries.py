"""What others read of the mailroom: frozen cards, never rows."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet

from recours.mailroom import shelf
from recours.mailroom.errors import MailNotFound, RawDamaged
from recours.mailroom.models import Box, Incoming, RawMail, Reading
from recours.mailroom.rules.boxes import BoxCard
from recours.mailroom.states import Asks, Outcome, Standing

NOBODY = uuid.UUID(int=0)
PAGE = 50
ALERT_ABOVE = 10  # messages from one sender, or on one case, within an hour
HOUR = timedelta(hours=1)
ENOUGH = 1000  # nobody needs to know how many more


@dataclass(frozen=True, slots=True)
class MailCard:
    """One arrival: how it came, where it stands, and why."""

    id: str
    sha256: str
    core_sha256: str
    size: int
    door: str
    mailbox: str
    envelope_from: str | None
    envelope_to: tuple[str, ...]
    received_at: datetime
    state: Standing
    outcome: str
    reason: str
    about: str
    proposed: str
    message: str
    asks: str
    original: str
    attempts: int
    trouble: str
    sender_sha256: str
    handled_by: str
    handled_at: datetime | None
    handled_why: str


@dataclass(frozen=True, slots=True)
class ReadingCard:
    """What was read in a message; `html` is left out of lists and threads."""

    mail: str
    message: str
    sender: str
    sender_name: str
    parties: dict[str, Any]
    subject: str
    date_claimed: str
    text: str
    quoted: str
    has_html: bool
    language: str
    automatic: str
    authentication: dict[str, Any]
    notices: tuple[str, ...]
    files: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a list, with what was read in it, if anything could be."""

    mail: MailCard
    reading: ReadingCard | None


@dataclass(frozen=True, slots=True)
class Flood:
    """Too many messages at once: from one sender, or on one case."""

    kind: str  # "address" or "thread"
    who: str
    number: int


def boxes() -> list[BoxCard]:
    """Return every door where mail came in, by name."""
    fields = ("name", "door", "looked_at", "backlog", "trouble", "trouble_at", "failures")
    return [BoxCard(**row) for row in Box.objects.order_by("name").values(*fields)]


LISTS: dict[str, Q] = {
    "to_link": Q(state=Standing.TO_LINK),
    "unreadable": Q(state=Standing.UNREADABLE),
    "too_large": Q(state=Standing.REJECTED),
    "closed_case": Q(asks=Asks.CLOSED_CASE),
    "duplicates": Q(state=Standing.DUPLICATE),
    "automatic": Q(state=Standing.FILED, outcome=Outcome.NOTIFICATION, about=""),
}
FOR_A_PERSON = ("to_link", "unreadable", "too_large", "closed_case")


def read_key(text: str) -> uuid.UUID:
    """Return the key a text writes, or the key of nothing when it writes none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return NOBODY


def card_of_mail(row: Incoming) -> MailCard:
    """Return the card of a row of this slice."""
    return MailCard(
        id=str(row.pk),
        sha256=row.raw_id,
        core_sha256=row.core_sha256,
        size=row.size,
        door=row.door,
        mailbox=row.mailbox,
        envelope_from=row.envelope_from,
        envelope_to=tuple(row.envelope_to),
        received_at=row.received_at,
        state=Standing(row.state),
        outcome=row.outcome,
        reason=row.reason,
        about=row.about,
        proposed=row.proposed,
        message=row.message,
        asks=row.asks,
        original=str(row.original_id) if row.original_id else "",
        attempts=row.attempts,
        trouble=row.trouble,
        sender_sha256=row.sender_sha256,
        handled_by=row.handled_by,
        handled_at=row.handled_at,
        handled_why=row.handled_why,
    )


def mail_card(mail: str) -> MailCard:
    """Return one arrival, or raise `MailNotFound`."""
    row = Incoming.objects.filter(pk=read_key(mail)).first()
    if row is None:
        raise MailNotFound(mail)
    return card_of_mail(row)


def waiting(mails: Sequence[str]) -> list[tuple[MailCard, bytes | None]]:
    """Return those of these messages that wait to be read, and their bytes (None: damaged)."""
    keys = [read_key(one) for one in mails]
    rows = Incoming.objects.filter(pk__in=keys, state=Standing.PENDING).select_related("raw")
    oldest_first = rows.order_by("received_at", "id")
    return [(card_of_mail(row), _or_nothing(row.raw)) for row in oldest_first]


def _or_nothing(row: RawMail) -> bytes | None:
    try:
        return whole_of(row)
    except RawDamaged:
        return None


def raw_of(mail: str) -> bytes:
    """Return the bytes as they came; raise `MailNotFound`, or `RawDamaged` when they changed."""
    row = RawMail.objects.filter(incoming__pk=read_key(mail)).first()
    if row is None:
        raise MailNotFound(mail)
    return whole_of(row)


def whole_of(row: RawMail) -> bytes:
    """Return the bytes of a row of this slice; raise `RawDamaged` when they changed."""
    if row.data is not None:
        data = bytes(row.data)
    else:
        try:
            data = shelf.path_of(row.sha256).read_bytes()
        except FileNotFoundError as gone:
            raise RawDamaged(row.sha256) from gone
    if sha256(data).hexdigest() != row.sha256:
        raise RawDamaged(row.sha256)
    return data


def _reading(row: Reading) -> ReadingCard:
    return ReadingCard(
        mail=str(row.pk),
        message=row.incoming.message,
        sender=row.sender,
        sender_name=row.sender_name,
        parties=row.parties,
        subject=row.subject,
        date_claimed=row.date_claimed,
        text=row.text,
        quoted=row.quoted,
        has_html=bool(getattr(row, "has_html", False)),
        language=row.language,
        automatic=row.automatic,
        authentication=row.authentication,
        notices=tuple(row.notices),
        files=tuple(row.files),
    )


def _readings() -> QuerySet[Reading]:
    whole = Reading.objects.select_related("incoming").defer("html")
    return whole.annotate(has_html=~Q(html=""))


def reading_of(mail: str) -> ReadingCard | None:
    """Return what was read in a message, None when nothing was."""
    row = _readings().filter(pk=read_key(mail)).first()
    return None if row is None else _reading(row)


def html_of(mail: str) -> str:
    """Return the safe HTML of a message, empty when it had none."""
    found = Reading.objects.filter(pk=read_key(mail)).values_list("html", flat=True).first()
    return found or ""


def readings_of(messages: Sequence[str]) -> dict[str, ReadingCard]:
    """Return what was read, for each of these messages of a thread that came by mail."""
    rows = _readings().filter(incoming__message__in=[one for one in messages if one])
    return {row.incoming.message: _reading(row) for row in rows}


def mails_about(about: str) -> list[MailCard]:
    """Return every arrival filed on a case, in the order they came."""
    rows = Incoming.objects.filter(about=about).order_by("received_at", "id")
    return [card_of_mail(row) for row in rows]


def listed(name: str, *, after: str = "", limit: int = PAGE) -> list[Line]:
    """Return one page of a list, the oldest first; `after` is the last message of the page before.

    What automatic messages and duplicates leave behind is shown the latest first: it asks nothing.
    """
    rows = Incoming.objects.filter(LISTS[name])
    latest = name in {"duplicates", "automatic"}
    if previous := Incoming.objects.filter(pk=read_key(after)).only("received_at").first():
        here = Q(received_at=previous.received_at)
        further = Q(received_at__lt=previous.received_at) | here & Q(pk__lt=previous.pk)
        older = Q(received_at__gt=previous.received_at) | here & Q(pk__gt=previous.pk)
        rows = rows.filter(further if latest else older)
    order = ("-received_at", "-id") if latest else ("received_at", "id")
    cards = [card_of_mail(row) for row in rows.order_by(*order)[:limit]]
    return _lines(cards)


def _lines(cards: Sequence[MailCard]) -> list[Line]:
    named = {card.id for card in cards} | {card.original for card in cards if card.original}
    keys = [read_key(one) for one in named]
    found = {str(row.pk): _reading(row) for row in _readings().filter(pk__in=keys)}
    return [Line(card, found.get(card.id) or found.get(card.original)) for card in cards]


def counts() -> dict[str, int]:
    """Return how many messages each list holds, in one query."""
    wanted = {name: Count("pk", filter=LISTS[name]) for name in FOR_A_PERSON}
    rows = Incoming.objects.filter(Q(state__in=_WAITING) | ~Q(asks=""))
    return {name: number or 0 for name, number in rows.aggregate(**wanted).items()}


_WAITING = (Standing.TO_LINK, Standing.UNREADABLE, Standing.REJECTED)


@dataclass(frozen=True, slots=True)
class Twins:
    """Other arrivals that look like this one: the same message, or another under its name."""

    first: str = ""  # the first arrival of the same message, under other stamps of relays
    about: str = ""
    same_message_id: bool = False


def twins(*, core_sha256: str, message_id_sha256: str, but: str) -> Twins:
    """Return what other arrivals share with this one; without a Message-ID nobody can say."""
    if not message_id_sha256:
        return Twins()
    alike = Q(core_sha256=core_sha256) | Q(message_id_sha256=message_id_sha256)
    rows = Incoming.objects.filter(alike, original=None).exclude(pk=read_key(but))
    settled = rows.exclude(state=Standing.PENDING).order_by("received_at", "id")
    found = settled.values_list("pk", "about", "core_sha256", "message_id_sha256")[:20]
    same = [(str(key), about) for key, about, core, _ in found if core == core_sha256]
    first, about = same[0] if same else ("", "")
    return Twins(first, about, any(row[3] == message_id_sha256 for row in found))


@dataclass(frozen=True, slots=True)
class Lately:
    """How much came within the hour, from one sender, alike, and on one case."""

    from_sender: int = 0
    alike: int = 0
    on_case: int = 0


def lately(*, sender_sha256: str, subject_sha256: str, about: str, at: datetime) -> Lately:
    """Count what was filed within the hour, both ways: a wrong clock must not hide a loop."""
    near = Incoming.objects.filter(settled_at__gt=at - HOUR, settled_at__lt=at + HOUR)
    mine: list[str] = []
    if sender_sha256:
        rows = near.filter(sender_sha256=sender_sha256)
        mine = list(rows.values_list("subject_sha256", flat=True)[:ENOUGH])
    on_case = near.filter(about=about).count() if about else 0
    return Lately(len(mine), mine.count(subject_sha256), on_case)


def floods(*, at: datetime) -> list[Flood]:
    """Return who writes too much at once, and on what: machines that answer one another."""
    near = Incoming.objects.filter(settled_at__gt=at - HOUR, settled_at__lt=at + HOUR)
    by_sender = near.exclude(sender_sha256="").values("sender_sha256").annotate(number=Count("pk"))
    by_case = near.exclude(about="").values("about").annotate(number=Count("pk"))
    found = [
        Flood("address", _name_of(row["sender_sha256"]), row["number"])
        for row in by_sender.filter(number__gt=ALERT_ABOVE).order_by("-number")[:10]
    ]
    found += [
        Flood("thread", row["about"], row["number"])
        for row in by_case.filter(number__gt=ALERT_ABOVE).order_by("-number")[:10]
    ]
    return found


def _name_of(sender_sha256: str) -> str:
    rows = Reading.objects.filter(incoming__sender_sha256=sender_sha256)
    return rows.order_by("-pk").values_list("sender", flat=True).first() or ""


def pending_count() -> int:
    """Return how many messages wait to be read."""
    return Incoming.objects.filter(state=Standing.PENDING).count()


def lodged_by_mail(mails: Iterable[str]) -> dict[str, str]:
    """Return which case each of these arrivals is on."""
    rows = Incoming.objects.filter(pk__in=[read_key(one) for one in mails])
    return {str(key): about for key, about in rows.values_list("pk", "about")}


def filed_pages(*, outcomes: Sequence[str], size: int = 500) -> Iterable[list[MailCard]]:
    """Yield every message with one of these outcomes, in pages: for whoever checks them all."""
    last = NOBODY
    while True:
        rows = Incoming.objects.filter(pk__gt=last, outcome__in=outcomes).order_by("pk")[:size]
        page = [card_of_mail(row) for row in rows]
        if not page:
            return
        yield page
        last = uuid.UUID(page[-1].id)
