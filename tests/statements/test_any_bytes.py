"""Whatever the bytes of a file, the answer is a report or a refusal: never anything else."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recours.statements.commands.preview_statements import preview_statements
from recours.statements.errors import FileRefused
from recours.statements.mapping import load_mapping
from tests.statements.shop import AT, HEADER, LINES

pytestmark = pytest.mark.django_db
SETTINGS = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
GOOD = "\r\n".join([HEADER, *LINES, ""]).encode()
JSON = b'{"source_ref": "P", "occurred_at": "2026-03-01", "net": "1,00", "label": "\\u00e9"}\n' * 3
CHUNKS = [
    b"", b'"', b'""', b";", b",", b"\n", b"\r", b"\r\n", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xe9", b"\xc3\xa9", b"\\", b"'", b"{", b"}", b"[", b"NaN", b"1e5", b"-", b"%s", b"#", b" ",
    b"PAR1", b"PK\x03\x04", b"\x1f", b"\t", b"\xe2\x80\xae", "１２".encode(), b"x" * 70_000,
]  # fmt: skip


@st.composite
def damaged(draw):
    content = bytearray(draw(st.sampled_from([GOOD, JSON])))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content)))
        end = min(len(content), place + draw(st.integers(0, 12)))
        content[place:end] = draw(st.sampled_from(CHUNKS) | st.binary(max_size=4))
    return bytes(content)


@SETTINGS
@given(content=st.binary(max_size=300) | damaged())
def test_any_bytes_are_read_or_refused(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)

    try:
        report = preview_statements(
            path=path, programme="cercle", mapping=load_mapping("", "purchases"), at=AT
        )
    except FileRefused as refusal:
        report = refusal.report
    assert report.problems or not report.rows_rejected
    assert len({p.line for p in report.problems}) <= report.rows_rejected or not report.rows_in
    assert report.rows_in == report.rows_new + report.rows_known + report.rows_rejected


@SETTINGS
@given(changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12))
def test_any_change_in_a_parquet_is_read_or_refused(tmp_path, changes):
    path = tmp_path / "sales.parquet"
    query = "SELECT 'P' || n AS source_ref, DATE '2026-03-01' AS occurred_at, n AS net"
    duckdb.sql(f"{query} FROM range(3000) r(n)").write_parquet(str(path), row_group_size=2048)
    content = bytearray(path.read_bytes())
    for place, byte in changes:
        content[-1 - place % len(content)] = byte
    path.write_bytes(content)

    try:
        report = preview_statements(
            path=path, programme="cercle", mapping=load_mapping("", "purchases"), at=AT
        )
    except FileRefused as refusal:
        report = refusal.report
    assert report.problems or report.rows_in == 3000
