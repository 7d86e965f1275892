"""The real sales of a British shop, 541,909 lines, in the folder that RECOURS_SHARED_DATA names."""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from recours.statements import queries
from recours.statements.errors import FileRefused

FOLDER = Path(os.environ.get("RECOURS_SHARED_DATA", "nowhere"))
FILE = FOLDER / "uci-online-retail" / "online_retail.parquet"
LINES = 541_909
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason="RECOURS_SHARED_DATA names no real retail file"),
]


@pytest.fixture
def take_retail(take):
    return lambda path, **options: take(
        path, programme="retail", mapping="uci-online-retail", **options
    )


@pytest.fixture(scope="module")
def as_csv(tmp_path_factory):
    path = tmp_path_factory.mktemp("retail") / "online_retail.csv"
    duckdb.read_parquet(str(FILE)).write_csv(str(path), header=True)
    return path


def test_every_line_of_the_real_file_is_taken(take_retail):
    report = take_retail(FILE)

    assert (report.rows_in, report.rows_new, report.rows_rejected) == (LINES, LINES, 0)
    assert dict(report.by_kind) == {"sale": 531_282, "cancellation": 9_288, "adjustment": 1_339}
    invoice = queries.purchase("retail", "536365")
    assert (invoice.member, invoice.total_cents, len(invoice.lines)) == ("17850", 13912, 7)
    assert invoice.occurred_at == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert queries.purchase("retail", "C536379").kind == "cancellation"
    bought = queries.purchases_of("retail", "17850")
    assert Counter(purchase.kind for purchase in bought) == {"sale": 34, "cancellation": 1}
    assert take_retail(FILE).rows_new == 0


def test_each_member_finds_every_line_whichever_file_holds_it(take_retail, settings):
    report = take_retail(FILE)
    manifest = json.loads((settings.DATA / report.folder / "manifest.json").read_bytes())
    bought = duckdb.read_parquet(str(FILE)).aggregate("CustomerID::VARCHAR AS m, count(*) AS n")
    expected = {member: lines for member, lines in bought.fetchall() if member}
    at_the_edges = [owner[1:] for owner in manifest["first_owners"] if owner.startswith("m")]
    members = [*sorted(expected)[::200], *at_the_edges, min(expected), max(expected)]

    assert len(manifest["first_owners"]) == 5
    for member in members:
        found = queries.purchases_of("retail", member)
        assert sum(len(purchase.lines) for purchase in found) == expected[member]


def test_the_same_file_seals_the_same_bytes_in_another_programme(take, take_retail, settings):
    first = take_retail(FILE)
    second = take(FILE, programme="again", mapping="uci-online-retail")

    files = [
        json.loads((settings.DATA / report.folder / "manifest.json").read_bytes())["files"]
        for report in (first, second)
    ]
    assert files[0] == files[1]


def test_the_same_sales_as_csv_are_the_same_facts(take_retail, as_csv):
    take_retail(FILE)

    assert take_retail(as_csv).rows_known == LINES


@pytest.mark.parametrize("damage", ["cut", "garbage", "values"])
def test_a_damaged_copy_is_refused_with_line_numbers_and_loses_nothing(
    take_retail, as_csv, tmp_path, damage
):
    content = as_csv.read_bytes()
    lines = content.split(b"\n")
    expected = {300_000}
    if damage == "cut":
        content = content[: len(content) // 2].rpartition(b",")[0]
        expected = {content.count(b"\n") + 1}
    elif damage == "garbage":
        lines[299_999] = bytes(range(256)).replace(b"\n", b"").replace(b"\r", b"")
    else:
        lines[299_999] = lines[299_999].replace(lines[299_999].split(b",")[4], b"yesterday")
    copy = tmp_path / "damaged.csv"
    copy.write_bytes(content if damage == "cut" else b"\n".join(lines))

    with pytest.raises(FileRefused) as refusal:
        take_retail(copy)

    assert {problem.line for problem in refusal.value.report.problems} == expected
    assert queries.batches("retail") == []
    assert take_retail(as_csv).rows_new == LINES
