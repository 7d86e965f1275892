"""The door of every operation: whose token, how often, for what, on whose complaint.

A token comes in the Authorization header and nowhere else; a session opens nothing here.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer
from typing_extensions import override

from recours.api.problems import CHALLENGE, Refused
from recours.api.rate import count_request
from recours.complaints.queries import ComplaintCard, complaint_seen_by
from recours.kernel.references import BadReference, normalise_reference
from recours.loyalty.queries.programmes import find_programme
from recours.people.errors import NotYours
from recours.people.queries import token_actor
from recours.people.rules import ANONYMOUS, Actor, check_scopes
from recours.webhooks.errors import EndpointNotFound
from recours.webhooks.queries import EndpointCard, delivery, endpoint

NEVER_IN_THE_ADDRESS = {"token", "access_token", "api_key", "authorization"}
LARGEST_UPLOAD = 10 * 1024 * 1024
ROOM_AROUND_A_FILE = 64 * 1024
Body = Literal["application/json", "multipart/form-data"] | None


class Token(HttpBearer):
    """Admits a token that has the scopes, sees what the address names and sends what is taken.

    Each step is refused before the next one is looked at.
    """

    def __init__(self, *scopes: str, query: Iterable[str] = (), body: Body = None) -> None:
        super().__init__()
        self.scopes = frozenset(check_scopes(scopes))
        self.query = frozenset(query)
        self.body = body

    @override
    def __call__(self, request: HttpRequest) -> Actor:
        """Return who calls, or raise `Refused`, `TooManyAttempts`, `NotYours`."""
        if NEVER_IN_THE_ADDRESS & {name.lower() for name in request.GET}:
            raise Refused("token_in_address")
        actor = cast("Actor | None", super().__call__(request))
        if actor is None:
            known = "token_refused" if "Authorization" in request.headers else "token_missing"
            raise Refused(known)
        count_request(actor.key, rate=settings.API_RATE, at=datetime.now(tz=UTC))
        self._check_scopes(actor)
        _find_object(request, actor)
        _check_query(request, self.query)
        _check_body(request, self.body)
        return actor

    @override
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the holder of the token, or nobody."""
        actor = token_actor(token, at=datetime.now(tz=UTC))
        cast("Any", request).actor = actor or ANONYMOUS
        return actor

    def _check_scopes(self, actor: Actor) -> None:
        missing = " ".join(sorted(self.scopes - actor.scopes))
        if missing:
            asked = f'{CHALLENGE}, error="insufficient_scope", scope="{missing}"'
            raise Refused("scope_missing", scopes=missing, headers={"WWW-Authenticate": asked})


def _find_object(request: HttpRequest, actor: Actor) -> None:
    """Look for what the address names before anything it sends: foreign and missing are alike."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if "reference" in named:
        cast("Any", request).complaint = _complaint(named["reference"], actor)
    if "programme" in named:
        _check_programme(named["programme"], actor)
    if "delivery" in named:
        cast("Any", request).endpoint = _endpoint_of(named["delivery"], actor)
    if "endpoint" in named:
        cast("Any", request).endpoint = _endpoint(named["endpoint"], actor)


def _endpoint(key: str, actor: Actor) -> EndpointCard:
    try:
        return endpoint(key, actor.programmes)
    except EndpointNotFound as missing:
        raise NotYours(key) from missing


def _endpoint_of(key: str, actor: Actor) -> EndpointCard:
    told = delivery(key)
    if told is None:
        raise NotYours(key)
    return _endpoint(told.endpoint, actor)


def _complaint(reference: str, actor: Actor) -> ComplaintCard:
    try:
        return complaint_seen_by(actor, normalise_reference(reference))
    except BadReference as problem:
        raise NotYours(reference) from problem


def _check_programme(programme: str, actor: Actor) -> None:
    if not serves(actor, programme):
        raise NotYours(programme)


def serves(actor: Actor, programme: str) -> bool:
    """Say whether the programme exists for this caller."""
    return actor.serves(programme) and find_programme(programme) is not None


def _check_query(request: HttpRequest, known: frozenset[str]) -> None:
    for name, values in request.GET.lists():
        if name not in known:
            raise Refused("parameter_unknown", name=name[:40])
        if len(values) > 1:
            raise Refused("parameter_repeated", name=name)


def _check_body(request: HttpRequest, wanted: Body) -> None:
    if wanted is None:
        return
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused("encoded_body")
    if request.content_type != wanted:
        raise Refused("media_type", wanted=wanted)
    charset = (request.content_params or {}).get("charset", "utf-8")
    if wanted == "application/json" and charset.lower() not in {"utf-8", "utf8"}:
        raise Refused("media_type", wanted=f"{wanted}; charset=utf-8")
    if wanted != "application/json" and _length(request) > LARGEST_UPLOAD + ROOM_AROUND_A_FILE:
        raise Refused("too_large", most=_("10 Mo"))


def _length(request: HttpRequest) -> int:
    text = request.headers.get("Content-Length") or "0"
    return int(text) if text.isdecimal() else 0


def needs(*scopes: str, query: Iterable[str] = (), body: Body = None) -> Token:
    """Return what an operation asks of its caller: `auth=needs("complaints:write")`."""
    return Token(*scopes, query=query, body=body)


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls: the holder of the token the operation admitted."""
    actor = getattr(request, "auth", None)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def complaint_of(request: HttpRequest, reference: str) -> ComplaintCard:
    """Return the complaint of that address, found at the door for this caller."""
    found = getattr(request, "complaint", None)
    if not isinstance(found, ComplaintCard) or found.reference != normalise_reference(reference):
        raise NotYours(reference)
    return found
