"""The holidays of the library against the list of the code du travail."""

from datetime import date, timedelta

import pytest

from recours.law.days import easter_sunday
from recours.law.errors import BadDate, UnknownRegion
from recours.law.holiday_calendar import codes_with_own_holidays, holidays_of, region_of
from tests.law import slow_calendar as slow

YEARS = range(2020, 2041)


@pytest.mark.parametrize("region", slow.REGIONS)
def test_the_holidays_of_the_region_are_those_of_the_law(region):
    for year in YEARS:
        assert set(holidays_of(region, year)) == slow.holidays(year, region), year


def test_easter_is_the_first_sunday_after_the_full_moon_for_three_centuries():
    for year in range(1900, 2200):
        assert easter_sunday(year) == slow.easter(year)


def test_easter_agrees_with_the_library_through_easter_monday():
    for year in range(1900, 2101):
        monday = easter_sunday(year) + timedelta(days=1)
        assert holidays_of("FR", year)[monday].fr == "Lundi de Pâques"


@pytest.mark.parametrize(
    ("code", "same_as"),
    [
        ("FR-GP", "FR-971"),
        ("FR-MQ", "FR-972"),
        ("FR-GF", "FR-973"),
        ("FR-RE", "FR-974"),
        ("FR-YT", "FR-976"),
        ("FR-BL", "FR-977"),
        ("FR-MF", "FR-978"),
        ("fr-67", "FR-68"),
        ("FR-6AE", "FR-AM"),
        ("FR-2A", "FR"),
        ("FR-75", "FR"),
        ("FR-975", "FR"),
    ],
)
def test_a_region_may_be_named_in_several_ways(code, same_as):
    assert dict(holidays_of(code, 2027)) == dict(holidays_of(same_as, 2027))


@pytest.mark.parametrize("code", ["", "FR-", "FR-99", "FR-00", "DE", "FR-XX", "../fr", "67"])
def test_an_unknown_region_is_refused(code):
    with pytest.raises(UnknownRegion):
        region_of(code)


def test_a_year_the_library_does_not_know_is_refused_rather_than_said_to_have_no_holiday():
    with pytest.raises(BadDate):
        holidays_of("FR", 2101)


def test_the_pacific_territories_keep_their_own_days():
    assert date(2026, 9, 24) in holidays_of("FR-988", 2026)
    assert date(2026, 3, 5) in holidays_of("FR-987", 2026)
    assert {date(2026, 4, 28), date(2026, 7, 29)} <= set(holidays_of("FR-986", 2026))


def test_every_holiday_has_a_name_in_french_and_in_english():
    for code in ("FR", *codes_with_own_holidays()):
        for name in holidays_of(code, 2026).values():
            assert name.fr
            assert name.en
    assert holidays_of("FR", 2026)[date(2026, 5, 25)].en == "Pentecost Monday"
