"""The other systems that are told: who, of what, how it goes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recours.people.errors import NotYours
from recours.web.desk.worklist_views import actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow
from recours.webhooks.commands.add_endpoint import add_endpoint
from recours.webhooks.commands.change_endpoint import change_endpoint
from recours.webhooks.commands.replay import replay
from recours.webhooks.commands.rotate_secret import rotate_secret
from recours.webhooks.commands.try_endpoint import try_endpoint
from recours.webhooks.errors import (
    BadAddress,
    EndpointNotFound,
    TooManyEndpoints,
    UnknownEvent,
)
from recours.webhooks.queries import EndpointCard, deliveries, delivery, endpoint, endpoints
from recours.webhooks.rules.events import EVENTS, TEST

HERE = "connexions"
KEEPER = ("administrator",)
WRONG: dict[str, Promise] = {
    "malformed": _("Écrivez une adresse entière, par exemple https://crm.exemple.fr/recours."),
    "not-https": _("L’adresse commence par https:// : rien ne part en clair."),
    "private": _(
        "Cette adresse n’est pas sur Internet : nous n’appelons ni cette machine ni son réseau."
    ),
    "port": _("Choisissez le port 443, ou un port à partir de 1024."),
    "no-event": _("Cochez au moins un événement."),
    "taken": _("Cette adresse est déjà connectée."),
    "many": _("Il y a cinquante connexions : c’est le plus que nous servons."),
}
WHY: dict[str, Promise] = {
    "status": _("elle a répondu autre chose qu’un succès"),
    "redirect": _("elle renvoie ailleurs : nous ne suivons pas"),
    "timeout": _("elle n’a pas répondu en dix secondes"),
    "connection": _("elle ne répond pas"),
    "tls": _("son certificat n’est pas valable"),
    "name": _("son nom n’existe pas"),
    "private": _("son nom mène à une adresse qui n’est pas sur Internet"),
    "not-http": _("elle ne parle pas HTTP"),
    "secret": _("son secret ne peut pas être lu : changez-le"),
}


@allow(roles=KEEPER, methods=("GET", "POST"))
def connections(request: GuardedRequest) -> HttpResponse:
    """List the systems that are told, or add one; its secret is shown this once."""
    if request.method == "POST":
        return _add(request)
    return _list(request)


def _add(request: GuardedRequest) -> HttpResponse:
    actor = actor_of(request)
    typed = {
        "name": request.POST.get("name", "").strip(),
        "url": request.POST.get("url", "").strip(),
        "events": request.POST.getlist("events"),
    }
    try:
        added = add_endpoint(
            name=str(typed["name"]) or str(typed["url"]),
            url=str(typed["url"]),
            events=typed["events"],
            programmes=actor.programmes,
            by=actor.key,
            at=_now(),
        )
    except BadAddress as refused:
        return _list(request, typed=typed, wrong=str(refused), status=422)
    except UnknownEvent:
        return _list(request, typed=typed, wrong="no-event", status=422)
    except TooManyEndpoints:
        return _list(request, typed=typed, wrong="many", status=422)
    return _show(request, _card(request, added.id), secret=added.secret)


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _list(
    request: GuardedRequest,
    *,
    typed: dict[str, Any] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    chosen = set(EVENTS) if typed is None else set(typed["events"])
    context = {
        **frame(request, HERE),
        "endpoints": endpoints(actor_of(request).programmes),
        "typed": typed or {},
        "wrong": WRONG.get(wrong, WRONG["malformed"]) if wrong else "",
        "wrong_events": wrong == "no-event",
        "events": _events(chosen),
    }
    return render(request, "desk/webhooks/list.html", context, status=status)


def _events(chosen: set[str]) -> list[dict[str, Any]]:
    return [{"name": name, "words": _word(name), "on": name in chosen} for name in EVENTS]


def _word(name: str) -> str | Promise:
    if name == TEST:
        return _("Essai")
    french, english = EVENTS.get(name, (name, name))
    return english if (get_language() or "fr").startswith("en") else french


def _card(request: GuardedRequest, key: object) -> EndpointCard:
    try:
        return endpoint(str(key), actor_of(request).programmes)
    except EndpointNotFound as missing:
        raise NotYours(str(key)) from missing


@allow(roles=KEEPER, methods=("GET",), gate="endpoint")
def connection(request: GuardedRequest, endpoint: UUID) -> HttpResponse:
    """Show one system: what it is told of, and the last messages."""
    return _show(request, _card(request, endpoint))


def _show(
    request: GuardedRequest, card: EndpointCard, *, secret: str = "", wrong: str = ""
) -> HttpResponse:
    now = _now()
    told = [
        {"card": one, "event": _word(one.event), "why": WHY.get(one.reason, one.reason)}
        for one in deliveries(card.id)
    ]
    until = card.changes_secret_until
    context = {
        **frame(request, HERE),
        "endpoint": card,
        "deliveries": told,
        "events": _events(set(card.events)),
        "secret": secret,
        "wrong": WRONG.get(wrong, "") if wrong else "",
        "both_until": until if until and until > now else None,
    }
    response = render(request, "desk/webhooks/one.html", context, status=422 if wrong else 200)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


@allow(roles=KEEPER, methods=("POST",), gate="endpoint")
def change(request: GuardedRequest, endpoint: UUID) -> HttpResponse:
    """Try it, change its secret, what it is told of, or switch it off and on."""
    card, now = _card(request, endpoint), _now()
    asked = request.POST.get("do", "")
    if asked == "secret":
        return _show(request, card, secret=rotate_secret(endpoint=card.id, at=now))
    if asked == "events":
        return _change_events(request, card)
    acts: dict[str, tuple[Callable[[], object], Promise]] = {
        "try": (
            lambda: try_endpoint(endpoint=card.id, at=now),
            _("Le message d’essai part. Rechargez la page pour voir la réponse."),
        ),
        "off": (
            lambda: change_endpoint(endpoint=card.id, is_on=False, at=now),
            _("La connexion est coupée. Ce qui arrive désormais ne lui sera pas dit."),
        ),
        "on": (
            lambda: change_endpoint(endpoint=card.id, is_on=True, at=now),
            _("La connexion est rétablie. Ce qui attendait part."),
        ),
    }
    if asked in acts:
        act, sentence = acts[asked]
        act()
        messages.success(request, str(sentence))
    return redirect("desk:connection", endpoint=card.id)


def _change_events(request: GuardedRequest, card: EndpointCard) -> HttpResponse:
    try:
        change_endpoint(endpoint=card.id, events=request.POST.getlist("events"), at=_now())
    except (BadAddress, UnknownEvent):
        return _show(request, card, wrong="no-event")
    messages.success(request, str(_("Les événements choisis sont gardés.")))
    return redirect("desk:connection", endpoint=card.id)


@allow(roles=KEEPER, methods=("POST",), gate="delivery")
def again(request: GuardedRequest, delivery: UUID) -> HttpResponse:
    """Send one message again, under its own name."""
    card = _delivered(request, delivery)
    replay(delivery=card, at=_now())
    messages.success(request, str(_("Le message part de nouveau, sous le même nom.")))
    return redirect("desk:connection", endpoint=_endpoint_of(card))


def _delivered(request: GuardedRequest, key: UUID) -> str:
    found = delivery(str(key))
    if found is None:
        raise NotYours(str(key))
    _card(request, found.endpoint)
    return found.id


def _endpoint_of(key: str) -> str:
    found = delivery(key)
    return found.endpoint if found else ""


CONNECTIONS = [
    path("connexions/", connections, name="connections"),
    path("connexions/<uuid:endpoint>/", connection, name="connection"),
    path("connexions/<uuid:endpoint>/changer/", change, name="change_connection"),
    path("connexions/message/<uuid:delivery>/rejouer/", again, name="replay_delivery"),
]
