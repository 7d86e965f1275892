"""Say that somebody whom nothing reached was reached another way."""

from datetime import datetime

from recours.correspondence.errors import MessageNotFound
from recours.correspondence.keys import read_key
from recours.correspondence.models import Route


def settle_unreached(*, message: str, by: str, at: datetime) -> None:
    """Take the message off the list, with who did and when; raise `MessageNotFound`."""
    waiting = Route.objects.filter(pk=read_key(message), waits=True)
    if not waiting.update(waits=False, settled_at=at, settled_by=by[:120]):
        raise MessageNotFound(message)
