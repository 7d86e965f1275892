from datetime import UTC, datetime, timedelta

import pytest

from recours.people.commands.issue_token import issue_token
from recours.people.commands.revoke_token import revoke_token
from recours.people.errors import UnknownScope
from recours.people.models import ApiToken
from recours.people.queries import token_actor, tokens

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def till(db):
    return issue_token(name="caisse", scopes=["complaints:write"], programmes=["quai"], at=NOW)


def test_a_token_says_who_calls_and_what_for(till):
    actor = token_actor(till.plain, at=NOW)
    assert (actor.kind, actor.key, actor.name) == ("token", till.id, "caisse")
    assert actor.roles == {"integrator"}
    assert actor.scopes == {"complaints:write"}
    assert actor.serves("quai")
    assert not actor.serves("autre")


def test_only_the_hash_of_a_token_is_kept(till):
    assert till.plain not in repr(ApiToken.objects.values_list())
    assert [card.name for card in tokens()] == ["caisse"]


def test_a_revoked_token_is_nobody_at_once(till):
    assert revoke_token(token=till.id, at=NOW)
    assert token_actor(till.plain, at=NOW) is None
    assert not revoke_token(token=till.id, at=NOW)


def test_a_token_may_have_an_end(db):
    issued = issue_token(
        name="été", scopes=["complaints:read"], at=NOW, expires_at=NOW + timedelta(days=1)
    )
    assert token_actor(issued.plain, at=NOW)
    assert token_actor(issued.plain, at=NOW + timedelta(days=1)) is None


@pytest.mark.parametrize("plain", ["", " ", "None", "a" * 43, "é" * 43])
def test_what_is_not_a_token_is_nobody(till, plain):
    assert token_actor(plain, at=NOW) is None


def test_a_scope_that_does_not_exist_is_refused(db):
    with pytest.raises(UnknownScope):
        issue_token(name="x", scopes=["everything"], at=NOW)
