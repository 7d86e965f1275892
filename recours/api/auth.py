"""Who calls the API: a token in the Authorization header, and nowhere else."""

from datetime import UTC, datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from recours.people.queries import token_actor
from recours.people.rules import ANONYMOUS, Actor, check_scopes

NEVER_IN_THE_ADDRESS = {"token", "access_token", "api_key", "authorization"}


class Token(HttpBearer):
    """Admits a token that is neither revoked nor expired, and holds every scope asked."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = frozenset(check_scopes(scopes))

    def __call__(self, request: HttpRequest) -> Actor | None:  # type: ignore[explicit-override]  # Python 3.11 has none
        """Return who calls; 400 for a secret in the address, where every log would keep it."""
        if NEVER_IN_THE_ADDRESS & {name.lower() for name in request.GET}:
            raise HttpError(
                400, "The token goes in the Authorization header, never in the address."
            )
        return cast("Actor | None", super().__call__(request))

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # type: ignore[explicit-override]  # as above
        """Return the holder of the token, or None (401); 403 when a scope is missing."""
        actor = token_actor(token, at=datetime.now(tz=UTC))
        if actor is None:
            return None
        missing = self.scopes - actor.scopes
        if missing:
            raise HttpError(403, f"This token lacks the scope {', '.join(sorted(missing))}.")
        cast("Any", request).actor = actor
        return actor


def needs(*scopes: str) -> Token:
    """Return what an operation asks of its caller: `auth=needs("complaints:write")`."""
    return Token(*scopes)


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls: the holder of the token the operation admitted."""
    actor = getattr(request, "auth", None)
    return actor if isinstance(actor, Actor) else ANONYMOUS
