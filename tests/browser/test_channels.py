"""What leaves and what comes back, played: a bounce, the post, mail to file, copies kept."""

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.write_to_customer import write_to_customer
from recours.people.commands.mark_contact import mark_contact
from recours.people.commands.set_postal_address import set_postal_address
from tests.browser.seen import follow, press, seen
from tests.browsers import PHONE, WIDE, watch_over
from tests.correspondence.sink import open_sink
from tests.mailroom.post import bounce, deliver, letter, signed
from tests.web.cast import HERE, NOW, build_world
from tests.web.samples import prepare

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EMAIL = "customer_owner@example.fr"
NEW_EMAIL = "alice.neuve@exemple.fr"
IN_FRENCH = (b"The message could not be delivered", b"Ce message n'a pas pu partir")
ADDRESS = ("4 rue du Calvaire", "35000 Rennes")


@pytest.fixture
def world():
    found = build_world()
    prepare(found)
    return found


@pytest.fixture
def reference(world):
    """Alice's complaint."""
    return lodge(world, "first")


def lodge(world, key):
    lodging = Lodging(
        key=key,
        kind="FID.CREDIT.MISSING",
        programme=HERE,
        name="Alice Rivoire",
        email=EMAIL,
        receipt="T-1",
        story="Il me manque des points.",
        customer=world.customers["customer_owner"],
    )
    return lodge_complaint(lodging=lodging, at=NOW).reference


def say(world, reference, text, *, internal=False):
    write_to_customer(
        complaint=reference,
        text=text,
        internal=internal,
        key=text,
        actor=world.actor("agent"),
        at=NOW + timedelta(hours=1),
    )


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def enter(request, browser, browser_context_args, watch, world, live_server):
    """Let somebody of the cast come with a browser of their own."""
    watch.allow("status of 422", "status of 404")
    entered = []

    def come(persona):
        context = browser.new_context(
            **{**browser_context_args, "base_url": live_server.url, "viewport": request.param}
        )
        watch_over(context, watch)
        entered.append(context)
        key = world.clients[persona].cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
        )
        return context.new_page()

    yield come
    for context in entered:
        context.close()


def words_at(page, path):
    page.goto(path)
    return seen(page)


def test_an_address_that_bounces_is_stale_until_the_customer_gives_another(
    enter, world, reference, settings
):
    with open_sink() as (sink, url):
        settings.SMTP_URL = url
        deliver_outbox(at=datetime.now(tz=UTC), limit=10)
        back = bounce(of=sink.ids[0], to=EMAIL).replace(*IN_FRENCH)
        deliver(back, at=datetime.now(tz=UTC))

        basile, alice = enter("agent"), enter("customer_owner")
        stale = words_at(basile, f"/bureau/dossier/{reference}/")
        assert "ne reçoit plus depuis le" in stale
        assert "revenu : cette adresse n'existe pas" in stale
        assert f"Votre adresse {EMAIL} ne reçoit plus nos messages" in words_at(alice, "/espace/")

        follow(alice, "Corriger mon adresse")
        seen(alice)
        alice.get_by_label("Une autre adresse").fill(NEW_EMAIL)
        press(alice, "Recevoir un code")
        expect(alice.get_by_label("Code à six chiffres")).to_be_visible()
        alice.get_by_label("Code à six chiffres").fill("000000")
        press(alice, "Confirmer cette adresse")
        expect(alice.get_by_text("Ce code n’est pas le bon")).to_be_visible()
        seen(alice)
        alice.get_by_label("Code à six chiffres").fill(_code_sent(sink))
        press(alice, "Confirmer cette adresse")
        expect(alice.get_by_text("nous vous écrivons désormais à cette adresse")).to_be_visible()

    assert "ne reçoit plus nos messages" not in words_at(alice, "/espace/")
    mended = words_at(basile, f"/bureau/dossier/{reference}/")
    assert NEW_EMAIL in mended
    assert "ne reçoit plus depuis" not in mended


def _code_sent(sink):
    deliver_outbox(at=datetime.now(tz=UTC), limit=10)
    sent = next(mail for mail in reversed(sink.mails) if NEW_EMAIL in mail["To"])
    found = re.search(r"\b(\d{3})\s(\d{3})\b", sent.get_body(("plain",)).get_content())
    assert found
    return found[1] + found[2]


def test_the_batch_is_printed_posted_taken_back_and_a_letter_returns(enter, world, reference):
    set_postal_address(customer=world.customers["customer_owner"], lines=ADDRESS, at=NOW)
    mark_contact(kind="email", address=EMAIL, failing=True, at=NOW)
    say(world, reference, "Nous cherchons toujours le ticket de samedi.")
    chloe = enter("supervisor")

    assert "4 rue du Calvaire" in words_at(chloe, "/bureau/courrier/depart/")
    press(chloe, "Imprimer le lot")
    expect(chloe.get_by_text("Le lot est prêt")).to_be_visible()
    seen(chloe)
    batch = chloe.get_by_role("link", name=re.compile("Lot du")).get_attribute("href")
    _look_at(chloe.request.get(batch).body(), reference)

    press(chloe, "Remise à La Poste")
    expect(chloe.get_by_text("remise à La Poste le")).to_be_visible()
    press(chloe, "Pas encore postée")
    expect(chloe.get_by_text("remise à La Poste le")).to_have_count(0)
    press(chloe, "Remise à La Poste")
    press(chloe, "Elle est revenue")
    expect(chloe.get_by_text("revenue le")).to_be_visible()
    seen(chloe)

    case = words_at(enter("agent"), f"/bureau/dossier/{reference}/")
    assert case.count("ne reçoit plus depuis le") == 2, "the e-mail, and now the post"
    assert "revenu par la poste" in case
    assert "Une lettre est revenue" in words_at(enter("customer_owner"), "/espace/contact/")


def _look_at(pdf, reference):
    """Open what was printed: a sheet before each letter, and the address where the window is."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 2
        pages = [page.get_textpage() for page in document]
        assert reference in pages[0].get_text_range()
        assert "Nous cherchons toujours" in pages[1].get_text_range()
        high = document[1].get_height()
        found = pages[1].search("35000 Rennes").get_next()
        left, foot, right, top = pages[1].get_charbox(found[0])
    millimetres = 25.4 / 72
    assert left * millimetres > 100, "the window is on the right"
    assert 40 < (high - top) * millimetres < (high - foot) * millimetres < 90
    assert right > left


def _mail_of_a_stranger(reference):
    stranger = "Mathieu Rivoire <mathieu@ailleurs.example>"
    now = datetime.now(tz=UTC)
    for number, (subject, text) in enumerate(
        (
            ("Ticket de ma sœur", "Voici ce qu’il vous manque."),
            ("Ma carte", "Ma carte ne marche plus au magasin."),
            ("Promotion", "Des cartouches d’encre moins chères."),
        )
    ):
        raw = letter(
            text,
            sender=stranger,
            subject=subject,
            to=signed(reference, to=EMAIL),
            message_id=f"<{number}@ailleurs.example>",
        )
        assert deliver(raw, at=now).outcome == "to_link"


def test_what_no_machine_could_file_is_linked_opened_or_set_aside(enter, world, reference):
    _mail_of_a_stranger(reference)
    basile = enter("agent")

    words = words_at(basile, "/bureau/arrivees/a-rattacher/")
    assert "mathieu@ailleurs.example" in words
    follow(basile, "Ticket de ma sœur")
    seen(basile)
    basile.get_by_label("Rattacher au dossier").fill("R-2026-99999-9")
    press(basile, re.compile("^Rattacher$"))
    expect(basile.get_by_text("Aucun dossier de cette référence")).to_be_visible()
    seen(basile)
    basile.get_by_label("Rattacher au dossier").fill(reference)
    press(basile, re.compile("^Rattacher$"))
    basile.wait_for_url(f"**/dossier/{reference}/")
    assert "Voici ce qu'il vous manque." in seen(basile)

    _open(basile, reference)
    _set_aside(basile)


def _open(basile, reference):
    basile.goto("/bureau/arrivees/a-rattacher/")
    follow(basile, "Ma carte")
    basile.get_by_text("Ouvrir une réclamation", exact=True).click()
    seen(basile)
    press(basile, "Ouvrir la réclamation")
    basile.wait_for_url("**/bureau/dossier/R-**")
    assert reference not in basile.url
    assert "Ma carte ne marche plus" in seen(basile)


def _set_aside(basile):
    basile.goto("/bureau/arrivees/a-rattacher/")
    follow(basile, "Promotion")
    basile.get_by_text("Classer sans suite", exact=True).click()
    basile.get_by_label("Pourquoi").fill("Une publicité")
    press(basile, re.compile("^Classer$"))
    basile.wait_for_url("**/bureau/arrivees/**")
    assert "Promotion" not in seen(basile)


def test_the_customer_keeps_a_copy_that_can_be_checked_and_holds_no_note(enter, world, reference):
    say(world, reference, "Nous cherchons toujours le ticket de samedi.")
    say(world, reference, "ENTRE NOUS : déjà vu en octobre", internal=True)
    alice = enter("customer_owner")
    alice.goto(f"/espace/reclamations/{reference}/")
    assert "ENTRE NOUS" not in seen(alice)
    with alice.expect_download() as given:
        alice.get_by_role("link", name=re.compile("ZIP")).click()

    archive = zipfile.ZipFile(io.BytesIO(given.value.path().read_bytes()))
    held = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(held.pop("manifest.json"))
    told = dict(_named(manifest))
    assert set(told) == set(held), "every file is named, and nothing else"
    for name, data in held.items():
        assert hashlib.sha256(data).hexdigest() == told[name], name
    assert any(b"samedi" in data for data in held.values())
    assert not any(b"ENTRE NOUS" in data for data in held.values())
    pdf = next(data for name, data in held.items() if name.endswith(".pdf"))
    with pypdfium2.PdfDocument(pdf) as document:
        said = "".join(page.get_textpage().get_text_range() for page in document)
    assert "samedi" in said
    assert "ENTRE NOUS" not in said


def _named(value):
    """Find each file that the manifest names, with its fingerprint."""
    if isinstance(value, dict):
        if "sha256" in value and "path" in value:
            yield value["path"], value["sha256"]
        for one in value.values():
            yield from _named(one)
    elif isinstance(value, list):
        for one in value:
            yield from _named(one)
