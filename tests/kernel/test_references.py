import pytest
from hypothesis import given
from hypothesis import strategies as st

from recours.kernel.references import (
    BadReference,
    is_reference,
    make_reference,
    normalise_reference,
)

NUMBERS = st.integers(min_value=1, max_value=999_999_999)
YEARS = st.integers(min_value=2020, max_value=2099)


@given(YEARS, NUMBERS)
def test_a_reference_is_recognised_however_it_is_typed(year, number):
    reference = make_reference(year, number)

    assert normalise_reference(f"  {reference.lower().replace('-', ' ')} ") == reference


@given(YEARS, NUMBERS, st.data())
def test_one_wrong_character_is_noticed(year, number, data):
    reference = make_reference(year, number)
    place = data.draw(st.integers(min_value=7, max_value=len(reference) - 3))
    other = data.draw(st.sampled_from("0123456789").filter(lambda c: c != reference[place]))

    assert not is_reference(reference[:place] + other + reference[place + 1 :])


@given(YEARS, NUMBERS, st.data())
def test_two_digits_the_wrong_way_round_are_noticed_but_for_some_neighbours(year, number, data):
    reference = make_reference(year, number)
    place = data.draw(st.integers(min_value=7, max_value=len(reference) - 4))
    a, b = reference[place], reference[place + 1]
    swapped = reference[:place] + b + a + reference[place + 2 :]

    assert abs(int(a) - int(b)) <= 1 or not is_reference(swapped)


@pytest.mark.parametrize("text", ["", "R-2026-1-K", "R-٢٠٢٦-00001-K", "x" * 5000, "R-2026-00001"])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(BadReference):
        normalise_reference(text)
