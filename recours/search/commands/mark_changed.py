"""Note that a case said something new, in the transaction that says it."""

import secrets
from datetime import datetime

from django.db import connection

# One statement, whatever waits already: a new mark is what tells a change apart from the last one.
_NOTE = """
INSERT INTO search_waiting (about, mark, since, next_try_at, attempts, reason)
VALUES (%s, %s, %s, %s, 0, '')
ON CONFLICT (about) DO UPDATE SET mark = excluded.mark, next_try_at = excluded.next_try_at
"""
CASES = "R-"


def mark_changed(*, about: str, at: datetime) -> None:
    """Have the case indexed again soon; what is not a case (a draft, a sign-in) is not indexed."""
    if not about.startswith(CASES):
        return
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_NOTE, [about, secrets.randbits(62), moment, moment])
