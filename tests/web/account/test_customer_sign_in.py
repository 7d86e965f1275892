"""Customers: a code or a link by e-mail, single use, ten minutes, one browser."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recours.correspondence.queries import mailbox
from recours.people.commands.create_staff import create_staff
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.models import SignInCode
from tests.web.signing import sign_in_customer, sign_in_staff

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ASK, CODE, SPACE = "/espace/connexion/", "/espace/connexion/code/", "/espace/"


@pytest.fixture
def alice(db):
    return recognise_customer(
        name="Alice Rivoire", email="alice@example.fr", phone="", language="fr", at=NOW
    )


def ask(client, email="alice@example.fr", **more):
    return client.post(ASK, {"email": email, **more})


def letter(email="alice@example.fr"):
    return mailbox(1, to=email)[0].text


def code_of(text):
    return re.search(r"\b(\d{3}) ?(\d{3})\b", text).expand(r"\1\2")


def link_of(text):
    return re.search(r"(/espace/connexion/lien/[\w-]+/)", text).group(1)


def who(client):
    return client.session.get("customer")


def test_alice_enters_with_the_six_digits(client, alice):
    assert ask(client).url == CODE
    assert "alice@example.fr" in client.get(CODE).content.decode()
    entered = client.post(CODE, {"code": code_of(letter())})
    assert entered.url == SPACE
    assert who(client) == alice


def test_the_link_shows_a_button_and_only_the_button_enters(client, alice):
    ask(client)
    link = link_of(letter())
    for _ in range(3):  # a mail scanner, a preview, Alice
        assert "Entrer dans mon espace" in client.get(link).content.decode()
    assert who(client) is None
    assert client.post(link).url == SPACE
    assert who(client) == alice


def test_the_link_opened_in_another_browser_asks_for_the_code(client, alice):
    ask(client)
    elsewhere, text = Client(), letter()
    page = elsewhere.get(link_of(text)).content.decode()
    assert "autre navigateur" in page
    assert 'name="code"' in page
    assert elsewhere.post(link_of(text)).status_code == 422
    assert who(elsewhere) is None
    assert elsewhere.post(link_of(text), {"code": code_of(text)}).url == SPACE
    assert who(elsewhere) == alice


def test_the_code_typed_in_another_browser_does_not_enter(client, alice):
    ask(client)
    elsewhere = Client()
    ask(elsewhere, email="autre@example.fr")
    assert elsewhere.post(CODE, {"code": code_of(letter())}).status_code == 422
    assert who(elsewhere) is None


def test_a_used_code_and_a_used_link_are_dead(client, alice):
    ask(client)
    text = letter()
    client.post(CODE, {"code": code_of(text)})
    client.post("/espace/deconnexion/")
    assert who(client) is None
    assert client.post(link_of(text), {"code": code_of(text)}).status_code == 422
    assert who(client) is None


def test_ten_minutes_later_the_code_is_dead(client, alice):
    with time_machine.travel(NOW, tick=False) as clock:
        ask(client)
        clock.shift(timedelta(minutes=10))
        assert client.post(CODE, {"code": code_of(letter())}).status_code == 422
    assert who(client) is None


def test_five_wrong_codes_void_the_right_one(client, alice):
    ask(client)
    right = code_of(letter())
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    assert client.post(CODE, {"code": right}).status_code == 422
    assert who(client) is None


@pytest.mark.parametrize("code", ["", " ", "None", "٣٣٣٣٣٣", "１２３４５６", "0" * 500, "\x00"])
def test_what_is_not_the_code_is_refused_without_noise(client, alice, code):
    ask(client)
    assert client.post(CODE, {"code": code}).status_code == 422


def test_a_known_and_an_unknown_address_get_the_same_answer_and_the_same_letter(alice, db):
    answers, letters = [], []
    for email in ("alice@example.fr", "inconnu@example.fr"):
        client = Client()
        asked = ask(client, email=email)
        page = client.get(asked.url).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        answers.append((asked.status_code, asked.url, page.replace(email, "…")))
        text = letter(email)
        letters.append(re.sub(r"\b\d{3} \d{3}\b", "…", text.replace(link_of(text), "…")))
    assert answers[0] == answers[1]
    assert letters[0] == letters[1]


def test_a_known_and_an_unknown_address_cost_the_same_queries(alice):
    ask(Client(), email="premiere@example.fr")  # opens the count of this network
    counts = []
    for email in ("alice@example.fr", "inconnu@example.fr"):
        client = Client()
        with CaptureQueriesContext(connection) as seen:
            ask(client, email=email)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_unknown_address_enters_an_empty_space(client, db):
    ask(client, email="inconnu@example.fr")
    assert client.post(CODE, {"code": code_of(letter("inconnu@example.fr"))}).url == SPACE


def test_what_is_not_an_address_is_said_at_once_and_kept(client, db):
    answer = ask(client, email="alice(at)example")
    assert answer.status_code == 422
    assert "alice(at)example" in answer.content.decode()
    assert SignInCode.objects.count() == 0


def test_an_address_is_not_flooded(client, alice):
    answers = [ask(Client(), email="alice@example.fr").status_code for _ in range(6)]
    assert answers == [302] * 4 + [429] * 2
    assert ask(client, email="autre@example.fr").status_code == 302


def test_only_hashes_are_kept_by_people(client, alice):
    ask(client)
    kept = repr(SignInCode.objects.values_list())
    assert code_of(letter()) not in kept
    assert link_of(letter()).split("/")[-2] not in kept


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "/\\evil", "https://evil/", "javascript:1"]
)
def test_signing_in_never_leads_off_the_site(client, alice, elsewhere):
    ask(client, next=elsewhere)
    assert client.post(CODE, {"code": code_of(letter())}).url == SPACE


def test_signing_in_leads_back_to_the_page_that_was_asked(client, alice):
    ask(client, next="/espace/points/")
    assert client.post(CODE, {"code": code_of(letter())}).url == "/espace/points/"


def test_the_session_key_changes_and_staff_sessions_end(client, alice):
    basile = create_staff(email="b@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)
    sign_in_staff(client, basile.id)
    ask(client)
    before = client.session.session_key
    client.post(CODE, {"code": code_of(letter())})
    assert client.session.session_key != before
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("clock", "seconds"), [("seen", 2 * 3600 + 60), ("since", 24 * 3600 + 60)])
def test_two_idle_hours_or_a_day_end_the_session(client, alice, clock, seconds):
    sign_in_customer(client, alice)
    client.get(ASK)
    assert who(client) == alice
    session = client.session
    session[clock] = int(time.time()) - seconds
    session.save()
    assert client.get(ASK).status_code == 200  # asked who she is, again
    assert who(client) is None


def test_the_letter_says_nothing_that_a_stranger_wrote(client, db):
    ask(client, email="victime@example.fr", name="Achetez http://spam.example")
    assert "spam" not in letter("victime@example.fr")
