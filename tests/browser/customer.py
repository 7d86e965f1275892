"""What a customer does: lodge, follow, sign in, contest a line, answer whether it is settled."""

import io
import json
import re
from dataclasses import dataclass
from datetime import date, datetime

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.letters import LetterBox
from tests.browser.seen import follow, press, seen, text_of
from tests.houses import House

ALICE = "alice.rivoire@exemple.invalid"
CARD = "2500471224471"
STORY = "La caisse était hors ligne samedi : la carte n'a pas été lue, et rien n'est arrivé."
WISH = "Que mes points soient sur ma carte."
REFERENCE = re.compile(r"R-\d{4}-\d{5,}-[0-9A-Z]")


@dataclass(frozen=True)
class Lodged:
    """What the person takes away from the last page."""

    reference: str
    code: str


def saturday_of_alice(house: House) -> date:
    """Return the day Alice's card was not read: the fault is planted, and its truth kept aside."""
    truth = json.loads((house.folder / "demonstration" / "verite.json").read_text())
    receipts = [fault["purchase"] for fault in truth if fault["member"] == "M000001"]
    offline = next(receipt for receipt in receipts if receipt.startswith("0100-03-"))
    return datetime.strptime(offline[8:14], "%y%m%d").date()  # noqa: DTZ007  # a day, not an instant


def photo_of_a_receipt() -> dict[str, object]:
    """Return a small picture, as a telephone would send it."""
    paper = Image.new("RGB", (320, 420), "white")
    drawing = ImageDraw.Draw(paper)
    for line, words in enumerate(("BELLERIVE", "Nantes Beaujoire", "TOTAL 146,80 EUR")):
        drawing.text((24, 24 + 28 * line), words, fill="black")
    data = io.BytesIO()
    paper.save(data, "PNG")
    return {"name": "ticket.png", "mimeType": "image/png", "buffer": data.getvalue()}


def lodge(page: Page, bought_on: date, album) -> Lodged:
    """Lodge without an account, with a mistake on the way, and send twice."""
    page.goto("/")
    seen(page)
    page.get_by_role("link", name=re.compile("sans compte")).click()
    _say_what_happened(page, album)
    _give_the_receipt(page)
    _describe_the_purchase(page, bought_on, album)
    _tell(page)
    return _send_twice(page, album)


def _say_what_happened(page: Page, album) -> None:
    seen(page)
    what = page.get_by_label("Points non crédités après un achat")
    what.check()
    album.take(page, "lodge")
    page.goto(page.url)  # changed my mind: nothing was sent
    press(page, "Continuer")
    expect(page.get_by_text("Choisissez ce qui ressemble")).to_be_visible()
    seen(page)
    what.check()
    press(page, "Continuer")


def _give_the_receipt(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("ticket")
    seen(page)
    page.locator("[name=ticket]").set_input_files(photo_of_a_receipt())
    press(page, "Continuer")


def _describe_the_purchase(page: Page, bought_on: date, album) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("achat")
    seen(page)
    page.get_by_label("Date de l’achat").fill(bought_on.isoformat())
    page.get_by_label("Magasin").fill("Nantes Beaujoire")
    page.get_by_label("Montant payé").fill("cent quarante-six")
    page.get_by_label("carte de fidélité").fill(CARD)
    press(page, "Continuer")
    expect(page.get_by_text("Écrivez le montant ainsi")).to_be_visible()
    seen(page)
    expect(page.get_by_label("Magasin")).to_have_value("Nantes Beaujoire")
    expect(page.get_by_label("Montant payé")).to_have_value("cent quarante-six")
    page.get_by_label("Montant payé").fill("146,80")
    press(page, "Continuer")


def _tell(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("dire")
    page.get_by_role("link", name="Question précédente").click()
    expect(page.get_by_label("Montant payé")).to_have_value("146,80")  # nothing was lost
    press(page, "Continuer")
    seen(page)
    page.get_by_label("Racontez").fill(STORY)
    page.get_by_label("Qu’est-ce qui réglerait").fill(WISH)
    press(page, "Continuer")


def _send_twice(page: Page, album) -> Lodged:
    expect(page.get_by_label("Votre nom")).to_be_visible()
    seen(page)
    page.get_by_label("Votre nom").fill("Alice Rivoire")
    page.get_by_label("Votre e-mail").fill("alice.rivoire")
    press(page, "Envoyer ma réclamation")
    expect(page.get_by_text("Cette adresse est incomplète")).to_be_visible()
    seen(page)
    expect(page.get_by_label("Votre nom")).to_have_value("Alice Rivoire")
    page.get_by_label("Votre e-mail").fill(ALICE)
    page.get_by_role("button", name="Envoyer ma réclamation").dblclick()
    lodged = _read_the_done_page(page, album)
    page.go_back()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Envoyer ma réclamation").is_visible():
        press(page, "Envoyer ma réclamation")  # the browser kept the form: sent once more
    page.wait_for_url("**/fait/")
    page.reload()
    assert _read_the_done_page(page, album) == lodged
    return lodged


def _read_the_done_page(page: Page, album) -> Lodged:
    page.wait_for_url("**/fait/")
    words = seen(page)
    assert "Nous avons votre réclamation" in words
    assert re.search(r"Qui s'en occupe (Basile Nguyen|Inès Robin)", words)
    assert re.search(r"Réponse au plus tard \w+ \d+(er)? \w+ \d{4}", words)
    album.take(page, "done", height=1180)
    found = REFERENCE.search(text_of(page, ".bigref"))
    assert found
    return Lodged(found[0], text_of(page, ".bigcode").strip())


def sign_in(page: Page, box: LetterBox) -> None:
    """Enter the member's space by the six digits of an e-mail; a wrong code does not open it."""
    page.goto("/espace/")
    seen(page)
    page.get_by_label("Votre adresse e-mail").fill(ALICE)
    press(page, "Recevoir le code")
    page.get_by_label("Code à six chiffres").fill("000000")
    press(page, "Entrer")
    expect(page.get_by_text("Ce code n’est pas le bon")).to_be_visible()
    seen(page)
    letter = box.wait_for(ALICE, subject="code")
    digits = re.search(r"Votre code : (\d{3}\s?\d{3})", letter.subject)
    assert digits, letter.subject
    page.get_by_label("Code à six chiffres").fill(digits[1])
    press(page, "Entrer")
    page.wait_for_url("**/espace/")


def balance(page: Page) -> int:
    """Return the points of the member, as the page says them."""
    page.goto("/espace/")
    return int(re.sub(r"\D", "", text_of(page, ".balance b")))


def contest(page: Page, story: str) -> str:
    """Contest the purchase shown, in two pages: everything else is known. Return the reference."""
    follow(page, "Contester cette ligne")
    seen(page)
    page.get_by_label("Racontez").fill(story)
    press(page, "Continuer")
    expect(page.get_by_label("Votre e-mail")).to_have_value(ALICE)
    press(page, "Envoyer ma réclamation")
    page.wait_for_url("**/fait/")
    found = REFERENCE.search(text_of(page, ".bigref"))
    assert found
    return found[0]


def open_purchase(page: Page, amount: str) -> None:
    """Open the computation of the purchase of that amount, from its line in the ledger."""
    page.goto("/espace/?pages=2")
    line = page.locator(".ledger > li").filter(has_text=re.compile(rf"Achat de {amount}\s€"))
    line.locator("summary").click()
    line.get_by_role("link", name=re.compile("calcul")).click()


def open_purchase_counted_right(page: Page) -> None:
    """Open a purchase of the ledger whose points are all there."""
    page.goto("/espace/")
    lines = page.locator(".ledger a[href*='/achat/']")
    for href in [line.get_attribute("href") for line in lines.all()]:
        page.goto(href)
        if "Le compte y est" in text_of(page):
            return
    raise AssertionError("no purchase of Alice was counted right")


def find_by_code(page: Page, lodged: Lodged) -> None:
    """Follow a complaint in a browser that never saw it; a wrong code opens nothing."""
    page.goto("/suivre/")
    seen(page)
    page.get_by_label("Référence").fill(lodged.reference.lower())
    page.get_by_label("Code de suivi").fill("AAAAAAAA")
    press(page, "Ouvrir ma réclamation")
    expect(page.get_by_text("ne vont pas ensemble")).to_be_visible()
    seen(page)
    page.get_by_label("Code de suivi").fill(lodged.code)
    press(page, "Ouvrir ma réclamation")
    page.wait_for_url(f"**/suivre/{lodged.reference}/")


def say_it_is_not_settled(page: Page, link: str, comment: str) -> str:
    """Open the link of the e-mail, answer no, and return what the page then says."""
    page.goto(link)
    seen(page)
    expect(page.get_by_label("Non, pas encore")).to_be_checked()
    page.get_by_label("Un mot de plus").fill(comment)
    press(page, "Envoyer ma réponse")
    expect(page.get_by_role("heading", level=1)).to_contain_text("rouvert")
    return seen(page)
