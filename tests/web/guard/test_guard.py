"""The guard: what a person meets when they may not come, and what is never lost."""

import time
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from recours.people.commands.create_staff import create_staff
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.errors import NotYours
from recours.web.guard.rows import access, allow
from recours.web.guard.safety import safe_next
from recours.web.guard.sessions import STAFF_IDLE
from tests.web.signing import sign_in_customer, sign_in_staff

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
STORY = "Il me manque deux cents points, acheté le 3 novembre"


@allow(roles=("agent", "supervisor"), methods=("GET", "POST"))
def desk_page(request):
    return HttpResponse(f"{request.actor.kind}:{request.actor.name}")


@allow(roles=("customer",), methods=("GET", "POST"))
def customer_page(request):
    return HttpResponse(request.actor.name)


@allow(roles=("public",))
def public_page(request):
    return HttpResponse(request.actor.kind)


@allow(roles=("agent",), gate="thing")
def foreign_page(request, thing):
    raise NotYours(thing)


def forgotten_page(request):
    return HttpResponse("hello")


urlpatterns = [
    path("bureau/test/", desk_page),
    path("espace/test/", customer_page),
    path("public/", public_page),
    path("bureau/etranger/<str:thing>/", foreign_page),
    path("oubliee/", forgotten_page),
    path("", include("recours.config.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def basile(db):
    return create_staff(email="b@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)


@pytest.fixture
def alice(db):
    return recognise_customer(
        name="Alice Rivoire", email="alice@example.fr", phone="", language="fr", at=NOW
    )


def test_a_page_nobody_placed_does_not_exist(client):
    assert client.get("/oubliee/").status_code == 404


def test_a_stranger_is_led_to_the_right_door_and_back(client):
    assert client.get("/bureau/test/?vue=1").url == (
        "/compte/connexion/?next=%2Fbureau%2Ftest%2F%3Fvue%3D1"
    )
    assert client.get("/espace/test/").url == "/espace/connexion/?next=%2Fespace%2Ftest%2F"


def test_a_fragment_asked_by_a_stranger_moves_the_whole_page(client):
    answer = client.get(
        "/bureau/test/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/bureau/"},
    )
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/compte/connexion/?next=%2Fbureau%2F"


def test_basile_comes_in_and_alice_does_not_see_the_desk(client, basile, alice):
    sign_in_staff(client, basile.id)
    assert client.get("/bureau/test/").content == b"staff:Basile Nguyen"
    assert sign_in_customer(Client(), alice).get("/bureau/test/").status_code == 404
    assert client.get("/espace/test/").status_code == 404


def test_alice_comes_into_her_space(client, alice):
    assert sign_in_customer(client, alice).get("/espace/test/").content == b"Alice Rivoire"


def test_a_customer_erased_since_is_a_stranger(client):
    sign_in_customer(client, "3f0f9b66-35a5-4c93-9d0e-111111111111")
    assert client.get("/espace/test/").status_code == 302


def test_a_method_the_page_does_not_know_is_refused(client, basile):
    sign_in_staff(client, basile.id)
    for method in ("put", "patch", "delete", "options", "trace"):
        answer = getattr(client, method)("/bureau/test/")
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, POST"
    assert client.head("/bureau/test/").status_code == 200


def test_a_method_in_a_header_changes_nothing(client, basile):
    sign_in_staff(client, basile.id)
    answer = client.get("/bureau/test/", headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200


def test_what_is_not_hers_does_not_exist(client, basile):
    sign_in_staff(client, basile.id)
    assert client.get("/bureau/etranger/x/").status_code == 404


def test_staff_without_a_second_factor_go_nowhere_but_to_set_one_up(client, basile):
    sign_in_staff(client, basile.id, factor=False)
    assert client.get("/bureau/test/").url == "/compte/second-facteur/"
    assert client.post("/bureau/test/").url == "/compte/second-facteur/"
    assert client.get("/compte/second-facteur/").status_code == 200


def test_in_the_demonstration_no_second_factor_is_asked(client, basile, settings):
    settings.DEMO = True
    sign_in_staff(client, basile.id, factor=False)
    assert client.get("/bureau/test/").status_code == 200


def test_pages_that_are_not_public_are_not_kept_by_browsers(client, basile):
    sign_in_staff(client, basile.id)
    assert client.get("/bureau/test/")["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/public/").get("Cache-Control", "")
    assert client.get("/bureau/etranger/x/")["Cache-Control"] == "no-store"


def test_every_answer_carries_the_headers(client):
    for page in ("/public/", "/oubliee/", "/compte/connexion/"):
        answer = client.get(page)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"


def test_a_public_page_asks_nothing_of_the_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/public/").content == b"anonymous"


def expire(client):
    session = client.session
    session["seen"] = int(time.time()) - STAFF_IDLE - 60
    session.save()


def test_what_basile_typed_survives_the_end_of_his_session(client, basile):
    sign_in_staff(client, basile.id)
    client.get("/bureau/test/")
    expire(client)
    refused = client.post(
        "/bureau/test/?vue=2",
        {"story": STORY, "key": "abc", "password": "s3cret", "code": "123456"},
    )
    assert refused.status_code == 403
    page = refused.content.decode()
    assert STORY in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert "s3cret" not in page
    assert "123456" not in page
    assert "/compte/connexion/?next=%2Fcompte%2Freprendre%2F" in page
    assert "s3cret" not in str(dict(client.session))

    sign_in_staff(client, basile.id)
    back = client.get("/compte/reprendre/").content.decode()
    assert 'action="/bureau/test/?vue=2"' in back
    assert 'name="key" value="abc"' in back
    sent = client.post("/bureau/test/?vue=2", {"story": STORY, "key": "abc", "_repris": "1"})
    assert sent.status_code == 200
    assert client.get("/compte/reprendre/").url == "/"


def test_what_basile_typed_is_not_shown_to_whoever_signs_in_after_him(client, basile):
    chloe = create_staff(email="c@example.fr", name="Chloé Martin", roles=["agent"], at=NOW)
    sign_in_staff(client, basile.id)
    client.get("/bureau/test/")
    expire(client)
    client.post("/bureau/test/", {"story": STORY})
    sign_in_staff(client, chloe.id)
    assert client.get("/compte/reprendre/").url == "/"


def test_a_form_from_a_page_too_old_can_be_sent_again(basile):
    strict = Client(enforce_csrf_checks=True)
    sign_in_staff(strict, basile.id)
    answer = strict.post(
        "/bureau/test/", {"story": STORY, "key": "abc"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Rien n’est perdu" in page
    assert "Envoyer à nouveau" in page
    assert 'name="key" value="abc"' in page


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_from_another_site_is_shown_without_a_button(basile, headers):
    strict = Client(enforce_csrf_checks=True)
    sign_in_staff(strict, basile.id)
    answer = strict.post("/bureau/test/", {"story": STORY}, headers=headers)
    assert answer.status_code == 403
    assert "Envoyer à nouveau" not in answer.content.decode()
    assert "autre site" in answer.content.decode()


def test_json_sent_as_text_by_another_site_is_refused(basile):
    strict = Client(enforce_csrf_checks=True)
    sign_in_staff(strict, basile.id)
    answer = strict.generic("POST", "/bureau/test/", '{"a": 1}', content_type="text/plain")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil",
        "/\\evil",
        "\\evil",
        "javascript:alert(1)",
        "https://evil",
        "",
        None,
        "/a\nb",
        " //e",
    ],
)
def test_an_address_that_leaves_the_site_goes_home(wanted):
    assert safe_next(wanted) == "/"


def test_an_address_of_this_site_is_kept():
    assert safe_next("/bureau/?vue=1#a") == "/bureau/?vue=1#a"


def test_a_row_names_roles_that_exist():
    with pytest.raises(ValueError, match="chef"):
        access(roles=("chef",))
    with pytest.raises(ValueError, match="roles"):
        access(roles=())


@pytest.mark.parametrize("asked", ["", "de", "en-GB,en;q=0.9", "fr,en;q=0.5"])
def test_the_first_visit_is_in_french_whatever_the_browser_says(client, asked):
    answer = client.get("/compte/connexion/", headers={"Accept-Language": asked})
    assert '<html lang="fr"' in answer.content.decode()


def test_the_language_chosen_is_remembered(client):
    client.cookies["langue"] = "en"
    answer = client.get("/compte/connexion/", headers={"Accept-Language": "fr"})
    assert '<html lang="en"' in answer.content.decode()
