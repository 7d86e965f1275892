"""Keep how a customer wishes to be reached."""

from collections.abc import Sequence
from datetime import datetime

from recours.correspondence.errors import NoSuchWay
from recours.correspondence.models import Preference
from recours.correspondence.rules.channel import Way

FIRST = ("", Way.EMAIL, Way.LETTER)
BESIDES = (Way.SMS, Way.PUSH)


def prefer(*, customer: str, way: str, also: Sequence[str], at: datetime) -> None:
    """Keep the wish: by e-mail or by letter, announced by text message or notification, or not."""
    if way not in FIRST or not set(also) <= set(BESIDES):
        raise NoSuchWay(f"{way} {' '.join(also)}"[:80])
    Preference.objects.update_or_create(
        customer=customer,
        defaults={"way": way, "also": sorted(set(also)), "at": at},
    )
