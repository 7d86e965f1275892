"""What others read of the webhooks: who listens, what was told, how it went."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from recours.webhooks.errors import EndpointNotFound
from recours.webhooks.models import Delivery, Endpoint
from recours.webhooks.states import State


@dataclass(frozen=True, slots=True)
class EndpointCard:
    """An address that is told; never its secret."""

    id: str
    name: str
    url: str
    events: tuple[str, ...]
    programmes: frozenset[str] | None
    is_on: bool
    off_because: str
    failing_since: datetime | None
    changes_secret_until: datetime | None
    created_at: datetime
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """One message for one endpoint, and how its last attempt went."""

    id: str
    endpoint: str
    message: str
    event: str
    about: str
    state: State
    attempts: int
    status: int | None
    reason: str
    milliseconds: int | None
    happened_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None


def anybody_listens() -> bool:
    """Say whether some endpoint is on: most installations have none."""
    return Endpoint.objects.filter(is_on=True).exists()


def endpoints(programmes: Collection[str] | None) -> list[EndpointCard]:
    """Return the endpoints within these programmes (None: all), by name."""
    rows = Endpoint.objects.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=State.PENDING)),
        given_up=Count("deliveries", filter=Q(deliveries__state=State.DEAD)),
    ).order_by("name", "created_at")
    return [_card(row) for row in rows if _within(row.programmes, programmes)]


def endpoint(key: str, programmes: Collection[str] | None) -> EndpointCard:
    """Return one endpoint within these programmes; raise `EndpointNotFound`."""
    found = [card for card in endpoints(programmes) if UUID(card.id) in _keys(key)]
    if not found:
        raise EndpointNotFound(key)
    return found[0]


def _within(theirs: list[str] | None, ours: Collection[str] | None) -> bool:
    return ours is None or (theirs is not None and set(theirs) <= set(ours))


def _keys(text: str) -> list[UUID]:
    """Return the key a text says, as a list: empty when it says none."""
    try:
        return [UUID(str(text))]
    except ValueError:
        return []


def deliveries(endpoint: str, *, limit: int = 30) -> list[DeliveryCard]:
    """Return the latest messages of an endpoint: those not tried yet, then the last tried."""
    rows = Delivery.objects.filter(endpoint__in=_keys(endpoint)).select_related("event")
    return [_delivery(row) for row in rows.order_by("-event__at", "id")[:limit]]


def delivery(key: str) -> DeliveryCard | None:
    """Return one message for one endpoint."""
    rows = Delivery.objects.filter(pk__in=_keys(key)).select_related("event")
    row = rows.first()
    return None if row is None else _delivery(row)


def given_up() -> int:
    """Return how many messages nobody took after every attempt."""
    return Delivery.objects.filter(state=State.DEAD).count()


def _card(row: Endpoint) -> EndpointCard:
    return EndpointCard(
        id=str(row.pk),
        name=row.name,
        url=row.url,
        events=tuple(row.events),
        programmes=None if row.programmes is None else frozenset(row.programmes),
        is_on=row.is_on,
        off_because=row.off_because,
        failing_since=row.failing_since,
        changes_secret_until=row.previous_until,
        created_at=row.created_at,
        waiting=getattr(row, "waiting", 0),
        given_up=getattr(row, "given_up", 0),
    )


def _delivery(row: Delivery) -> DeliveryCard:
    return DeliveryCard(
        id=str(row.pk),
        endpoint=str(row.endpoint_id),
        message=f"msg_{row.event.pk.hex}",
        event=row.event.name,
        about=row.event.about,
        state=State(row.state),
        attempts=row.attempts,
        status=row.status,
        reason=row.reason,
        milliseconds=row.milliseconds,
        happened_at=row.event.at,
        tried_at=row.tried_at,
        next_try_at=row.next_try_at,
    )
