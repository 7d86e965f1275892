"""Give a member of staff a link to set a password."""

from datetime import datetime, timedelta

from django.db import transaction

from recours.people.errors import NoSuchStaff
from recours.people.models import PasswordLink, StaffMember
from recours.people.secrets import hash_of, new_token

LIFE = timedelta(hours=24)


@transaction.atomic
def issue_password_link(*, staff: str, at: datetime) -> str:
    """Return a link's secret, good once, for a day; void the earlier ones. Raise `NoSuchStaff`."""
    person = StaffMember.objects.filter(pk=staff, is_active=True).first()
    if person is None:
        raise NoSuchStaff(staff)
    PasswordLink.objects.filter(staff=person, used_at=None).update(used_at=at)
    token = new_token()
    PasswordLink.objects.create(
        staff=person, token_hash=hash_of(token), created_at=at, expires_at=at + LIFE
    )
    return token
