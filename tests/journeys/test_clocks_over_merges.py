"""Whatever is joined, separated, confirmed, met and qualified: no clock is lost, none starts twice.

A model keeps, for each complaint, the day each rule started on it; what runs must be the earliest
start among the complaint and those joined to it, and every date ever written must still be there.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from recours.complaints.commands.meet_clock import meet_clock
from recours.complaints.errors import (
    AnswerUnderWay,
    CannotJoinItself,
    ComplaintMerged,
    ComplaintNotMerged,
    HoldsOthers,
    SameKind,
)
from recours.complaints.models import Clock, Complaint
from recours.complaints.queries import absorbed_by, complaint_card, invariants, leads_to
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.journeys.merge_complaints import merge_complaints
from recours.journeys.qualify_complaint import qualify_complaint
from recours.journeys.unmerge_complaints import unmerge_complaints
from recours.kernel.days import legal_day
from tests.crash.cast import NOW, open_shop
from tests.journeys.calls import basile, call, clocks, lodged

REFUSED = (AnswerUnderWay, CannotJoinItself, ComplaintMerged, HoldsOthers)
NUMBERS = st.integers(0, 3)
DAYS = st.integers(0, 6)


def on(day):
    return NOW + timedelta(days=day)


class Clocks(RuleBasedStateMachine):
    """Four complaints of one person; two were said, two were written."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.actor = basile()
        self.all = [
            call(at=on(2)).reference,
            lodged("a", at=on(0), evidence=False),
            lodged("b", at=on(4), evidence=False),
            call(at=on(1)).reference,
        ]
        self.started = {one: {r: c[0] for r, c in clocks(one).items()} for one in self.all}
        self.met = set()
        self.rows = Clock.objects.count()
        self.at = on(7)

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def later(self):
        self.at += timedelta(minutes=1)
        return self.at

    @rule(kept=NUMBERS, merged=NUMBERS)
    def join(self, kept, merged):
        with suppress(*REFUSED), transaction.atomic():
            merge_complaints(
                kept=self.all[kept],
                merged=self.all[merged],
                reasons=[],
                same=True,
                actor=self.actor,
                at=self.later(),
            )

    @rule(merged=NUMBERS)
    def separate(self, merged):
        with suppress(ComplaintNotMerged), transaction.atomic():
            unmerge_complaints(merged=self.all[merged], actor=self.actor, at=self.later())

    @rule(which=NUMBERS, day=DAYS)
    def confirm(self, which, day):
        reference, written = self.all[which], legal_day(on(day))
        confirm_in_writing(complaint=reference, written_on=written, by="link", at=self.later())
        for one in {reference, leads_to(reference)}:
            self.started[one].setdefault("B-ADM-4", written)
            self.started[one].setdefault("B-WAIT-2M", written)

    @rule(which=NUMBERS, kind=st.sampled_from(["AUT", "DCP.ACCESS", "FID.CREDIT.MISSING"]))
    def qualify(self, which, kind):
        reference = self.all[which]
        card = complaint_card(reference)
        if card.merged_into:
            return
        with suppress(SameKind), transaction.atomic():
            qualify_complaint(
                complaint=reference,
                version=card.version,
                kind=kind,
                answers={},
                actor=self.actor,
                at=self.later(),
            )
        if kind.startswith("DCP"):
            self.started[reference].setdefault("E-DSAR-1M", legal_day(card.received_at))

    @rule(which=NUMBERS)
    def meet(self, which):
        reference = self.all[which]
        if not complaint_card(reference).merged_into:
            meet_clock(reference=reference, rule="A-ACK-ACPR", at=self.later())

    @invariant()
    def the_earliest_start_of_each_rule_runs(self):
        for reference in self.all:
            expected = dict(self.started[reference])
            for other in absorbed_by(reference):
                for name, day in self.started[other].items():
                    expected[name] = min(day, expected.get(name, day))
            assert {name: clock[0] for name, clock in clocks(reference).items()} == expected

    @invariant()
    def what_is_nearest_is_what_is_owed_first(self):
        for reference in self.all:
            owed = [
                (clock[1], name)
                for name, clock in clocks(reference).items()
                if not clock[3] and not name.startswith("B-")
            ]
            card = complaint_card(reference)
            if owed and not card.merged_into:
                assert (card.next_due, card.next_rule) == min(owed)

    @invariant()
    def no_date_that_was_ever_written_is_gone(self):
        rows = Clock.objects.count()
        assert rows >= self.rows
        self.rows = rows

    @invariant()
    def a_complaint_is_written_from_the_day_its_year_counts(self):
        for reference in self.all:
            year = clocks(reference).get("B-ADM-4")
            assert complaint_card(reference).written_on == (year[0] if year else None)

    @invariant()
    def the_register_holds(self):
        assert not any(invariants().values())
        assert Complaint.objects.count() == len(self.all)


@pytest.mark.django_db
def test_no_clock_is_lost_over_any_path(data_folder, tmp_path):
    open_shop(tmp_path)
    run_state_machine_as_test(
        Clocks,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],  # a path found is short enough to read
            suppress_health_check=list(HealthCheck),
        ),
    )
