"""What others read of letters that leave by post, and of whoever nothing reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from recours.correspondence import store
from recours.correspondence.errors import MessageNotFound
from recours.correspondence.keys import message_key, read_key
from recours.correspondence.models import Departure, Preference, PrintBatch, Route, Subscription
from recours.correspondence.states import Posting


@dataclass(frozen=True, slots=True)
class DepartureCard:
    """A letter that leaves by post: to whom, and where it stands."""

    id: str
    about: str
    subject: str
    to_name: str
    address: tuple[str, ...]
    language: str
    state: str
    queued_at: datetime
    batch: str
    printed_at: datetime | None
    posted_on: date | None
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class BatchCard:
    """Letters printed together."""

    id: str
    at: datetime
    by: str
    letters: int


@dataclass(frozen=True, slots=True)
class Unreached:
    """A message that nothing carries: somebody to reach another way."""

    message: str
    about: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """How a customer wishes to be reached; `way` is empty when nothing was said."""

    way: str = ""
    also: tuple[str, ...] = ()


def departures(*states: str, limit: int = 200) -> list[DepartureCard]:
    """Return the letters in these states, the oldest first."""
    rows = Departure.objects.filter(state__in=states) if states else Departure.objects.all()
    return _cards(rows.order_by("queued_at", "message"), limit)


def departures_of(batch: str) -> list[DepartureCard]:
    """Return the letters of one batch, in the order they were printed."""
    rows = Departure.objects.filter(batch=read_key(batch))
    return _cards(rows.order_by("queued_at", "message"), None)


def departure(message: str) -> DepartureCard:
    """Return one letter; raise `MessageNotFound`."""
    found = _cards(Departure.objects.filter(pk=read_key(message)), 1)
    if not found:
        raise MessageNotFound(message)
    return found[0]


def _cards(rows: QuerySet[Departure], limit: int | None) -> list[DepartureCard]:
    return [
        DepartureCard(
            id=str(row.pk),
            about=row.message.about,
            subject=row.message.subject,
            to_name=row.to_name,
            address=tuple(row.address.splitlines()),
            language=row.language,
            state=row.state,
            queued_at=row.queued_at,
            batch=str(row.batch_id or ""),
            printed_at=row.printed_at,
            posted_on=row.posted_on,
            returned_on=row.returned_on,
        )
        for row in rows.select_related("message")[:limit]
    ]


def latest_batches(limit: int = 20) -> list[BatchCard]:
    """Return the batches printed last."""
    rows = PrintBatch.objects.order_by("-at", "id")[:limit]
    return [BatchCard(str(row.pk), row.at, row.by, row.letters) for row in rows]


def batch_pdf(batch: str) -> bytes:
    """Return what was printed; raise `MessageNotFound` when there is no such batch."""
    row = PrintBatch.objects.filter(pk=read_key(batch)).first()
    if row is None:
        raise MessageNotFound(batch)
    return store.read(row.sha256)


def waiting_letters() -> int:
    """Return how many letters wait to be printed."""
    return Departure.objects.filter(state=Posting.TO_PRINT).count()


def to_reach_otherwise(limit: int = 100) -> list[Unreached]:
    """Return the messages that nothing carries and that nobody has seen to, the oldest first."""
    rows = Route.objects.filter(waits=True).select_related("message").order_by("at", "message")
    return [
        Unreached(str(row.pk), row.message.about, row.message.subject, row.at)
        for row in rows[:limit]
    ]


def wish_of(customer: str) -> Wish:
    """Return how this customer wishes to be reached."""
    row = Preference.objects.filter(customer=customer).first()
    return Wish(row.way, tuple(row.also)) if row else Wish()


def browsers_of(customer: str) -> list[datetime]:
    """Return since when each browser of this customer is told, the oldest first."""
    rows = Subscription.objects.filter(customer=customer).order_by("at", "id")
    return list(rows.values_list("at", flat=True))


def posted_on(keys: Sequence[str]) -> dict[str, date]:
    """Return the day each letter queued under one of these keys was handed to the post."""
    named = {message_key(key): key for key in keys}
    rows = Departure.objects.filter(pk__in=list(named), state=Posting.POSTED)
    days = rows.values_list("message_id", "posted_on")
    return {named[message]: day for message, day in days if day}
