"""Webhooks over the API: who is told of what, its secret, its messages."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Schema, Status
from pydantic import Field, StringConstraints

from recours.api.auth import actor_of, needs
from recours.api.problems import Refused
from recours.api.router import Operations
from recours.api.schemas import ShortText, Strict
from recours.webhooks.commands.add_endpoint import add_endpoint
from recours.webhooks.commands.change_endpoint import change_endpoint
from recours.webhooks.commands.replay import replay
from recours.webhooks.commands.rotate_secret import rotate_secret
from recours.webhooks.commands.try_endpoint import try_endpoint
from recours.webhooks.errors import BadAddress, TooManyEndpoints
from recours.webhooks.queries import DeliveryCard, EndpointCard, deliveries, endpoint, endpoints
from recours.webhooks.rules.addresses import LONGEST
from recours.webhooks.states import State

router = Operations(tags=["webhooks"])
SCOPE = "webhooks:write"
Event = Literal[
    "complaint.registered",
    "complaint.assigned",
    "complaint.qualified",
    "complaint.merged",
    "complaint.separated",
    "complaint.decided",
    "remedy.carried_out",
    "complaint.closed",
    "complaint.reopened",
    "message.received",
    "message.sent",
]
Url = Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^https?://[!-~]+$")]


class WebhookIn(Strict):
    """An address to be told of these events, of the programmes of the token."""

    url: Url
    events: Annotated[list[Event], Field(min_length=1, max_length=20)]
    name: ShortText = ""


class SecretOut(Schema):
    """The secret that signs, shown this once."""

    webhook: str
    secret: str


class WebhookOut(Schema):
    """An address that is told."""

    webhook: str
    name: str
    url: str
    events: list[str]
    on: bool
    failing_since: datetime | None
    waiting: int
    given_up: int

    @classmethod
    def of(cls, card: EndpointCard) -> "WebhookOut":
        """Return what a token may read of an endpoint."""
        return cls(
            webhook=card.id,
            name=card.name,
            url=card.url,
            events=list(card.events),
            on=card.is_on,
            failing_since=card.failing_since,
            waiting=card.waiting,
            given_up=card.given_up,
        )


class WebhooksOut(Schema):
    """Every address this token may see."""

    webhooks: list[WebhookOut]


class DeliveryOut(Schema):
    """One message for one address, and how its last attempt went."""

    delivery: str
    message: str
    event: str
    state: State
    attempts: int
    status: int | None
    reason: str
    tried_at: datetime | None
    next_try_at: datetime | None

    @classmethod
    def of(cls, card: DeliveryCard) -> "DeliveryOut":
        """Return what a token may read of a delivery."""
        return cls(
            delivery=card.id,
            message=card.message,
            event=card.event,
            state=card.state,
            attempts=card.attempts,
            status=card.status,
            reason=card.reason,
            tried_at=card.tried_at,
            next_try_at=card.next_try_at,
        )


class DeliveriesOut(Schema):
    """The latest messages, thirty at most."""

    deliveries: list[DeliveryOut]


class TestOut(Schema):
    """The message that was sent to see."""

    delivery: str


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _endpoint(request: HttpRequest) -> EndpointCard:
    """Return what the door found."""
    found: EndpointCard = cast("Any", request).endpoint
    return found


@router.operation(
    "GET",
    "/webhooks",
    door=needs(SCOPE),
    gives={200: WebhooksOut},
    name="list_webhooks",
    summary=_("Lister les connexions"),
    description=_("Celles des programmes du jeton."),
)
def list_webhooks(request: HttpRequest) -> WebhooksOut:
    """Return the endpoints within the programmes of the token."""
    found = endpoints(actor_of(request).programmes)
    return WebhooksOut(webhooks=[WebhookOut.of(card) for card in found])


@router.operation(
    "POST",
    "/webhooks",
    door=needs(SCOPE, body="application/json"),
    gives={201: SecretOut},
    name="add_webhook",
    summary=_("Ajouter une connexion"),
    description=_("Le secret n’est donné qu’ici. Les messages suivent Standard Webhooks."),
)
def add(request: HttpRequest, said: WebhookIn) -> Status[SecretOut]:
    """Have an address told of these events."""
    actor = actor_of(request)
    try:
        added = add_endpoint(
            name=said.name or said.url,
            url=said.url,
            events=said.events,
            programmes=actor.programmes,
            by=actor.key,
            at=_now(),
        )
    except BadAddress as refused:
        raise Refused("webhook_address", why=str(refused)) from refused
    except TooManyEndpoints as refused:
        raise Refused("webhooks_many") from refused
    return Status(201, SecretOut(webhook=added.id, secret=added.secret))


@router.operation(
    "GET",
    "/webhooks/{endpoint}/deliveries",
    door=needs(SCOPE),
    gives={200: DeliveriesOut},
    name="list_deliveries",
    summary=_("Lister les derniers messages"),
    description=_("Ce qui fut dit à cette adresse, et comment elle a répondu."),
)
def told(request: HttpRequest, endpoint: str) -> DeliveriesOut:  # noqa: ARG001  # named so by the library
    """Return the latest messages of an endpoint."""
    found = deliveries(_endpoint(request).id)
    return DeliveriesOut(deliveries=[DeliveryOut.of(card) for card in found])


@router.operation(
    "POST",
    "/webhooks/{endpoint}/secret",
    door=needs(SCOPE),
    gives={200: SecretOut},
    name="change_webhook_secret",
    summary=_("Changer le secret"),
    description=_("L’ancien signe encore à côté du nouveau pendant un jour."),
)
def secret(request: HttpRequest, endpoint: str) -> SecretOut:  # noqa: ARG001  # named so by the library
    """Return another secret, once."""
    card = _endpoint(request)
    return SecretOut(webhook=card.id, secret=rotate_secret(endpoint=card.id, at=_now()))


@router.operation(
    "POST",
    "/webhooks/{endpoint}/test",
    door=needs(SCOPE),
    gives={202: TestOut},
    name="test_webhook",
    summary=_("Envoyer un message d’essai"),
    description=_("Il ne dit rien ; sa réponse se lit parmi les derniers messages."),
)
def test(request: HttpRequest, endpoint: str) -> Status[TestOut]:  # noqa: ARG001  # named so by the library
    """Send a message that says nothing."""
    key = try_endpoint(endpoint=_endpoint(request).id, at=_now())
    return Status(202, TestOut(delivery=key))


@router.operation(
    "POST",
    "/webhooks/{endpoint}/{standing}",
    door=needs(SCOPE),
    gives={200: WebhookOut},
    name="switch_webhook",
    summary=_("Couper ou rétablir une connexion"),
    description=_("Ce qui attendait part quand elle est rétablie."),
)
def switch(request: HttpRequest, endpoint: str, standing: Literal["on", "off"]) -> WebhookOut:  # noqa: ARG001  # named so by the library
    """Switch an endpoint on or off."""
    key = _endpoint(request).id
    change_endpoint(endpoint=key, is_on=standing == "on", at=_now())
    return WebhookOut.of(_again(key))


def _again(key: str) -> EndpointCard:
    return endpoint(key, None)


@router.operation(
    "POST",
    "/webhooks/deliveries/{delivery}/replay",
    door=needs(SCOPE),
    gives={202: TestOut},
    name="replay_delivery",
    summary=_("Rejouer un message"),
    description=_("Il repart sous le même nom : qui l’a déjà reçu le reconnaît."),
)
def again(request: HttpRequest, delivery: str) -> Status[TestOut]:  # noqa: ARG001  # named so by the library
    """Send a message again."""
    replay(delivery=delivery, at=_now())
    return Status(202, TestOut(delivery=delivery))
