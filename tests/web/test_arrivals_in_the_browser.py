"""The arrivals in Chromium: put on a case by keyboard alone, nothing in anybody's way."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from recours.people.commands.create_staff import create_staff
from tests.browsers import PHONE, WIDE, barriers, overflows
from tests.mailroom.post import MALLORY, deliver, letter, signed
from tests.web.signing import sign_in_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime.now(tz=UTC) - timedelta(minutes=5)


@pytest.fixture
def basile(page, live_server, client):
    """Basile's browser, signed in."""
    card = create_staff(email="b@bellerive.example", name="Basile", roles=["agent"], at=NOW)
    sign_in_staff(client, card.id)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def waiting():
    """Alice's complaint, an answer from a stranger, noise, and two receipts for one address."""
    case = deliver(letter(message_id="<1@x>"), at=NOW).reference
    deliver(letter("Encore", message_id="<2@x>"), at=NOW)
    deliver(b"\0" * 100, at=NOW)
    raw = letter(
        "Je suis son frère : voici le ticket.",
        sender=f"Mathieu Rivoire <{MALLORY}>",
        to=signed(case),
        message_id="<3@x>",
        reply_to="un.autre@ailleurs.example",
        cc="encore.un@ailleurs.example",
        files=(("ticket.pdf", b"%PDF-1.4 obj"),),
    )
    return case, deliver(raw, at=NOW).mail


def picture(page, name):
    if folder := os.environ.get("RECOURS_PICTURES"):
        page.screenshot(path=Path(folder) / f"arrivals-{name}.png", full_page=True)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize(("theme", "language"), [("light", "fr"), ("dark", "en")])
def test_nothing_stands_in_anybodys_way(basile, live_server, waiting, size, theme, language):
    page = basile
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    case, mail = waiting
    paths = (
        "arrivees/a-rattacher/",
        f"arrivees/message/{mail}/",
        "arrivees/accuses-retenus/",
        "arrivees/illisibles/",
        f"dossier/{case}/",
    )
    for number, path in enumerate(paths):
        page.goto(f"{live_server.url}/bureau/{path}")
        picture(page, f"{number}-{size['width']}-{language}")
        assert barriers(page) == [], path
        assert overflows(page) == [], path


def test_a_message_is_put_on_its_case_hands_on_the_keyboard(basile, live_server, waiting):
    page, (case, _mail) = basile, waiting
    page.goto(f"{live_server.url}/bureau/arrivees/a-rattacher/")
    page.get_by_role("link", name="Mes points").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes points")
    expect(page.get_by_label("Rattacher au dossier")).to_have_value(case)
    page.get_by_label("Rattacher au dossier").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossier/{case}/")

    expect(page.get_by_text("Je suis son frère : voici le ticket.")).to_be_visible()
    expect(page.get_by_text("expéditeur non vérifié").first).to_be_visible()
