"""Eight people at once, on the database as it is in production."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.count_attempt import count_attempt
from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_password_link import issue_password_link
from recours.people.commands.next_assignee import next_assignee
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.people.commands.set_password_by_link import set_password_by_link
from recours.people.errors import CodeRefused, LinkRefused, TooManyAttempts
from recours.people.models import ContactPoint, Customer, SignInCode

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
EIGHT = 8


def at_once(act, refusals=()):
    """Let eight threads do the same thing together; return what each got, None when refused."""
    barrier = Barrier(EIGHT)

    def one(number):
        barrier.wait()
        try:
            return act(number)
        except refusals:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(EIGHT) as pool:
        return list(pool.map(one, range(EIGHT)))


def test_one_code_lets_in_once():
    sent = request_sign_in_code(email="alice@example.fr", browser="b", at=NOW)
    got = at_once(
        lambda _: confirm_sign_in_code(browser="b", code=sent.code, at=NOW), (CodeRefused,)
    )
    assert sum(card is not None for card in got) == 1


def test_eight_wrong_codes_at_once_are_five_tries():
    sent = request_sign_in_code(email="alice@example.fr", browser="b", at=NOW)
    wrong = f"{(int(sent.code) + 1) % 10**6:06d}"
    at_once(lambda _: confirm_sign_in_code(browser="b", code=wrong, at=NOW), (CodeRefused,))
    assert SignInCode.objects.get().tries == 5
    with pytest.raises(CodeRefused):
        confirm_sign_in_code(browser="b", code=sent.code, at=NOW)


def test_one_address_is_one_customer():
    got = at_once(
        lambda number: recognise_customer(
            name=f"Alice {number}", email="alice@example.fr", phone="", language="fr", at=NOW
        )
    )
    assert len(set(got)) == 1
    assert Customer.objects.count() == ContactPoint.objects.count() == 1


def test_one_link_sets_one_password():
    card = create_staff(email="b@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)
    link = issue_password_link(staff=card.id, at=NOW)
    got = at_once(
        lambda number: set_password_by_link(
            token=link, password=f"correct-cheval-pile-{number}", at=NOW
        ),
        (LinkRefused,),
    )
    assert sum(one is not None for one in got) == 1


def test_a_limit_of_five_lets_five_through():
    got = at_once(
        lambda _: count_attempt(kind="t", key="k", limit=5, seconds=60, at=NOW) or True,
        (TooManyAttempts,),
    )
    assert sum(one is True for one in got) == 5


def test_everybody_is_assigned_somebody_and_nobody_takes_all():
    for name in ("a", "b", "c", "d"):
        create_staff(email=f"{name}@example.fr", name=name, roles=["agent"], at=NOW)
    got = [
        card for _ in range(5) for card in at_once(lambda _: next_assignee(programme="p", at=NOW))
    ]
    assert None not in got
    shares = [sum(card.name == name for card in got) for name in ("a", "b", "c", "d")]
    assert min(shares) >= 4
