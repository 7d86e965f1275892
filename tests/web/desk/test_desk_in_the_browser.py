"""A call noted hands on the keyboard, two complaints joined and separated, nothing in the way."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from recours.complaints.models import Complaint
from recours.complaints.queries import complaint_card, promises_on
from recours.people.queries import staff_by_email
from recours.trustlog.commands.create_log_key import create_log_key
from tests.browsers import PHONE, WIDE, barriers, overflows
from tests.crash.cast import MEMBER, open_shop
from tests.journeys.calls import call, lodged
from tests.web.signing import sign_in_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime.now(tz=UTC) - timedelta(minutes=5)


@pytest.fixture
def desk(page, live_server, client, data_folder, tmp_path):
    """Basile's browser, signed in."""
    create_log_key()
    open_shop(tmp_path)
    sign_in_staff(client, staff_by_email("basile@bellerive.invalid").id)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def picture(page, name):
    if folder := os.environ.get("RECOURS_PICTURES"):
        page.screenshot(path=Path(folder) / f"desk-{name}.png", full_page=True)


def test_a_call_is_noted_by_keyboard_alone(desk, live_server):
    page = desk
    known = lodged(1, at=NOW)
    page.goto(f"{live_server.url}/bureau/appel/")
    expect(page.get_by_label("Numéro, carte, nom ou e-mail")).to_be_focused()
    page.keyboard.type("rivoire")
    choice = page.get_by_role("radio", name="Alice Rivoire")
    expect(choice).to_be_visible()
    for _press in range(6):  # past the button, to who is calling
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "caller":
            break
    page.keyboard.press("Space")
    expect(page.get_by_role("link", name="Points non crédités")).to_be_visible()
    expect(page.get_by_text("La caissière a bien passé ma carte.")).to_be_visible()
    story = page.get_by_label("Ce que la personne dit")
    for _press in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "story":
            break
    expect(story).to_be_focused()
    with page.expect_response("**/appel/brouillon/"):
        page.keyboard.type("Une autre affaire : la caisse du 9 novembre.")
    page.wait_for_url("**/appel/?note=*")
    page.reload()
    expect(story).to_have_value("Une autre affaire : la caisse du 9 novembre.")
    expect(page.get_by_role("radio", name="Alice Rivoire")).to_be_checked()
    story.focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/dossier/**")

    card = complaint_card(Complaint.objects.exclude(reference=known).get().reference)
    assert (card.channel, card.member, card.written_on) == ("telephone", MEMBER, None)
    expect(page.get_by_text("pas encore écrite")).to_be_visible()


def test_a_call_is_noted_without_scripts_on_a_telephone(desk, live_server, without_scripts, client):
    page = without_scripts
    page.set_viewport_size(PHONE)
    cookie = desk.context.cookies()[0]
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/bureau/appel/")
    page.get_by_label("Numéro, carte, nom ou e-mail").fill("alice@exemple.invalid")
    page.get_by_label("Ce que la personne dit").fill("Elle attend ses points.")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.get_by_role("radio", name="Alice Rivoire")).to_be_checked()
    expect(page.get_by_label("Ce que la personne dit")).to_have_value("Elle attend ses points.")
    page.get_by_label("Promesse", exact=False).first.fill("Je vous rappelle.")
    due = (NOW + timedelta(days=3)).date().isoformat()
    page.get_by_label("Pour quand").fill(due)
    page.get_by_role("button", name="Enregistrer la note").click()
    page.wait_for_url("**/dossier/**")
    reference = Complaint.objects.get().reference
    assert promises_on([reference])[0].due_on.isoformat() == due


def test_two_complaints_are_joined_then_separated(desk, live_server):
    page = desk
    said = call(at=NOW, story="Mes points du 6 novembre ne sont pas venus.").reference
    form = lodged(2, at=NOW + timedelta(minutes=1))
    page.goto(f"{live_server.url}/bureau/dossier/{form}/")
    page.get_by_role("link", name=f"Comparer et joindre {said}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Est-ce la même réclamation ?")
    picture(page, "join")
    page.get_by_role("button", name="Joindre les deux").click()
    page.wait_for_url(f"**/dossier/{said}/")
    expect(page.get_by_text("La caissière a bien passé ma carte.").first).to_be_visible()
    page.get_by_role("button", name="Séparer").click()
    page.wait_for_url(f"**/dossier/{form}/")
    assert complaint_card(form).merged_into == ""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize(("theme", "language"), [("light", "fr"), ("dark", "en")])
def test_nothing_stands_in_anybodys_way(desk, live_server, size, theme, language):
    page = desk
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    due = (NOW + timedelta(days=3)).date()
    said = call(at=NOW, promise="Je vous rappelle.", promise_by=due).reference
    form, third = lodged(2, at=NOW), lodged(3, at=NOW)
    page.goto(f"{live_server.url}/bureau/dossier/{form}/joindre/{third}/")
    assert barriers(page) == []
    page.locator("form[data-once] button").last.click()
    page.wait_for_url("**/dossier/*/")
    paths = (
        "appel/?who=rivoire",
        "appel/?who=alice@exemple.invalid",
        "promesses/",
        f"dossier/{said}/",
        f"dossier/{form}/",
        f"dossier/{third}/",
        f"dossier/{said}/joindre/{form}/",
    )
    for number, path in enumerate(paths):
        page.goto(f"{live_server.url}/bureau/{path}")
        picture(page, f"{number}-{size['width']}-{language}")
        assert barriers(page) == [], path
        assert overflows(page) == [], path
