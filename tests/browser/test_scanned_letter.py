"""A letter on paper, from the scanner to a registered complaint, read by a real engine."""

import re

import pytest
from playwright.sync_api import expect

from recours.scans.engines import chosen_engine
from tests.browser.seen import follow, press, seen
from tests.browser.staff import become
from tests.browsers import PHONE, WIDE
from tests.scans.paper import letter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("window", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_scanned_letter_becomes_a_complaint(come, tmp_path, window):
    if not chosen_engine():
        pytest.skip("nothing reads here: pip install 'recours[ocr]'")
    scan = tmp_path / "courrier-rivoire.jpg"
    scan.write_bytes(letter(turn=2, noise=40))
    page = come(viewport=window)
    become(page, "Basile Nguyen")

    page.goto("/bureau/courrier/arrivee/")
    seen(page)
    page.locator("input[name=scans]").set_input_files(scan)
    press(page, "Garder ces lettres")
    line = page.locator(".letter-line")
    expect(line).to_have_count(1)
    follow(page, re.compile("courrier-rivoire|Alice"))
    expect(page.get_by_label("Qui écrit")).to_have_value("Alice Rivoire", timeout=60_000)
    expect(page.get_by_label("Date écrite sur la lettre")).to_have_value("2026-11-03")
    expect(page.get_by_label("Le texte de la lettre")).to_have_value(re.compile("théière"))
    page.reload()
    expect(page.get_by_role("img", name=re.compile("Page 1"))).to_be_visible()
    seen(page)

    _confirm(page)
    words = seen(page)
    assert "La lettre est au dossier R-" in words
    assert "courrier-rivoire.jpg" in words
    assert "reçue le vendredi 6 novembre 2026" in words
    page.goto("/bureau/courrier/arrivee/")
    assert "Aucune lettre n'attend" in seen(page)


def _confirm(page):
    """Say when it came: first an impossible day, then the right ones."""
    page.get_by_label("Arrivée le").fill("2026-11-02")
    press(page, "Inscrire la lettre")
    expect(page.get_by_text("C’est après le jour où elle est arrivée.")).to_be_visible()
    seen(page)
    page.get_by_label("Arrivée le").fill("2026-11-06")
    page.get_by_label("Cachet de la poste").fill("2026-11-04")
    press(page, "Inscrire la lettre")

    page.wait_for_url("**/bureau/dossier/**")
