"""Have many cases indexed again, without hurrying those that wait already."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from recours.search.models import Waiting


def ask_again(*, abouts: Iterable[str], at: datetime) -> None:
    """Put these cases in line, last; those in line keep their place."""
    rows = [
        Waiting(about=about, mark=secrets.randbits(62), since=at, next_try_at=at)
        for about in abouts
    ]
    Waiting.objects.bulk_create(rows, ignore_conflicts=True)
