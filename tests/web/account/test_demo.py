"""In the demonstration anybody becomes anybody with one click; elsewhere nobody does."""

from datetime import UTC, datetime

import pytest

from recours.people.commands.change_roles import change_roles
from recours.people.commands.create_staff import create_staff
from recours.people.commands.recognise_customer import recognise_customer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BECOME = "/compte/devenir/"


@pytest.fixture
def basile(db):
    return create_staff(email="b@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)


@pytest.fixture
def alice(db):
    return recognise_customer(
        name="Alice Rivoire", email="alice@example.fr", phone="", language="fr", at=NOW
    )


def test_one_click_becomes_basile_then_alice(client, basile, alice, settings):
    settings.DEMO = True
    assert client.post(BECOME, {"staff": basile.id}).url == "/bureau/"
    first = client.session.session_key
    assert client.get("/compte/").status_code == 200
    assert client.post(BECOME, {"customer": alice}).url == "/espace/"
    assert client.session.session_key != first
    assert client.get("/compte/").status_code == 404
    assert client.session["customer"] == alice
    assert client.post(BECOME, {"staff": basile.id, "next": "/bureau/x/"}).url == "/bureau/x/"
    assert "customer" not in client.session


def test_outside_the_demonstration_nobody_becomes_anybody(client, basile, alice, settings):
    settings.DEMO = False
    for form in ({"staff": basile.id}, {"customer": alice}):
        assert client.post(BECOME, form).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "customer" not in client.session


@pytest.mark.parametrize("form", [{}, {"staff": "x"}, {"customer": "x"}, {"staff": ""}])
def test_nobody_in_particular_is_nobody(client, db, settings, form):
    settings.DEMO = True
    assert client.post(BECOME, form).status_code == 404


def test_a_closed_account_is_not_become(client, basile, settings):
    settings.DEMO = True
    change_roles(staff=basile.id, roles=["agent"], is_active=False)
    assert client.post(BECOME, {"staff": basile.id}).status_code == 404


def test_becoming_is_asked_by_a_form_only(client, basile, settings):
    settings.DEMO = True
    assert client.get(BECOME, {"staff": basile.id}).status_code == 405
