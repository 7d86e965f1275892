"""Every rule of the packs against the second calendar, over 2020–2040, in every region."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recours.law.days import add_months, count_working_days, roll_forward
from recours.law.engine import due
from recours.law.pack import all_rules
from tests.law import slow_calendar as slow

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
REGIONS = st.sampled_from(slow.REGIONS)
MON_FRI, MON_SAT = set(range(5)), set(range(6))

PERIODS = [rule for rule in all_rules() if rule.kind == "period" and rule.duration is not None]
FORWARD = [rule.id for rule in PERIODS if rule.calendar in {"EU", "CPC", "CAL", "PRES"}]
BACKWARD = [rule.id for rule in PERIODS if rule.calendar == "BACK"]
WORKING = {
    "A-ACK-ACPR": (10, MON_SAT, MON_SAT),
    "A-PSP-15": (15, MON_FRI, MON_SAT),
    "A-PSP-35": (35, MON_FRI, MON_SAT),
    "B-ADR28-20": (20, MON_FRI, MON_FRI),
    "B-ADR28-30": (30, MON_FRI, MON_FRI),
    "C-3CLICKS-CONF": (1, MON_FRI, MON_FRI),
}
BY_ID = {rule.id: rule for rule in all_rules()}


def test_no_period_of_the_packs_escapes_these_tests():
    here = {*FORWARD, *BACKWARD, *WORKING, "E-BREACH72"}
    assert here == {rule.id for rule in PERIODS}


@pytest.mark.parametrize("rule_id", FORWARD)
@given(start=DAYS, region=REGIONS)
@settings(max_examples=25, deadline=None)
def test_a_period_of_days_months_or_years_ends_where_a_walk_day_by_day_ends(rule_id, start, region):
    rule = BY_ID[rule_id]
    found = due(rule_id, start, region=region)
    end = slow.later(start, rule.duration, rule.unit)
    last = end if rule.roll == "never" else slow.rolled(end, region)
    assert (found.raw, found.rolled) == (end, last)
    assert (found.operator, found.customer) == (end, last)


@pytest.mark.parametrize("rule_id", BACKWARD)
@given(start=DAYS, region=REGIONS)
@settings(max_examples=40, deadline=None)
def test_a_period_counted_backwards_is_never_rolled_and_leaves_a_margin(rule_id, start, region):
    rule = BY_ID[rule_id]
    found = due(rule_id, start, region=region)
    end = slow.earlier(start, rule.duration, rule.unit)
    assert found.raw == found.rolled == found.customer == end
    assert found.operator == slow.workday_before(end, region) < end


@pytest.mark.parametrize("rule_id", sorted(WORKING))
@given(start=DAYS, region=REGIONS)
@settings(max_examples=60, deadline=None)
def test_working_days_are_counted_one_by_one(rule_id, start, region):
    amount, weekdays, for_the_operator = WORKING[rule_id]
    found = due(rule_id, start, region=region)
    assert found.raw == found.customer == slow.working_days_later(start, amount, weekdays, region)
    assert found.operator == slow.working_days_later(start, amount, for_the_operator)


@given(end=DAYS, region=REGIONS)
@settings(max_examples=200, deadline=None)
def test_a_renewal_notice_leaves_between_three_months_and_one_month_before(end, region):
    found = due("C-CHATEL", end, region=region)
    opens, closes = slow.earlier(end, 3, "months"), slow.earlier(end, 1, "months")
    assert (found.window_start, found.window_end) == (opens, closes)
    assert found.extras["safe_start"] == opens + timedelta(days=1)
    assert found.extras["safe_end_workday"] == slow.workday_before(closes, region)


@given(day=DAYS, minute=st.integers(0, 1439))
@settings(max_examples=200, deadline=None)
def test_seventy_two_hours_are_seventy_two_hours_whatever_the_clocks_do(day, minute):
    start = datetime(day.year, day.month, day.day, *divmod(minute, 60), tzinfo=UTC)
    found = due("E-BREACH72", start.astimezone(ZoneInfo("Europe/Paris")))
    assert found.raw.astimezone(UTC) - start == timedelta(hours=72)
    assert found.raw == found.rolled == found.operator == found.customer


@given(start=DAYS, region=REGIONS)
@settings(max_examples=100, deadline=None)
def test_the_two_directions_of_safety_hold_for_every_period(start, region):
    for rule in PERIODS:
        if rule.calendar != "H":
            found = due(rule.id, start, region=region)
            assert found.operator <= found.raw <= found.rolled <= found.customer, rule.id


@given(
    end=DAYS,
    before=st.integers(0, 1500),
    stopped=st.integers(0, 400),
)
@settings(max_examples=200, deadline=None)
def test_after_mediation_what_was_left_is_left_and_never_less_than_six_months(end, before, stopped):
    suspended = end - timedelta(days=before)
    resumed = suspended + timedelta(days=stopped)
    found = due("B-PRESC", suspended, until=resumed, prescription_end=end)
    assert found.extras["remaining_days"] == before
    assert found.raw >= slow.later(resumed, 6, "months")
    assert found.raw == max(slow.later(resumed, before, "days"), slow.later(resumed, 6, "months"))


@given(day=DAYS, months=st.integers(-240, 240))
def test_months_keep_the_day_number_or_stop_at_the_end_of_the_month(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and (moved + slow.ONE).day == 1)


@given(day=DAYS, amount=st.integers(0, 60), region=REGIONS)
@settings(max_examples=100, deadline=None)
def test_the_engine_counts_working_days_like_the_second_calendar(day, amount, region):
    def is_holiday(other):
        return slow.is_holiday(other, region)

    counted, skipped = count_working_days(day, amount, frozenset(MON_FRI), is_holiday)
    assert counted == slow.working_days_later(day, amount, MON_FRI, region)
    assert all(is_holiday(other) and other.weekday() < 5 for other in skipped)
    assert roll_forward(day, is_holiday) == slow.rolled(day, region)
