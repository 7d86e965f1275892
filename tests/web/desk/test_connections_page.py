"""The page where an administrator has other systems told; no script is needed."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from standardwebhooks.webhooks import Webhook

from recours.people.commands.create_staff import create_staff
from recours.web.ui.typography import plain
from recours.webhooks.commands.announce import announce
from recours.webhooks.queries import deliveries, endpoints
from tests.crash.cast import NOW
from tests.web.signing import sign_in_staff
from tests.webhooks.receiver import receiving
from tests.webhooks.test_deliveries import work

PAGE = "/bureau/connexions/"


@pytest.fixture(autouse=True)
def local(db, data_folder, settings):
    settings.WEBHOOKS_LOCAL = True


@pytest.fixture
def omar():
    card = create_staff(
        email="omar@bureau.exemple",
        name="Omar Diallo",
        roles=["administrator"],
        programmes=None,
        points_limit=0,
        at=NOW,
    )
    return sign_in_staff(Client(raise_request_exception=True), card.id, factor=True)


@pytest.fixture
def here():
    with receiving() as receiver:
        yield receiver


def read(answer, status=200):
    assert answer.status_code == status
    return plain(unescape(answer.content.decode()))


def add(desk, here, **more):
    typed = {"name": "CRM", "url": here.url, "events": ["complaint.closed", "message.received"]}
    return desk.post(PAGE, typed | more)


def secret_in(page):
    return re.search(r'<code class="secret">(whsec_[^<]+)</code>', page)[1]


def test_a_system_is_added_and_its_secret_is_shown_once(omar, here, time_machine):
    answer = add(omar, here)
    page = read(answer)
    secret = secret_in(page)
    (card,) = endpoints(None)

    assert answer["Cache-Control"] == "no-store"
    assert card.events == ("complaint.closed", "message.received")
    assert secret not in read(omar.get(f"{PAGE}{card.id}/"))
    assert "reliée" in read(omar.get(PAGE))
    announce(event="complaint.closed", about="R-2026-00001-X", programme="quai", data={}, at=NOW)
    work()
    time_machine.move_to(NOW)
    _, headers, body = here.came[0]
    assert Webhook(secret).verify(body, {k.lower(): v for k, v in headers.items()})
    page = read(omar.get(f"{PAGE}{card.id}/"))
    assert "R-2026-00001-X" in page
    assert "reçu" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"url": "ftp://x"}, "L'adresse commence par https://"),
        ({"url": ""}, "L'adresse commence par https://"),
        ({"url": "https://exemple.fr/#a"}, "Écrivez une adresse entière"),
        ({"events": []}, "Cochez au moins un événement"),
        ({"events": ["password"]}, "Cochez au moins un événement"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(omar, here, typed, sentence):
    page = read(add(omar, here, **typed), 422)

    assert sentence in page
    assert 'value="CRM"' in page
    assert endpoints(None) == []


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::ffff:169.254.169.254]/"])
def test_an_address_of_this_network_is_refused_on_a_site(omar, here, settings, url):
    settings.WEBHOOKS_LOCAL = False

    assert "n'est pas sur Internet" in read(add(omar, here, url=url), 422)


def test_a_form_sent_twice_adds_one(omar, here):
    add(omar, here)
    assert "déjà connectée" in read(add(omar, here), 422)
    assert len(endpoints(None)) == 1


def test_it_is_tried_cut_and_restored(omar, here):
    add(omar, here)
    (card,) = endpoints(None)
    change = f"{PAGE}{card.id}/changer/"

    omar.post(change, {"do": "try"})
    work(datetime.now(tz=UTC))
    assert len(here.came) == 1
    omar.post(change, {"do": "off"})
    assert "coupée" in read(omar.get(PAGE))
    omar.post(change, {"do": "on"})
    assert "reliée" in read(omar.get(PAGE))
    omar.post(change, {"do": "events", "events": ["message.sent"]})
    assert endpoints(None)[0].events == ("message.sent",)
    assert "Cochez" in read(omar.post(change, {"do": "events"}), 422)
    assert omar.post(change, {"do": "explode"}).status_code == 302


def test_the_secret_is_changed_and_both_are_said_to_sign(omar, here):
    first = secret_in(read(add(omar, here)))
    (card,) = endpoints(None)
    second = secret_in(read(omar.post(f"{PAGE}{card.id}/changer/", {"do": "secret"})))

    assert first != second


def test_a_message_that_failed_says_why_and_is_played_again(omar, here):
    add(omar, here)
    (card,) = endpoints(None)
    here.status = 503
    omar.post(f"{PAGE}{card.id}/changer/", {"do": "try"})
    work(datetime.now(tz=UTC))
    page = read(omar.get(f"{PAGE}{card.id}/"))
    assert "503" in page
    assert "elle a répondu autre chose qu'un succès" in page
    assert "ne répond plus depuis" in read(omar.get(PAGE))
    here.status = 200
    (told,) = deliveries(card.id)
    omar.post(f"{PAGE}message/{told.id}/rejouer/")
    work(datetime.now(tz=UTC))
    assert "reçu" in read(omar.get(f"{PAGE}{card.id}/"))
