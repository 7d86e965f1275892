"""What an agent does about duplicates, kinds and promises, on the pages of the desk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from recours.complaints.queries import complaint_card, promises_on, qualifications_of
from recours.complaints.states import Status
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.bring_promises_back import bring_promises_back
from recours.people.commands.create_staff import create_staff
from recours.people.queries import staff_by_email
from recours.trustlog.commands.create_log_key import create_log_key
from recours.trustlog.commands.sequence import sequence
from tests.crash.cast import NOW, open_shop
from tests.journeys.calls import basile, call, clocks, lodged
from tests.web.signing import sign_in_staff

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def shop(db, data_folder, tmp_path):
    create_log_key()
    open_shop(tmp_path)


@pytest.fixture
def desk():
    client = Client()
    sign_in_staff(client, basile().key, factor=True)
    return client


def case(reference, what=""):
    return f"/bureau/dossier/{reference}/{what}"


def read(client, path):
    return client.get(path).content.decode()


def test_the_case_proposes_its_likely_duplicate_with_reasons(desk):
    said, form = call(story="Mes points du 6 novembre manquent.").reference, lodged(2)
    assert case(form, "semblables/") in read(desk, case(form))
    page = read(desk, case(form, "semblables/"))

    assert "Peut-être la même" in page
    assert said in page
    assert "le même client" in page
    assert "Comparer et joindre" in page


def test_joining_says_what_will_happen_then_does_it_and_separating_undoes_it(desk):
    said, form = call().reference, lodged(2, at=LATER)
    page = read(desk, case(form, f"joindre/{said}/"))
    for sentence in ("le premier départ compte", "Les deux reçus", "Cela se défait"):
        assert sentence in page

    answer = desk.post(case(form, f"joindre/{said}/"), {"kept": said})
    assert answer["Location"] == case(said)
    page = read(desk, case(said))
    assert "Réunit aussi" in page
    assert "La caissière a bien passé ma carte." in page
    page = read(desk, case(form))
    assert f"Jointe à {said}" in page.replace("\u00a0", " ")

    desk.post(case(form, "separer/"))
    assert complaint_card(form).status is not Status.MERGED
    assert "Réunit aussi" not in read(desk, case(said))


def test_a_conflict_is_a_sentence_and_nothing_is_joined(desk):
    one, two = lodged(1), lodged(2, receipt="0100-03-999999-0001")
    answer = desk.post(case(one, f"joindre/{two}/"), {"kept": one})

    assert answer.status_code == 422
    assert "deux achats différents" in answer.content.decode()
    assert complaint_card(two).merged_into == ""


def test_two_people_need_the_word_of_somebody_who_checked(desk):
    one, two = lodged(1), lodged(2, email="autre@exemple.invalid", card="", receipt="")
    path = case(one, f"joindre/{two}/")

    assert "J’ai vérifié que c’est la même personne" in read(desk, path)
    assert desk.post(path, {"kept": one}).status_code == 422
    assert desk.post(path, {"kept": one, "same": "1"}).status_code == 302


def test_the_customer_follows_the_kept_one_from_the_merged_reference_and_keeps_both_receipts(desk):
    one, two = lodged(1), lodged(2)
    desk.post(case(one, f"joindre/{two}/"), {"kept": one})
    sequence(at=LATER)
    alice = Client()
    code = complaint_card(two).follow_code
    alice.post("/suivre/", {"reference": two, "code": code})

    assert alice.get(f"/suivre/{two}/")["Location"] == f"/suivre/{one}/"
    assert two in read(alice, f"/suivre/{one}/")
    for reference in (one, two):
        answer = alice.get(f"/suivre/{reference}/recu/json/")
        assert answer.status_code == 200
        assert reference.encode() in answer.content


def test_an_agent_of_another_programme_finds_none_of_these_pages(desk):
    one = lodged(1)
    assert desk.get(case(one, "joindre/R-2026-99999-X/")).status_code == 404
    create_staff(
        email="nadia@bellerive.invalid",
        name="Nadia Roux",
        roles=["agent"],
        programmes=["autre"],
        at=NOW,
    )
    two = lodged(2)
    other = Client()
    sign_in_staff(other, staff_by_email("nadia@bellerive.invalid").id, factor=True)
    for path in (f"joindre/{two}/", "motif/", "promettre/", "separer/", "ecrite/"):
        assert other.post(case(one, path), {"kept": one}).status_code == 404


def test_a_mail_that_says_nothing_of_its_kind_is_qualified_and_its_evidence_asked_again(desk):
    reference = lodged(1, kind="AUT")
    first = clocks(reference)
    card = complaint_card(reference)
    desk.post(case(reference, "motif/"), {"version": card.version, "kind": "FID.CREDIT.MISSING"})

    assert complaint_card(reference).finding is None
    assemble_evidence(complaint=reference, decide_alone=False, at=LATER)
    card = complaint_card(reference)
    assert (card.kind.code, card.points_due) == ("FID.CREDIT.MISSING", 124)
    assert card.points_raised == ("Points non crédités après un achat",)
    assert clocks(reference) == first
    (change,) = qualifications_of(reference)
    assert (change.kind_before.code, change.by) == ("AUT", basile().key)
    assert "au lieu de" in read(desk, case(reference))


def test_what_turns_out_to_touch_personal_data_gains_its_month_and_never_loses_it(desk):
    reference = lodged(1, kind="AUT")
    for kind in ("DCP.ACCESS", "AUT"):
        version = complaint_card(reference).version
        desk.post(case(reference, "motif/"), {"version": version, "kind": kind})

    assert complaint_card(reference).kind.code == "AUT"
    assert "E-DSAR-1M" in clocks(reference)
    assert len(qualifications_of(reference)) == 2


def test_a_kind_is_not_changed_on_a_page_that_is_out_of_date(desk):
    reference = lodged(1, kind="AUT")
    desk.post(case(reference, "motif/"), {"version": 0, "kind": "FID.CREDIT.MISSING"})
    assert complaint_card(reference).kind.code == "AUT"


def test_a_promise_is_made_comes_due_and_is_kept_on_the_pages(desk):
    reference = lodged(1)
    tomorrow = (datetime.now(tz=UTC) + timedelta(days=2)).date().isoformat()
    said = {"promise": "Je vous écris.", "promise_by": tomorrow, "key": "k"}
    desk.post(case(reference, "promettre/"), said)
    desk.post(case(reference, "promettre/"), said)

    (promise,) = promises_on([reference])
    assert "Je vous écris." in read(desk, case(reference))
    assert "Je vous écris." in read(desk, "/bureau/promesses/")
    bring_promises_back(at=datetime.now(tz=UTC) + timedelta(days=3))
    assert "Le jour est venu." in read(desk, "/bureau/promesses/")
    desk.post(f"/bureau/promesse/{promise.id}/", {"do": "broken", "how": ""})
    assert promises_on([reference])[0].broken_at is None
    desk.post(f"/bureau/promesse/{promise.id}/", {"do": "kept", "how": "Appelée."})
    assert promises_on([reference])[0].how == "Appelée."
    assert "Je vous écris." not in read(desk, "/bureau/promesses/")


def test_the_postmark_starts_the_written_clocks_when_the_agent_says_so(desk):
    reference = call().reference
    desk.post(case(reference, "ecrite/"), {"written_on": "2026-11-20"})
    desk.post(case(reference, "ecrite/"), {"written_on": "2026-11-19"})

    assert complaint_card(reference).written_on.isoformat() == "2026-11-20"
    desk.post(case(call().reference, "ecrite/"), {"written_on": "2999-01-01"})
