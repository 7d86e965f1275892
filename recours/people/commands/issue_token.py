"""Give an integrator a key to the API."""

from collections.abc import Iterable
from datetime import datetime

from recours.people.models import ApiToken
from recours.people.rules import IssuedToken, check_scopes
from recours.people.secrets import hash_of, new_token


def issue_token(
    *,
    name: str,
    scopes: Iterable[str],
    at: datetime,
    programmes: Iterable[str] | None = None,
    expires_at: datetime | None = None,
) -> IssuedToken:
    """Return the key, seen this once: only its hash is kept. Raise `UnknownScope`."""
    plain = new_token()
    row = ApiToken.objects.create(
        name=name.strip()[:120],
        token_hash=hash_of(plain),
        scopes=check_scopes(scopes),
        programmes=None if programmes is None else sorted(set(programmes)),
        created_at=at,
        expires_at=expires_at,
    )
    return IssuedToken(id=str(row.pk), plain=plain)
