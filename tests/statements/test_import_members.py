"""The list of members: identities go to people, and only their digest stays with the statements."""

import pytest

from recours.people.queries import member_by_card, member_card
from recours.statements import queries
from recours.statements.commands.import_members import import_members
from recours.statements.errors import FileRefused
from recours.statements.mapping import load_mapping
from recours.statements.sealing.shelf import home_of
from tests.statements.shop import AT

pytestmark = pytest.mark.django_db
HEADER = "member;card;first_name;last_name;email;joined_on"
ALICE = "M1;2934 0001 0017;Alice;Rivoire;alice.rivoire@exemple.invalid;2024-05-01"
PAUL = "M2;2934-0001-0025;Paul;Étienne;;2025-06-03"


@pytest.fixture
def take_members(write):
    def import_it(lines, **options):
        return import_members(
            path=write(lines, name="members.csv"),
            programme="cercle",
            mapping=load_mapping("", "members"),
            author="Basile Nguyen",
            at=AT,
            **options,
        )

    return import_it


def refusals(take_members, lines):
    with pytest.raises(FileRefused) as refusal:
        take_members(lines)
    return [(p.line, p.column, p.code) for p in refusal.value.report.problems]


def test_members_are_registered(take_members):
    report = take_members([HEADER, ALICE])

    assert (report.rows_in, report.rows_new, report.rows_known) == (1, 1, 0)
    assert member_by_card("cercle", "293400010017").first_name == "Alice"


def test_the_same_list_again_adds_nobody_and_no_batch(take_members):
    take_members([HEADER, ALICE])

    again = take_members([HEADER, ALICE])

    assert (again.rows_new, again.rows_known) == (0, 1)
    assert len(queries.batches("cercle", "members")) == 1


def test_a_corrected_list_rewrites_the_member(take_members):
    take_members([HEADER, ALICE])

    take_members([HEADER, ALICE.replace("Rivoire;", "Rivoire-Blanc;")])

    assert member_card("cercle", "M1").last_name == "Rivoire-Blanc"
    assert len(queries.batches("cercle", "members")) == 2


def test_no_identity_is_written_beside_the_statements(take_members):
    take_members([HEADER, ALICE, PAUL])

    assert [path.name for path in home_of("cercle", "members").iterdir()] == [".lock"]
    (batch,) = queries.batches("cercle", "members")
    assert batch.content_sha256


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([";1;a;b;;"], (2, "member", "empty")),
        (["M1;12$4;a;b;;"], (2, "card", "card_invalid")),
        (["M1;1;a;b;;31/31/2025"], (2, "joined_on", "not_date")),
        (["M1;1 2;a;b;;", "M2;1-2;a;b;;"], (3, "card", "card_twice")),
        (["M1;ab;a;b;;", "M2;AB;a;b;;"], (2, "card", "card_twice")),
    ],
)
def test_members_that_cannot_be_are_told_by_their_line(take_members, lines, expected):
    assert expected in refusals(take_members, [HEADER, *lines])
    assert queries.batches("cercle") == []


def test_a_card_that_another_member_holds_is_told_by_its_line(take_members):
    take_members([HEADER, ALICE])

    told = refusals(take_members, [HEADER, "M3;1;a;b;;", "M2;2934 0001 0017;a;b;;"])

    assert told == [(3, "card", "card_twice")]
    assert member_card("cercle", "M3") is None


def test_good_members_can_be_kept(take_members):
    report = take_members([HEADER, ALICE, ";x;y;z;;"], keep_good=True)

    assert (report.rows_in, report.rows_new, report.rows_rejected) == (2, 1, 1)
