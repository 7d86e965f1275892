"""What leaves, in Chromium: letters for the post, how a customer is reached, copies of a case."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.post_letter import post_letter
from recours.correspondence.commands.prefer import prefer
from recours.correspondence.commands.print_batch import print_batch
from recours.correspondence.departures import departures
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
