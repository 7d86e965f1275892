"""What was said on the telephone or at the counter, and what becomes of it."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from recours.complaints.queries import (
    complaint_card,
    invitation_by_token,
    invitation_on,
    promises_on,
)
from recours.complaints.states import Outcome, Status
from recours.correspondence.departures import departures, to_reach_otherwise
from recours.correspondence.queries import mailbox, thread
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.check_promises import check_promises
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.journeys.decide_complaint import decide_complaint
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.note_call import NotSaid
from recours.kernel.days import legal_day
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.set_postal_address import set_postal_address
from recours.people.errors import NotYours
from recours.trustlog.queries import entries
from tests.crash.cast import NOW, open_shop
from tests.journeys.calls import CALL, basile, call, clocks, lodged, note_call

TODAY = legal_day(NOW)
LATER = NOW + timedelta(days=10)


@pytest.fixture(autouse=True)
def shop(db, data_folder, tmp_path):
    open_shop(tmp_path)


def token():
    return re.search(r"/confirmer/([\w-]+)/", mailbox()[0].text)[1]


def test_what_was_said_does_not_start_the_clocks_of_what_is_written():
    noted = call()

    card = complaint_card(noted.reference)
    assert card.written_on is None
    assert {c.rule for c in card.clocks} == {"A-ACK-ACPR", "A-ANS-ACPR"}
    assert card.channel == "telephone"


def test_the_caller_receives_a_dated_copy_and_how_to_confirm_it():
    noted = call()

    mail = mailbox()[0]
    said = mail.text.replace("\u00a0", " ")
    assert CALL.story in said
    assert "21 novembre 2026" in said
    assert "médiateur" in mail.text
    assert noted.reference in mail.subject
    assert invitation_by_token(token()).reference == noted.reference


def test_without_an_address_somebody_is_to_hand_the_invitation_over():
    noted = call(email="", name="Une voix")

    assert mailbox() == []
    assert invitation_on(noted.reference).sent_by == "letter"
    assert [one.about for one in to_reach_otherwise()] == [noted.reference]


def test_with_a_postal_address_only_the_invitation_goes_by_the_post():
    person = recognise_customer(name="Une voix", email="", phone="", language="fr", at=NOW)
    set_postal_address(customer=person, lines=["4 rue du Calvaire", "35000 Rennes"], at=NOW)

    noted = call(email="", name="Une voix", customer=person)

    assert invitation_on(noted.reference).sent_by == "post"
    (letter,) = departures("to_print")
    assert letter.address == ("4 rue du Calvaire", "35000 Rennes")
    assert to_reach_otherwise() == []


def test_confirming_starts_the_written_clocks_once_and_leaves_the_others():
    noted = call()
    before = clocks(noted.reference)

    day = legal_day(LATER)
    assert confirm_in_writing(complaint=noted.reference, written_on=day, by="link", at=LATER)
    again = day + timedelta(days=20)
    assert not confirm_in_writing(complaint=noted.reference, written_on=again, by="mail", at=LATER)

    after = clocks(noted.reference)
    assert after["B-ADM-4"][0] == after["B-WAIT-2M"][0] == day
    assert {rule: after[rule] for rule in before} == before
    assert complaint_card(noted.reference).written_on == day
    kinds = [e.kind for e in entries(noted.reference)]
    assert kinds.count("complaint.confirmed_in_writing") == 1
    assert [m.template for m in mailbox()].count("acknowledgement") == 1


@pytest.mark.parametrize(
    ("channel", "written"), [("email", True), ("portal", True), ("telephone", False)]
)
def test_a_reply_in_writing_confirms_and_another_call_does_not(channel, written):
    noted = call()
    add_to_complaint(
        complaint=noted.reference,
        author="Alice Rivoire",
        text="Je confirme.",
        channel=channel,
        at=LATER,
    )

    assert (complaint_card(noted.reference).written_on is not None) is written


def test_the_message_that_noted_the_call_meets_the_acknowledgement():
    noted = call()
    deliver_messages(at=NOW + timedelta(minutes=1), limit=10)

    assert complaint_card(noted.reference).clock("A-ACK-ACPR").met_at is not None
    assert not any(check_promises().values())


def test_the_same_note_sent_twice_is_one_complaint_and_one_promise():
    key = uuid.uuid4()
    words = {"key": key, "promise": "Je vous rappelle.", "promise_by": TODAY + timedelta(days=2)}
    first, second = call(**words), call(**words)

    assert (first.new, second.new) == (True, False)
    assert first.reference == second.reference
    assert len(promises_on([first.reference])) == 1
    assert len(mailbox()) == 1


def test_a_call_about_an_open_complaint_is_added_to_it():
    reference = lodged(1)
    noted = call(at=LATER, add_to=reference, promise="Je vérifie.", promise_by=TODAY)

    assert (noted.reference, noted.new) == (reference, False)
    last = thread(reference)[-1]
    assert (last.channel, last.text) == ("telephone", CALL.story)
    assert promises_on([reference])[0].made_by == basile().key


def test_nobody_notes_a_call_in_a_programme_that_is_not_theirs():
    elsewhere = replace(basile(), programmes=frozenset({"autre"}))
    with pytest.raises(NotYours):
        note_call(call=CALL, actor=elsewhere, at=NOW)
    with pytest.raises(NotYours):
        note_call(call=replace(CALL, programme="autre", add_to=lodged(1)), actor=elsewhere, at=NOW)


def test_what_was_only_said_is_refused_with_every_recourse():
    reference = call().reference
    assemble_evidence(complaint=reference, decide_alone=False, at=LATER)
    decide_complaint(
        complaint=reference,
        version=complaint_card(reference).version,
        outcome=Outcome.UNFOUNDED,
        points=0,
        reason="Le ticket ne donne pas de points.",
        actor=basile(),
        at=LATER,
    )
    carry_out_decision(complaint=reference, at=LATER)

    assert complaint_card(reference).status is Status.CLOSED
    answer = next(m for m in mailbox() if m.template == "answer")
    assert "médiateur" in answer.text
    assert "2027" in answer.text


def test_what_is_written_is_not_noted_as_a_call():
    with pytest.raises(NotSaid):
        call(channel="web")
