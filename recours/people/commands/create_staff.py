"""Write a member of staff into the register."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from recours.people.commands.seat_agent import seat_agent
from recours.people.errors import AddressTaken
from recours.people.models import StaffMember
from recours.people.queries import staff_card
from recours.people.rules import StaffCard, check_roles, normalise_email


def create_staff(
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    at: datetime,
    programmes: Iterable[str] | None = None,
    points_limit: int = 0,
    title_fr: str = "",
    title_en: str = "",
    language: str = "fr",
) -> StaffCard:
    """Write somebody in, without a password yet; raise `AddressTaken`, `UnknownRole`."""
    staff = StaffMember(
        email=normalise_email(email),
        display_name=name.strip(),
        roles=check_roles(roles),
        programmes=None if programmes is None else sorted(set(programmes)),
        points_limit=points_limit,
        title_fr=title_fr,
        title_en=title_en,
        language=language,
        created_at=at,
    )
    staff.set_unusable_password()
    with transaction.atomic():
        try:
            with transaction.atomic():
                staff.save(force_insert=True)
        except IntegrityError as refused:
            raise AddressTaken(staff.email) from refused
        seat_agent(staff=str(staff.pk))
    return staff_card(str(staff.pk))
