"""How long a session lives, and how one is opened."""

import time
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest

CUSTOMER_KEY = "customer"
SINCE, SEEN = "since", "seen"
_KEPT_THROUGH = ("kept",)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

STAFF_IDLE, STAFF_LIFE = 30 * 60, 10 * 3600
CUSTOMER_IDLE, CUSTOMER_LIFE = 2 * 3600, 24 * 3600
_GRAIN = 60  # seconds between two writes of the last visit


def _now() -> int:
    return int(time.time())


def stamp(request: HttpRequest) -> None:
    """Start both clocks of the session."""
    request.session[SINCE] = request.session[SEEN] = _now()


def is_over(request: HttpRequest, *, idle: int, life: int) -> bool:
    """Say whether the session was left alone, or lasted, too long."""
    since, seen = request.session.get(SINCE), request.session.get(SEEN)
    if not isinstance(since, int) or not isinstance(seen, int):
        stamp(request)
        return False
    now = _now()
    return now - seen > idle or now - since > life


def touch(request: HttpRequest) -> None:
    """Write that somebody is there, once a minute at most."""
    seen = request.session.get(SEEN)
    if isinstance(seen, int) and _now() - seen >= _GRAIN:
        request.session[SEEN] = _now()


def open_staff_session(request: HttpRequest, user: Any) -> None:
    """Sign somebody of the staff in under a new session key; a customer's session ends."""
    request.session.pop(CUSTOMER_KEY, None)
    login(request, user, backend=BACKEND)
    stamp(request)


def open_customer_session(request: HttpRequest, *, public_id: str) -> None:
    """Sign a customer in under a new session key; what the session held before is gone."""
    kept = {key: request.session[key] for key in _KEPT_THROUGH if key in request.session}
    request.session.flush()
    request.session.update({**kept, CUSTOMER_KEY: public_id})
    request.session.cycle_key()
    stamp(request)
