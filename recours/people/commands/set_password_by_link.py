"""Set the password of a member of staff who holds a one-time link."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from recours.people.errors import LinkRefused, WeakPassword
from recours.people.models import PasswordLink
from recours.people.queries import card_of_staff
from recours.people.rules import StaffCard
from recours.people.secrets import hash_of, is_token


@transaction.atomic
def set_password_by_link(*, token: str, password: str, at: datetime) -> StaffCard:
    """Write the password and spend the link; raise `LinkRefused`, `WeakPassword`.

    Every open session of the person ends. The second factor is still asked for.
    """
    good = PasswordLink.objects.filter(used_at=None, expires_at__gt=at, staff__is_active=True)
    link = (
        good.select_related("staff").filter(token_hash=hash_of(token)).first()
        if is_token(token)
        else None
    )
    if link is None:
        raise LinkRefused
    try:
        validate_password(password, link.staff)
    except ValidationError as refused:
        raise WeakPassword(refused.messages) from refused
    if not PasswordLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkRefused
    link.staff.set_password(password)
    link.staff.save(update_fields=["password"])
    return card_of_staff(link.staff)
