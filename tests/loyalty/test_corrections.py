"""Corrections leave in a file written once, and are closed by the operator's next statement."""

import csv
from datetime import date, timedelta

import pytest

from recours.kernel.states import ForbiddenMove
from recours.loyalty import queries
from recours.loyalty.commands.approve_correction import approve_correction
from recours.loyalty.commands.confirm_corrections import confirm_corrections
from recours.loyalty.commands.export_corrections import COLUMNS, export_corrections
from recours.loyalty.commands.restore_points import restore_points
from recours.loyalty.errors import ApprovedByItsAuthor, CorrectionFileChanged, UnknownCorrection
from recours.loyalty.models import CorrectionFile
from recours.trustlog import queries as log
from tests.loyalty.bellerive import BASILE, CHLOE, NOW, moved

pytestmark = pytest.mark.django_db
CASE = "R-2026-04817-K/1"
REFERENCE = f"COR-{CASE}"


def restore(source=CASE, **changes):
    arguments = {
        "programme": "bellerive",
        "member": "m-alice",
        "points": 248,
        "expires_on": date(2028, 12, 31),
        "source": source,
        "reason": "complaint",
        "actor": BASILE,
        "at": NOW,
        "purchase": "P-1",
    }
    return restore_points(**(arguments | changes))


def export(folder, at=NOW):
    return export_corrections(programme="bellerive", folder=folder, at=at)


def state(reference=REFERENCE):
    return next(c.state for c in queries.corrections("bellerive") if c.reference == reference)


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_file_says_who_gets_what_and_why(bellerive, tmp_path):
    restore()

    done = export(tmp_path / "corrections")

    [path] = done.files
    assert (done.corrections, done.points) == (1, 248)
    assert rows(path) == [
        dict(
            zip(
                COLUMNS,
                [REFERENCE, "m-alice", "248", "2028-12-31", "P-1", "complaint", "2026-11-21"],
                strict=True,
            )
        )
    ]
    assert state() == "exported"
    assert [entry.kind for entry in log.entries("bellerive:m-alice")] == [
        "correction.made",
        "correction.exported",
    ]


def test_a_correction_is_in_one_file_ever(bellerive, tmp_path):
    restore()
    first = export(tmp_path)
    restore("R-2026-04818-A/1", member="m-paul")

    second = export(tmp_path, at=NOW + timedelta(days=1))
    third = export(tmp_path, at=NOW + timedelta(days=2))

    assert [row["member"] for row in rows(second.files[0])] == ["m-paul"]
    assert (len(first.files), len(second.files), third.files) == (1, 1, ())
    assert len(list(tmp_path.glob("*.csv"))) == 2


def test_a_file_a_crash_left_unwritten_is_written_at_the_next_export(bellerive, tmp_path):
    restore()
    [path] = export(tmp_path).files
    content = path.read_bytes()
    path.unlink()
    CorrectionFile.objects.update(written_at=None)  # as if killed before the file

    assert [p.name for p in export(tmp_path).files] == [path.name]
    assert path.read_bytes() == content


def test_a_file_of_that_name_with_another_content_is_never_overwritten(bellerive, tmp_path):
    restore()
    [path] = export(tmp_path).files
    path.write_text("autre chose")
    CorrectionFile.objects.update(written_at=None)

    with pytest.raises(CorrectionFileChanged):
        export(tmp_path)
    assert path.read_text() == "autre chose"


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"])
def test_no_cell_is_a_formula(bellerive, tmp_path, text):
    restore(reason=text, member=text, purchase=text)

    [row] = rows(export(tmp_path).files[0])

    assert all(row[column].startswith("'") for column in ("reason", "member", "purchase"))
    assert "\r" not in "".join(row.values())


def test_the_next_statement_confirms_the_correction(bellerive, tmp_path):
    restore()
    export(tmp_path)
    moved("X-9", NOW, 248, kind="restored", purchase=REFERENCE)

    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == (REFERENCE,)
    [card] = queries.corrections("bellerive", state="confirmed")
    assert (card.confirmed_by, card.confirmed_at) == ("X-9", NOW)
    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == ()
    assert queries.balance("bellerive", "m-alice") == 248


def test_a_reference_inside_a_longer_text_is_found_and_a_longer_reference_is_not(
    bellerive, tmp_path
):
    restore()
    export(tmp_path)
    moved("AJUST COR-R-2026-04817-K/12", NOW, 248, kind="adjusted")
    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == ()

    moved(f"AJUST {REFERENCE} du 22", NOW, 248, kind="adjusted")
    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == (REFERENCE,)


def test_another_number_of_points_is_contested_until_it_is_right(bellerive, tmp_path):
    restore()
    export(tmp_path)
    moved(f"{REFERENCE}", NOW, 200, kind="adjusted")

    assert confirm_corrections(programme="bellerive", at=NOW).contested == (REFERENCE,)
    assert queries.corrections("bellerive")[0].contested_because.startswith("200 points")
    assert confirm_corrections(programme="bellerive", at=NOW).contested == ()

    moved("X-10", NOW + timedelta(hours=1), 48, kind="adjusted", purchase=REFERENCE)
    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == (REFERENCE,)


def test_points_earned_by_a_purchase_confirm_nothing(bellerive, tmp_path):
    restore()
    export(tmp_path)
    moved("X-9", NOW, 248, kind="earned", purchase=REFERENCE)

    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == ()


def test_what_is_not_exported_is_not_confirmed(bellerive):
    restore()
    moved("X-9", NOW, 248, kind="restored", purchase=REFERENCE)

    assert confirm_corrections(programme="bellerive", at=NOW).confirmed == ()


def test_a_proposed_correction_waits_for_a_second_person(bellerive, tmp_path):
    restore(approved=False)
    assert export(tmp_path).files == ()

    with pytest.raises(ApprovedByItsAuthor):
        approve_correction(correction=REFERENCE, actor=BASILE, at=NOW)
    approve_correction(correction=REFERENCE, actor=CHLOE, at=NOW)

    assert export(tmp_path).corrections == 1
    with pytest.raises(ForbiddenMove):
        approve_correction(correction=REFERENCE, actor=CHLOE, at=NOW)
    with pytest.raises(UnknownCorrection):
        approve_correction(correction="COR-X", actor=CHLOE, at=NOW)
