from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session

from recours.people.commands.count_attempt import count_attempt
from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_password_link import issue_password_link
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.people.commands.sweep_secrets import sweep_secrets
from recours.people.models import AttemptCount, PasswordLink, SignInCode

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_what_lets_nobody_in_any_more_is_removed_and_the_rest_stays(db):
    card = create_staff(email="b@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)
    later = NOW + timedelta(days=3)
    for at in (NOW, later):
        issue_password_link(staff=card.id, at=at)
        count_attempt(kind="t", key=str(at), limit=5, seconds=60, at=at)
        Session.objects.create(session_key=f"k{at:%d}", session_data="", expire_date=at)
    request_sign_in_code(email="a@example.fr", browser="a", at=NOW)
    request_sign_in_code(email="a@example.fr", browser="b", at=NOW + timedelta(hours=23))
    assert sweep_secrets(at=later) == 5
    assert AttemptCount.objects.count() == PasswordLink.objects.count() == 1
    assert Session.objects.count() == 1
    assert SignInCode.objects.count() == 0
