"""The same sales, however the operator's tools wrote them."""

import codecs
import json
from datetime import UTC, datetime

import duckdb
import pytest

from recours.statements import queries
from tests.statements.shop import HEADER, LINES
from tests.statements.workbooks import day, formula, write_workbook

pytestmark = pytest.mark.django_db
TABLE = [line.split(";") for line in [HEADER, *LINES]]


MANY = (
    "SELECT md5(n::VARCHAR) AS source_ref, DATE '2026-03-01' AS occurred_at, n AS net "
    "FROM range(50000) r(n)"
)


def write_parquet(path, query):
    relation = duckdb.sql(query)
    relation.write_parquet(str(path), compression="snappy", row_group_size=10_240)


def total(programme="cercle"):
    return sum(
        purchase.total_cents
        for reference in ("P1", "P2", "P3", "P4")
        if (purchase := queries.purchase(programme, reference))
    )


def notices(report):
    return {notice.code: dict(notice.details) for notice in report.notices}


@pytest.mark.parametrize(
    ("encoding", "mark", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("windows-1252", b"", "windows-1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_found(take, write, encoding, mark, found, end):
    text = end.join([HEADER, *LINES, ""])

    report = take(write(mark + text.encode(encoding)))

    assert report.rows_new == 6
    assert notices(report)["csv_form"]["encoding"] == found
    assert queries.purchase("cercle", "P1").lines[1].label == "Thé vert"
    assert queries.purchase("cercle", "P3").line_no == 6


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_right_whatever_the_line_ends(refused, write, end):
    text = end.join([HEADER, *LINES, LINES[0].replace("3,40", "x"), ""])

    assert refused(write(text.encode())) == [(8, "net", "not_amount")]


def test_mixed_line_ends_are_read_line_by_line(take, write):
    text = HEADER + "\r\n" + "\n".join(LINES[:3]) + "\r\n" + "\r".join(LINES[3:])

    assert take(write(text.encode())).rows_new == 6
    assert queries.purchase("cercle", "P3").line_no == 6


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(take, write, delimiter):
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in TABLE]

    report = take(write("\n".join(lines).encode()))

    assert report.rows_new == 6
    assert notices(report)["csv_form"]["delimiter"] == {"\t": "tab"}.get(delimiter, delimiter)
    assert total() == 2900 + 340 + 123450 - 123450


@pytest.mark.parametrize(
    "written",
    ["1234,50", "1234.50", "1234,5", "1 234,50", "1\u00a0234,50", "1\u202f234,50", " 1234,50 "],
)
def test_an_amount_is_read_as_it_is_written(take, written):
    take([HEADER, f"T;P3;2026-03-01;Lyon;;A;;;1;{written}"])

    assert queries.purchase("cercle", "P3").total_cents == 123450


@pytest.mark.parametrize(
    ("written", "cents"),
    [("99999999999,99", 9999999999999), ("-99999999999.99", -9999999999999), ("0", 0), ("+1", 100),
     ("999 999 999 999,99", 99999999999999), ("0,01", 1), ("-0,01", -1), ("007", 700)],
)  # fmt: skip
def test_amounts_are_exact_to_the_last_cent(take, written, cents):
    take([HEADER, f"T;P3;2026-03-01;Lyon;;A;;;1;{written}"])

    assert queries.purchase("cercle", "P3").total_cents == cents


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01 10:00:00",
        "2026-03-01T10:00",
        "2026-03-01T10:00:00.000",
        "2026-03-01 10:00:00+01:00",
        "2026-03-01T09:00:00Z",
        "01/03/2026 10:00",
        "1/3/2026 10:00:00",
        "01.03.2026 10:00",
        "20260301100000",
    ],
)
def test_dates_are_read_in_the_operators_time(take, written):
    take([HEADER, f"T;P;{written};Lyon;;A;;;1;1", "T;Q;2026-03-01;Lyon;;A;;;1;1"][:2])

    assert queries.purchase("cercle", "P").occurred_at == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_day_that_could_be_a_month_is_said(take):
    report = take([HEADER, "T;P;03/04/2026 10:00;Lyon;;A;;;1;1"])

    assert notices(report)["dates_unsure"] == {"column": "occurred_at"}
    assert queries.purchase("cercle", "P").occurred_at.month == 4


def test_a_day_beyond_twelve_settles_the_order(take):
    sure = [HEADER, "T;P;03/04/2026 10:00;Lyon;;A;;;1;1", "T;Q;03/25/2026 10:00;Lyon;;A;;;1;1"]
    report = take(sure)

    assert "dates_unsure" not in notices(report)
    assert queries.purchase("cercle", "P").occurred_at.month == 3


def test_quoted_texts_keep_their_quotes_delimiters_and_lines(take):
    line = 'T;P;2026-03-01;Lyon;;A;;"Sac ""chic""; grand\nmodèle";1;1'
    take([HEADER, line, LINES[0]])

    assert queries.purchase("cercle", "P").lines[0].label == 'Sac "chic"; grand modèle'
    assert queries.purchase("cercle", "P1").line_no == 4


def test_an_inch_sign_is_not_a_quote(take):
    take([HEADER, 'T;P;2026-03-01;Lyon;;A;;Vinyle 12" noir;1;1'])

    assert queries.purchase("cercle", "P").lines[0].label == 'Vinyle 12" noir'


def test_column_names_are_found_whatever_their_order_and_capitals(take):
    take(["Net , SOURCE_REF,occurred_at", "1.00,P,2026-03-01"])

    assert queries.purchase("cercle", "P").total_cents == 100


def test_a_delimiter_at_the_end_of_every_line_is_an_unnamed_column(take):
    report = take([f"{line};" for line in [HEADER, *LINES]])

    assert report.rows_new == 6
    assert notices(report)["columns_unnamed"] == {"count": "1"}


def test_json_lines_keep_amounts_exact(take, write):
    rows = [dict(zip(TABLE[0], row, strict=True)) for row in TABLE[1:]]
    text = "\n".join(json.dumps(row) for row in rows).replace('"3,40"', "3.40")

    assert take(write(text.encode(), name="sales.jsonl")).rows_new == 6
    assert total() == 2900 + 340


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ('{"source_ref": "P", "occurred_at": "2026-03-01", "net": 1e5}', "net", "not_amount"),
        ('{"source_ref": "P", "occurred_at": "2026-03-01", "net": NaN}', "net", "not_amount"),
        ('{"source_ref": "P", "occurred_at": "2026-03-01", "net": true}', "net", "not_amount"),
        ('{"source_ref": "P", "occurred_at": "2026-03-01", "net": 0.30000000000000004}',
         "net", "not_amount"),
        ('{"source_ref": "P", "occurred_at": "2026-03-01", "net": {"a": 1}}', "", "not_json"),
        ('{"source_ref": "P", "source_ref": "Q", "net": 1}', "", "not_json"),
        ('{"source_ref": "P"', "", "not_json"),
        ("[" * 100_000, "", "not_json"),
        ("null", "", "not_json"),
        ('{"source_ref": "P\\u0000", "occurred_at": "2026-03-01", "net": 1}',
         "source_ref", "strange_character"),
    ],
)  # fmt: skip
def test_bad_json_is_told_by_its_line(refused, write, line, column, code):
    good = '{"source_ref": "A", "occurred_at": "2026-03-01", "net": "1,00"}'
    assert (3, column, code) in refused(write(f"{good}\n\n{line}\n{good}\n".encode()))


def test_a_column_that_appears_late_in_json_lines_is_told(refused, write):
    good = '{"source_ref": "A%d", "occurred_at": "2026-03-01", "net": "1,00"}\n'
    text = "".join(good % n for n in range(1001)) + good.replace("{", '{"prix": 1, ') % 0
    assert refused(write(text.encode())) == [(1002, "prix", "column_unknown")]


def test_parquet_is_read_exactly(take, tmp_path):
    path = tmp_path / "sales.parquet"
    write_parquet(
        path,
        "SELECT 'P' || n AS source_ref, TIMESTAMP '2026-03-01 10:00' AS occurred_at, "
        "19.99::DECIMAL(12, 4) AS net, 'M1' AS member FROM range(3) r(n)",
    )

    assert take(path).rows_new == 3
    assert queries.purchase("cercle", "P2").total_cents == 1999
    assert queries.purchase("cercle", "P2").line_no == 3


def test_a_parquet_column_of_floats_is_said(take, tmp_path):
    path = tmp_path / "sales.parquet"
    write_parquet(
        path, "SELECT 'P' AS source_ref, DATE '2026-03-01' AS occurred_at, 19.99::DOUBLE AS net"
    )

    assert notices(take(path))["float_column"] == {"column": "net"}
    assert queries.purchase("cercle", "P").total_cents == 1999


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_a_cut_parquet_is_refused(refused, tmp_path, keep):
    path = tmp_path / "sales.parquet"
    write_parquet(path, MANY)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])

    assert refused(path) == [(0, "", "parquet_cut")]


def test_the_lost_lines_of_a_parquet_are_told(take, tmp_path):
    from recours.statements.errors import FileRefused  # noqa: PLC0415

    path = tmp_path / "sales.parquet"
    write_parquet(path, MANY)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = b"\xff" * 4000
    path.write_bytes(content)

    with pytest.raises(FileRefused) as refusal:
        take(path)

    (problem,) = refusal.value.report.problems
    assert problem.code == "parquet_lost"
    first, last = (int(dict(problem.details)[name]) for name in ("first", "last"))
    assert 10240 < first == problem.line < last < 40960


def test_a_workbook_gives_its_first_sheet(take, tmp_path):
    rows = [TABLE[0], *([*row[:8], int(row[8]), row[9]] for row in TABLE[1:])]
    path = write_workbook(tmp_path / "sales.xlsx", {"Ventes": rows, "Notes": [["rien"]]})

    report = take(path)

    assert report.rows_new == 6
    assert notices(report)["xlsx_sheets"] == {"sheet": "Ventes", "others": "Notes"}
    assert queries.purchase("cercle", "P1").total_cents == 2900
    assert queries.purchase("cercle", "P3").line_no == 6


def test_numbers_and_dates_of_a_workbook_are_what_it_shows(take, tmp_path):
    rows = [
        ["source_ref", "occurred_at", "net"],
        ["P", day(46082.4166666667), 12.34],
        ["Q", day(46082), 0.1 + 0.2],
        [536365, day(46082), 5],
    ]
    take(write_workbook(tmp_path / "sales.xlsx", {"Ventes": rows}))

    assert queries.purchase("cercle", "P").occurred_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert queries.purchase("cercle", "P").total_cents == 1234
    assert queries.purchase("cercle", "Q").total_cents == 30
    assert queries.purchase("cercle", "536365").total_cents == 500


def test_a_table_that_begins_lower_in_the_sheet_keeps_its_line_numbers(take, tmp_path):
    header = ["", "source_ref", "occurred_at", "net"]
    rows = [[], [], header, [], ["", "P", "2026-03-01", 1]]
    take(write_workbook(tmp_path / "sales.xlsx", {"Ventes": rows}))

    assert queries.purchase("cercle", "P").line_no == 5


def test_a_workbook_of_the_1904_calendar_is_right_too(take, tmp_path):
    rows = [["source_ref", "occurred_at", "net"], ["P", day(46082 - 1462), 1]]
    take(write_workbook(tmp_path / "sales.xlsx", {"Ventes": rows}, epoch_1904=True))

    assert queries.purchase("cercle", "P").occurred_at.date().isoformat() in {
        "2026-02-28", "2026-03-01",
    }  # fmt: skip


def test_formulas_give_their_last_value_and_a_warning(take, tmp_path):
    rows = [["source_ref", "occurred_at", "net"], ["P", "2026-03-01", formula("2*3", 6)]]

    report = take(write_workbook(tmp_path / "sales.xlsx", {"Ventes": rows}))

    assert "xlsx_formulas" in notices(report)
    assert queries.purchase("cercle", "P").total_cents == 600


def test_a_hidden_sheet_is_not_taken_for_the_sales(take, tmp_path):
    rows = [["source_ref", "occurred_at", "net"], ["P", "2026-03-01", 1]]
    book = {"Caché": [["x"]], "Ventes": rows}

    report = take(write_workbook(tmp_path / "sales.xlsx", book, hidden=("Caché",)))

    assert notices(report)["xlsx_sheets"]["sheet"] == "Ventes"


def test_merged_cells_are_said(take, tmp_path):
    rows = [["source_ref", "occurred_at", "net"], ["P", "2026-03-01", 1]]
    merged = '<mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells>'

    report = take(write_workbook(tmp_path / "sales.xlsx", {"V": rows}, after=merged))

    assert notices(report)["xlsx_merged"] == {"count": "1"}


def test_empty_rows_at_the_end_of_a_workbook_are_nothing(take, tmp_path):
    rows = [["source_ref", "occurred_at", "net"], ["P", "2026-03-01", 1], *([["", ""]] * 20_000)]

    assert take(write_workbook(tmp_path / "sales.xlsx", {"V": rows})).rows_in == 1


def test_a_document_type_in_a_workbook_is_refused(refused, tmp_path):
    rows = [["source_ref", "occurred_at", "net"], ["P", "2026-03-01", 1]]
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    path = write_workbook(tmp_path / "sales.xlsx", {"V": rows}, before=bomb)

    assert refused(path) == [(0, "", "xlsx_doctype")]


def test_a_workbook_that_would_fill_the_memory_is_refused(refused, tmp_path):
    rows = [["source_ref", "occurred_at", "net"]]
    path = write_workbook(tmp_path / "s.xlsx", {"V": rows}, after="<!--" + " " * (80 << 20) + "-->")

    assert refused(path) == [(0, "", "xlsx_too_big")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a workbook", "xlsx_unreadable"),
        (b"\xd0\xcf\x11\xe0 old excel", "form_unknown"),
        (b"PAR1 not a parquet", "parquet_cut"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(refused, write, content, code):
    assert refused(write(content))[0][2] == code
