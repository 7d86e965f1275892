from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from recours.kernel.points import apply_rate

AMOUNTS = st.integers(min_value=-(10**9), max_value=10**9)
RATES = st.tuples(
    st.integers(min_value=0, max_value=1000), st.integers(min_value=1, max_value=1000)
)


@given(AMOUNTS, RATES)
def test_floor_never_gives_more_than_the_exact_value(amount, rate):
    num, den = rate

    assert abs(apply_rate(amount, num, den, "floor")) == floor(Fraction(abs(amount) * num, den))


@given(AMOUNTS, RATES, st.sampled_from(["floor", "half_up", "half_even"]))
def test_a_return_takes_back_exactly_what_the_purchase_gave(amount, rate, rounding):
    num, den = rate

    assert apply_rate(-amount, num, den, rounding) == -apply_rate(amount, num, den, rounding)


@given(AMOUNTS, RATES)
def test_half_even_is_the_rounding_of_the_standard_library(amount, rate):
    num, den = rate

    assert apply_rate(amount, num, den, "half_even") == round(Fraction(amount * num, den))
