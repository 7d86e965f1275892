"""Numbers, sums and days, as a person reads them in French and in English."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from recours.web.ui import words
from recours.web.ui.typography import plain

DAY = date(2026, 11, 24)
FIRST = date(2026, 12, 1)
TODAY = date(2026, 11, 20)
EVENING = datetime(2026, 11, 12, 17, 42, tzinfo=UTC)  # 18 h 42 in Paris


def read(text, language="fr", **values):
    with translation.override(language):
        return plain(Template(text).render(Context(values)))


@pytest.mark.parametrize(
    ("template", "french", "english"),
    [
        ("{{ 1842|points }}", "1 842 points", "1,842 points"),
        ("{{ 1|points }}", "1 point", "1 point"),
        ("{{ 0|points }}", "0 point", "0 points"),
        ("{{ 14680|euros }}", "146,80 €", "€146.80"),
        ("{{ plus|signed }}", "+ 63", "+63"),
        ("{{ minus|signed }}", "− 1 038", "−1,038"),
        ("{{ 0|signed }}", "0", "0"),
        ("{{ day|day }}", "mardi 24 novembre 2026", "Tuesday 24 November 2026"),
        ("{{ first|day }}", "mardi 1er décembre 2026", "Tuesday 1 December 2026"),
        ("{{ day|day_plain }}", "24 novembre 2026", "24 November 2026"),
        ("{{ day|day_short }}", "24 nov. 2026", "24 Nov. 2026"),
        ("{{ day|weekday_short }}", "mardi 24 nov.", "Tuesday 24 Nov."),
        ("{{ evening|moment }}", "18 h 42", "18:42"),
        ("{{ evening|day }}", "jeudi 12 novembre 2026", "Thursday 12 November 2026"),
        ("{{ day|days_left:today }}", "4 jours", "4 days"),
        ("{{ today|days_left:today }}", "aujourd'hui", "today"),
        ("{{ today|days_left:day }}", "4 jours de retard", "4 days late"),
        ("{{ day|in_days:today }}", "dans 4 jours", "in 4 days"),
        ("{{ today|in_days:day }}", "il y a 4 jours", "4 days ago"),
        ("{{ None|day }}{{ None|points }}{{ None|moment }}", "", ""),
    ],
)
def test_a_value_is_written_as_people_of_that_language_do(template, french, english):
    values = {
        "day": DAY,
        "first": FIRST,
        "today": TODAY,
        "evening": EVENING,
        "plus": 63,
        "minus": -1038,
    }
    assert plain(read(template, "fr", **values)) == plain(french)
    assert plain(read(template, "en", **values)) == plain(english)


def test_tomorrow_and_yesterday_have_their_names():
    assert words.in_days(DAY, date(2026, 11, 23), "fr") == "demain"
    assert words.in_days(DAY, date(2026, 11, 25), "en") == "yesterday"


def test_a_full_hour_says_no_minutes():
    assert words.moment(datetime(2026, 11, 20, 14, 0, tzinfo=UTC), "fr") == "14 h"


@pytest.mark.parametrize(
    ("today", "ink"),
    [
        (date(2026, 11, 25), "late"),
        (date(2026, 11, 24), "late"),
        (date(2026, 11, 14), "soon"),
        (date(2026, 11, 13), "running"),
    ],
)
def test_a_deadline_changes_ink_as_it_comes(today, ink):
    assert words.urgency(DAY, today) == ink


def test_late_in_the_evening_it_is_already_tomorrow_in_paris():
    assert (
        read("{{ at|day_plain }}", at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
        == "21 novembre 2026"
    )


def test_an_icon_is_silent_unless_it_has_a_name():
    assert 'aria-hidden="true"' in read('{% icon "check" %}')
    assert 'role="img" aria-label="Tenue &lt;"' in read("{% icon 'check' name %}", name="Tenue <")
