"""An integrator asks what the house asks: kinds, their questions, answers checked one by one."""

import pytest

from recours.complaints.models import Complaint
from recours.complaints.rules.kinds import KINDS
from recours.forms.rules.document import form_of
from recours.forms.rules.shipped import shelf
from tests.api.calling import fields_of, said

ANSWERS = {
    "contract": "CTR-9",
    "price_before": 999,
    "price_told": "late",
    "told_on": "2026-10-01",
    "price_wish": "leave",
}


def test_every_kind_is_listed_with_the_version_of_its_form(caller):
    kinds = caller.get("/kinds").json()["kinds"]

    assert [one["kind"] for one in kinds] == list(KINDS)
    assert {one["version"] for one in kinds} == {1}
    assert next(one["kind"] for one in kinds if one["request"]) == "DCP.ACCESS"


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_tells_its_questions_but_the_files(caller, code):
    told = caller.get(f"/kinds/{code}").json()
    asked = [one.code for one in form_of(shelf()[code]).questions if one.type != "file"]

    assert [one["code"] for one in told["questions"]] == asked
    assert all(one["title_fr"] and one["title_en"] for one in told["questions"])


def test_an_unknown_kind_is_nowhere(caller):
    assert said(caller.get("/kinds/FID")) == (404, "not_found")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_may_be_lodged(caller, kind):
    assert caller.lodge(kind=kind).status_code == 201


def test_answers_are_kept_and_read_again_without_texts(caller):
    reference = caller.lodged(kind="ABO.PRICE", answers=ANSWERS)
    row = Complaint.objects.get()
    assert row.disputed["answers"]["values"] == ANSWERS
    told = caller.get(f"/complaints/{reference}").json()["answered"]

    assert (told["kind"], told["version"]) == ("ABO.PRICE", 1)
    assert {one["question"]: one["value"] for one in told["answers"]} == ANSWERS
    assert told["answers"][1]["label"] == "Ancien prix"
    reference = caller.lodged(kind="WEB.BUG", answers={"bug": "Rien ne marche.", "device": "till"})
    told = caller.get(f"/complaints/{reference}").json()["answered"]
    assert [one["question"] for one in told["answers"]] == ["device"]


def test_a_complaint_without_answers_says_so(caller):
    assert caller.get(f"/complaints/{caller.lodged()}").json()["answered"] is None


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"nothing": "x"}, "answers.nothing"),
        ({"price_before": "9,99"}, "answers.price_before"),
        ({"price_before": -1}, "answers.price_before"),
        ({"told_on": "2026-10-01"}, "answers.told_on"),
        ({"price_told": "late", "told_on": "2026-02-31"}, "answers.told_on"),
        ({"price_told": "late", "told_on": "2099-01-01"}, "answers.told_on"),
        ({"price_told": "perhaps"}, "answers.price_told"),
        ({"letter": "fichier.pdf"}, "answers.letter"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(caller, answers, field):
    answer = caller.lodge(kind="ABO.PRICE", answers=answers)

    assert said(answer) == (422, "invalid")
    assert fields_of(answer) == [field]
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    "answers", [[], "x", {"contract": None}, {"contract": 1.5}, {"Contrat": "x"}, {"contract": {}}]
)
def test_the_form_of_answers_is_strict(caller, answers):
    assert said(caller.lodge(kind="ABO.PRICE", answers=answers)) == (422, "invalid")


def test_the_guide_lists_every_kind_with_its_questions(client, db):
    page = client.get("/api/v1/").content.decode()

    for code, document in shelf().items():
        assert f"<code>{code}</code>" in page
        for one in form_of(document).questions:
            if one.type != "file":
                assert f"<code>{one.code}</code>" in page
