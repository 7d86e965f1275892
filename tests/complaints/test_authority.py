import pytest
from hypothesis import given
from hypothesis import strategies as st

from recours.complaints.rules.authority import (
    Authority,
    authority_over,
    decided_by_itself,
    needs_reason,
)
from recours.complaints.states import Finding, Outcome

AGENT = frozenset({"agent"})


def test_an_agent_decides_alone_up_to_their_limit_and_not_a_point_more():
    assert authority_over(roles=AGENT, limit=500, points=500) is Authority.FINAL
    assert authority_over(roles=AGENT, limit=500, points=501) is Authority.SECOND_PERSON


@pytest.mark.parametrize("role", ["dpo", "legal", "mediator", "department", "administrator"])
def test_other_roles_decide_nothing(role):
    found = authority_over(roles=frozenset({role}), limit=10_000, points=1)

    assert found is Authority.REFUSED


@given(st.sampled_from(Finding), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_house_never_says_no_by_itself(finding, points, limit):
    alone = decided_by_itself(finding=finding, points=points, limit=limit)

    assert not alone or (finding is Finding.FOUNDED and 0 < points <= limit)


@given(st.sampled_from(Outcome), st.sampled_from(Finding), st.integers(0, 99), st.integers(0, 99))
def test_every_refusal_and_every_departure_from_the_computation_is_explained(
    outcome, finding, due, points
):
    silent = not needs_reason(finding=finding, due=due, outcome=outcome, points=points)

    assert not silent or (outcome is Outcome.FOUNDED and points == due)
