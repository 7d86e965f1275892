"""Who makes this request."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from recours.people.errors import NoSuchCustomer
from recours.people.queries import card_of_staff, customer_card
from recours.people.rules import ANONYMOUS, Actor
from recours.web.guard import sessions


def _end(request: HttpRequest, actor: Actor) -> Actor:
    """Close the session; what was being typed stays the person's (see kept.py)."""
    request.session.flush()
    request.session["was"] = f"{actor.kind}:{actor.key}"
    request.user = AnonymousUser()
    return ANONYMOUS


def _staff(request: HttpRequest) -> Actor | None:
    user = request.user
    if not isinstance(user, get_user_model()):
        return None
    actor = card_of_staff(user).as_actor()
    if sessions.is_over(request, idle=sessions.STAFF_IDLE, life=sessions.STAFF_LIFE):
        return _end(request, actor)
    return actor


def _customer(request: HttpRequest) -> Actor | None:
    public_id = request.session.get(sessions.CUSTOMER_KEY)
    if not isinstance(public_id, str):
        return None
    try:
        actor = customer_card(public_id).as_actor()
    except NoSuchCustomer:  # erased since
        request.session.flush()
        return None
    if sessions.is_over(request, idle=sessions.CUSTOMER_IDLE, life=sessions.CUSTOMER_LIFE):
        return _end(request, actor)
    return actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts: the member of staff, the customer, or nobody known."""
    return _staff(request) or _customer(request) or ANONYMOUS
