"""Say whether old messages put aside in a mailbox are to be removed now: once a day at most."""

from datetime import datetime, timedelta

from recours.mailroom.models import Box

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def tidy_box(*, name: str, at: datetime) -> bool:
    """Return True when the last time was one to seven days ago.

    After a longer silence, or a clock that jumped, one more day is waited for: nothing is removed
    because a clock says that a year has passed.
    """
    box = Box.objects.filter(pk=name[:200])
    last = box.values_list("tidied_at", flat=True).first()
    if last is not None and timedelta(0) <= at - last < A_DAY:
        return False
    mine = box.filter(tidied_at=last).update(tidied_at=at)
    return bool(mine) and last is not None and A_DAY <= at - last <= A_WEEK
