"""Files that lie, break or attack: a line number for each fault, nothing posted, no traceback."""

import pytest

from recours.statements import queries
from recours.statements.models import ImportBatch
from tests.statements.shop import HEADER, LINES

pytestmark = pytest.mark.django_db
GOOD = [HEADER, *LINES]


def with_line(line):
    return [HEADER, LINES[0], line, *LINES[1:]]


def sale(**changes):
    """A sale on line 3 of a file, with some of its values changed."""
    values = dict(zip(HEADER.split(";"), LINES[4].split(";"), strict=True)) | changes
    return with_line(";".join(values.values()))


@pytest.fixture(autouse=True)
def _nothing_was_posted(request, db):
    yield
    if "refused" in request.fixturenames:
        assert not ImportBatch.objects.exists()
        assert queries.invariants(deep=True)["no folder is without its row"] == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("net", "", "empty"),
        ("net", "NaN", "not_amount"),
        ("net", "1e5", "not_amount"),
        ("net", "inf", "not_amount"),
        ("net", "0x10", "not_amount"),
        ("net", "١٢", "not_amount"),
        ("net", "12,345", "not_amount"),
        ("net", "1,234.50", "not_amount"),
        ("net", "12,", "not_amount"),
        ("net", ",5", "not_amount"),
        ("net", "--5", "not_amount"),
        ("net", "9" * 40, "not_amount"),
        ("net", "=1+1", "not_amount"),
        ("quantity", "1.5", "not_integer"),
        ("quantity", "1e3", "not_integer"),
        ("quantity", "9" * 30, "not_integer"),
        ("quantity", "３", "not_integer"),
        ("occurred_at", "2026-02-30 10:00:00", "not_date"),
        ("occurred_at", "yesterday", "not_date"),
        ("occurred_at", "infinity", "not_date"),
        ("occurred_at", "٢٠٢٦-03-01", "not_date"),
        ("occurred_at", "2027-03-02 09:15:00", "future"),
        ("occurred_at", "0026-03-02 09:15:00", "too_old"),
        ("occurred_at", "", "empty"),
        ("source_ref", "", "empty"),
        ("source_ref", "R" * 65, "too_long"),
        ("label", "x" * 200_000, "too_long"),
        ("label", "a\x00b", "strange_character"),
        ("label", "a\x1fb", "strange_character"),
        ("label", "a\x85b", "strange_character"),
        ("member", "M\u202e1", "strange_character"),
        ("label", "a\tb", "strange_character"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_line(refused, column, value, code):
    assert (3, column, code) in refused(sale(**{column: value}))


def test_every_reason_of_a_line_is_said_at_once(refused):
    assert refused(sale(net="x", quantity="y", occurred_at="z")) == [
        (3, "occurred_at", "not_date"),
        (3, "quantity", "not_integer"),
        (3, "net", "not_amount"),
    ]


def test_nuls_are_told_line_by_line(refused, write):
    content = "\n".join(GOOD).encode().replace(b"Lampe", b"Lam\x00pe")
    assert refused(write(content)) == [
        (6, "label", "strange_character"),
        (7, "label", "strange_character"),
    ]


def test_an_unclosed_quote_does_not_swallow_the_file(refused):
    told = refused(with_line('T-9;P9;2026-03-01;Lyon;M1;A;;"Thé;1;1,00'))
    assert told == [(3, "", "quote_open")]


def test_two_unclosed_quotes_are_two_faults(refused):
    bad = 'T-9;P9;2026-03-01;Lyon;M1;A;;"Thé;1;1,00'
    assert refused([HEADER, bad, LINES[0], bad, LINES[1]]) == [
        (2, "", "quote_open"),
        (4, "", "quote_open"),
    ]


def test_a_quote_after_which_text_goes_on_is_a_fault(refused):
    told = refused(with_line('T-9;P9;2026-03-01;Lyon;M1;A;;"Thé"vert;1;1,00'))
    assert told == [(3, "", "quote_open")]


def test_lines_with_too_few_or_too_many_values_are_told(refused):
    told = refused([HEADER, LINES[0], "a;b", LINES[1], LINES[2] + ";more"])
    assert told == [(3, "", "ragged"), (5, "", "ragged")]


def test_line_numbers_count_blank_lines(refused):
    assert refused([HEADER, "", LINES[0], "", "", "a;b"]) == [(6, "", "ragged")]


def test_line_numbers_count_the_lines_of_a_quoted_text(refused):
    long = 'T-9;P9;2026-03-01;Lyon;M1;A;;"Thé\nvert\nbio";1;1,00'
    assert refused([HEADER, long, LINES[0], sale(net="x")[2]]) == [(6, "net", "not_amount")]


def test_a_column_given_twice_is_told(refused):
    told = refused([HEADER + ";Net", *(f"{line};1" for line in LINES)])
    assert told == [(1, "net", "column_twice")]


def test_a_missing_column_is_told_with_those_found(take, write):
    from recours.statements.errors import FileRefused  # noqa: PLC0415
    from recours.statements.wording import labelled  # noqa: PLC0415

    with pytest.raises(FileRefused) as refusal:
        take(["source_ref;occurred_at;prix", "P1;2026-03-01;1,00"])

    missing, unknown = refusal.value.report.problems
    assert (missing.line, missing.column, missing.code) == (1, "net", "column_missing")
    assert (unknown.line, unknown.column, unknown.code) == (1, "prix", "column_unknown")
    assert labelled(missing, "fr") == (
        "Ligne 1, net : La colonne « net » manque. "
        "Colonnes trouvées : source_ref, occurred_at, prix."
    )


def test_an_unknown_column_is_not_silently_lost(refused):
    assert refused([HEADER + ";discuont", *(f"{line};1" for line in LINES)]) == [
        (1, "discuont", "column_unknown")
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   "])
def test_an_empty_file_is_refused(refused, write, content):
    assert refused(write(content))[0][2] == "file_empty"


def test_a_file_that_does_not_exist_is_refused(refused, tmp_path):
    assert refused(tmp_path / "absent.csv") == [(0, "", "file_missing")]


def test_a_file_cut_in_the_middle_is_refused_at_its_last_line(refused, write):
    content = "\n".join(GOOD).encode()
    assert refused(write(content[: content.rindex(b";")])) == [(7, "", "ragged")]


def test_garbage_lines_in_a_file_are_told(refused, write):
    lines = [line.encode() for line in GOOD]
    lines.insert(3, bytes(range(128, 256)))
    told = refused(write(b"\n".join(lines)))
    assert {line for line, _, _ in told} == {4}


def test_a_text_cut_in_the_middle_of_a_letter_is_told(refused, write):
    content = "\n".join(GOOD).encode().replace("Thé vert;2".encode(), b"Th\xc3 vert;2", 1)
    assert refused(write(content)) == [(3, "label", "strange_character")]


def test_one_reference_for_two_purchases_is_refused(refused):
    told = refused([
        HEADER,
        "7;7;2026-03-01 10:00:00;Lyon;M1;A;;;1;1",
        LINES[0],
        "7;7;2026-03-01 10:00:00;Bron;M1;A;;;1;1",
    ])  # fmt: skip
    assert told == [(2, "source_ref", "mixed_reference"), (4, "source_ref", "mixed_reference")]


def test_a_known_purchase_does_not_change_shop_or_member(take):
    from recours.statements.errors import FileRefused  # noqa: PLC0415

    take(GOOD)
    before = queries.purchase("cercle", "P1")

    with pytest.raises(FileRefused) as refusal:
        take([HEADER, LINES[0].replace("M1", "M2")])

    assert [p.code for p in refusal.value.report.problems] == ["known_otherwise"]
    assert queries.purchase("cercle", "P1") == before


def test_an_unknown_kind_is_told_with_those_that_exist(take):
    from recours.statements.errors import FileRefused  # noqa: PLC0415
    from recours.statements.wording import sentence  # noqa: PLC0415

    with pytest.raises(FileRefused) as refusal:
        take([HEADER + ";kind", LINES[0] + ";gift"])

    (problem,) = refusal.value.report.problems
    assert sentence(problem, "fr") == (
        "« gift » ne fait pas partie des valeurs admises : sale, return, cancellation, adjustment."
    )


def test_keeping_the_good_lines_accounts_for_every_line(take):
    report = take([*sale(net="x"), "a;b"], keep_good=True)

    assert (report.rows_in, report.rows_new, report.rows_rejected) == (8, 6, 2)
    assert [(p.line, p.code) for p in report.problems] == [(3, "not_amount"), (9, "ragged")]
    assert queries.purchase("cercle", "P1").line_no == 2
    assert [p.line_no for p in queries.purchases_of("cercle", "M2")] == [7]


def test_many_faults_are_counted_and_the_first_thousand_told(take):
    from recours.statements.errors import FileRefused  # noqa: PLC0415

    with pytest.raises(FileRefused) as refusal:
        take([HEADER, *(f"T;P{n};2026-03-01;Lyon;;A;;;1;x" for n in range(3000))])

    report = refusal.value.report
    assert report.rows_rejected == 3000
    assert [p.line for p in report.problems] == list(range(2, 1002))


@pytest.mark.parametrize("code", ["", "../etc", "Cercle", "a/b", "x" * 41, "é"])
def test_a_programme_code_never_leaves_its_folder(take, code):
    from recours.statements.errors import BadProgrammeCode  # noqa: PLC0415

    with pytest.raises(BadProgrammeCode):
        take(GOOD, programme=code)
