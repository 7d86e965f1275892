"""The guided form: from what happened to the complaint, for every leaf, without a script."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from recours.complaints.models import Complaint, Draft
from recours.complaints.queries import complaint_card
from recours.forms.models import FormVersion
from recours.forms.queries import answered
from recours.forms.rules.document import form_of
from recours.forms.rules.shipped import shelf
from recours.forms.rules.taxonomy import families, leaf, leaves, requests
from recours.loyalty.commands.create_programme import create_programme
from recours.trustlog.commands.create_log_key import create_log_key
from recours.web.ui.typography import plain
from tests.browser.customer import photo_of_a_receipt

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAID = {
    "text": "Un mot",
    "long": "Une phrase entière.",
    "date": "2026-10-01",
    "date-not-future": "01/10/2026",
    "amount": "12,50",
    "number": "3",
    "store": "Nantes Beaujoire",
    "receipt": "0100-03-261107-0732",
    "card": "2500471224472",
    "order": "CMD-1",
    "contract": "CTR-1",
    "email": "autre@exemple.fr",
    "phone": "06 12 34 56 78",
    "yes-no": "yes",
}


@pytest.fixture(autouse=True)
def _house(data_folder):
    create_log_key()
    create_programme(code="bellerive", name="Bellerive", at=NOW)


def said_to(page):
    return {
        one.code: one.options[-1].code if one.type == "choice" else SAID[one.type]
        for one in page.questions
        if one.type != "file"
    }


def go(client, address, **posted):
    """Post one page and return the address of the next."""
    answer = client.post(address, posted)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def begin(client):
    return client.get("/reclamer/")["Location"]


def words(client, address, **headers):
    return plain(client.get(address, headers=headers).content.decode())


def fill_in(client, address, form):
    """Answer every page that is asked, and return the address of the last one."""
    for _turn in range(20):
        step = resolve(address).kwargs["step"]
        shown = words(client, address)
        if step == "contact":
            return address
        page = next((one for one in form.pages if one.code == step), None)
        if page is None:
            assert step == "avant"
            address = go(client, address)
            continue
        assert plain(page.title("fr")) in shown
        asked = {one.code for one in page.questions if f'name="{one.code}"' in shown}
        posted = {code: text for code, text in said_to(page).items() if code in asked}
        address = go(client, address, **posted)
    raise AssertionError("the form never ends")


def send(client, address):
    done = go(client, address, name="Alice Rivoire", email="alice@exemple.fr", phone="")
    assert done.endswith("/fait/")
    return client.get(done), Complaint.objects.get(lodging_key=str(resolve(done).kwargs["key"]))


@pytest.mark.parametrize("code", [one.code for one in leaves()])
def test_every_leaf_is_reached_by_its_family_answered_and_registered(client, code):
    one = leaf(code)
    first = begin(client)
    if one.family == "AUT":
        address = go(client, first, kind="AUT")
    else:
        address = go(client, first, kind=one.family)
        assert plain(one.fr) in words(client, address)
        address = go(client, address, kind=code)
    address = fill_in(client, address, form_of(shelf()[code]))
    recap = words(client, address)
    assert plain(one.fr) in recap
    page, row = send(client, address)

    assert (row.kind, row.status, row.channel) == (code, "reception", "web")
    assert row.reference in page.content.decode()
    told = answered(row.disputed, "fr")
    assert (told.leaf, told.version) == (code, 1) if told else code in {"DEM.INFO", "AUT"}
    assert FormVersion.objects.filter(leaf=code).count() == (1 if told else 0)
    if "story" in {q.code for q in form_of(shelf()[code]).questions}:
        assert row.story == "Une phrase entière."


def test_the_shortcuts_skip_the_family(client):
    shown = words(client, begin(client))
    for one in (*families(), requests()):
        assert plain(one.fr) in shown
    address = go(client, begin(client), kind="FID.CREDIT.MISSING")

    assert address.endswith("/ticket/")


def test_words_find_a_leaf(client):
    shown = words(client, begin(client) + "?q=colis+perdu")
    assert 'value="LIV.LATE"' in shown
    assert "Rien sous ces mots" in words(client, begin(client) + "?q=zzz")


def test_what_is_missing_on_the_first_page_is_said_once(client):
    first = begin(client)
    again = go(client, first)
    assert again == first
    assert words(client, first).count("Choisissez ce qui ressemble") == 1
    go(client, first, kind="NOT.A.LEAF")
    assert "Choisissez l'une des réponses" in words(client, first)


def test_a_request_of_data_is_told_where_it_goes_then_taken_with_its_month(client):
    address = go(client, begin(client), kind="DEM")
    address = go(client, address, kind="DCP")
    assert plain(leaf("DCP.ACCESS").fr) in words(client, address)
    address = go(client, address, kind="DCP.ACCESS")
    assert address.endswith("/avant/")
    wall = words(client, address)
    assert "un mois" in wall or "dans le mois" in wall
    assert "{" not in wall.split("<main")[1]
    page, row = send(client, fill_in(client, address, form_of(shelf()["DCP.ACCESS"])))

    card = complaint_card(row.reference)
    assert card.kind.request
    assert card.answer.rule == "E-DSAR-1M"
    assert card.next_due <= card.answer.operator_due
    assert "Nous avons votre demande" in plain(page.content.decode())


@pytest.mark.parametrize("code", [one.code for one in requests().leaves])
def test_what_is_not_a_complaint_is_one_page_and_one_click_away(client, code):
    address = go(client, begin(client), kind="DEM")
    address = go(client, address, kind=code)
    assert address.endswith("/avant/")
    wall = form_of(shelf()[code]).wall
    shown = words(client, address)
    assert plain(wall.title_fr) in shown
    assert plain(wall.go_fr) in shown


def test_answers_are_found_again_and_corrected(client):
    address = go(client, begin(client), kind="ABO")
    address = go(client, address, kind="ABO.PRICE")
    key = resolve(address).kwargs["key"]
    address = go(client, address, contract="CTR-9", subscribed_on="01/03/2025")
    assert address.endswith("/prix/")
    address = go(client, address, price_before="9,99", price_after="12,99", price_told="no")
    assert address.endswith("/souhait/")  # nothing was announced: no notice to show
    back = words(client, f"/reclamer/{key}/prix/")
    assert 'value="9,99"' in back
    assert re.search(r'value="no" checked', back)
    address = go(client, f"/reclamer/{key}/prix/", price_before="8,99", price_told="late")
    assert address.endswith("/avis/")


def test_a_page_that_is_not_asked_any_more_leads_back_and_an_unknown_one_is_nowhere(client):
    address = go(client, begin(client), kind="ABO.PRICE")
    key = resolve(address).kwargs["key"]
    assert client.get(f"/reclamer/{key}/avis/").status_code == 302
    assert client.get(f"/reclamer/{key}/jamais/").status_code == 404
    assert client.post(f"/reclamer/{key}/avis/").status_code == 302


def test_what_is_wrong_is_said_and_what_was_typed_kept_in_the_readers_language(client):
    address = go(client, begin(client), kind="ABO.PRICE")
    address = go(client, address)
    again = go(client, address, price_before="neuf euros", price_on="31/02/2026", price_told="no")
    assert again == address
    shown = words(client, address)
    assert "Écrivez le montant ainsi" in shown
    assert "Ce jour n'existe pas" in shown
    assert 'value="neuf euros"' in shown
    assert re.search(r'value="no" checked', shown)
    client.cookies["langue"] = "en"
    english = words(client, address)
    assert "Écrivez" not in english
    assert "Write the amount like this" in english
    assert "Which change of price?" in english


def test_a_required_answer_is_asked_for_kindly(client):
    address = go(client, begin(client), kind="AUT")
    again = go(client, address, story="   ", wish="x")
    assert again == address
    assert "pour pouvoir vous répondre" in words(client, address)


def test_the_last_page_sends_back_to_what_lacks(client):
    key = uuid.uuid4()
    Draft.objects.create(
        key=key, answers={"kind": "AUT", "family": ""}, started_at=NOW, changed_at=NOW
    )
    back = go(client, f"/reclamer/{key}/contact/", name="Alice", email="a@exemple.fr")
    assert back == f"/reclamer/{key}/histoire/"
    assert not Complaint.objects.exists()


def photo(name="ticket.png"):
    return SimpleUploadedFile(name, photo_of_a_receipt()["buffer"], content_type="image/png")


def test_files_are_kept_listed_and_taken_away(client):
    address = go(client, begin(client), kind="FID.CREDIT.MISSING")
    go(client, address, ticket=photo())
    shown = words(client, address)
    assert "Déjà reçu" in shown
    assert "ticket.png" in shown
    wanted = re.search(r'value="retirer ([^"]+)"', shown)[1]
    assert go(client, address, do=f"retirer {wanted}") == address
    assert "Déjà reçu" not in words(client, address)
    following = go(client, address, ticket=photo("autre.png"))
    _page, row = send(client, following.replace("achat", "contact"))
    assert row.kind == "FID.CREDIT.MISSING"


def test_a_file_that_is_refused_says_why_and_nothing_else_is_lost(client):
    address = go(client, begin(client), kind="FID.CREDIT.MISSING")
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" + b"x" * 50)
    assert go(client, address, ticket=bad) == address
    assert "data-error" in words(client, address)


def test_a_doubtful_card_is_asked_about_once_and_never_blocks(client):
    address = go(client, begin(client), kind="FID.EXPIRY.RULE")
    assert go(client, address, card="250 047 1220") == address
    shown = words(client, address)
    assert "Il manque 3 chiffres." in shown
    assert 'value="250 047 1220"' in shown
    assert go(client, address, card="2500471224473") == address
    assert "Un chiffre ne va pas avec les autres" in words(client, address)
    assert go(client, address, card="2500 4712 2447 3").endswith("/expiration/")


def test_no_card_at_hand_is_an_answer(client):
    address = go(client, begin(client), kind="FID.EXPIRY.RULE")
    following = go(client, address, card="", card_none="1")
    assert following.endswith("/expiration/")
    assert re.search(r'name="card_none" value="1" checked', words(client, address))
    _page, row = send(client, following.replace("expiration", "contact"))
    assert "card" not in row.disputed
    assert answered(row.disputed, "fr").answers[0].text == "Carte pas sous la main"


def test_several_programmes_are_a_question(client):
    create_programme(code="quai", name="Club du quai", at=NOW)
    address = go(client, begin(client), kind="FID.CREDIT.MISSING")
    assert address.endswith("/programme/")
    assert "Club du quai" in words(client, address)
    assert go(client, address) == address
    assert "Choisissez" in words(client, address)
    address = go(client, address, programme="quai")
    _page, row = send(client, address.replace("ticket", "contact"))
    assert row.programme == "quai"


def test_sent_twice_is_one_complaint(client):
    address = go(client, begin(client), kind="AUT")
    address = go(client, address, story="Il pleut dans le magasin.")
    last = address.replace("pieces", "contact")
    send(client, last)
    assert go(client, last, name="Alice Rivoire", email="alice@exemple.fr").endswith("/fait/")
    assert Complaint.objects.count() == 1
    assert client.get(address).status_code == 302


def test_a_leaf_can_be_named_by_a_link(client):
    assert client.get("/reclamer/?type=LIV.NEVER")["Location"].endswith("/commande/")
    assert client.get("/reclamer/?type=PRO.SAFETY")["Location"].endswith("/avant/")
    assert client.get("/reclamer/?type=LIV.NONE")["Location"].endswith("/quoi/")


@pytest.mark.parametrize("typed", ["\x00", "a" * 1_000_000, "١٢٣", "😀"])
def test_hostile_text_is_kept_or_refused_never_an_error(client, typed):
    address = go(client, begin(client), kind="AUT")
    answer = client.post(address, {"story": typed})
    assert answer.status_code in {302, 400, 413}, answer.status_code
