"""What a customer answered, read again by the desk, by the officer, by the customer."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from recours.forms.commands.publish_form import publish_form
from recours.forms.commands.save_form_draft import save_form_draft
from recours.forms.queries import form_for
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.people.rules import Actor
from recours.trustlog.commands.create_log_key import create_log_key
from recours.web.ui.typography import plain
from tests.web.cast import HERE, build_world
from tests.web.samples import prepare

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANSWERS = {"contract": "CTR-9", "price_before": 999, "price_told": "late", "told_on": "2026-10-01"}
OMAR = Actor(kind="staff", key="omar", roles=frozenset({"administrator"}))


@pytest.fixture
def world(data_folder):
    create_log_key()
    everybody = build_world()
    prepare(everybody)
    return everybody


def lodge(kind="ABO.PRICE", answers=None, key="one"):
    said = Lodging(
        key=key,
        kind=kind,
        programme=HERE,
        name="Alice Rivoire",
        email="customer_owner@example.fr",
        story="Le prix a monté.",
        answers=ANSWERS if answers is None else answers,
    )
    return lodge_complaint(lodging=said, at=NOW)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def test_the_desk_reads_the_questions_with_their_answers(world):
    lodged = lodge()
    page = read(world.clients["agent"], f"/bureau/dossier/{lodged.reference}/")

    assert "Ce que le client a répondu" in page
    assert "formulaire, version 1" in page
    for words in ("Numéro de contrat", "CTR-9", "9,99 €", "jeudi 1er octobre 2026"):
        assert plain(words) in page.replace("<sup>er</sup>", "er"), words
    assert "Après, ou trop tard" in page


def test_the_customer_reads_them_too_with_the_code(world):
    lodged = lodge()
    browser = Client()
    browser.post("/suivre/", {"reference": lodged.reference, "code": lodged.follow_code})
    page = read(browser, f"/suivre/{lodged.reference}/")

    assert "Ce que vous avez répondu" in page
    assert "CTR-9" in page


def test_old_answers_are_read_under_the_questions_of_their_day(world):
    lodged = lodge()
    document = dict(form_for("ABO.PRICE", "fr", NOW).document)
    document["pages"] = [
        {**page, "questions": [_renamed(one) for one in page["questions"]]}
        for page in document["pages"]
    ]
    revision = save_form_draft(leaf="ABO.PRICE", document=document, revision=0, actor=OMAR, at=NOW)
    publish_form(leaf="ABO.PRICE", revision=revision, actor=OMAR, at=NOW)
    newer = lodge(key="two")

    before = read(world.clients["agent"], f"/bureau/dossier/{lodged.reference}/")
    after = read(world.clients["agent"], f"/bureau/dossier/{newer.reference}/")
    assert "Ancien prix" in before
    assert "Prix d'avant" in after
    assert "version 2" in after


def _renamed(question):
    return {**question, "fr": "Prix d’avant"} if question["code"] == "price_before" else question


def test_a_request_of_rights_is_flagged_and_the_officer_sees_it_and_nothing_else(world):
    mine, other = lodge("DCP.ACCESS", {"scope": "all"}), lodge(key="two")
    dpo = world.clients["dpo"]
    page = read(dpo, f"/bureau/dossier/{mine.reference}/")

    assert "demande de droits" in page
    assert "RGPD 12(3)" in page
    assert dpo.get(f"/bureau/dossier/{other.reference}/").status_code == 404
    shown = read(dpo, "/bureau/equipe/")
    assert mine.reference in shown
    assert other.reference not in shown
    assert dpo.post(f"/bureau/dossier/{mine.reference}/decider/").status_code == 404


def test_a_complaint_without_answers_has_no_empty_section(world):
    lodged = lodge(answers={})
    assert "a répondu" not in read(world.clients["agent"], f"/bureau/dossier/{lodged.reference}/")
