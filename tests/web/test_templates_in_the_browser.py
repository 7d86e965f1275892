"""The sentences we write with, in Chromium: seen, changed, published, by keyboard too."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from recours.trustlog.commands.create_log_key import create_log_key
from tests.browsers import PHONE, WIDE, barriers, overflows
from tests.web.cast import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/bureau/modeles/progress/"


@pytest.fixture
def come(page, live_server, data_folder):
    create_log_key()
    world = build_world()

    def enter(language="fr"):
        cookie = world.clients["supervisor"].cookies[settings.SESSION_COOKIE_NAME]
        kept = {settings.LANGUAGE_COOKIE_NAME: language, cookie.key: cookie.value}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()]
        )
        return page

    return enter


def picture(page, name):
    if folder := os.environ.get("RECOURS_PICTURES"):
        page.screenshot(path=Path(folder) / f"templates-{name}.png", full_page=True)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize(("theme", "language"), [("light", "fr"), ("dark", "en")])
def test_nothing_stands_in_anybodys_way(come, live_server, size, theme, language):
    page = come(language)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    for number, path in enumerate(("/bureau/modeles/", HERE)):
        page.goto(live_server.url + path)
        picture(page, f"{number}-{size['width']}-{language}")
        assert barriers(page) == [], path
        assert overflows(page) == [], path
    page.locator("[name=fr-added]").fill("{{ settings.SECRET_KEY }}")
    page.locator("button[value=look]").press("Enter")
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    page.locator("[name=fr-added]").fill("Nos magasins ferment à 19 h.")
    page.locator("button[value=look]").press("Enter")
    expect(page.locator("#look")).to_be_visible()
    picture(page, f"2-{size['width']}-{language}")
    assert barriers(page) == []
    assert overflows(page) == []


def test_a_sentence_is_published_by_keyboard(come, live_server):
    page = come()
    page.goto(live_server.url + HERE)
    page.locator("[name=fr-added]").fill("Nos magasins ferment à 19 h.")
    page.locator("button[value=publish]").press("Enter")
    expect(page.get_by_text("La version 2 est publiée")).to_be_visible()
