"""Name who takes the next complaint of a programme, each in turn."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from recours.people.models import AgentSeat
from recours.people.queries import card_of_staff
from recours.people.rules import StaffCard

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _round(programme: str) -> QuerySet[AgentSeat]:
    return (
        AgentSeat.objects.filter(programme__in={"", programme}, staff__is_active=True)
        .select_related("staff")
        .order_by("turn", "pk")
    )


@transaction.atomic(savepoint=False)
def next_assignee(*, programme: str, at: datetime) -> StaffCard | None:
    """Return the active agent whose turn it is (None when nobody serves the programme).

    Two lodgings at once never wait for one another: a seat that another transaction holds is
    passed over, and when all are held the first one takes this complaint too.
    """
    seat = _round(programme).select_for_update(of=("self",), skip_locked=True).first()
    if seat is None:
        seat = _round(programme).first()
        return None if seat is None else card_of_staff(seat.staff)
    moment = (at - _EPOCH) // timedelta(microseconds=1)
    AgentSeat.objects.filter(pk=seat.pk).update(turn=max(seat.turn + 1, moment))
    return card_of_staff(seat.staff)
