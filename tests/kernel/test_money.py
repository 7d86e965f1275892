import pytest
from hypothesis import given
from hypothesis import strategies as st

from recours.kernel.money import LARGEST_CENTS, BadAmount, format_cents, parse_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("146,80", 14680),
        ("146.80", 14680),
        ("146,8 €", 14680),
        ("1 234,50", 123450),
        ("1\u202f234,50\u202f€", 123450),
        ("7", 700),
    ],
)
def test_sums_are_read_as_people_write_them(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text", ["", "-1", "1e5", "NaN", "1_000", "1.234,50", "12,345", "١٢", "１２", "9" * 40, "1 23"]
)
def test_a_sum_that_would_have_to_be_guessed_is_refused(text):
    with pytest.raises(BadAmount):
        parse_cents(text)


@given(st.integers(min_value=0, max_value=LARGEST_CENTS))
def test_what_we_write_in_french_we_can_read(cents):
    assert parse_cents(format_cents(cents, "fr")) == cents


def test_english_people_see_english_sums():
    assert format_cents(123450, "en") == "€1,234.50"
