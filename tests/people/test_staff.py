from datetime import UTC, datetime, timedelta

import pytest

from recours.people.commands.change_roles import change_roles
from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_password_link import issue_password_link
from recours.people.commands.next_assignee import next_assignee
from recours.people.commands.set_password_by_link import set_password_by_link
from recours.people.errors import AddressTaken, LinkRefused, UnknownRole, WeakPassword
from recours.people.models import StaffMember
from recours.people.queries import staff_card, staff_list, staff_of_link

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GOOD = "correct-cheval-pile-agrafe"


@pytest.fixture
def basile(db):
    return create_staff(
        email="Basile.Nguyen@Example.fr",
        name="Basile Nguyen",
        roles=["agent"],
        programmes=["quai"],
        points_limit=500,
        title_fr="Conseiller",
        at=NOW,
    )


@pytest.fixture
def chloe(db):
    return create_staff(
        email="chloe@example.fr", name="Chloé Martin", roles=["supervisor", "agent"], at=NOW
    )


def test_basile_is_known_by_his_address_whatever_its_capitals(basile):
    assert basile.email == "basile.nguyen@example.fr"
    assert staff_card(basile.id) == basile
    assert StaffMember.objects.get_by_natural_key(" BASILE.Nguyen@example.fr ").pk


def test_an_address_is_used_once(basile):
    with pytest.raises(AddressTaken):
        create_staff(email="basile.nguyen@EXAMPLE.fr", name="Autre", roles=["agent"], at=NOW)


def test_a_role_that_does_not_exist_is_refused(db):
    with pytest.raises(UnknownRole):
        create_staff(email="x@example.fr", name="X", roles=["chef"], at=NOW)


def test_the_list_is_narrowed_by_role_and_programme(basile, chloe):
    assert [card.name for card in staff_list(role="agent")] == ["Basile Nguyen", "Chloé Martin"]
    assert [card.name for card in staff_list(programme="autre")] == ["Chloé Martin"]


def test_agents_of_the_programme_take_complaints_each_in_turn(basile, chloe):
    turns = [next_assignee(programme="quai", at=NOW).name for _ in range(4)]
    assert turns[:2] == turns[2:]
    assert set(turns) == {"Basile Nguyen", "Chloé Martin"}
    assert {next_assignee(programme="autre", at=NOW).name for _ in range(3)} == {"Chloé Martin"}


def test_the_next_agent_is_found_in_two_queries(basile, chloe, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # inside the lodging's own transaction
        next_assignee(programme="quai", at=NOW)


def test_nobody_is_named_when_no_agent_serves_the_programme(basile):
    assert next_assignee(programme="autre", at=NOW) is None


def test_an_agent_who_left_gets_no_complaint(basile, chloe):
    change_roles(staff=basile.id, roles=["agent"], programmes=["quai"], is_active=False)
    assert {next_assignee(programme="quai", at=NOW).name for _ in range(3)} == {"Chloé Martin"}


def test_a_new_agent_is_not_buried_under_the_backlog(basile, chloe):
    for hour in range(20):
        next_assignee(programme="quai", at=NOW + timedelta(hours=hour))
    create_staff(email="n@example.fr", name="Nadia Roux", roles=["agent"], at=NOW)
    later = NOW + timedelta(days=2)
    turns = [next_assignee(programme="quai", at=later).name for _ in range(6)]
    assert turns.count("Nadia Roux") == 2


def test_a_change_of_rights_ends_open_sessions(basile):
    before = StaffMember.objects.get(pk=basile.id).get_session_auth_hash()
    change_roles(staff=basile.id, roles=["agent", "supervisor"], programmes=["quai"])
    assert StaffMember.objects.get(pk=basile.id).get_session_auth_hash() != before


def test_the_password_link_works_once(basile):
    link = issue_password_link(staff=basile.id, at=NOW)
    assert staff_of_link(link, at=NOW) == basile
    set_password_by_link(token=link, password=GOOD, at=NOW)
    assert StaffMember.objects.get(pk=basile.id).check_password(GOOD)
    with pytest.raises(LinkRefused):
        set_password_by_link(token=link, password=GOOD, at=NOW)


@pytest.mark.parametrize("token", ["", " ", "%20", "None", "a" * 43, "é" * 43])
def test_an_empty_or_invented_link_never_matches(basile, token):
    issue_password_link(staff=basile.id, at=NOW)
    assert staff_of_link(token, at=NOW) is None
    with pytest.raises(LinkRefused):
        set_password_by_link(token=token, password=GOOD, at=NOW)


def test_the_password_link_dies_after_a_day_and_when_another_is_made(basile):
    old = issue_password_link(staff=basile.id, at=NOW)
    new = issue_password_link(staff=basile.id, at=NOW)
    with pytest.raises(LinkRefused):
        set_password_by_link(token=old, password=GOOD, at=NOW)
    with pytest.raises(LinkRefused):
        set_password_by_link(token=new, password=GOOD, at=NOW + timedelta(hours=24))


def test_a_weak_password_leaves_the_link_good(basile):
    link = issue_password_link(staff=basile.id, at=NOW)
    with pytest.raises(WeakPassword) as refused:
        set_password_by_link(token=link, password="motdepasse", at=NOW)
    assert refused.value.reasons
    set_password_by_link(token=link, password=GOOD, at=NOW)
