"""An integrator lodges a complaint: once per key, acknowledged, registered."""

from datetime import UTC, datetime, timedelta

import pytest

from recours.complaints.models import Complaint
from recours.correspondence.queries import mailbox, thread
from tests.api.calling import LODGING, fields_of, said


def test_a_complaint_is_registered_and_acknowledged(caller):
    answer = caller.lodge()

    assert answer.status_code == 201
    lodged = answer.json()
    assert set(lodged) == {"reference", "follow_code", "follow_url"}
    assert lodged["follow_url"].endswith(f"/suivre/{lodged['reference']}/")
    assert answer["Location"] == f"/api/v1/complaints/{lodged['reference']}"
    row = Complaint.objects.get()
    assert (row.channel, row.programme, row.disputed["total_cents"]) == ("api", "quai", 14680)
    assert row.disputed["card"] == "299000004471"
    assert [mail.to for mail in mailbox(10)] == ["alice@example.fr"]
    assert LODGING["story"] in [message.text for message in thread(row.reference)]


def test_only_the_kind_the_programme_and_whom_to_answer_are_owed(caller):
    owed = {name: LODGING[name] for name in ("kind", "programme", "name", "email")}

    assert caller.post("/complaints", owed).status_code == 201


def test_the_same_key_again_gets_the_same_answer(caller):
    first = caller.lodge(key="clef-du-matin")
    second = caller.lodge(key="clef-du-matin")

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.content == first.content
    assert second["Idempotency-Replayed"] == "true"
    assert Complaint.objects.count() == 1


def test_h101_the_same_key_for_another_body_is_refused(caller):
    caller.lodge(key="clef-du-matin")

    answer = caller.lodge(key="clef-du-matin", total_cents=1)

    assert said(answer) == (422, "idempotency_key_reused")
    assert Complaint.objects.count() == 1


def test_the_same_key_of_another_token_is_another_complaint(caller, token_for):
    other = type(caller)(token_for().plain)

    assert caller.lodge(key="clef-du-matin").status_code == 201
    assert other.lodge(key="clef-du-matin").status_code == 201


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_missing"),
        ("court", "idempotency_key_invalid"),
        ("k" * 81, "idempotency_key_invalid"),
        ("clé-du-matin", "idempotency_key_invalid"),
        ("clef du matin", "idempotency_key_invalid"),
    ],
)
def test_h102_a_key_is_compulsory_and_has_a_form(caller, key, code):
    answer = caller.post("/complaints", LODGING, key=key)

    assert said(answer) == (400, code)
    assert Complaint.objects.count() == 0


def test_the_longest_key_is_taken(caller):
    assert caller.lodge(key="k" * 80).status_code == 201


def test_a_key_whose_request_was_refused_may_be_used_again(caller):
    assert caller.lodge(key="clef-du-matin", programme="inconnu").status_code == 422
    assert caller.lodge(key="clef-du-matin").status_code == 201


@pytest.mark.parametrize("programme", ["inconnu", "autre"])
def test_an_unknown_programme_and_another_s_are_refused_alike(caller, programme):
    assert said(caller.lodge(programme=programme)) == (422, "unknown_programme")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "FID.OTHER"),
        ("kind", None),
        ("programme", "Quai"),
        ("name", ""),
        ("name", " \t"),
        ("name", "a" * 121),
        ("name", "Alice\u0085Rivoire"),
        ("email", "alice"),
        ("email", "alice@example.fr, eve@example.fr"),
        ("email", 12),
        ("card", "²²"),
        ("bought_on", "2026-02-31"),
        ("bought_on", "0001-01-01"),
        ("bought_on", 20261107),
        ("bought_on", "2026-11-07T00:00:00"),
        ("total_cents", "14680"),
        ("total_cents", True),
        ("total_cents", 146.80),
        ("total_cents", -1),
        ("total_cents", 2**63),
        ("claimed_points", 10**6 + 1),
        ("language", "de"),
        ("story", "a" * 6001),
        ("story", ["Il me manque des points."]),
    ],
)
def test_a_field_that_does_not_fit_is_named(caller, field, value):
    answer = caller.lodge(**{field: value})

    assert said(answer) == (422, "invalid")
    assert fields_of(answer) == [field]


def test_a_day_still_to_come_is_refused(caller):
    later = (datetime.now(tz=UTC) + timedelta(days=3)).date().isoformat()

    assert fields_of(caller.lodge(bought_on=later)) == ["bought_on"]


def test_h108_a_field_that_is_not_for_the_caller_is_refused_by_name(caller):
    answer = caller.lodge(status="close", customer="x", assignee="x", points_due=9_999)

    assert said(answer) == (422, "invalid")
    assert sorted(fields_of(answer)) == ["assignee", "customer", "points_due", "status"]
    assert Complaint.objects.count() == 0


def test_refusals_are_said_in_the_language_of_the_caller(token_for):
    from tests.api.calling import Caller  # noqa: PLC0415

    english = Caller(token_for().plain, language="en-GB,en;q=0.9,fr;q=0.1")
    french = Caller(token_for().plain, language="de,fr")

    assert english.lodge(kind="x").json()["fields"][0]["detail"] == (
        "It is not one of the possible values."
    )
    assert french.lodge(kind="x").json()["fields"][0]["detail"] == (
        "Ce n’est pas l’une des valeurs possibles."
    )
