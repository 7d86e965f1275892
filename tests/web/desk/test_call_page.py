"""The note an agent takes while somebody is on the line, without any script."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from recours.complaints.models import Complaint, Draft
from recours.complaints.queries import complaint_card, promises_on
from recours.correspondence.queries import mailbox, thread
from recours.people.callers import find_callers
from recours.people.commands.create_staff import create_staff
from recours.people.commands.recognise_customer import recognise_customer
from tests.crash.cast import CARD, MEMBER, NOW, open_shop
from tests.journeys.calls import basile, lodged
from tests.web.signing import sign_in_staff

CALL = "/bureau/appel/"


@pytest.fixture(autouse=True)
def shop(db, data_folder, tmp_path):
    open_shop(tmp_path)


def at_the_desk(key):
    client = Client(raise_request_exception=True)
    sign_in_staff(client, key, factor=True)
    return client


@pytest.fixture
def desk():
    return at_the_desk(basile().key)


def typed(**said):
    return {
        "key": str(uuid.uuid4()),
        "channel": "telephone",
        "kind": "AUT",
        "language": "fr",
        "story": "Ses points du 6 novembre manquent.",
        "do": "save",
        **said,
    }


@pytest.mark.parametrize("number", ["06 12 34 56 78", "+33 6 12 34 56 78", "0612345678"])
@pytest.mark.parametrize("kept", ["06.12.34.56.78", "+33612345678", "06 12 34 56 78"])
def test_a_caller_is_found_by_number_however_it_is_written(kept, number):
    recognise_customer(name="Alice Rivoire", email="", phone=kept, language="fr", at=NOW)
    (found,) = find_callers(number, programmes=None)
    assert (found.name, found.why) == ("Alice Rivoire", "phone")


@pytest.mark.parametrize(
    "words", [CARD, "2500 4712 24471", "alice@exemple.invalid", "rivo", "Alice Rivoire"]
)
def test_a_member_is_found_by_card_address_or_name(words):
    found = find_callers(words, programmes=["bellerive"])
    assert [one.member for one in found] == [MEMBER]
    assert find_callers(words, programmes=["autre"]) == []


@pytest.mark.parametrize("words", ["Élodie Prévôt", "prévôt", "PREVOT elodie"])
def test_accents_and_order_do_not_hide_a_name(words):
    recognise_customer(name="Élodie Prévôt", email="", phone="", language="fr", at=NOW)
    assert [one.name for one in find_callers(words, programmes=None)] == ["Élodie Prévôt"]


def test_the_caller_their_open_cases_and_last_words_show_at_once(desk):
    reference = lodged(1)
    page = desk.post(CALL, typed(who=CARD, do="find")).content.decode()

    assert "Alice Rivoire" in page
    assert reference in page
    page = desk.post(f"{CALL}qui/", typed(who="alice@exemple.invalid")).content.decode()
    assert "La caissière a bien passé ma carte." in page


def test_a_note_becomes_a_complaint_with_its_promise(desk):
    by = (NOW + timedelta(days=5000)).date().isoformat()
    said = typed(who=CARD, promise="Je vous rappelle.", promise_by=by)
    answer = desk.post(CALL, said)

    complaint = Complaint.objects.get()
    assert answer["Location"] == f"/bureau/dossier/{complaint.reference}/"
    card = complaint_card(complaint.reference)
    assert (card.channel, card.written_on, card.member) == ("telephone", None, MEMBER)
    assert promises_on([card.reference])[0].text == "Je vous rappelle."
    assert mailbox()[0].to == "alice@exemple.invalid"
    assert not Draft.objects.exists()
    desk.post(CALL, said)
    assert Complaint.objects.count() == 1


def test_a_call_is_added_to_an_open_case(desk):
    reference = lodged(1)
    desk.post(CALL, typed(who="alice@exemple.invalid", add_to=reference, story="Elle relance."))

    assert Complaint.objects.count() == 1
    assert "Elle relance." in [m.text for m in thread(reference)]


def test_a_pasted_chat_keeps_its_lines_and_who_speaks(desk):
    chat = "Alice : bonjour\r\nBasile : bonjour Alice\r\nAlice : et mes points ?"
    desk.post(CALL, typed(channel="chat", story=chat))

    assert Complaint.objects.get().story.splitlines() == chat.splitlines()


def test_what_is_typed_survives_a_reload_and_is_nobody_elses(desk):
    said = typed(story="Une longue histoire", name="Karim")
    answer = desk.post(f"{CALL}brouillon/", said)
    assert answer["HX-Replace-Url"] == f"{CALL}?note={said['key']}"

    assert "Une longue histoire" in desk.get(f"{CALL}?note={said['key']}").content.decode()
    assert "Reprendre la note" in desk.get(CALL).content.decode()
    nadia = create_staff(
        email="nadia@bellerive.invalid", name="Nadia Roux", roles=["agent"], at=NOW
    )
    other = at_the_desk(nadia.id)
    assert "Une longue histoire" not in other.get(f"{CALL}?note={said['key']}").content.decode()
    other.raise_request_exception = False
    assert other.post(f"{CALL}brouillon/", said).status_code == 404
    assert "Reprendre" not in other.get(CALL).content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"story": " "}, "Écrivez ce que la personne a dit."),
        ({"email": "alice@"}, "Cette adresse ne peut pas recevoir"),
        ({"promise": "Je rappelle."}, "Une promesse a une date."),
        ({"promise": "Je rappelle.", "promise_by": "2001-01-01"}, "une date à venir"),
        ({"kind": "RIEN"}, "Choisissez un motif"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk, said, sentence):
    answer = desk.post(CALL, typed(name="Karim Benali", **said))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert sentence in page
    assert "Karim Benali" in page
    assert Complaint.objects.count() == 0
    assert Draft.objects.get().answers["name"] == "Karim Benali"


def test_the_link_of_the_invitation_confirms_with_a_button_and_never_by_reading(desk, client):
    desk.post(CALL, typed(who=CARD))
    complaint = Complaint.objects.get()
    link = re.search(r"/confirmer/[\w-]+/", mailbox()[0].text)[0]

    shown = client.get(link).content.decode().replace("\u00a0", " ")
    assert complaint.story in shown
    assert complaint_card(complaint.reference).written_on is None
    page = client.post(link, {"words": "C’était le 7, pas le 6."}).content.decode()
    assert "C’est écrit." in page
    card = complaint_card(complaint.reference)
    assert card.written_on is not None
    assert "C’était le 7, pas le 6." in [m.text for m in thread(card.reference)]
    assert client.get("/confirmer/rien/").status_code == 404
    page = desk.get(f"/bureau/dossier/{card.reference}/").content.decode()
    assert "dite le" in page
    assert "écrite le" in page
