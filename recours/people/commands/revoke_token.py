"""Take an integrator's key back."""

from datetime import datetime

from recours.people.models import ApiToken


def revoke_token(*, token: str, at: datetime) -> bool:
    """Make the token (its id) useless from now on; say whether it was in use."""
    return bool(ApiToken.objects.filter(pk=token, revoked_at=None).update(revoked_at=at))
