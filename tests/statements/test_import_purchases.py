"""What an operator sees when a file of purchases is taken."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from recours.statements import queries
from recours.statements.models import ImportBatch
from recours.statements.sealing.shelf import home_of
from recours.trustlog.queries import entries
from tests.statements.shop import HEADER, LINES

pytestmark = pytest.mark.django_db


def test_every_line_of_a_good_file_is_taken(take):
    report = take([HEADER, *LINES])

    assert (report.rows_in, report.rows_new, report.rows_known, report.rows_rejected) == (
        6, 6, 0, 0,
    )  # fmt: skip
    assert dict(report.by_kind) == {"sale": 5, "return": 1}


def test_a_purchase_is_put_together_again_from_its_lines(take):
    report = take([HEADER, *LINES])

    (purchase,) = queries.purchase_by_receipt("cercle", "T-1")
    assert purchase.source_ref == "P1"
    assert purchase.member == "M1"
    assert purchase.total_cents == 340 + 1280 + 1280
    assert purchase.occurred_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)  # 10:00 in Paris
    assert [line.label for line in purchase.lines] == [
        "Pain de campagne", "Thé vert", "Thé vert",
    ]  # fmt: skip
    assert (purchase.batch, purchase.line_no) == (report.batch, 2)


def test_summer_time_is_one_hour_more(take):
    take([HEADER, "T;P;2026-07-01 10:00:00;Lyon;;A;;;1;1"])

    assert queries.purchase("cercle", "P").occurred_at == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_the_same_file_again_posts_nothing(take):
    take([HEADER, *LINES])

    again = take([HEADER, *LINES])

    assert (again.rows_new, again.rows_known, again.batch) == (0, 6, "")
    assert ImportBatch.objects.count() == 1


def test_a_file_with_three_more_lines_posts_three(take):
    take([HEADER, *LINES])
    more = [f"T-9;P9;2026-04-01 10:00:00;Lyon;M1;S{n};;;1;1,00" for n in range(3)]

    report = take([HEADER, *LINES, *more])

    assert (report.rows_new, report.rows_known) == (3, 6)
    assert len(queries.purchase("cercle", "P9").lines) == 3


def test_lines_in_another_order_post_nothing(take):
    take([HEADER, *LINES])

    assert take([HEADER, *reversed(LINES)]).rows_new == 0


def test_a_third_identical_line_is_one_more_fact(take):
    take([HEADER, *LINES])

    report = take([HEADER, LINES[1], *LINES])

    assert report.rows_new == 1
    assert len(queries.purchase("cercle", "P1").lines) == 4


def test_another_writing_of_the_same_facts_posts_nothing(take):
    take([HEADER, *LINES])
    header = "source_ref,receipt,occurred_at,store,member,sku,category,label,quantity,net"
    other = "P3,T-3,02/03/2026 09:15,Villeurbanne,M2,LAMP,home,Lampe de bureau,1,1234.5"

    assert take([header, other]).rows_known == 1


def test_purchases_are_found_by_shop_day_and_total(take):
    take([HEADER, *LINES])

    (found,) = queries.purchases_near(
        "cercle", store="Lyon Part-Dieu", on=date(2026, 3, 2), days=1, total_cents=340
    )
    assert found.source_ref == "P2"
    assert found.member is None
    near = {"on": date(2026, 3, 3), "days": 1, "total_cents": 340}
    assert queries.purchases_near("cercle", store="Lyon Part-Dieu", **near) == []
    assert queries.purchases_near("cercle", store=None, **near) == []
    assert queries.purchases_near("autre", store=None, **near) == []


def test_a_members_purchases_come_in_order_and_by_period(take):
    take([HEADER, *LINES])

    def refs(**period):
        return [purchase.source_ref for purchase in queries.purchases_of("cercle", "M1", **period)]

    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert refs() == ["P1", "P4"]
    assert refs(since=noon) == ["P4"]
    assert refs(until=noon) == ["P1"]
    assert queries.purchases_of("cercle", "M9") == []


def test_a_return_is_negative_and_says_so(take):
    take([HEADER, *LINES])

    returned = queries.purchase("cercle", "P4")
    assert (returned.kind, returned.total_cents) == ("return", -123450)


def test_two_shops_may_print_the_same_receipt_number(take):
    take([
        HEADER,
        "T-1;A1;2026-03-01 10:00:00;Lyon;;S;;;1;1",
        "T-1;B1;2026-03-01 10:00:00;Bron;;S;;;1;2",
    ])  # fmt: skip

    found = queries.purchase_by_receipt("cercle", "T-1")
    assert {purchase.store for purchase in found} == {"Lyon", "Bron"}
    assert queries.purchase("cercle", "T-1") is None


@pytest.mark.parametrize("typed", ["T-3", "t3", "T 3", " t.-3 "])
def test_a_receipt_number_is_found_however_it_is_typed(take, typed):
    take([HEADER, *LINES])

    (found,) = queries.purchase_by_receipt("cercle", typed)
    assert found.source_ref == "P3"


def test_the_number_as_printed_comes_before_those_that_look_like_it(take):
    take([
        HEADER,
        "1-11;A;2026-03-01 10:00:00;Lyon;;S;;;1;1",
        "11-1;B;2026-03-01 10:00:00;Lyon;;S;;;1;2",
    ])  # fmt: skip

    assert [p.source_ref for p in queries.purchase_by_receipt("cercle", "11-1")] == ["B"]
    assert [p.source_ref for p in queries.purchase_by_receipt("cercle", "111")] == ["A", "B"]


def test_a_receipt_is_its_reference_when_the_file_gives_one_number_only(take):
    take(["source_ref;occurred_at;net", "K1;2026-03-01;1,00"])

    (found,) = queries.purchase_by_receipt("cercle", "K1")
    assert found == queries.purchase("cercle", "K1")


def test_a_purchase_whose_lines_come_in_two_files_has_one_total(take):
    take([HEADER, *LINES])
    take([HEADER, "T-1;P1;2026-03-01 10:00:00;Lyon Part-Dieu;M1;BAG;;;1;1,00"])

    purchase = queries.purchase("cercle", "P1")
    assert purchase.total_cents == 3000
    near = {"store": "Lyon Part-Dieu", "on": date(2026, 3, 1), "days": 0}
    assert queries.purchases_near("cercle", **near, total_cents=3000) == [purchase]
    assert queries.purchases_near("cercle", **near, total_cents=2900) == []
    assert queries.purchases_near("cercle", **near, total_cents=100) == []


def test_one_programme_does_not_see_another(take):
    take([HEADER, *LINES])

    assert queries.purchase_by_receipt("autre", "T-1") == []
    assert queries.stores("autre") == []
    assert queries.stores("cercle") == ["Lyon Part-Dieu", "Villeurbanne"]


def test_the_batch_says_who_what_and_when_and_the_log_holds_its_digest(take):
    report = take([HEADER, *LINES])

    (card,) = queries.batches("cercle")
    assert (card.author, card.rows_new, card.number) == ("Basile Nguyen", 6, 1)
    assert card.content_sha256 == report.content_sha256
    assert (card.first, card.last) == (report.first, report.last)
    (entry,) = entries("import:cercle")
    assert entry.kind == "statements.batch_sealed"
    assert entry.body["content_sha256"] == report.content_sha256


def test_a_sealed_batch_can_be_neither_changed_nor_removed(take):
    take([HEADER, *LINES])

    for change in (
        lambda: ImportBatch.objects.update(author="somebody else"),
        lambda: ImportBatch.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_manifest_of_the_folder_has_the_digest_of_the_batch(take, settings):
    import hashlib  # noqa: PLC0415

    report = take([HEADER, *LINES])

    manifest = settings.DATA / report.folder / "manifest.json"
    assert hashlib.sha256(manifest.read_bytes()).hexdigest() == report.content_sha256
    assert queries.invariants(deep=True) == {
        "every sealed file is what was sealed": [],
        "no folder is without its row": [],
        "facts by API are counted": [],
    }


def test_a_changed_byte_in_a_sealed_file_is_told(take, settings):
    report = take([HEADER, *LINES])
    lines = settings.DATA / report.folder / "lines-00.parquet"
    content = bytearray(lines.read_bytes())
    content[100] ^= 1
    lines.write_bytes(content)

    (breach,) = queries.invariants(deep=True)["every sealed file is what was sealed"]
    assert "lines-00.parquet" in breach


def test_a_file_may_have_any_name(take, write):
    path = write([HEADER, *LINES], name="ventes [mars] d'été * ?.csv")

    assert take(path).rows_new == 6


def test_nothing_is_left_beside_the_sealed_folders(take):
    take([HEADER, *LINES])

    home = home_of("cercle", "purchases")
    names = sorted(path.name for path in home.iterdir())
    assert names[0] == ".lock"
    assert len(names) == 2
