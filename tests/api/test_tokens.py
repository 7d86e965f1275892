"""H-107: whose token, for what, on whose complaint; a session opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_token import issue_token
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.revoke_token import revoke_token
from recours.people.models import AttemptCount
from tests.api.calling import LODGING, Caller, new_key, said
from tests.web.signing import sign_in_customer, sign_in_staff

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_h107_without_a_token_one_is_asked_for(token_for):
    answer = Caller(None).get("/complaints")

    assert said(answer) == (401, "token_missing")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["", " ", "None", "a" * 43, "é" * 43, "null", "Bearer"])
def test_h107_what_is_not_a_token_is_refused(token_for, token):
    assert said(Caller(token).get("/complaints")) == (401, "token_refused")


def test_h107_a_revoked_token_is_refused_at_once(token_for):
    token = token_for()
    caller = Caller(token.plain)
    assert caller.get("/complaints").status_code == 200

    revoke_token(token=token.id, at=NOW)

    assert said(caller.get("/complaints")) == (401, "token_refused")


def test_h107_an_expired_token_is_refused(token_for):
    ended = issue_token(
        name="été",
        scopes=["complaints:read"],
        at=NOW,
        expires_at=datetime.now(tz=UTC) - timedelta(seconds=1),
    )

    assert said(Caller(ended.plain).get("/complaints")) == (401, "token_refused")


@pytest.mark.parametrize("scheme", ["Basic", "Token", "bearer:", "Digest"])
def test_another_scheme_is_refused(token_for, scheme):
    client = Client(headers={"Authorization": f"{scheme} {token_for().plain}"})

    assert said(client.get("/api/v1/complaints")) == (401, "token_refused")


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "Authorization"])
def test_h107_a_token_in_the_address_is_refused_even_when_it_is_good(token_for, name):
    token = token_for().plain

    assert said(Caller(token).get("/complaints", **{name: token})) == (400, "token_in_address")
    assert said(Caller(None).get("/complaints", **{name: token})) == (400, "token_in_address")


def test_h107_a_missing_scope_is_named(token_for):
    reader, writer = (
        Caller(token_for("complaints:read").plain),
        Caller(token_for("complaints:write").plain),
    )

    answer = reader.post("/complaints", LODGING)

    assert said(answer) == (403, "scope_missing")
    assert 'scope="complaints:write"' in answer["WWW-Authenticate"]
    assert said(writer.get("/complaints")) == (403, "scope_missing")


def test_h107_the_complaint_of_another_programme_does_not_exist(caller, stranger):
    reference = caller.lodged()

    for answer in (
        stranger.get(f"/complaints/{reference}"),
        stranger.get(f"/complaints/{reference}/receipt"),
        stranger.post(f"/complaints/{reference}/messages", {"text": "Bonjour"}),
        stranger.post(f"/complaints/{reference}/messages", b"what is not even JSON"),
        stranger.upload(f"/complaints/{reference}/attachments"),
    ):
        assert said(answer) == (404, "not_found")
    assert stranger.get("/complaints").json() == {"complaints": [], "next": None}


@pytest.mark.parametrize(
    "reference", ["R-2026-99999-X", "R-2026-00001-0", "1", "%00", "é", "..", "R-٢٠٢٦-00001-A"]
)
def test_what_is_no_reference_is_not_found(caller, reference):
    assert said(caller.get(f"/complaints/{reference}")) == (404, "not_found")


def test_a_session_opens_nothing_here(token_for):
    staff = create_staff(
        email="chloe@staff.example",
        name="Chloé Martin",
        roles=["supervisor"],
        points_limit=1,
        at=NOW,
    )
    customer = recognise_customer(
        name="Alice Rivoire", email="alice@example.fr", phone="", language="fr", at=NOW
    )
    for client in (sign_in_staff(Client(), staff.id), sign_in_customer(Client(), customer)):
        assert said(client.get("/api/v1/complaints")) == (401, "token_missing")
        lodging = client.post(
            "/api/v1/complaints",
            LODGING,
            content_type="application/json",
            headers={"Idempotency-Key": new_key()},
        )
        assert said(lodging) == (401, "token_missing")


def test_a_token_opens_no_page(token_for):
    client = Client(headers={"Authorization": f"Bearer {token_for().plain}"})

    assert client.get("/bureau/").status_code in {302, 404}


def test_no_form_key_is_asked_of_a_token(token_for):
    strict = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {token_for().plain}", "Idempotency-Key": new_key()}

    answer = strict.post(
        "/api/v1/complaints", LODGING, content_type="application/json", headers=headers
    )

    assert answer.status_code == 201


def test_too_many_requests_wait(token_for, settings):
    settings.API_RATE = 3
    caller, other = Caller(token_for().plain), Caller(token_for().plain)
    for _ in range(3):
        assert caller.get("/complaints").status_code == 200

    answer = caller.get("/complaints")

    assert said(answer) == (429, "too_many_requests")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert other.get("/complaints").status_code == 200


def test_a_refused_request_is_counted_too(token_for, settings):
    settings.API_RATE = 2
    reader = Caller(token_for("complaints:read").plain)
    for _ in range(2):
        assert reader.post("/complaints", LODGING).status_code == 403

    assert reader.get("/complaints").status_code == 429


def test_a_rate_of_zero_counts_nothing(caller, settings):
    settings.API_RATE = 0

    assert caller.get("/complaints").status_code == 200
    assert not AttemptCount.objects.exists()


def test_nobody_keeps_an_answer(caller):
    assert caller.get("/complaints")["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in caller.get("/complaints").headers


def test_a_token_that_may_call_often_pays_one_count_for_ten_requests(token_for, settings):
    settings.API_RATE = 200
    caller = Caller(token_for().plain)

    answers = [caller.get("/log").status_code for _ in range(210)]

    assert answers == [200] * 200 + [429] * 10
    assert AttemptCount.objects.get().count == 20
