"""What people type: read or kindly refused, kept as typed, said back as they would say it."""

from datetime import date

import pytest

from recours.forms.errors import BadAnswers
from recours.forms.rules.answers import (
    Refused,
    card_doubt,
    check_answers,
    keep,
    missing,
    recorded,
    shown,
    value_of,
)
from recours.forms.rules.document import Question, form_of
from recours.forms.rules.shipped import shelf

TODAY = date(2026, 11, 22)


def ask(kind, **more):
    return Question(code="x", type=kind, fr="x", en="x", **more)


def read(kind, typed, **more):
    try:
        return keep(ask(kind, **more), typed, today=TODAY)
    except Refused as refused:
        return f"! {refused.why}"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("date", "2027-03-28", "2027-03-28"),
        ("date", "28/03/2027", "2027-03-28"),
        ("date", "1.3.2027", "2027-03-01"),
        ("date-not-future", "28/03/2027", "! future"),
        ("date-not-future", "22/11/2026", "2026-11-22"),
        ("date", "31/02/2026", "! no-such-day"),
        ("date", "29/02/2027", "! no-such-day"),
        ("date", "01/01/0001", "! no-such-day"),
        ("date", "hier", "! day"),
        ("date", "٠١/٠١/٢٠٢٦", "! day"),
        ("amount", "146,80", "146,80"),
        ("amount", "1 234,50 €", "1 234,50 €"),
        ("amount", "-1", "! amount"),
        ("amount", "1e5", "! amount"),
        ("amount", "NaN", "! amount"),
        ("amount", "1_000", "! amount"),
        ("amount", "1.234,50", "! amount"),
        ("amount", "9" * 5000, "! amount"),
        ("number", "1 840", "1840"),
        ("number", "007", "7"),
        ("number", "١٢", "! number"),
        ("number", "12,5", "! number"),
        ("number", "99999999999", "! number"),
        ("yes-no", "yes", "yes"),
        ("yes-no", "oui", "! choice"),
        ("email", " Alice@Exemple.FR ", "alice@exemple.fr"),
        ("email", "alice", "! email"),
        ("phone", "06 12 34 56 78", "06 12 34 56 78"),
        ("phone", "appelez-moi", "! phone"),
        ("card", "2500 4712 2447 1", "2500471224471"),
        ("card", "carte n° 3", "! card"),
        ("card", "-", "-"),
        ("text", "a" * 201, "! too-long"),
        ("long", "a\x00b\r\nc\ud800", "ab\nc"),
        ("order", "  CMD-1 ", "CMD-1"),
        ("text", "   ", ""),
    ],
)
def test_what_is_typed_is_read_or_refused_for_a_reason(kind, typed, kept):
    assert read(kind, typed) == kept


def test_only_what_is_required_is_asked_for():
    assert read("long", "  ", required=True) == "! required"
    assert read("long", "", required=False) == ""


@pytest.mark.parametrize(
    ("number", "doubt"),
    [
        ("2500471224472", ("", 0)),
        ("2500471224471", ("digit", 0)),
        ("2500471220", ("short", 3)),
        ("25004712244721", ("long", 1)),
        ("6320M1", ("letters", 0)),
        ("-", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_a_card_number_is_thirteen_figures_that_check_one_another(number, doubt):
    assert card_doubt(number) == doubt


@pytest.mark.parametrize(
    ("kind", "kept", "value", "french", "english"),
    [
        ("amount", "1 234,50", 123450, "1\u202f234,50\u202f€", "€1,234.50"),
        ("number", "12", 12, "12", "12"),
        ("yes-no", "no", False, "Non", "No"),
        ("date", "2026-11-07", "2026-11-07", "samedi 7 novembre 2026", "Saturday 7 November 2026"),
        ("card", "-", "-", "Carte pas sous la main", "Card not at hand"),
        ("text", "<b>", "<b>", "<b>", "<b>"),
    ],
)
def test_an_answer_is_recorded_once_and_said_in_both_languages(kind, kept, value, french, english):
    question = ask(kind)
    assert value_of(question, kept) == value
    assert (shown(question, value, "fr"), shown(question, value, "en")) == (french, english)


FORM = form_of(shelf()["ABO.PRICE"])


def test_an_integrators_answers_are_checked_as_peoples_are():
    sent = {"price_before": 999, "price_told": "late", "told_on": "2026-10-01"}
    assert check_answers(FORM, sent, today=TODAY) == sent
    assert check_answers(FORM, {}, today=TODAY) == {}


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"nothing": "x"}, {"nothing": "unknown"}),
        ({"price_before": "9,99"}, {"price_before": "number"}),
        ({"price_before": True}, {"price_before": "number"}),
        ({"price_before": -1}, {"price_before": "number"}),
        ({"price_before": 10**10}, {"price_before": "number"}),
        ({"price_told": "perhaps"}, {"price_told": "choice"}),
        ({"price_told": 1}, {"price_told": "form"}),
        ({"price_told": "no", "told_on": "2026-10-01"}, {"told_on": "not-asked"}),
        ({"told_on": "2026-10-01"}, {"told_on": "not-asked"}),
        ({"letter": "x"}, {"letter": "form"}),
    ],
)
def test_what_does_not_fit_is_refused_by_name(sent, refused):
    with pytest.raises(BadAnswers) as told:
        check_answers(FORM, sent, today=TODAY)
    assert told.value.refused == refused


def test_an_answer_that_is_no_longer_asked_is_not_recorded():
    kept = {"price_told": "no", "told_on": "2026-10-01", "price_before": "9,99", "story": "Trop."}

    assert recorded(FORM, kept) == {"price_before": 999, "price_told": "no", "story": "Trop."}


def test_what_is_missing_is_named():
    assert missing(form_of(shelf()["AUT"]).questions, {}) == ["story"]
    assert missing(form_of(shelf()["AUT"]).questions, {"story": "x"}) == []
