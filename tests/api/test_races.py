"""H-100: fifty programs at once with one key have one effect, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from recours.complaints.models import Complaint, YearCount
from recours.correspondence.models import Outbox
from recours.jobs.models import Job
from recours.people.models import Customer
from recours.trustlog.queries import entries
from tests.api.calling import Caller

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER, REQUESTS = 10, 50


def all_at_once(act):
    """Run `act` fifty times on ten threads that start at the same instant."""
    ready = threading.Barrier(TOGETHER)

    def one(number):
        if number < TOGETHER:
            ready.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, range(REQUESTS)))


@pytest.fixture
def token(token_for, settings):
    settings.API_RATE = 0
    return token_for().plain


def test_h100_one_key_fifty_times_is_one_complaint(token):
    answers = all_at_once(lambda _: Caller(token).lodge(key="clef-du-matin"))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * (REQUESTS - 1) + [201]
    assert len({answer.content for answer in answers}) == 1
    assert Complaint.objects.count() == Customer.objects.count() == 1
    assert Outbox.objects.count() == 1
    assert Job.objects.filter(kind="complaints.assemble_evidence").count() == 1
    assert len(entries(Complaint.objects.get().reference)) == 1


def test_h100_one_key_two_bodies_is_one_complaint(token):
    answers = all_at_once(
        lambda number: Caller(token).lodge(key="clef-du-matin", total_cents=number % 2)
    )

    statuses = {answer.status_code for answer in answers}
    assert statuses == {200, 201, 422}
    assert Complaint.objects.count() == 1


def test_fifty_keys_are_fifty_complaints_without_a_gap(token):
    answers = all_at_once(
        lambda number: Caller(token).lodge(key=f"clef-{number:04d}", email=f"a{number}@example.fr")
    )

    assert [answer.status_code for answer in answers] == [201] * REQUESTS
    assert YearCount.objects.get().last == Complaint.objects.count() == REQUESTS
    assert len({answer.json()["reference"] for answer in answers}) == REQUESTS


def test_h100_one_key_fifty_times_is_one_message(token):
    reference = Caller(token).lodged()

    answers = all_at_once(
        lambda _: Caller(token).post(
            f"/complaints/{reference}/messages", {"text": "Bonjour"}, key="clef-du-soir"
        )
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * (REQUESTS - 1) + [201]
    assert len({answer.content for answer in answers}) == 1
    received = [entry for entry in entries(reference) if entry.kind == "exchange.received"]
    assert len(received) == 1


def test_the_rate_holds_for_programs_that_come_together(token, settings):
    settings.API_RATE = 20

    answers = all_at_once(lambda _: Caller(token).get("/complaints"))

    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(200), statuses.count(429)) == (20, 30)
