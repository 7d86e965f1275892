"""What leaves, in Chromium: letters for the post, how a customer is reached, copies of a case."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.post_letter import post_letter
from recours.correspondence.commands.prefer import prefer
from recours.correspondence.commands.print_batch import print_batch
from recours.correspondence.departures import departures
from recours.correspondence.rules.notices import notice_words
from recours.correspondence.states import Posting
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.write_to_customer import write_to_customer
from recours.kernel.days import legal_day
from recours.people.commands.mark_contact import mark_contact
from recours.people.commands.set_postal_address import set_postal_address
from tests.browsers import PHONE, WIDE, barriers, overflows
from tests.web.cast import HERE, NOW, build_world
from tests.web.samples import prepare

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "customer_owner@example.fr"
ADDRESS = ("Résidence des Trois-Fontaines, bât. B", "4 rue du Calvaire", "35000 Rennes")
HOUR = timedelta(hours=1)
REGISTER = """async () => {
  await navigator.serviceWorker.register(document.querySelector("[data-push]").dataset.worker);
  return (await navigator.serviceWorker.ready).scope;
}"""
SHOWN = """async () => {
  const ready = await navigator.serviceWorker.ready;
  const shown = await ready.getNotifications();
  return shown.length ? shown.map((one) => [one.title, one.body]) : null;
}"""


@pytest.fixture
def world():
    found = build_world()
    prepare(found)
    return found


@pytest.fixture
def reference(world):
    """Alice's case, when her address fails: letters in each state, one that nothing carries."""
    alice = world.customers["customer_owner"]
    lodging = Lodging(
        key="leaving",
        kind="FID.CREDIT.MISSING",
        programme=HERE,
        name="Alice Rivoire",
        email=EMAIL,
        receipt="T-1",
        story="Il me manque des points.",
        customer=alice,
    )
    found = lodge_complaint(lodging=lodging, at=NOW).reference
    deliver_outbox(at=NOW, limit=10)
    set_postal_address(customer=alice, lines=ADDRESS, at=NOW)
    prefer(customer=alice, way="letter", also=[], at=NOW)
    _write(world, found, "returned")
    _write(world, found, "posted")
    print_batch(by="Chloé Martin", language="fr", at=NOW + 2 * HOUR)
    one, other = (letter.id for letter in departures("printed"))
    _post(one, Posting.POSTED)
    _post(other, Posting.POSTED)
    _post(one, Posting.RETURNED)
    mark_contact(kind="post", address="\n".join(ADDRESS), failing=False, at=NOW)
    _write(world, found, "printed")
    print_batch(by="Chloé Martin", language="fr", at=NOW + 3 * HOUR)
    _write(world, found, "waits")
    for kind, address in (("email", EMAIL), ("post", "\n".join(ADDRESS))):
        mark_contact(kind=kind, address=address, failing=True, at=NOW)
    _write(world, found, "nothing carries it")
    return found


def _write(world, reference, key):
    write_to_customer(
        complaint=reference,
        text="Nous cherchons toujours le ticket de samedi.",
        internal=False,
        key=key,
        actor=world.actor("agent"),
        at=NOW + HOUR,
    )


def _post(letter, to):
    post_letter(message=letter, to=to, on=legal_day(NOW), by="Chloé Martin", at=NOW + 2 * HOUR)


@pytest.fixture
def come(page, world, live_server):
    """Let somebody of the cast come with this browser."""

    def enter(persona, language="fr"):
        cookie = world.clients[persona].cookies[settings.SESSION_COOKIE_NAME]
        kept = {settings.LANGUAGE_COOKIE_NAME: language, cookie.key: cookie.value}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()]
        )
        return page

    return enter


def picture(page, name):
    if folder := os.environ.get("RECOURS_PICTURES"):
        page.screenshot(path=Path(folder) / f"leaving-{name}.png", full_page=True)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize(("theme", "language"), [("light", "fr"), ("dark", "en")])
def test_nothing_stands_in_anybodys_way(come, live_server, reference, size, theme, language):
    pages = (
        ("supervisor", "/bureau/courrier/depart/"),
        ("agent", f"/bureau/dossier/{reference}/"),
        ("customer_owner", "/espace/contact/"),
        ("customer_owner", f"/espace/reclamations/{reference}/"),
    )
    for number, (persona, path) in enumerate(pages):
        page = come(persona, language)
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        page.goto(live_server.url + path)
        picture(page, f"{number}-{size['width']}-{language}")
        assert barriers(page) == [], path
        assert overflows(page) == [], path


def test_a_browser_told_no_says_so_in_words(come, live_server):
    page = come("customer_owner")
    page.goto(f"{live_server.url}/espace/contact/")
    button = page.get_by_role("button", name="Prévenir ce navigateur")
    if not page.evaluate("'PushManager' in window && 'serviceWorker' in navigator"):
        pytest.skip("this browser knows nothing of notifications")
    expect(button).to_be_visible()
    assert barriers(page) == []
    button.click()  # no permission is given to this browser
    expect(page.get_by_text("Votre navigateur a refusé")).to_be_visible()
    assert barriers(page) == []
    picture(page, "refused")


@pytest.mark.browser_context_args(service_workers="allow")
def test_a_notification_that_arrives_is_shown(come, live_server):
    page = come("customer_owner")
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    page.goto(f"{live_server.url}/espace/contact/")
    engine, known = page.context.new_cdp_session(page), []
    engine.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.append(told))  # noqa: PLW0108  # Playwright marks what it is given
    engine.send("ServiceWorker.enable")
    scope = page.evaluate(REGISTER)
    assert scope == f"{live_server.url}/espace/"
    worker = known[-1]["registrations"][-1]["registrationId"]
    plain = notice_words(
        house="Bellerive & moi", about="R-2026-00001-0", language="fr", address="https://ailleurs/"
    )
    engine.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": worker, "data": plain.decode()},
    )

    page.wait_for_function(SHOWN)
    assert page.evaluate(SHOWN) == [
        ["Bellerive & moi", "Votre dossier R-2026-00001-0 avance : voyez votre espace."]
    ]
