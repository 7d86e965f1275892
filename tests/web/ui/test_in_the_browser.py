"""The live page in Chromium: nothing in the way, nothing spilling, nothing said in the console."""

import pytest
from playwright.sync_api import expect

from tests.browsers import NARROWEST, PHONE, WIDE, barriers, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def live(live_server):
    return f"{live_server.url}/ui/"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(page, live, size, theme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    page.goto(live)
    assert barriers(page) == []
    assert overflows(page) == []


def test_nothing_spills_at_320_pixels(page, live):
    page.set_viewport_size(NARROWEST)
    page.goto(live)
    assert overflows(page) == []


def test_nothing_spills_when_the_text_is_doubled(page, live):
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(live)
    page.evaluate(
        "new CSSStyleSheet().replace('html { font-size: 200% }').then((s) => "
        "{ document.adoptedStyleSheets = [s]; })"
    )
    assert overflows(page) == []


def test_the_page_works_without_scripts(without_scripts, live):
    page = without_scripts
    page.goto(live)
    page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The register, the margin, the red line"
    )
    page.get_by_text("How is this computed?").first.click()
    expect(page.get_by_text("One point per whole euro.")).to_be_visible()
    expect(page.locator("input[type=file]")).to_be_visible()


def test_the_theme_changes_at_once_and_is_remembered(page, live):
    page.goto(live)
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.get_by_role("button", name="Sombre")).to_have_attribute("aria-pressed", "true")


def test_a_dialog_opens_holds_the_keyboard_and_gives_it_back(page, live):
    page.goto(live)
    opener = page.get_by_role("link", name="Ouvrir le dialogue")
    opener.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_list_is_walked_with_j_and_k_and_helps_with_a_question_mark(page, live):
    page.goto(live)
    rows = page.locator("[data-item]")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis du clavier")).to_be_visible()


def test_one_letter_shortcuts_can_be_switched_off(page, live):
    page.goto(live)
    page.keyboard.press("?")
    page.get_by_role("button", name="Raccourcis d’une lettre").click()
    page.get_by_role("button", name="Fermer").click()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_typing_in_a_field_is_typing(page, live):
    page.goto(live)
    page.get_by_label("Numéro du ticket").fill("")
    page.get_by_label("Numéro du ticket").press_sequentially("j?/")
    expect(page.get_by_label("Numéro du ticket")).to_have_value("j?/")


def test_a_form_is_sent_once_however_often_it_is_clicked(page, live):
    sent = []

    def answer_nothing_yet(route):
        sent.append(route)

    page.goto(live)
    page.route("**/ui/", answer_nothing_yet)
    page.evaluate("""() => {
      const button = document.querySelector('#compose1 button[type=submit]');
      [0, 60, 120].forEach((wait) => setTimeout(() => button.click(), wait));
    }""")
    page.wait_for_timeout(300)
    assert len(sent) == 1
    sent[0].fulfill(body="<title>ok</title>", content_type="text/html")


def test_the_frame_of_the_composer_takes_the_ink_of_who_will_read(page, live):
    page.goto(live)
    form = page.locator("#compose1")
    expect(form.get_by_text("Personne hors de l’équipe")).to_be_visible()
    form.get_by_label("À Alice Rivoire").check()
    expect(form.get_by_text("Alice Rivoire lira ce message.")).to_be_visible()
    expect(form.get_by_text("Personne hors de l’équipe")).to_be_hidden()


def test_a_dropped_file_is_named(page, live, tmp_path):
    receipt = tmp_path / "ticket.jpg"
    receipt.write_bytes(b"x")
    page.goto(live)
    page.locator("input[name=receipt]").set_input_files(receipt)
    expect(page.get_by_text("ticket.jpg", exact=True)).to_be_visible()


def test_the_keyboard_reaches_the_content_first(page, live):
    page.goto(live)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


FORM = """<!doctype html><html lang="fr"><title>Essai</title><main><h1>Essai</h1>
<form method="post" action="/essai/" data-autosave="essai"><label>Texte <input name="t"></label>
<label><input type="radio" name="r" value="a">A</label>
<label><input type="radio" name="r" value="b">B</label>
<input type="password" name="p" aria-label="Secret"></form>%s</main>
<script src="/static/ui/recours.js" defer></script></html>"""


def _serve(page, live, more=""):
    def answer(route):
        route.fulfill(body=FORM % more, content_type="text/html")

    page.route("**/essai/", answer)
    page.goto(live.replace("/ui/", "/essai/"))


def test_what_was_typed_is_still_there_after_the_page_was_lost(page, live):
    _serve(page, live)
    page.get_by_label("Texte").fill("Cinq jours après, toujours rien.")
    page.get_by_label("B").check()
    page.get_by_label("Secret").fill("secret")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.get_by_label("Texte")).to_have_value("Cinq jours après, toujours rien.")
    expect(page.get_by_label("B")).to_be_checked()
    expect(page.get_by_label("Secret")).to_have_value("")


def test_what_was_typed_is_forgotten_once_it_is_sent(page, live):
    _serve(page, live)
    page.get_by_label("Texte").fill("Cinq jours après")
    page.wait_for_timeout(600)
    page.unroute("**/essai/")
    _serve(page, live, "<p data-forget-now>Merci</p>")
    page.unroute("**/essai/")
    _serve(page, live)
    expect(page.get_by_label("Texte")).to_have_value("")
