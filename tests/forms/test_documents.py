"""The forms that come with Recours: whole, bilingual, and nothing compulsory without need."""

import copy
import re

import pytest

from recours.forms.rules.checking import RESERVED_PAGES, faults_of
from recours.forms.rules.document import asked, form_of
from recours.forms.rules.shipped import shelf
from recours.forms.rules.taxonomy import leaves, requests

CODES = [one.code for one in leaves()]
ASKED_ALWAYS = {"story", "danger_how", "barrier"}  # without them there is nothing to answer
BROKEN = re.compile(
    r"suite à|malheureusement|veuillez|n’hésitez|désagrément|!|merci de", re.IGNORECASE
)


def document(code):
    return copy.deepcopy(dict(shelf()[code]))


def texts(value):
    if isinstance(value, dict):
        for name, inside in value.items():
            if name.endswith("fr") or name in {"pages", "questions", "options", "at_hand", "wall"}:
                yield from texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from texts(inside)
    elif isinstance(value, str):
        yield value


def test_every_leaf_has_its_form():
    assert set(shelf()) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_form_is_whole(code):
    assert [str(fault) for fault in faults_of(shelf()[code])] == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_compulsory_that_is_not_needed_to_answer(code):
    required = {one.code for one in form_of(shelf()[code]).questions if one.required}

    assert required <= ASKED_ALWAYS


@pytest.mark.parametrize("code", CODES)
def test_the_french_is_the_houses(code):
    for text in texts(document(code)):
        assert "'" not in text, text
        assert not BROKEN.search(text), text


@pytest.mark.parametrize("code", CODES)
def test_everybody_may_tell_it_in_their_own_words(code):
    form = form_of(shelf()[code])
    assert "story" in {one.code for one in form.questions}
    assert asked(form, {}), "a form asks something of somebody who said nothing yet"


def test_what_is_not_a_complaint_says_where_it_goes():
    for one in requests().leaves:
        assert form_of(shelf()[one.code]).wall is not None
    for one in leaves():
        if one.family == "DCP" and one.request:
            assert form_of(shelf()[one.code]).wall.kind == "request"


@pytest.mark.parametrize(
    ("code", "pages"),
    [
        ("FID.CREDIT.MISSING", ["ticket", "achat", "histoire"]),
        ("FID.EXPIRY.RULE", ["carte", "expiration", "histoire"]),
        ("AUT", ["histoire", "pieces"]),
    ],
)
def test_the_pages_of_the_first_release_keep_their_addresses(code, pages):
    assert [page.code for page in form_of(shelf()[code]).pages] == pages


def test_a_question_that_hangs_on_another_is_asked_only_then():
    form = form_of(shelf()["ABO.PRICE"])
    without = [page.code for page in asked(form, {"price_told": "no"})]
    with_notice = [page.code for page in asked(form, {"price_told": "late"})]

    assert "avis" not in without
    assert with_notice.index("avis") == with_notice.index("prix") + 1


# Each of these is refused, and the place is named.


def broken(change):
    told = document("ABO.PRICE")
    change(told)
    return {str(fault) for fault in faults_of(told)}


def page(told, code):
    return next(one for one in told["pages"] if one["code"] == code)


def question(told, code):
    return next(q for p in told["pages"] for q in p["questions"] if q["code"] == code)


def _twice(told):
    page(told, "prix")["questions"].append(question(told, "contract"))


def _on_the_same_page(told):
    question(told, "price_told")["if"] = {"question": "price_on", "is": ["no"]}


def _on_a_later_page(told):
    question(told, "contract")["if"] = {"question": "price_wish", "is": ["stay"]}


FAULTS = {
    "contract: code-twice": _twice,
    "price_told: if-same-page": _on_the_same_page,
    "contract: if-unknown": _on_a_later_page,
    "told_on: if-answer": lambda t: question(t, "told_on")["if"].update({"is": ["maybe"]}),
    "told_on: if-not-chosen": lambda t: question(t, "told_on")["if"].update(
        {"question": "contract"}
    ),
    "price_wish: options-missing": lambda t: question(t, "price_wish").update(
        {"options": question(t, "price_wish")["options"][:1]}
    ),
    "price_wish: option-code": lambda t: question(t, "price_wish")["options"][0].update(
        {"code": "Gardé"}
    ),
    "contract: options-without-choice": lambda t: question(t, "contract").update(
        {"options": [{"code": "a", "fr": "a", "en": "a"}]}
    ),
    "name: code-reserved": lambda t: question(t, "contract").update({"code": "name"}),
    "Numéro: code-bad": lambda t: question(t, "contract").update({"code": "Numéro"}),
    "contract: type-unknown": lambda t: question(t, "contract").update({"type": "html"}),
    "contract: serves-unknown": lambda t: question(t, "contract").update({"serves": "x"}),
    "contract: text-missing": lambda t: question(t, "contract").update({"en": "  "}),
    "contract: one-language": lambda t: question(t, "contract").update({"help_en": ""}),
    "contract: text-too-long": lambda t: question(t, "contract").update({"fr": "a" * 201}),
    "contrat: no-question": lambda t: page(t, "contrat").update({"questions": []}),
    "contact: code-reserved": lambda t: page(t, "contrat").update({"code": "contact"}),
    "prix: code-twice": lambda t: page(t, "contrat").update({"code": "prix"}),
    "form: no-page": lambda t: t.update({"pages": []}),
    "form: leaf-unknown": lambda t: t.update({"leaf": "ABO.NONE"}),
    "form: keys": lambda t: t.update({"script": "x"}),
    "question: keys": lambda t: question(t, "contract").update({"onclick": "x"}),
}


@pytest.mark.parametrize("expected", FAULTS)
def test_a_form_that_is_not_whole_says_where(expected):
    assert expected in broken(FAULTS[expected])


def test_the_addresses_of_the_frame_belong_to_no_page():
    taken = {page.code for code in CODES for page in form_of(shelf()[code]).pages}

    assert not taken & RESERVED_PAGES


@pytest.mark.parametrize("value", [None, [], "form", {}, {"format": 1}])
def test_anything_else_is_not_a_form(value):
    assert [str(fault) for fault in faults_of(value)] == ["form: keys"]
