"""Change what a member of staff may do."""

from collections.abc import Iterable

from django.db import transaction

from recours.people.commands.seat_agent import seat_agent
from recours.people.errors import NoSuchStaff
from recours.people.models import StaffMember
from recours.people.queries import staff_card
from recours.people.rules import StaffCard, check_roles


@transaction.atomic
def change_roles(
    *,
    staff: str,
    roles: Iterable[str],
    programmes: Iterable[str] | None = None,
    points_limit: int | None = None,
    is_active: bool = True,
) -> StaffCard:
    """Write the new rights; every open session of the person ends. Raise `NoSuchStaff`."""
    changed: dict[str, object] = {
        "roles": check_roles(roles),
        "programmes": None if programmes is None else sorted(set(programmes)),
        "is_active": is_active,
    }
    if points_limit is not None:
        changed["points_limit"] = points_limit
    if not StaffMember.objects.filter(pk=staff).update(**changed):
        raise NoSuchStaff(staff)
    seat_agent(staff=staff)
    return staff_card(staff)
