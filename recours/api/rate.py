"""How often a token may call: counted in the database, several requests at a time.

A count is a durable write. A token that may call often pays one for ten requests, and the process
keeps the nine others for a minute: never more than the rate, shared by every process.
"""

from datetime import datetime, timedelta
from threading import Lock

from recours.people.commands.count_attempt import count_attempt

MINUTE = 60
AT_A_TIME = 10
OFTEN = 100

_kept: dict[str, tuple[int, datetime]] = {}
_lock = Lock()


def count_request(token: str, *, rate: int, at: datetime) -> None:
    """Count one request; raise `TooManyAttempts` above `rate` in a minute (0: no limit)."""
    if not rate or _use_kept(token, at):
        return
    size = AT_A_TIME if rate >= OFTEN else 1
    count_attempt(kind="api", key=token, limit=rate // size, seconds=MINUTE, at=at)
    if size > 1:
        with _lock:
            _kept[token] = (size - 1, at + timedelta(seconds=MINUTE))


def _use_kept(token: str, at: datetime) -> bool:
    with _lock:
        left, until = _kept.get(token, (0, at))
        if not left or until <= at:
            _kept.pop(token, None)
            return False
        _kept[token] = (left - 1, until)
        return True
