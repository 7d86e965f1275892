"""The two choices a person makes on any page are kept, and lead back to that page only."""

import pytest
from django.conf import settings
from django.test import Client

from recours.web.ui.typography import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    return Client(HTTP_ACCEPT_LANGUAGE="fr-FR")


def test_the_page_is_french_until_the_person_chooses_english(stranger):
    assert '<html lang="fr"' in stranger.get("/ui/").content.decode()
    answer = stranger.post("/langue/", {"langue": "en", "next": "/ui/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui/")
    page = stranger.get("/ui/").content.decode()
    assert '<html lang="en"' in page
    assert "The register, the margin, the red line" in page


def test_the_language_is_remembered_for_a_year(stranger):
    cookie = stranger.post("/langue/", {"langue": "en"}).cookies["langue"]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["samesite"] == "Lax"


def test_a_language_we_do_not_speak_changes_nothing(stranger):
    assert "langue" not in stranger.post("/langue/", {"langue": "tlh"}).cookies


def test_the_theme_is_kept_and_forgotten(stranger):
    stranger.post("/theme/", {"theme": "dark", "next": "/ui/"})
    assert 'data-theme="dark"' in stranger.get("/ui/").content.decode()
    stranger.post("/theme/", {"theme": "system", "next": "/ui/"})
    assert "data-theme=" not in stranger.get("/ui/").content.decode().split("<body")[0]


def test_a_theme_written_by_hand_in_the_cookie_is_not_believed(stranger):
    stranger.cookies["theme"] = '"><script>'
    assert "data-theme=" not in stranger.get("/ui/").content.decode().split("<body")[0]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://mechant.example/",
        "//mechant.example/",
        "/\\mechant.example/",
        "///mechant.example",
        "javascript:alert(1)",
        "http:mechant.example",
        "\tjavascript:alert(1)",
        "mechant.example",
        "",
    ],
)
@pytest.mark.parametrize("address", ["/langue/", "/theme/"])
def test_a_choice_never_leads_out_of_the_site(stranger, address, elsewhere):
    answer = stranger.post(address, {"langue": "en", "theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/"


def test_the_page_one_was_on_is_found_again_with_its_questions(stranger):
    answer = stranger.post("/langue/", {"langue": "en", "next": "/ui/?vue=a&page=2"})
    assert answer["Location"] == "/ui/?vue=a&page=2"


@pytest.mark.parametrize("address", ["/langue/", "/theme/"])
def test_a_choice_is_made_by_a_form_of_ours_only(address):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"langue": "en"}).status_code == 403
    assert client.get(address).status_code in {404, 405}


def test_a_page_that_does_not_exist_says_so_in_our_voice(stranger):
    answer = stranger.get("/nulle-part/")
    assert answer.status_code == 404
    page = plain(answer.content.decode())
    assert "Nous ne trouvons pas cette page" in page
    assert settings.OPERATOR["phone"] in page


def test_the_live_page_answers_without_a_single_query(stranger, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert stranger.get("/ui/").status_code == 200
