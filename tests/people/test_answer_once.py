"""A key of a token is answered once, whoever asks at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from recours.people.commands.answer_once import answer_once
from recours.people.commands.issue_token import issue_token
from recours.people.models import AnsweredRequest, Customer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ASKED, OTHER = "a" * 64, "b" * 64


def write_customer():
    row = Customer.objects.create(display_name="Alice Rivoire", created_at=NOW)
    return {"customer": str(row.public_id)}


@pytest.fixture
def till(transactional_db):
    return issue_token(name="caisse", scopes=["complaints:write"], at=NOW).id


def ask(token, *, key="clef-0001", asked=ASKED, act=write_customer):
    return answer_once(token=token, key=key, asked_sha256=asked, at=NOW, act=act)


def test_the_second_request_gets_the_first_answer_and_does_nothing(till):
    first, second = ask(till), ask(till)

    assert (first.new, second.new, second.same) == (True, False, True)
    assert first.answer == second.answer
    assert Customer.objects.count() == 1


def test_the_key_of_another_request_is_seen(till):
    ask(till)

    again = ask(till, asked=OTHER)

    assert not again.same
    assert Customer.objects.count() == 1


def test_the_same_key_of_another_token_is_another_key(till):
    other = issue_token(name="borne", scopes=["complaints:write"], at=NOW).id

    assert ask(till).new
    assert ask(other).new


def test_what_failed_may_be_asked_again(till):
    def fail():
        write_customer()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(till, act=fail)

    assert Customer.objects.count() == AnsweredRequest.objects.count() == 0
    assert ask(till).new


def test_fifty_at_once_are_one(till):
    together = threading.Barrier(10)

    def one(number):
        if number < together.parties:
            together.wait()
        try:
            return ask(till).answer["customer"]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(one, range(50)))

    assert len(answers) == 1
    assert Customer.objects.count() == 1
