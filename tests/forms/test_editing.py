"""One change at a time: the rest of the form stays as it was."""

import pytest

from recours.forms.errors import NoSuchQuestion
from recours.forms.rules.checking import faults_of
from recours.forms.rules.editing import (
    DOWN,
    UP,
    move_question,
    new_code,
    new_page_code,
    option_code,
    put_page,
    put_question,
    question_in,
    remove_question,
)
from recours.forms.rules.shipped import shelf

FORM = shelf()["ABO.PRICE"]


def order(document):
    return [[one["code"] for one in page["questions"]] for page in document["pages"]]


def test_a_question_is_added_at_the_end_of_its_page():
    record = {
        "code": "paid_by",
        "type": "text",
        "fr": "Payé par",
        "en": "Paid by",
        "serves": "payment",
    }
    edited = put_question(FORM, page="contrat", record=record)

    assert order(edited)[0] == ["contract", "subscribed_on", "paid_by"]
    assert faults_of(edited) == []
    assert order(FORM)[0] == ["contract", "subscribed_on"]


def test_a_question_is_changed_where_it_stands_or_goes_to_another_page():
    record = question_in(FORM, "price_on") | {"fr": "Depuis quel jour ?"}
    assert order(put_question(FORM, page="prix", record=record)) == order(FORM)
    moved = put_question(FORM, page="contrat", record=record)
    assert order(moved)[0][-1] == "price_on"
    assert "price_on" not in order(moved)[1]


def test_up_and_down_cross_pages_at_the_edge_and_stop_at_the_ends():
    assert order(move_question(FORM, "price_after", UP))[1][:2] == ["price_after", "price_before"]
    assert order(move_question(FORM, "price_before", UP))[0][-1] == "price_before"
    assert order(move_question(FORM, "subscribed_on", DOWN))[1][0] == "subscribed_on"
    assert order(move_question(FORM, "contract", UP)) == order(FORM)
    assert order(move_question(FORM, "wish", DOWN)) == order(FORM)


def test_moving_a_question_before_what_it_hangs_on_is_seen():
    edited = move_question(FORM, "told_on", UP)
    assert "told_on: if-same-page" in {str(fault) for fault in faults_of(edited)}


def test_a_page_that_asks_nothing_any_more_goes_with_its_last_question():
    edited = remove_question(FORM, "price_wish")
    assert [page["code"] for page in edited["pages"]] == ["contrat", "prix", "avis", "histoire"]


def test_a_page_is_renamed_and_a_new_one_waits_for_its_questions():
    words = dict.fromkeys(("hint_fr", "hint_en", "aside_fr", "aside_en"), "")
    edited = put_page(FORM, {"code": "prix", "fr": "Le prix", "en": "The price", **words})
    assert edited["pages"][1]["fr"] == "Le prix"
    assert order(edited) == order(FORM)
    blank = {"code": "neuve", "fr": "Neuve", "en": "New", **words, "questions": []}
    longer = put_page(FORM, blank)
    assert [str(fault) for fault in faults_of(longer)] == ["neuve: no-question"]
    kept = move_question(longer, "price_after", UP)
    assert kept["pages"][-1]["code"] == "neuve"


def test_codes_are_made_of_words_and_never_taken():
    assert new_code(FORM, "Payé par qui, au juste ?") == "paye_par_qui_au"
    assert new_code(FORM, "Contract") == "contract_2"
    assert new_code(FORM, "Name") == "name_2"
    assert new_code(FORM, "123 ?!") == "question"
    assert new_page_code(FORM, "Contact") == "contact-2"
    assert option_code("Oui, bien sûr", {"oui_bien_sur"}) == "oui_bien_sur_2"


def test_what_is_not_there_is_said():
    with pytest.raises(NoSuchQuestion):
        remove_question(FORM, "nothing")
    with pytest.raises(NoSuchQuestion):
        put_question(FORM, page="nowhere", record=question_in(FORM, "wish"))
