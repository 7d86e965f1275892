"""The main job, played whole in a browser: customer, agent, supervisor and customer again.

Everything runs as it is served (`recours serve`, its worker, its database), in French. On every
page axe finds nothing and nothing is wider than the window.
"""

import re

import pytest
from playwright.sync_api import expect

from recours.correspondence.pdf_text import text_of as words_of
from recours.correspondence.rules.typography import squash
from tests.browser.customer import (
    ALICE,
    balance,
    contest,
    find_by_code,
    lodge,
    open_purchase,
    open_purchase_counted_right,
    saturday_of_alice,
    say_it_is_not_settled,
    sign_in,
)
from tests.browser.letters import LetterBox
from tests.browser.receipts import (
    a_changed_byte_is_refused,
    download,
    the_page_says_yes,
    verified,
)
from tests.browser.seen import press, seen, text_of
from tests.browser.staff import (
    become,
    decide_by_keys,
    find,
    list_of,
    open_by_hand,
    open_by_keys,
    points_due,
    refuse,
    row_of,
)
from tests.browsers import PHONE, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REASON = "Ces points sont déjà sur votre carte : le relevé du lendemain de l'achat les porte."
DAY = r"\w+ \d+(?:er)? \w+ \d{4}"
MEDIATOR = (
    "Médiation du commerce de proximité",
    "8 rue des Arbitres, 75002 Paris",
    "https://mediation-proximite.example",
)


@pytest.fixture
def box(site):
    """Everything that left."""
    return LetterBox(site.house.folder / "mail")


@pytest.mark.parametrize("window", [WIDE, PHONE], ids=["1280", "360"])
def test_a_complaint_from_the_form_to_the_verified_receipt(
    site, box, come, album, tmp_path, window
):
    pictures = album.of(window)
    outside = come(viewport=window)
    lodged = lodge(outside, saturday_of_alice(site.house), pictures)
    the_acknowledgement_says_what_the_law_asks(box, lodged)
    before = points_before(come(viewport=window), box)
    due = the_agent_proposes(come(viewport=window), lodged, pictures, by_keys=window is WIDE)
    another_person_approves(come(viewport=window), lodged, due, pictures)
    the_answer_arrives(outside, box, lodged, due, pictures)
    the_receipt_convinces(outside, site, lodged, tmp_path, pictures)
    the_points_come_back(site, before, due, pictures)


def points_before(page, box):
    sign_in(page, box)
    words = seen(page)
    assert "Vous n'avez rien à faire" in words
    return page, balance(page)


def the_acknowledgement_says_what_the_law_asks(box, lodged):
    letter = box.wait_for(ALICE, subject=lodged.reference)
    said = squash(letter.text)
    assert f"Référence : {lodged.reference}" in said
    assert f"Code de suivi : {lodged.code}" in said
    assert re.search(
        rf"(Basile Nguyen|Inès Robin) s'en occupe et vous répond au plus tard {DAY}", said
    )
    assert all(words in said for words in MEDIATOR)
    assert re.search(rf"Le dernier jour est le {DAY}", said)
    assert "Vos données" in said
    assert "cinq ans après la fin du dossier" in said


def the_agent_proposes(page, lodged, pictures, *, by_keys):
    become(page, "Basile Nguyen")
    assert lodged.reference in list_of(page, "equipe")
    pictures.take(page, "worklist")
    (open_by_keys if by_keys else open_by_hand)(page, lodged.reference)
    due = points_due(page)
    pictures.take(page, "case", height=1100)
    pictures.take(page, "case-dark", dark=True, height=1100)
    propose = re.compile(rf"^Proposer {due} points")
    decide_by_keys(page, propose) if by_keys else press(page, propose)
    expect(page.get_by_role("heading", name="En attente d’une seconde personne")).to_be_visible()
    seen(page)
    expect(page.get_by_role("button", name=re.compile("Approuver"))).to_have_count(
        0
    )  # never the same
    return due


def another_person_approves(page, lodged, due, pictures):
    become(page, "Chloé Martin")
    list_of(page, "approbations")
    open_by_hand(page, lodged.reference)
    assert "Proposé par Basile Nguyen" in seen(page)
    pictures.take(page, "approve")
    press(page, re.compile(rf"^Approuver et rétablir {due} points"))
    expect(page.get_by_role("heading", name="Réglée")).to_be_visible()
    words = seen(page)
    assert f"{due} points" in words
    assert "Lire la lettre" in words
    pictures.take(page, "decided", height=1100)


def the_answer_arrives(page, box, lodged, due, pictures):
    answer = box.wait_for(ALICE, subject="Notre réponse", about=lodged.reference)
    assert f"Vous aviez raison : nous vous rendons {due} points." in squash(answer.text)
    [letter] = answer.files.values()
    page.goto(f"/suivre/{lodged.reference}/")
    words = seen(page)
    assert f"{due} points" in words
    assert "Total du ticket" in words
    pictures.take(page, "answer", height=1250)
    online = page.request.get(page.get_by_role("link", name="Lire la lettre").get_attribute("href"))
    assert online.body() == letter
    assert online.headers["content-type"] == "application/pdf"
    said = squash(words_of(letter))
    assert lodged.reference in said
    assert f"nous vous rendons {due} points" in said
    assert "Règle BASE, version 7" in said
    pictures.take_letter(letter, "letter")


def the_receipt_convinces(page, site, lodged, folder, pictures):
    site.work()  # the log gives the last facts their place
    receipt, proof = (download(page, name, folder) for name in ("Enregistrer le reçu", "la preuve"))
    assert receipt.name == f"{lodged.reference}.recours.json"
    assert proof.suffix == ".tlog-proof"
    key = site.recours("log", "key").stdout.strip()
    done = verified(site, receipt, key, proof)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("Oui"), done.stdout
    a_changed_byte_is_refused(site, receipt, key, proof)
    the_page_says_yes(page, receipt, pictures)


def the_points_come_back(site, before, due, pictures):
    page, points = before
    corrections = list((site.house.folder / "corrections").glob("*.csv"))
    assert corrections  # handed to the cash desk, which keeps the official ledger
    site.work()  # its statement of the night comes back with them
    assert balance(page) == points + due
    words = seen(page)
    assert f"+ {due}" in words
    assert "Points rétablis" in words
    pictures.take(page, "points")


def test_a_refusal_names_the_mediator_and_a_no_reopens(site, box, come, album):
    alice = come()
    sign_in(alice, box)
    open_purchase(alice, "89,90")
    assert "Il en manque" in seen(alice)
    owed = contest(alice, "Rien n'a été crédité pour ce linge de table.")
    open_purchase_counted_right(alice)
    seen(alice)
    refused = contest(alice, "Il me semble que le week-end devait compter double.")
    basile = come()
    become(basile, "Basile Nguyen")
    one_click_is_enough_under_the_limit(basile, owed)
    a_person_refuses_with_a_reason(basile, refused)
    the_customer_reads_why_and_who_else_to_ask(alice, box, refused)
    a_no_reopens_with_a_new_date(come(), alice, basile, box, refused)
    the_ledger_is_sound(site)


def one_click_is_enough_under_the_limit(page, reference):
    list_of(page, "equipe")
    open_by_keys(page, reference)
    due = points_due(page)
    decide_by_keys(page, re.compile(rf"^Rétablir {due} points"))
    expect(page.get_by_role("heading", name="Réglée")).to_be_visible()
    assert f"{due} points" in seen(page)


def a_person_refuses_with_a_reason(page, reference):
    list_of(page, "a-decider")
    open_by_hand(page, reference)
    expect(page.locator(".finding-say")).to_contain_text("Non fondée")
    seen(page)
    refuse(page, REASON)
    seen(page)


def the_customer_reads_why_and_who_else_to_ask(page, box, reference):
    page.goto(f"/espace/reclamations/{reference}/")
    words = seen(page)
    last = re.search(rf"gratuitement, jusqu'au ({DAY})", words)
    assert last
    assert all(part in words for part in (REASON, *MEDIATOR))
    answer = box.wait_for(ALICE, subject="Notre réponse", about=reference)
    [letter] = answer.files.values()
    for said in (squash(answer.text), squash(words_of(letter))):
        assert all(part in said for part in (*MEDIATOR, last[1]))
    assert squash(REASON) in squash(words_of(letter))
    page.goto("/espace/reclamations/")
    seen(page)


def a_no_reopens_with_a_new_date(elsewhere, alice, basile, box, reference):
    question = box.wait_for(ALICE, subject="Est-ce réglé", about=reference)
    said = say_it_is_not_settled(elsewhere, question.link("r=non"), "Le samedi manque encore.")
    assert re.search(rf"au plus tard {DAY}", said)
    box.wait_for(ALICE, subject="rouverte", about=reference)
    elsewhere.reload()
    assert "rouvert" in seen(elsewhere)  # asked once, answered once
    alice.goto(f"/espace/reclamations/{reference}/")
    words = seen(alice)
    assert "Le samedi manque encore." in words
    assert "Vous n'avez rien à faire" in words
    assert reference in list_of(basile, "equipe")
    open_by_hand(basile, reference)
    assert "rouverte" in seen(basile)


def the_ledger_is_sound(site):
    site.work()
    done = site.recours("doctor", "--deep")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_customer_needs_no_script(site, box, come, album, tmp_path):
    alice = come(viewport=PHONE, java_script_enabled=False)
    lodged = lodge(alice, saturday_of_alice(site.house), album.of(None))
    the_acknowledgement_says_what_the_law_asks(box, lodged)
    the_house_settles_it(come, lodged)
    fresh = come(viewport=PHONE, java_script_enabled=False)
    find_by_code(fresh, lodged)
    assert "Notre décision" in seen(fresh)
    site.work()
    receipt = download(fresh, "Enregistrer le reçu", tmp_path)
    key = site.recours("log", "key").stdout.strip()
    assert verified(site, receipt, key).returncode == 0
    the_page_says_yes(fresh, receipt, album.of(None))
    question = box.wait_for(ALICE, subject="Est-ce réglé", about=lodged.reference)
    say_it_is_not_settled(fresh, question.link("r=non"), "Il en manque encore.")
    sign_in(alice, box)
    assert "Vous n'avez rien à faire" in seen(alice)
    open_purchase(alice, "89,90")
    seen(alice)
    contest(alice, "Rien n'a été crédité.")
    seen(alice)


def the_house_settles_it(come, lodged):
    chloe = come()
    become(chloe, "Chloé Martin")
    find(chloe, ALICE)  # one complaint, or the search would show a list
    chloe.wait_for_url(f"**/dossier/{lodged.reference}/")
    due = points_due(chloe)
    press(chloe, re.compile(rf"^Rétablir {due} points"))
    expect(chloe.get_by_role("heading", name="Réglée")).to_be_visible()
    assert row_of(chloe, lodged.reference).count() == 0
    assert f"{due} points" in text_of(chloe)
