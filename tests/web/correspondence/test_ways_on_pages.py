"""The customer says how to be reached and reads what fails; the desk prints, posts, and is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from recours.correspondence import queries
from recours.correspondence.departures import (
    departures,
    latest_batches,
    to_reach_otherwise,
    wish_of,
)
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.write_to_customer import write_to_customer
from recours.people.commands.mark_contact import mark_contact
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.models import ContactPoint, Customer
from recours.people.queries import contact_points, customer_card
from tests.web.cast import HERE, NOW, build_world
from tests.web.samples import prepare

pytestmark = pytest.mark.django_db

EMAIL = "customer_owner@example.fr"
ADDRESS = "4 rue du Calvaire\n35000 Rennes"
PAGE = "/espace/contact/"
DESK = "/bureau/courrier/depart/"


@pytest.fixture
def world():
    found = build_world()
    prepare(found)
    return found


@pytest.fixture
def alice(world):
    return world.customers["customer_owner"]


@pytest.fixture
def reference(alice):
    lodging = Lodging(
        key="ways",
        kind="FID.CREDIT.MISSING",
        programme=HERE,
        name="Alice Rivoire",
        email=EMAIL,
        receipt="T-1",
        story="Il me manque des points.",
        customer=alice,
    )
    return lodge_complaint(lodging=lodging, at=NOW).reference


def get(world, persona, address):
    answer = world.clients[persona].get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def post(world, persona, address, **fields):
    return world.clients[persona].post(address, fields)


def say(world, reference, key):
    write_to_customer(
        complaint=reference,
        text="Nous cherchons toujours.",
        internal=False,
        key=key,
        actor=world.actor("agent"),
        at=NOW + timedelta(hours=1),
    )


def test_an_address_that_fails_is_shown_as_stale_since_a_day(world, alice):
    mark_contact(kind="email", address=EMAIL, failing=True, at=datetime(2026, 11, 20, tzinfo=UTC))

    page = get(world, "customer_owner", PAGE)

    assert "ne reçoit plus nos messages depuis le" in page
    assert "20 novembre 2026" in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_new_address_takes_the_place_of_the_failing_one_once_proved(world, alice):
    mark_contact(kind="email", address=EMAIL, failing=True, at=NOW)
    post(world, "customer_owner", f"{PAGE}code/", email="Neuve@exemple.fr")

    (mail,) = queries.mailbox(1, to="neuve@exemple.fr")
    assert "connexion/lien" not in mail.text
    assert customer_card(alice).email == EMAIL, "not before it is proved"
    wrong = post(world, "customer_owner", f"{PAGE}prouver/", code="000000")
    assert wrong.status_code == 422

    post(world, "customer_owner", f"{PAGE}prouver/", code=_codes(mail.text)[0])

    card = customer_card(alice)
    assert (card.email, card.failing_since) == ("neuve@exemple.fr", None)
    assert "ne reçoit plus nos messages depuis" not in get(world, "customer_owner", PAGE)


def _codes(text):
    return [a + b for a, b in re.findall(r"\b(\d{3})\s(\d{3})\b", text)]


def test_the_address_of_somebody_else_is_never_taken(world, alice):
    recognise_customer(name="", email="autre@exemple.fr", phone="", language="fr", at=NOW)
    post(world, "customer_owner", f"{PAGE}code/", email="autre@exemple.fr")
    (mail,) = queries.mailbox(1, to="autre@exemple.fr")

    answer = post(world, "customer_owner", f"{PAGE}prouver/", code=_codes(mail.text)[0])

    assert answer.status_code == 422
    assert customer_card(alice).email == EMAIL


def test_who_prefers_the_post_receives_letters(world, alice, reference):
    post(world, "customer_owner", PAGE, way="letter", post=ADDRESS)
    assert wish_of(alice).way == "letter"

    say(world, reference, "k1")

    (letter,) = departures("to_print")
    assert letter.address == tuple(ADDRESS.splitlines())
    desk = get(world, "agent", f"/bureau/dossier/{reference}/")
    assert "la personne préfère le courrier" in desk


def test_an_address_that_no_envelope_shows_is_refused_and_kept_on_the_page(world, alice):
    answer = post(world, "customer_owner", PAGE, way="letter", post="x" * 39)

    assert answer.status_code == 422
    assert "x" * 39 in answer.content.decode()
    assert [one.kind for one in contact_points(alice)] == ["email"]
    assert post(world, "customer_owner", PAGE, way="pigeon").status_code == 422


def test_the_batch_is_printed_posted_undone_and_a_letter_comes_back(world, alice, reference):
    post(world, "customer_owner", PAGE, way="letter", post=ADDRESS)
    say(world, reference, "k1")
    assert "Alice Rivoire" in get(world, "supervisor", DESK)

    post(world, "supervisor", f"{DESK}imprimer/")
    (batch,) = latest_batches()
    pdf = world.clients["supervisor"].get(f"{DESK}lot/{batch.id}/")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Security-Policy"] == "sandbox; default-src 'none'"

    (letter,) = departures("printed")
    where = f"{DESK}lettre/{letter.id}/"
    assert post(world, "supervisor", where, do="poster", on="2099-01-01").status_code == 422
    post(world, "supervisor", where, do="poster", on="2026-11-20")
    assert "remise à La Poste le" in get(world, "supervisor", DESK)
    post(world, "supervisor", where, do="reprendre")
    assert departures("posted") == []
    post(world, "supervisor", where, do="poster", on="2026-11-20")
    post(world, "supervisor", where, do="revenue", on="2026-11-21")

    assert "revenue le" in get(world, "supervisor", DESK)
    assert "Une lettre est revenue" in get(world, "customer_owner", PAGE)
    desk = get(world, "agent", f"/bureau/dossier/{reference}/")
    assert "remis à La Poste" in desk
    assert "revenu par la poste" in desk
    assert post(world, "supervisor", where, do="annuler").status_code == 422


def test_whom_nothing_reaches_is_on_the_list_until_somebody_says_so(world, reference):
    mark_contact(kind="email", address=EMAIL, failing=True, at=NOW)
    say(world, reference, "k1")

    assert reference in get(world, "supervisor", DESK)
    (waiting,) = to_reach_otherwise()
    assert "Nous cherchons toujours." in get(
        world, "customer_owner", f"/espace/reclamations/{reference}/"
    )
    post(world, "supervisor", f"{DESK}joint/{waiting.message}/")
    assert to_reach_otherwise() == []


def test_nothing_to_print_says_so(world):
    assert post(world, "supervisor", f"{DESK}imprimer/").status_code == 422


def test_text_messages_are_offered_only_where_some_are_sent(world, alice, settings):
    ContactPoint.objects.create(
        customer=Customer.objects.get(public_id=alice),
        kind="phone",
        address="+33639981234",
        created_at=NOW,
    )
    assert "SMS" not in get(world, "customer_owner", PAGE)
    settings.SMS_URL = "ovh://a:b@sms.example/s?consumer=c"
    assert "Me prévenir aussi par SMS au +33639981234" in get(world, "customer_owner", PAGE)

    post(world, "customer_owner", PAGE, way="email", sms="1", post="")
    assert wish_of(alice).also == ("sms",)
    post(world, "customer_owner", PAGE, way="email", post="")
    assert wish_of(alice).also == ()
