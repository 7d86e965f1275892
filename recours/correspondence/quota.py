"""How often one address is acknowledged: once in ten minutes, five times a day, whoever asks.

The receipt we owe is also what somebody else could have sent to a victim five hundred times.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import connection

from recours.correspondence.models import AcknowledgedAddress

BETWEEN_TWO = timedelta(minutes=10)
FIVE_WITHIN = timedelta(days=1)

# One statement decides and remembers, so that two requests at the same instant cannot both win.
# Time is measured both ways: a clock that was wrong for a day must not silence us afterwards.
_TAKE = """
INSERT INTO correspondence_acknowledgedaddress AS known (address_sha256, first) VALUES (%s, %s)
ON CONFLICT (address_sha256) DO UPDATE SET
    fifth = known.fourth, fourth = known.third, third = known.second,
    second = known.first, first = excluded.first
WHERE (known.first <= %s OR known.first >= %s)
    AND (known.fifth IS NULL OR known.fifth <= %s OR known.fifth >= %s)
"""


def fingerprint(address: str) -> str:
    """Return what stands for a mailbox: `alice+anything@…` is the mailbox of Alice."""
    local, _, domain = address.casefold().rpartition("@")
    return hashlib.sha256(f"{local.partition('+')[0]}@{domain}".encode()).hexdigest()


def take_turn(*, address: str, at: datetime) -> bool:
    """Say whether the address may be acknowledged now, and remember that it was."""
    written = connection.ops.adapt_datetimefield_value
    bounds = (at - BETWEEN_TWO, at + BETWEEN_TWO, at - FIVE_WITHIN, at + FIVE_WITHIN)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [fingerprint(address), *map(written, (at, *bounds))])
        return bool(cursor.rowcount == 1)


def forget_turns(*, at: datetime) -> int:
    """Remove the addresses that no limit concerns any more."""
    return AcknowledgedAddress.objects.filter(first__lt=at - FIVE_WITHIN).delete()[0]
