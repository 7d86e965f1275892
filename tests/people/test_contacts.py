"""An address that no longer receives is known as such, everywhere its customer is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.mark_contact import mark_contact
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.people.queries import (
    contact_points,
    customer_by_email,
    customer_card,
    customer_cards,
    is_address_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ADDRESS = "alice@example.fr"


@pytest.fixture
def alice():
    return recognise_customer(name="Alice", email=ADDRESS, phone="06 12", language="fr", at=NOW)


def mark(*, failing, address=ADDRESS, at=NOW):
    return mark_contact(kind="email", address=address, failing=failing, at=at)


def test_an_address_that_bounces_is_failing_wherever_it_is_shown(alice):
    assert mark(failing=True, address=" Alice@Example.FR ") == 1
    assert mark(failing=True, at=NOW + timedelta(days=1)) == 0

    cards = (customer_card(alice), customer_by_email(ADDRESS), customer_cards([alice])[alice])
    assert [card.failing_since for card in cards] == [NOW] * 3
    assert [p.failing_since for p in contact_points(alice)] == [NOW, None]


def test_it_works_again_when_somebody_says_so_or_when_a_code_arrives(alice):
    mark(failing=True)
    assert mark(failing=False) == 1
    assert customer_card(alice).failing_since is None

    mark(failing=True)
    sent = request_sign_in_code(email=ADDRESS, browser="b", at=NOW)
    confirm_sign_in_code(browser="b", code=sent.code, at=NOW)
    assert customer_card(alice).failing_since is None


def test_an_address_of_nobody_changes_nothing(alice):
    assert mark(failing=True, address="nobody@example.fr") == 0
    assert mark(failing=True, address="not an address") == 0
    assert customer_card(alice).failing_since is None


def test_a_customer_is_known_by_the_addresses_they_gave(alice):
    assert is_address_of(alice, "ALICE@example.fr")
    assert not is_address_of(alice, "mallory@example.fr")
    assert not is_address_of(alice, "")
