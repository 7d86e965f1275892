"""A real antivirus: what it has not seen stays shut, what it finds is set apart, now or later."""

import io
import zipfile
from datetime import timedelta

import pytest

from recours.correspondence import antivirus, queries
from recours.correspondence.commands.ask_inspections import ask_inspections
from recours.correspondence.commands.inspect_files import inspect_files
from recours.correspondence.commands.keep_file import keep_file
from recours.correspondence.commands.recheck_files import recheck_files
from recours.correspondence.errors import AntivirusAway, FileWithheld
from recours.correspondence.file_cards import attachment_view, files_waiting, read_original
from recours.correspondence.models import Inspection
from recours.jobs.models import Job
from tests.clamd import EICAR, LATER, clamd, free_port
from tests.correspondence.casting import AT, CASE

__all__ = ["clamd"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(data_folder):
    """Every test keeps its own files."""


def kept(data, name="piece.txt", about=CASE):
    return keep_file(data=data, name=name, about=about, at=AT).id


def in_a_zip(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("facture.txt", data)
    return out.getvalue()


def test_a_file_is_shut_until_the_antivirus_has_answered(clamd):
    key = kept(b"Mon ticket")
    assert (attachment_view(key).verdict, attachment_view(key).opens) == ("pending", False)
    with pytest.raises(FileWithheld):
        read_original(attachment_view(key))

    assert inspect_files(at=AT) == 1

    assert attachment_view(key).verdict == "clean"
    assert read_original(attachment_view(key)) == b"Mon ticket"


def test_a_virus_in_an_archive_is_set_apart_and_said_on_the_case(clamd):
    key = kept(in_a_zip(EICAR), "facture.zip")

    inspect_files(at=AT)

    view = attachment_view(key)
    assert (view.verdict, view.opens) == ("infected", False)
    assert "Eicar-Test" in view.found
    [note] = queries.thread(CASE)
    assert (note.audience, note.author) == ("internal", "Recours")
    assert "facture.zip" in note.text


def test_the_same_virus_in_two_cases_is_said_on_both(clamd):
    other = "R-2026-04818-I"
    kept(in_a_zip(EICAR), "a.zip")
    kept(in_a_zip(EICAR), "b.zip", about=other)

    inspect_files(at=AT)

    assert len(queries.thread(CASE)) == 1
    assert inspect_files(at=AT) == 0


def test_while_the_antivirus_is_away_the_file_waits_and_nothing_else_does(settings):
    settings.CLAMD = f"tcp://127.0.0.1:{free_port()}"
    key = kept(b"Mon ticket")  # the case is filed all the same

    assert inspect_files(at=AT) == 0
    assert not attachment_view(key).opens
    later = AT + timedelta(seconds=16)
    assert inspect_files(at=AT + timedelta(seconds=1)) == 0
    assert ask_inspections(at=later)
    assert ask_inspections(at=later)
    asked = Job.objects.filter(kind="correspondence.inspect_files", enqueued_at=later)
    assert asked.count() == 1
    for hour in range(1, 200):
        inspect_files(at=AT + timedelta(hours=hour))
    row = Inspection.objects.get()
    assert (row.verdict, row.tries) == ("pending", 200)
    assert row.next_try_at == AT + timedelta(hours=199, minutes=15)
    assert files_waiting()["pending"] == 1


def test_it_opens_when_the_antivirus_is_back(clamd):
    clamd.stop()
    key = kept(b"Mon ticket")
    assert inspect_files(at=AT) == 0

    clamd.start()

    assert inspect_files(at=AT + timedelta(minutes=1)) == 1
    assert attachment_view(key).opens


def test_a_verdict_that_changes_shuts_the_file_again(clamd):
    key = kept(LATER, "facture.txt")
    inspect_files(at=AT)
    assert attachment_view(key).opens
    clamd.stop()
    clamd.teach(LATER, "Facture-Mauvaise")
    assert recheck_files(at=AT + timedelta(days=1)) == 0  # away: what was thought good stays
    assert attachment_view(key).opens
    clamd.start()

    assert recheck_files(at=AT + timedelta(days=1)) == 1

    assert attachment_view(key).verdict == "infected"
    assert "Facture-Mauvaise" in queries.thread(CASE)[0].text


def test_files_from_before_the_antivirus_are_checked(settings, clamd):
    settings.CLAMD = ""
    key, bad = kept(b"Mon ticket"), kept(in_a_zip(EICAR), "b.zip")
    Inspection.objects.filter(sha256=attachment_view(key).sha256).delete()  # from before the table
    assert attachment_view(key).verdict == "unscanned"
    settings.CLAMD = clamd.url

    recheck_files(at=AT)
    inspect_files(at=AT)

    assert attachment_view(key).verdict == "clean"
    assert attachment_view(bad).verdict == "infected"


def test_it_answers_over_a_local_socket_too(settings, clamd):
    settings.CLAMD = f"unix:{clamd.socket}"

    assert antivirus.answers().startswith("ClamAV")
    assert antivirus.inspect(b"Mon ticket") == antivirus.Finding()
    assert antivirus.inspect(EICAR).found.startswith("Eicar-Test")


def test_more_than_it_takes_cannot_be_told(clamd):
    assert antivirus.inspect(b"a" * 21_000_000).too_large


def test_an_answer_nobody_understands_opens_nothing():
    for said in ("", "stream: ", "stream: perhaps", "UNKNOWN COMMAND", "stream: OKAY"):
        with pytest.raises(AntivirusAway):
            antivirus._understood(said, sent=True)  # noqa: SLF001  # what a broken server could say
    with pytest.raises(AntivirusAway):
        antivirus._understood("stream: OK", sent=False)  # noqa: SLF001
