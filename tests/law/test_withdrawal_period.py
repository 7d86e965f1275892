"""The fourteen days of withdrawal, for every start of seven years, against two calendars."""

from collections import Counter
from datetime import date, timedelta

import pytest

from recours.law.engine import due
from tests.law import slow_calendar as slow

STARTS = [date(2024, 1, 1) + timedelta(days=n) for n in range(2557)]
EIGHT_FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def eight_holidays_calculator(start):
    """A calculator that knows the fixed holidays only, as the State's own one does."""
    end = start + timedelta(days=14)
    while end.weekday() >= 5 or (end.month, end.day) in EIGHT_FIXED:
        end += timedelta(days=1)
    return end


def test_the_starts_cover_seven_years():
    assert (STARTS[0], STARTS[-1]) == (date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("region", ["FR", "FR-67", "FR-972", "FR-974"])
def test_the_last_day_is_right_for_every_start(region):
    for start in STARTS:
        found = due("C-WITHDRAW", start, region=region)
        assert found.raw == start + timedelta(days=14)
        assert found.customer == slow.rolled(start + timedelta(days=14), region), start


def test_a_calculator_without_easter_is_wrong_seven_times_a_year_or_more():
    wrong = Counter(
        start.year
        for start in STARTS
        if eight_holidays_calculator(start) != due("C-WITHDRAW", start).customer
    )
    assert wrong == {2024: 8, **dict.fromkeys(range(2025, 2031), 7)}


def test_the_calculator_without_easter_always_errs_against_the_customer():
    for start in STARTS:
        assert eight_holidays_calculator(start) <= due("C-WITHDRAW", start).customer


def test_a_start_whose_fourteenth_day_is_easter_monday():
    assert eight_holidays_calculator(date(2026, 3, 23)) == date(2026, 4, 6)
    assert due("C-WITHDRAW", date(2026, 3, 23)).customer == date(2026, 4, 7)


def test_a_right_told_late_runs_fourteen_days_from_that_day():
    found = due("C-WITHDRAW", date(2026, 7, 31), info_missing=True, info_given=date(2026, 10, 1))
    assert found.raw == found.customer == date(2026, 10, 15)


def test_a_right_told_at_the_contract_changes_nothing():
    start = date(2026, 7, 31)
    assert due("C-WITHDRAW", start, info_given=start).raw == due("C-WITHDRAW", start).raw


def test_a_right_told_after_the_added_year_no_longer_matters():
    found = due("C-WITHDRAW", date(2026, 7, 31), info_missing=True, info_given=date(2028, 1, 3))
    assert found.raw == date(2027, 8, 14)


def test_the_added_year_runs_from_the_first_end_as_the_law_rolls_it():
    # Day 14 is Saturday 21 November 2026, so the first period ends on Monday 23.
    found = due("C-WITHDRAW", date(2026, 11, 7), info_missing=True)
    assert found.raw == date(2027, 11, 21)
    assert found.customer == date(2027, 11, 23)
