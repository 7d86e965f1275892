"""The guided tree, played in a browser: each family, on a telephone's screen, by keyboard only."""

import pytest
from playwright.sync_api import expect

from tests.browser.customer import REFERENCE
from tests.browser.keys import answer_all, choose, focused, go_on
from tests.browser.seen import seen, text_of
from tests.browsers import PHONE, barriers, overflows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ONE_OF_EACH = {
    "FID": "FID.ACCOUNT.CLOSED",
    "ABO": "ABO.PRICE",
    "PRO": "PRO.DEFECT",
    "LIV": "LIV.NEVER",
    "FAC": "FAC.REFUND",
    "SRV": "SRV.STAFF",
    "WEB": "WEB.A11Y",
    "DCP": "DCP.ACCESS",
}
MOST_PAGES = 14


def test_each_family_by_keyboard_only_on_a_telephone(come):
    page = come(viewport=PHONE)
    references = {lodged_by_keys(page, *pair, look=seen) for pair in ONE_OF_EACH.items()}
    assert len(references) == len(ONE_OF_EACH)


def lodged_by_keys(page, family, leaf, *, look):
    page.goto("/reclamer/")
    look(page)
    choose(page, family)
    look(page)
    choose(page, leaf)
    for _turn in range(MOST_PAGES):
        look(page)
        if page.url.endswith("/fait/"):
            found = REFERENCE.search(text_of(page, ".bigref"))
            assert found, leaf
            return found[0]
        if page.url.endswith("/avant/"):
            go_on(page)
        else:
            answer_all(page)
    raise AssertionError(f"{leaf} never ends")


def english(page):
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en", page.url
    words = text_of(page)
    assert not [w for w in ("Continuer", "facultatif", "Vous", "Numéro") if w in words], page.url
    assert barriers(page) == [], page.url
    assert overflows(page) == [], page.url


def test_in_english_and_what_is_urgent_is_read_first(come):
    page = come(viewport=PHONE, locale="en-GB")
    page.goto("/")
    page.get_by_role("link", name="English").or_(
        page.get_by_role("button", name="English")
    ).first.click()
    reference = lodged_by_keys(page, "PRO", "PRO.SAFETY", look=english)
    page.goto(f"/suivre/{reference}/")
    english(page)
    page.get_by_text("What you answered").click()
    expect(page.get_by_text("How it came about")).to_be_visible()


def test_files_sent_wait_for_the_person_who_comes_back(come):
    alice = come(viewport=PHONE, java_script_enabled=False)
    alice.goto("/reclamer/?type=PRO.DEFECT")
    alice.get_by_label("Quel produit ?").fill("Bouilloire")
    go_on_by_click(alice)
    go_on_by_click(alice)
    picture = {"name": "bouilloire.png", "mimeType": "image/png", "buffer": png()}
    alice.locator("[name=photos]").set_input_files(picture)
    go_on_by_click(alice)
    address = alice.url
    later = come(viewport=PHONE)
    later.goto(address.replace(address.rstrip("/").rsplit("/", 1)[1], "photos"))
    words = seen(later)
    assert "Déjà reçu" in words
    assert "bouilloire.png" in words
    later.goto(later.url.replace("photos", "produit"))
    expect(later.get_by_label("Quel produit ?")).to_have_value("Bouilloire")
    assert focused(later)["tag"] == "body"


def go_on_by_click(page):
    page.get_by_role("button", name="Continuer").click()


def png():
    from tests.browser.customer import photo_of_a_receipt  # noqa: PLC0415

    return photo_of_a_receipt()["buffer"]
