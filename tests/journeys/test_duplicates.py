"""Two complaints that are one: proposed with reasons, joined without losing a day, separated."""

from datetime import timedelta

import pytest

from recours.complaints.commands.confirm_writing import confirm_writing
from recours.complaints.commands.meet_clock import meet_clock
from recours.complaints.commands.reopen import reopen
from recours.complaints.errors import (
    AnswerUnderWay,
    CannotJoinItself,
    ComplaintMerged,
    ComplaintNotMerged,
    HoldsOthers,
    PersonsDiffer,
    ProposalOutstanding,
    PurchasesDiffer,
)
from recours.complaints.models import Clock
from recours.complaints.queries import (
    View,
    absorbed_by,
    complaint_card,
    complaint_held,
    complaint_seen_by,
    complaints_of_customer,
    invariants,
    leads_to,
    worklist,
)
from recours.complaints.states import Outcome, Status
from recours.correspondence.queries import thread
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.check_promises import check_promises
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.journeys.decide_complaint import decide_complaint
from recours.journeys.merge_complaints import merge_complaints
from recours.journeys.possible_duplicates import possible_duplicates
from recours.journeys.unmerge_complaints import unmerge_complaints
from recours.loyalty.queries import balance
from recours.people.queries import customer_card
from recours.trustlog.queries import entries
from tests.crash.cast import MEMBER, NOW, open_shop
from tests.journeys.calls import basile, call, clocks, lodged

LATER = NOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def shop(db, data_folder, tmp_path):
    open_shop(tmp_path)


def join(kept, merged, **how):
    how = {"reasons": ["le même achat"], "actor": basile(), "at": LATER} | how
    return merge_complaints(kept=kept, merged=merged, **how)


def apart(merged, at=LATER):
    return unmerge_complaints(merged=merged, actor=basile(), at=at)


def decided(reference):
    card = complaint_card(reference)
    decide_complaint(
        complaint=reference,
        version=card.version,
        outcome=Outcome.FOUNDED,
        points=card.points_due or 0,
        reason="",
        actor=basile(),
        at=LATER,
    )
    carry_out_decision(complaint=reference, at=LATER)


def test_the_form_after_the_call_is_proposed_with_its_reasons():
    said = call(story="Les points de mon achat du 6 novembre à Beaujoire ne sont pas arrivés.")
    form = lodged(
        2,
        at=NOW + timedelta(days=1),
        story="Mes points de l'achat du 6 novembre à Beaujoire ne sont toujours pas arrivés.",
    )

    (found,) = possible_duplicates(complaint=form, actor=basile())
    assert found.row.reference == said.reference
    words = [reason.words.fr for reason in found.likeness.reasons]
    assert words[0] == "le même client"
    assert "à 1 jour d’intervalle" in words
    assert "par deux canaux différents" in words
    assert found.likeness.score == sum(r.points for r in found.likeness.reasons)


def test_two_people_who_complain_of_the_same_thing_are_not_proposed():
    first = lodged(1, receipt="", card="")
    lodged(2, email="bob@exemple.invalid", name="Bob", receipt="", card="")
    assert possible_duplicates(complaint=first, actor=basile()) == []


def test_the_earliest_start_wins_and_each_clock_stays_as_it_was_frozen():
    said = call().reference
    form = lodged(2, at=NOW + timedelta(days=3))
    before, other = clocks(said), clocks(form)
    frozen = {c.rule: c.frozen for c in complaint_card(form).clocks}

    join(said, form)

    after = clocks(said)
    assert after["A-ANS-ACPR"] == before["A-ANS-ACPR"]
    assert after["B-ADM-4"] == other["B-ADM-4"]
    assert clocks(form) == other
    card = complaint_card(said)
    assert card.clock("B-ADM-4").frozen == frozen["B-ADM-4"]
    assert card.written_on == complaint_card(form).written_on


@pytest.mark.parametrize("way", ["old into new", "new into old"])
def test_joining_either_way_keeps_the_first_day_of_every_clock(way):
    old, new = lodged(1), lodged(2, at=NOW + timedelta(days=3))
    first = clocks(old)
    kept, merged = (new, old) if way == "old into new" else (old, new)

    join(kept, merged)
    assert clocks(kept) == first


def test_nothing_said_on_either_is_lost_and_the_merged_reference_leads_to_the_kept_one():
    old, new = lodged(1), lodged(2, at=NOW + timedelta(days=3), story="Toujours rien.")
    code = complaint_card(new).follow_code
    join(old, new)

    assert absorbed_by(old) == [new]
    assert leads_to(new) == old
    assert complaint_held(new, code).reference == old
    customer = customer_card(complaint_card(new).customer).as_actor()
    assert complaint_seen_by(customer, new).reference == old
    assert [c.reference for c in complaints_of_customer(customer)] == [old]
    assert "Toujours rien." in [m.text for m in thread(new)]


def test_the_merged_one_leaves_the_lists_and_says_where_it_went():
    old, new = lodged(1), lodged(2)
    join(old, new)

    listed = [row.reference for row in worklist(actor=basile(), view=View.TEAM).rows]
    assert listed == [old]
    card = complaint_seen_by(basile(), new)
    assert (card.status, card.merged_into, card.is_open) == (Status.MERGED, old, False)


def test_what_arrives_for_the_merged_one_goes_to_the_kept_one():
    old, new = lodged(1), lodged(2)
    join(old, new)
    add_to_complaint(complaint=new, author="Alice", text="Et alors ?", channel="email", at=LATER)

    assert [m.text for m in thread(old)][-1] == "Et alors ?"


def test_joining_twice_is_joining_once_and_both_ways_is_refused():
    old, new = lodged(1), lodged(2)
    assert join(old, new)
    assert not join(old, new)
    with pytest.raises(ComplaintMerged):
        join(new, old)
    with pytest.raises(CannotJoinItself):
        join(old, old)

    for reference in (old, new):
        kinds = [e.kind for e in entries(reference)]
        assert sum(k in {"complaint.joined_by", "complaint.joined_to"} for k in kinds) == 1


def test_what_gathers_others_is_not_moved_with_them():
    one, two, three = lodged(1), lodged(2), lodged(3)
    join(one, two)
    with pytest.raises(HoldsOthers):
        join(three, one)
    assert join(one, three)
    assert absorbed_by(one) == [two, three]


def test_two_different_purchases_are_two_complaints():
    one, two = lodged(1), lodged(2, receipt="0100-03-999999-0001")
    with pytest.raises(PurchasesDiffer):
        join(one, two)


def test_two_people_are_joined_only_by_somebody_who_checked():
    one, two = lodged(1), lodged(2, email="alice.autre@exemple.invalid", card="", receipt="")
    with pytest.raises(PersonsDiffer):
        join(one, two)
    assert join(one, two, same=True)


def test_what_is_decided_or_proposed_joins_nothing():
    one, two, three = lodged(1), lodged(2), lodged(3)
    decided(one)
    for kept, merged in ((one, two), (two, one)):
        with pytest.raises(AnswerUnderWay):
            join(kept, merged)
    card = complaint_card(two)
    decide_complaint(
        complaint=two,
        version=card.version,
        outcome=Outcome.FOUNDED,
        points=3_000,
        reason="Un geste.",
        actor=basile(),
        at=LATER,
    )
    with pytest.raises(ProposalOutstanding):
        join(two, three)
    with pytest.raises(ProposalOutstanding):
        join(three, two)


def test_the_points_of_one_purchase_come_back_once():
    one, two = lodged(1), lodged(2)
    join(one, two)
    assemble_evidence(complaint=one, decide_alone=False, at=LATER)
    decided(one)

    assert balance("bellerive", MEMBER) == 124
    with pytest.raises(AnswerUnderWay):
        apart(two)
    assert not any(invariants().values())
    assert not any(check_promises().values())


def test_separated_both_are_as_they_were():
    said, form = call().reference, lodged(2, at=NOW + timedelta(days=3))
    before = {r: (clocks(r), complaint_card(r)) for r in (said, form)}
    join(said, form)
    apart(form)

    for reference, (running, card) in before.items():
        now = complaint_card(reference)
        assert clocks(reference) == running
        for name in ("written_on", "disputed", "member", "next_due", "next_rule", "points_raised"):
            assert getattr(now, name) == getattr(card, name), name
        assert now.merged_into == ""
    assert complaint_card(form).status is before[form][1].status
    with pytest.raises(ComplaintNotMerged):
        apart(form)


def test_a_date_met_while_they_were_one_stays_met():
    old, new = lodged(1, at=NOW + timedelta(days=3)), lodged(2)
    join(old, new)
    meet_clock(reference=old, rule="A-ACK-ACPR", at=LATER)
    apart(new)

    assert clocks(old)["A-ACK-ACPR"][3]
    assert not clocks(new)["A-ACK-ACPR"][3]


def test_a_confirmation_given_to_the_merged_one_is_lost_on_neither():
    one, two = call().reference, call().reference
    join(one, two)
    add_to_complaint(complaint=two, author="Alice", text="Oui.", channel="email", at=LATER)
    assert complaint_card(one).written_on == complaint_card(two).written_on is not None
    apart(two)

    assert complaint_card(one).written_on == complaint_card(two).written_on is not None
    assert {"B-ADM-4", "B-WAIT-2M"} <= clocks(two).keys() & clocks(one).keys()


def test_separating_one_of_two_leaves_what_the_other_brought():
    kept = lodged(1, at=NOW + timedelta(days=6))
    first, second = lodged(2, at=NOW + timedelta(days=3)), lodged(3)
    own, early, earliest = clocks(kept), clocks(first), clocks(second)
    join(kept, first)
    join(kept, second)
    assert clocks(kept) == earliest
    apart(first)
    assert clocks(kept) == earliest
    join(kept, first)
    apart(second)
    assert clocks(kept) == early
    apart(first)
    assert clocks(kept) == own


def test_a_letter_posted_before_counts_from_its_postmark_on_the_kept_one_too():
    kept, merged = lodged(1, at=NOW + timedelta(days=4)), call().reference
    join(kept, merged)
    posted = (NOW + timedelta(days=2)).date()
    confirm_in_writing(complaint=merged, written_on=posted, by="letter", at=LATER)

    assert complaint_card(kept).written_on == clocks(kept)["B-ADM-4"][0] == posted
    apart(merged)
    assert complaint_card(kept).written_on == (NOW + timedelta(days=4)).date()


def test_once_answered_together_and_reopened_they_stay_one():
    one, two = lodged(1), lodged(2, at=NOW + timedelta(hours=1))
    join(one, two)
    assemble_evidence(complaint=one, decide_alone=False, at=LATER)
    decided(one)
    reopen(reference=one, today=LATER.date(), at=LATER)

    assert clocks(one)["A-ANS-ACPR"][0] == LATER.date()
    with pytest.raises(AnswerUnderWay):
        apart(two)


def test_no_clock_is_ever_erased():
    old, new = lodged(1, at=NOW + timedelta(days=3)), call().reference
    rows = Clock.objects.count()
    join(old, new)
    confirm_writing(reference=new, written_on=NOW.date(), by="desk", at=LATER)
    assert Clock.objects.count() > rows
    kept = Clock.objects.count()
    apart(new)
    assert Clock.objects.count() == kept
    assert not any(invariants().values())
