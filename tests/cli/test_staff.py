"""`recours staff`: who works here, from the command line."""

import re
from datetime import UTC, datetime

import pytest

from recours.cli import main
from recours.people.queries import staff_by_email, token_actor, tokens


@pytest.fixture
def staff(db, capsys, monkeypatch):
    monkeypatch.setattr("recours.cli.django.is_ready", lambda: True)

    def run(*arguments):
        status = main.main(["staff", *arguments])
        return status, capsys.readouterr()

    return run


def add(staff, email="basile@example.fr", *more):
    return staff("add", "--email", email, "--name", "Basile Nguyen", "--role", "agent", *more)


def test_adding_somebody_prints_a_link_that_sets_a_password_once(staff, client):
    status, said = add(staff, "basile@example.fr", "--limit", "500", "--programme", "quai")
    assert status == 0
    card = staff_by_email("basile@example.fr")
    assert (card.points_limit, card.programmes) == (500, {"quai"})
    path = re.search(r"(/compte/mot-de-passe/[\w-]+/)", said.out).group(1)
    assert "Basile Nguyen" in client.get(path).content.decode()


def test_the_same_address_twice_is_refused_in_one_sentence(staff):
    add(staff)
    status, said = add(staff)
    assert status == 1
    assert said.err == "recours: basile@example.fr is already the address of somebody here\n"


def test_a_limit_is_never_negative(staff):
    with pytest.raises(SystemExit):
        add(staff, "basile@example.fr", "--limit", "-5")


def test_roles_are_changed_and_accounts_closed(staff):
    add(staff)
    staff("roles", "--email", "basile@example.fr", "--role", "supervisor")
    assert staff_by_email("basile@example.fr").roles == {"supervisor"}
    staff("close", "--email", "basile@example.fr")
    assert not staff_by_email("basile@example.fr").is_active
    assert "(closed)" in staff("list")[1].out


def test_a_stranger_has_no_link(staff):
    status, said = staff("link", "--email", "inconnu@example.fr")
    assert status == 1
    assert "nobody here" in said.err


def test_a_token_is_printed_once_and_may_be_revoked(staff):
    _, said = staff("token", "--name", "caisse", "--scope", "complaints:write")
    plain = re.search(r"token  (\S+)", said.out).group(1)
    now = datetime.now(tz=UTC)
    assert token_actor(plain, at=now).scopes == {"complaints:write"}
    assert staff("revoke", tokens()[0].id)[0] == 0
    assert token_actor(plain, at=now) is None
    assert staff("revoke", tokens()[0].id)[0] == 1
