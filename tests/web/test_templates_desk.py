"""Chloé and the administrator change what is written to customers; nobody else comes."""

import re

import pytest

from recours.correspondence import in_force
from recours.correspondence.template_cards import template_in_force
from recours.trustlog.commands.create_log_key import create_log_key
from recours.web.ui.typography import plain
from tests.web.cast import build_world
from tests.web.samples import prepare
from tests.web.things import SAMPLES

pytestmark = pytest.mark.django_db
HERE = "/bureau/modeles/progress/"


@pytest.fixture
def chloe(data_folder):
    create_log_key()
    return build_world().clients["supervisor"]


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return plain(answer.content.decode())


def typed(kind="progress", **changes):
    card = template_in_force(kind)
    said = {
        f"{language}-{name}": text
        for language, sentences in card.document.items()
        for name, text in sentences.items()
    }
    said |= {name.replace("_", "-", 1): text for name, text in changes.items()}
    return {**said, "based_on": card.version}


def test_every_message_is_listed_with_its_version(chloe):
    page = read(chloe, "/bureau/modeles/")

    assert page.count("livrée avec Recours") == 10
    assert "Lettre de réponse" in page


def test_changes_are_seen_then_published_then_taken_back(chloe):
    new = "Nos magasins ferment tôt."
    looked = chloe.post(HERE, {**typed(fr_added=new), "do": "look"})
    assert looked.content.decode().count(new) >= 3, "in the field, in what changes, in the text"
    assert template_in_force("progress").version == 1

    assert chloe.post(HERE, {**typed(fr_added=new), "do": "publish"}).status_code == 302
    in_force.forget()
    assert template_in_force("progress").version == 2
    assert re.search(r"le .*2026|le .*20\d\d", read(chloe, "/bureau/modeles/"))

    back = chloe.post(f"{HERE}reprendre/", {"version": "1", "based_on": "2"})
    assert back.status_code == 302
    assert template_in_force("progress").document["fr"]["added"] == ""


def test_what_cannot_be_published_says_why(chloe):
    answer = chloe.post(HERE, {**typed(fr_added="{{ settings.SECRET_KEY }}"), "do": "publish"})
    assert answer.status_code == 422
    assert "Les accolades" in plain(answer.content.decode())

    address = "/bureau/modeles/acknowledgement/"
    answer = chloe.post(
        address, {**typed("acknowledgement", fr_mediator="Au revoir."), "do": "publish"}
    )
    assert answer.status_code == 422
    assert "L612-2" in plain(answer.content.decode())


def test_the_page_and_the_letter_are_shown_shut_in(chloe):
    page = chloe.post(f"{HERE}apercu/", {**typed(), "in": "fr"})
    assert page["Content-Security-Policy"].startswith("sandbox")
    letter = chloe.post(
        "/bureau/modeles/letter_acknowledgement/apercu/",
        {**typed("letter_acknowledgement"), "in": "en"},
    )
    assert letter["Content-Type"] == "application/pdf"


def test_a_version_or_a_message_that_is_not_there_is_not_found(chloe):
    assert chloe.get(f"{HERE}?version=9").status_code == 404
    assert chloe.get("/bureau/modeles/newsletter/").status_code == 404


def test_the_case_says_the_version_of_what_was_sent(data_folder):
    create_log_key()
    world = build_world()
    prepare(world)
    reference = SAMPLES["complaint"](world).things[0].kwargs["reference"]

    assert "phrases du modèle, version 1" in read(
        world.clients["supervisor"], f"/bureau/dossier/{reference}/"
    )
