"""From the form to the letter: what the customer and the agent see."""

from dataclasses import replace
from datetime import timedelta

import pytest

from recours.complaints.errors import (
    ApproverIsProposer,
    ComplaintChanged,
    ComplaintNotToDecide,
    DecisionAboveClaim,
    DecisionNeedsReason,
)
from recours.complaints.queries import complaint_card, complaint_seen_by, follow_up
from recours.complaints.states import Finding, Outcome, Status
from recours.correspondence.queries import letters, mailbox
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.decide_complaint import decide_complaint
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.follow_up_complaint import follow_up_complaint
from recours.journeys.lodge_complaint import lodge_complaint
from recours.journeys.settle_proposed_decision import settle_proposed_decision
from recours.loyalty.models import Programme
from recours.loyalty.queries import balance
from recours.people.commands.create_staff import create_staff
from recours.people.errors import NotYours
from recours.people.queries import customer_by_email, staff_by_email
from tests.crash.cast import MEMBER, NOW, open_shop
from tests.crash.journey import LODGING

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def shop(db, data_folder, tmp_path):
    """Alice's purchase of 124,30 €, the rules of that day, and no credit."""
    open_shop(tmp_path)


@pytest.fixture
def chloe(shop):
    return create_staff(
        email="chloe@bellerive.invalid",
        name="Chloé Martin",
        roles=["supervisor"],
        points_limit=5_000,
        at=NOW,
    ).as_actor()


@pytest.fixture
def lodge(shop):
    """Lodge a complaint and assemble its evidence; return its card."""

    def _lodge(*, alone=False, **changes):
        lodging = replace(LODGING, **{"key": f"form-{sorted(changes)}", **changes})
        reference = lodge_complaint(lodging=lodging, at=NOW).reference
        assemble_evidence(complaint=reference, decide_alone=alone, at=NOW + timedelta(minutes=1))
        return complaint_card(reference)

    return _lodge


def basile():
    return staff_by_email("basile@bellerive.invalid").as_actor()


def decided(card, *, outcome=Outcome.FOUNDED, points=None, reason="", actor=None):
    return decide_complaint(
        complaint=card.reference,
        version=card.version,
        outcome=outcome,
        points=card.points_due if points is None else points,
        reason=reason,
        actor=actor or basile(),
        at=LATER,
    )


def test_the_same_form_sent_twice_is_one_complaint(shop):
    first = lodge_complaint(lodging=LODGING, at=NOW)
    second = lodge_complaint(lodging=LODGING, at=LATER)

    assert (first.new, second.new) == (True, False)
    assert first.reference == second.reference
    assert len(mailbox()) == 1


def test_a_missing_credit_is_founded_with_every_step_and_the_version_of_that_day(lodge):
    card = lodge()

    assert (card.finding, card.points_due, card.status) == (
        Finding.FOUNDED,
        124,
        Status.DECISION,
    )
    document = card.dossier.document
    assert document["rule_set"]["version"] == "7"
    assert any("124" in line["op_fr"] for line in document["calculation"])
    assert [e["verdict"] for e in document["exhibits"]] == ["established"] * 5


def test_the_shop_the_day_and_the_total_find_the_purchase_without_any_receipt(lodge):
    card = lodge(receipt="", store="Nantes Beaujoire", total_cents=12430, bought_on=NOW.date())

    assert card.finding is Finding.UNKNOWN  # fifteen days off: nothing is guessed

    near = (NOW - timedelta(days=14)).date()
    card = lodge(receipt="", store="Nantes Beaujoire", total_cents=12430, bought_on=near, wish="x")

    assert (card.finding, card.points_due) == (Finding.FOUNDED, 124)


def test_an_agent_decides_the_points_come_back_and_the_answer_leaves(lodge):
    card = lodge()

    assert decided(card).settled
    carry_out_decision(complaint=card.reference, at=LATER)

    assert balance("bellerive", MEMBER) == 124
    closed = complaint_card(card.reference)
    assert closed.status is Status.CLOSED
    assert closed.remedy().points == 124
    assert closed.clock("A-ANS-ACPR").met_at == LATER
    assert len(letters(card.reference)) == 1


def test_carrying_out_again_gives_nothing_more(lodge):
    card = lodge()
    decided(card)
    for _ in range(3):
        carry_out_decision(complaint=card.reference, at=LATER)

    assert balance("bellerive", MEMBER) == 124
    assert len(letters(card.reference)) == 1


def test_the_acknowledgement_that_left_meets_its_clock(lodge):
    card = lodge()
    assert card.clock("A-ACK-ACPR").met_at is None

    deliver_messages(at=LATER, limit=10)

    acknowledged = complaint_card(card.reference)
    assert acknowledged.clock("A-ACK-ACPR").met_at == LATER
    assert acknowledged.next_rule == "A-ANS-ACPR"


def test_a_decision_over_the_limit_waits_for_another_person(lodge, chloe):
    card = lodge()

    assert not decided(card, points=600, reason="Trois mois d’attente.").settled
    with pytest.raises(ApproverIsProposer):
        settle(card, basile())
    settle(card, chloe)
    carry_out_decision(complaint=card.reference, at=LATER)

    assert balance("bellerive", MEMBER) == 600


def settle(card, actor, *, approve=True, reason=""):
    settle_proposed_decision(
        complaint=card.reference, approve=approve, reason=reason, actor=actor, at=LATER
    )


def test_nobody_approves_their_own_proposal(lodge, chloe):
    card = lodge()
    decided(card, points=5_100, reason="Geste.", actor=chloe)

    with pytest.raises(ApproverIsProposer):
        settle(card, chloe)


def test_a_proposal_sent_back_waits_again_with_its_reason(lodge, chloe):
    card = lodge()
    decided(card, points=600, reason="Geste.")

    with pytest.raises(DecisionNeedsReason):
        settle(card, chloe, approve=False)
    settle(card, chloe, approve=False, reason="Trop pour un ticket.")

    assert complaint_card(card.reference).status is Status.DECISION
    assert balance("bellerive", MEMBER) == 0


def test_two_agents_on_one_page_the_second_is_told(lodge):
    card = lodge()
    decided(card)

    with pytest.raises(ComplaintNotToDecide):
        decided(card)


def test_a_page_that_is_out_of_date_decides_nothing(lodge):
    card = lodge()

    with pytest.raises(ComplaintChanged):
        decide_complaint(
            complaint=card.reference,
            version=card.version - 1,
            outcome=Outcome.FOUNDED,
            points=124,
            reason="",
            actor=basile(),
            at=LATER,
        )


def test_a_refusal_needs_its_reason_and_names_the_mediator(lodge):
    card = lodge()

    with pytest.raises(DecisionNeedsReason):
        decided(card, outcome=Outcome.UNFOUNDED, points=0)
    decided(card, outcome=Outcome.UNFOUNDED, points=0, reason="Le ticket n’est pas le vôtre.")
    carry_out_decision(complaint=card.reference, at=LATER)

    answer = next(mail for mail in mailbox() if mail.template == "answer")
    words = answer.text.replace("\xa0", " ")
    assert "22 novembre 2027" in words
    assert "https://mediation-proximite.example" in words
    assert balance("bellerive", MEMBER) == 0


def test_points_on_a_refusal_or_far_above_the_claim_are_refused(lodge):
    card = lodge()

    for outcome, points in ((Outcome.UNFOUNDED, 1), (Outcome.FOUNDED, 124 + 5_001)):
        with pytest.raises(DecisionAboveClaim):
            decided(card, outcome=outcome, points=points, reason="x")


def test_a_small_founded_claim_is_decided_at_once_and_says_so(lodge):
    create_programme_limit(200)
    card = lodge(alone=True)

    assert card.status is Status.REMEDY
    assert card.settled.automatic
    carry_out_decision(complaint=card.reference, at=LATER)
    assert balance("bellerive", MEMBER) == 124


def create_programme_limit(points):
    Programme.objects.filter(code="bellerive").update(automatic_limit=points)


def test_a_second_claim_on_the_same_purchase_gives_nothing(lodge):
    first = lodge()
    decided(first)
    carry_out_decision(complaint=first.reference, at=LATER)

    second = lodge(alone=True, wish="encore")

    assert (second.finding, second.points_due) == (Finding.UNFOUNDED, 0)
    assert first.reference in second.dossier.document["why_fr"]


def test_a_no_after_closing_reopens_with_the_same_person_and_a_new_date(lodge):
    card = lodge()
    decided(card)
    carry_out_decision(complaint=card.reference, at=LATER)
    link = next(mail for mail in mailbox() if mail.template == "follow_up").text
    token = link.split("/suite/")[1].split("/")[0]
    assert follow_up(token).put_right is None

    follow_up_complaint(
        token=token, put_right=False, comment="Rien reçu.", at=NOW + timedelta(days=4)
    )

    again = complaint_card(card.reference)
    assert (again.status, again.round, again.assignee) == (Status.ANALYSIS, 2, card.assignee)
    assert again.clock("A-ANS-ACPR").met_at is None
    assert again.clock("B-ADM-4").customer_due == card.clock("B-ADM-4").customer_due


def test_points_given_back_are_not_given_again_after_a_no(lodge):
    card = lodge()
    decided(card)
    carry_out_decision(complaint=card.reference, at=LATER)
    link = next(mail for mail in mailbox() if mail.template == "follow_up").text
    token = link.split("/suite/")[1].split("/")[0]
    follow_up_complaint(token=token, put_right=False, comment="", at=LATER)
    assert complaint_card(card.reference).points_due is None

    assemble_evidence(complaint=card.reference, decide_alone=True, at=LATER)

    again = complaint_card(card.reference)
    assert (again.finding, again.points_due) == (Finding.UNFOUNDED, 0)
    with pytest.raises(DecisionNeedsReason):
        decided(again, points=124)
    assert balance("bellerive", MEMBER) == 124


def test_a_stranger_sees_no_complaint(lodge):
    card = lodge()
    alice = customer_by_email("alice@exemple.invalid").as_actor()
    assert complaint_seen_by(alice, card.reference).reference == card.reference

    lodge(email="stranger@exemple.invalid", name="Un étranger", receipt="x")
    stranger = customer_by_email("stranger@exemple.invalid").as_actor()
    with pytest.raises(NotYours):
        complaint_seen_by(stranger, card.reference)


def test_what_no_rule_can_compute_is_left_to_a_person_who_answers(lodge):
    card = lodge(kind="AUT", receipt="", story="L’accueil du magasin.")
    assert (card.finding, card.status) == (Finding.UNKNOWN, Status.ANALYSIS)
    assert "une personne" in card.dossier.document["why_fr"]

    decided(card, outcome=Outcome.FOUNDED, points=0, reason="Vous avez raison, voici pourquoi.")
    carry_out_decision(complaint=card.reference, at=LATER)

    assert complaint_card(card.reference).status is Status.CLOSED
    assert len(letters(card.reference)) == 1
