"""What others read of correspondence: frozen cards, never rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Min, Prefetch, QuerySet, When

from recours.correspondence import file_cards, store
from recours.correspondence.errors import AttachmentNotFound, MessageNotFound
from recours.correspondence.keys import message_key, read_key
from recours.correspondence.models import (
    Attachment,
    Delivery,
    Enclosure,
    Letter,
    Message,
    Outbox,
)
from recours.correspondence.rules.channel import Choice, Reason, Way
from recours.correspondence.rules.deliveries import meaning_of
from recours.correspondence.states import UNDELIVERED, Sending

attachment_view = file_cards.attachment_view
attachment_views = file_cards.attachment_views
attachment_texts = file_cards.attachment_texts


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    """A file: how it is shown, what it is, and the fingerprint of its bytes."""

    id: str
    about: str
    name: str
    type: str
    size: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file and its bytes, the fingerprint checked."""

    card: AttachmentCard
    data: bytes


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """One thing that happened to a message on its way; `meaning` names why it was refused."""

    what: str
    at: datetime
    server: str
    status: str
    words: str

    @property
    def meaning(self) -> str:
        """Return what the refusal means: full, unknown, closed… or nothing."""
        return meaning_of(self.status, self.words)


@dataclass(frozen=True, slots=True)
class MessageCard:
    """One message of a thread; `sending` is empty when it did not leave by e-mail."""

    id: str
    about: str
    direction: str
    audience: str
    author: str
    channel: str
    subject: str
    text: str
    at: datetime
    attachments: tuple[AttachmentCard, ...]
    sending: str
    sent_at: datetime | None
    template: str = ""
    to: str = ""
    deliveries: tuple[DeliveryCard, ...] = ()
    route: Choice | None = None
    worded: int | None = None  # the version of its sentences

    @property
    def proof(self) -> DeliveryCard | None:
        """Return the latest thing that happened on the way, our own knocking left out."""
        return next((d for d in reversed(self.deliveries) if d.what != "attempt"), None)


@dataclass(frozen=True, slots=True)
class MailCard:
    """One message of the outbox: to whom, where it stands, and why it does not leave."""

    id: str
    about: str
    template: str
    to: str
    to_name: str
    language: str
    subject: str
    text: str
    state: str
    reason: str
    attempts: int
    queued_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    attachments: tuple[AttachmentCard, ...]

    @property
    def meaning(self) -> str:
        """Return what the refusal means: full, unknown, closed… or nothing."""
        return meaning_of("", self.reason)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many messages stand where, and since when the oldest one waits to leave."""

    pending: int
    leased: int
    sent: int
    failed: int
    dead: int
    bounced: int
    withheld: int
    waiting_since: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter that was written: which version, and its file."""

    id: str
    about: str
    kind: str
    version: int
    language: str
    sha256: str
    at: datetime
    attachment: AttachmentCard


def card_of_attachment(row: Attachment) -> AttachmentCard:
    """Return the card of a row of this slice."""
    return AttachmentCard(
        id=str(row.pk),
        about=row.about,
        name=row.name,
        type=row.type,
        size=row.size,
        sha256=row.sha256,
        at=row.at,
    )


def card_of_letter(row: Letter) -> LetterCard:
    """Return the card of a row of this slice."""
    return LetterCard(
        id=str(row.pk),
        about=row.about,
        kind=row.kind,
        version=row.version,
        language=row.language,
        sha256=row.sha256,
        at=row.at,
        attachment=card_of_attachment(row.attachment),
    )


def thread(
    about: str, *, audiences: Sequence[str] | None = None, until: datetime | None = None
) -> list[MessageCard]:
    """Return the messages of a file in order, for the given readers, or for all.

    `until` leaves out what is written for later, such as the question asked two days after.
    """
    rows = Message.objects.filter(about=about).select_related("sending", "route")
    if until is not None:
        rows = rows.filter(at__lte=until)
    if audiences is not None:
        rows = rows.filter(audience__in=audiences)
    whole = rows.prefetch_related(
        _ENCLOSED, Prefetch("deliveries", _in_order(Delivery.objects.all()))
    )
    return [_message(row) for row in whole.order_by("at", "direction", "id")]


_ENCLOSED = Prefetch("enclosures", Enclosure.objects.select_related("attachment").order_by("pk"))


def _message(row: Message) -> MessageCard:
    sending = getattr(row, "sending", None)
    return MessageCard(
        id=str(row.pk),
        about=row.about,
        direction=row.direction,
        audience=row.audience,
        author=row.author,
        channel=row.channel,
        subject=row.subject,
        text=row.text,
        at=row.at,
        attachments=_enclosed(row),
        sending=sending.state if sending else "",
        sent_at=sending.sent_at if sending else None,
        template=sending.template if sending else "",
        to=sending.to if sending else "",
        worded=sending.worded if sending else None,
        deliveries=tuple(_delivery(one) for one in row.deliveries.all()),
        route=_route(row),
    )


def _route(row: Message) -> Choice | None:
    kept = getattr(row, "route", None)
    if kept is None:
        return None
    also = tuple(Way(one) for one in kept.also)
    return Choice(Way(kept.way), Reason(kept.reason), also=also)


def _delivery(row: Delivery) -> DeliveryCard:
    return DeliveryCard(row.what, row.at, row.server, row.status, row.words)


def deliveries(message: str) -> list[DeliveryCard]:
    """Return what happened to a message on its way, in order."""
    rows = Delivery.objects.filter(message=read_key(message))
    return [_delivery(row) for row in _in_order(rows)]


def _in_order(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Sort by time; at the same instant, what we did comes before what was answered."""
    first = Case(When(what="attempt", then=0), default=1)
    return rows.order_by("at", first, "what")


def _enclosed(row: Message) -> tuple[AttachmentCard, ...]:
    return tuple(card_of_attachment(one.attachment) for one in row.enclosures.all())


def was_said(key: str) -> bool:
    """Say whether the message of this key is in its thread already."""
    return Message.objects.filter(pk=message_key(key)).exists()


def mailbox(limit: int = 50, *, to: str = "") -> list[MailCard]:
    """Return the latest messages that leave, for one address or for all."""
    rows = Outbox.objects.filter(to=to) if to else Outbox.objects.all()
    return _mails(rows.order_by("-queued_at", "message"), limit)


def withheld(limit: int = 100) -> list[MailCard]:
    """Return the messages that we keep back: each is somebody to reach another way."""
    return _mails(Outbox.objects.filter(state=Sending.WITHHELD).order_by("queued_at"), limit)


def undelivered(limit: int = 100) -> list[MailCard]:
    """Return the messages that did not arrive and that nothing will send again by itself."""
    return _mails(Outbox.objects.filter(state__in=UNDELIVERED).order_by("queued_at"), limit)


def mail(message: str) -> MailCard:
    """Return one message of the outbox, or raise `MessageNotFound`."""
    found = _mails(Outbox.objects.filter(pk=read_key(message)), 1)
    if not found:
        raise MessageNotFound(message)
    return found[0]


def _mails(rows: QuerySet[Outbox], limit: int) -> list[MailCard]:
    whole = rows.select_related("message").prefetch_related(
        Prefetch("message__enclosures", _ENCLOSED.queryset)
    )
    return [_mail(row) for row in whole[:limit]]


def _mail(row: Outbox) -> MailCard:
    return MailCard(
        id=str(row.pk),
        about=row.message.about,
        template=row.template,
        to=row.to,
        to_name=row.to_name,
        language=row.language,
        subject=row.message.subject,
        text=row.message.text,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        queued_at=row.queued_at,
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
        attachments=_enclosed(row.message),
    )


def sent_on(template: str, abouts: Sequence[str]) -> dict[str, datetime]:
    """Return when the message of that template left, for each of these cases where it did."""
    rows = Outbox.objects.filter(
        template=template, state=Sending.SENT, message__about__in=abouts
    ).values_list("message__about", "sent_at")
    return {about: sent_at for about, sent_at in rows if sent_at}


def written(template: str, abouts: Sequence[str]) -> Counter[str]:
    """Return how many messages of that template each of these cases has, sent or not yet."""
    rows = Outbox.objects.filter(template=template, message__about__in=abouts)
    return Counter(rows.values_list("message__about", flat=True))


def outbox_state() -> OutboxState:
    """Return the figures of the outbox, for pages, `recours check` and monitoring."""
    counted = Outbox.objects.values("state").annotate(number=Count("pk")).order_by("state")
    counts = {row["state"]: row["number"] for row in counted}
    waiting = Outbox.objects.filter(state=Sending.PENDING)
    delayed = waiting.exclude(reason="").order_by("queued_at").first()
    return OutboxState(
        pending=counts.get(Sending.PENDING, 0),
        leased=counts.get(Sending.LEASED, 0),
        sent=counts.get(Sending.SENT, 0),
        failed=counts.get(Sending.FAILED, 0),
        dead=counts.get(Sending.DEAD, 0),
        bounced=counts.get(Sending.BOUNCED, 0),
        withheld=counts.get(Sending.WITHHELD, 0),
        waiting_since=waiting.aggregate(first=Min("queued_at"))["first"],
        trouble=delayed.reason if delayed else "",
    )


def attachment(key: str) -> AttachmentCard:
    """Return the card of a file, or raise `AttachmentNotFound`."""
    row = Attachment.objects.filter(pk=read_key(key)).first()
    if row is None:
        raise AttachmentNotFound(key)
    return card_of_attachment(row)


def attachments_of(about: str) -> list[AttachmentCard]:
    """Return every file of a case, in the order they came."""
    rows = Attachment.objects.filter(about=about).order_by("at", "id")
    return [card_of_attachment(row) for row in rows]


def open_attachment(key: str) -> AttachmentFile:
    """Return a file with its bytes; raise `FileDamaged` when they are not what was kept."""
    card = attachment(key)
    return AttachmentFile(card, store.read(card.sha256))


def letters(about: str) -> list[LetterCard]:
    """Return the letters of a case, the latest version last."""
    rows = Letter.objects.filter(about=about).select_related("attachment")
    return [card_of_letter(row) for row in rows.order_by("at", "kind", "version")]


def raw_mail(message: str) -> bytes:
    """Return the exact bytes that left, or raise `MessageNotFound` when nothing left yet."""
    row = Outbox.objects.filter(pk=read_key(message)).exclude(raw_sha256="").first()
    if row is None:
        raise MessageNotFound(message)
    return store.read(row.raw_sha256)


def damaged_files() -> list[str]:
    """Return the fingerprints whose file is gone or changed: reads all of them, for the doctor."""
    kept = set(Attachment.objects.values_list("sha256", flat=True))
    kept |= set(Outbox.objects.exclude(raw_sha256="").values_list("raw_sha256", flat=True))
    return sorted(sha256 for sha256 in kept if not store.is_whole(sha256))
