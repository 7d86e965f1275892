"""The administrator changes what people are asked, without code, and people are asked it."""

import re

import pytest
from django.test import Client

from recours.forms.queries import form_draft, form_for, form_version
from recours.trustlog.commands.create_log_key import create_log_key
from recours.web.ui.typography import plain
from tests.web.cast import NOW, build_world
from tests.web.samples import prepare

pytestmark = pytest.mark.django_db
SELECT = re.compile(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', re.DOTALL)
HERE = "/bureau/formulaires/ABO.PRICE/"


@pytest.fixture
def omar(data_folder):
    create_log_key()
    world = build_world()
    prepare(world)
    return world.clients["administrator"]


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return plain(answer.content.decode())


def fields_of(page):
    """Return what the edit form holds, as a browser would send it back."""
    main = page.split("<main")[1]
    held = {
        name: value.replace("&quot;", '"').replace("&#x27;", "'")
        for name, value in re.findall(r'name="(\w+)" type="\w+" value="([^"]*)"', main)
    }
    held |= dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', main))
    for name, options in SELECT.findall(main):
        chosen = re.search(r'value="([^"]*)" selected', options)
        held[name] = chosen[1] if chosen else ""
    held["if"] = re.findall(r'name="if" value="([^"]*)" checked', main)
    return held


def save(client, address, **changes):
    return client.post(address, {**fields_of(client.get(address).content.decode()), **changes})


def publish(client, status=302):
    revision = form_draft("ABO.PRICE").revision
    answer = client.post(f"{HERE}publier/", {"revision": revision})
    assert answer.status_code == status
    return answer


def test_every_form_is_listed_by_family(omar):
    page = read(omar, "/bureau/formulaires/")
    assert page.count("livrée avec Recours") == 67
    for words in ("Points et carte de fidélité", "Mes données personnelles", "DEM.CANCEL"):
        assert words in page


def test_a_form_nobody_edits_shows_its_questions_and_the_preview_all_its_pages(omar):
    page = read(omar, HERE)
    assert "version 1 en vigueur" in page
    assert "seulement si : Vous a-t-on prévenu ? Après, ou trop tard, Oui, avant" in page
    assert "Publier" not in page
    for step in ("contrat", "prix", "avis", "souhait", "histoire"):
        assert "rien n'est envoyé" in read(omar, f"{HERE}apercu/?page={step}")
    assert omar.get(f"{HERE}apercu/?version=9").status_code == 404


def test_nobody_else_comes(omar):
    assert Client().get("/bureau/formulaires/").status_code == 302


def test_a_question_is_changed_previewed_published_and_asked(omar):
    answer = save(
        omar, f"{HERE}question/price_before/", fr="Prix d’avant la hausse", en="Price before"
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "en cours de changement" in read(omar, HERE)
    assert "Prix d'avant la hausse" in read(omar, f"{HERE}apercu/?page=prix")
    visitor = Client()
    start = visitor.get("/reclamer/?type=ABO.PRICE")["Location"]
    visitor.post(start, {"programme": "quai"})
    asked = re.sub(r"[^/]+/$", "prix/", start)
    assert "Ancien prix" in read(visitor, asked)

    publish(omar)
    assert "Prix d'avant la hausse" in read(visitor, asked)
    assert "publiée le" in read(omar, "/bureau/formulaires/")
    assert "Ancien prix" in read(omar, f"{HERE}apercu/?page=prix&version=1")


def test_a_choice_is_added_with_its_answers_and_its_condition(omar):
    answer = save(
        omar,
        f"{HERE}page/avis/question/",
        fr="Par quel moyen ?",
        en="How?",
        type="choice",
        serves="notice",
        option_fr_0="Par courrier",
        option_en_0="By post",
        option_fr_1="Par e-mail",
        option_en_1="By e-mail",
        **{"if": ["price_told:late", "price_told:yes"]},
    )
    assert answer.status_code == 302, answer.content.decode()
    publish(omar)
    question = form_for("ABO.PRICE", "fr", NOW.replace(year=2099)).form.question("par_quel_moyen")
    assert [one.code for one in question.options] == ["par_courrier", "par_e_mail"]
    assert question.only_if.answers == ("late", "yes")
    kept = save(omar, f"{HERE}question/par_quel_moyen/", option_fr_0="Par la poste")
    assert kept.status_code == 302
    edited = form_draft("ABO.PRICE").document["pages"][2]["questions"][-1]
    assert edited["options"][0] == {"code": "par_courrier", "fr": "Par la poste", "en": "By post"}


def test_what_is_not_whole_says_what_to_mend_and_keeps_what_was_typed(omar):
    answer = save(omar, f"{HERE}question/price_before/", fr="Prix d’avant", en="")
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "en français et en anglais" in page
    assert "Prix d'avant" in page
    assert form_draft("ABO.PRICE") is None


def test_questions_are_moved_and_removed(omar):
    def arrange(**said):
        draft = form_draft("ABO.PRICE")
        said["revision"] = draft.revision if draft else 0
        assert omar.post(f"{HERE}ranger/", said).status_code == 302

    arrange(question="price_after", do="up")
    arrange(question="price_wish", do="remove")
    arrange(question="no_such", do="up")
    pages = form_draft("ABO.PRICE").document["pages"]
    assert [one["code"] for one in pages[1]["questions"]][:2] == ["price_after", "price_before"]
    assert "souhait" not in [page["code"] for page in pages]


def test_a_form_with_a_fault_is_not_published_and_shows_where(omar):
    draft = {"question": "told_on", "do": "up", "revision": 0}
    omar.post(f"{HERE}ranger/", draft)
    draft = form_draft("ABO.PRICE")
    page = plain(publish(omar, status=422).content.decode())
    assert "doit être sur une page précédente" in page
    assert "n'est pas complet" in page


def test_two_people_do_not_overwrite_one_another(omar):
    omar.post(f"{HERE}ranger/", {"question": "price_after", "do": "up", "revision": 0})
    late = omar.post(f"{HERE}ranger/", {"question": "price_on", "do": "up", "revision": 0})
    assert late.status_code == 422
    assert "Quelqu'un a changé ce formulaire" in plain(late.content.decode())


def test_the_wall_and_the_introduction_are_edited(omar):
    answer = save(
        omar,
        f"{HERE}entete/",
        intro_fr="Nous relisons le contrat.",
        intro_en="We read the contract.",
        at_hand="Le contrat | The contract",
        title_fr="Attendez",
        title_en="Wait",
        text_fr="Appelez le {phone}.",
        text_en="Call {phone}.",
        go_fr="Continuer",
        go_en="Go on",
    )
    assert answer.status_code == 302, answer.content.decode()
    publish(omar)
    visitor = Client()
    start = visitor.get("/reclamer/?type=ABO.PRICE")["Location"]
    shown = read(visitor, re.sub(r"[^/]+/$", "avant/", start))
    assert "Attendez" in shown
    assert "{phone}" not in shown
    assert form_version("ABO.PRICE", 1, "fr").form.wall is None


def test_changes_are_given_up(omar):
    omar.post(f"{HERE}ranger/", {"question": "price_after", "do": "up", "revision": 0})
    assert omar.post(f"{HERE}abandonner/").status_code == 302
    assert form_draft("ABO.PRICE") is None


def test_a_page_is_added_and_named(omar):
    answer = save(omar, f"{HERE}page/", fr="Votre facture", en="Your invoice")
    assert answer.status_code == 302
    assert "Cette page ne demande rien" in read(omar, HERE)
    assert omar.get(f"{HERE}page/votre-facture/question/").status_code == 200
