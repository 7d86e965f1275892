"""`recours mail deliver`, as a mail server's pipe calls it."""

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from recours.cli import main
from recours.complaints.models import Complaint
from recours.journeys import file_mail as filing
from recours.journeys.file_waiting_mail import file_waiting_mail
from recours.mailroom.models import Incoming
from tests.houses import ROOT
from tests.mailroom.post import ALICE, NOW, letter

FIELDS = [
    "file",
    "outcome",
    "reference",
    "sender",
    "subject",
    "text",
    "quoted",
    "attachments",
    "language",
    "reason",
]


def deliver(monkeypatch, capsys, *arguments, raw=b""):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    status = main.main(["mail", "deliver", *arguments])
    told = capsys.readouterr()
    return status, told.out.splitlines(), told.err


def pipe(house, raw, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "recours.cli.main", "mail", "deliver", *arguments],
        input=raw,
        env={**house.env, "LC_ALL": "C", "PYTHONIOENCODING": ""},
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.django_db
def test_a_message_says_in_one_line_what_became_of_it(monkeypatch, capsys):
    raw = letter(files=(("ticket.bin", b"ticket"),))
    status, lines, _ = deliver(monkeypatch, capsys, "--json", raw=raw)

    (told,) = map(json.loads, lines)
    assert status == 0
    assert list(told) == FIELDS
    assert (told["outcome"], told["sender"], told["subject"]) == ("new", ALICE, "Mes points")
    assert told["reference"] == Complaint.objects.get().reference
    assert "248 points" in told["text"]
    assert told["attachments"][0]["name"] == "ticket.bin"
    assert set(told["attachments"][0]) == {"name", "type", "size", "sha256"}


@pytest.mark.django_db
def test_files_are_delivered_one_by_one_and_a_missing_one_is_not_kept(
    monkeypatch, capsys, tmp_path
):
    good, same, gone = (tmp_path / name for name in ("good.eml", "same.eml", "gone.eml"))
    good.write_bytes(letter())
    same.write_bytes(letter())
    status, lines, errors = deliver(monkeypatch, capsys, "--json", str(good), str(gone), str(same))

    told = [json.loads(line) for line in lines]
    assert status == 75
    assert [line["file"] for line in told] == [str(good), str(same)]
    assert [line["outcome"] for line in told] == ["new", "duplicate"]
    assert told[1]["reference"] == told[0]["reference"]
    assert told[1]["text"] == told[0]["text"]
    assert "gone.eml" in errors


@pytest.mark.django_db
@pytest.mark.parametrize(("flag", "word"), [((), "réclamation"), (("--english",), "complaint")])
def test_a_person_reads_a_sentence(monkeypatch, capsys, flag, word):
    _, lines, _ = deliver(monkeypatch, capsys, *flag, raw=letter())

    assert word in lines[0]
    assert ALICE in lines[0]


@pytest.mark.django_db
def test_what_is_kept_and_cannot_be_filed_is_kept_all_the_same(monkeypatch, capsys):
    def fails(*_arguments):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(filing, "carry_out", fails)
        status, lines, _ = deliver(patch, capsys, "--json", raw=letter())

    assert status == 0
    assert json.loads(lines[0])["outcome"] == "pending"
    assert Incoming.objects.get().state == "pending"
    assert file_waiting_mail(at=NOW, limit=5) == 1
    assert Complaint.objects.count() == 1


@pytest.mark.django_db
def test_a_disk_that_is_full_keeps_the_message_at_the_mail_server(monkeypatch, capsys):
    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("recours.mailroom.models.RawMail.objects.bulk_create", full)
    status, lines, errors = deliver(monkeypatch, capsys, "--json", raw=letter())

    assert (status, lines) == (75, [])
    assert "No space left" in errors
    assert not Incoming.objects.exists()


@pytest.mark.slow
def test_a_pipe_without_a_language_keeps_accents_and_a_closed_door_is_75(house, tmp_path):
    done = pipe(house, letter("Où sont mes points ?"), "--json", "--from", "<>", "--to", "a@b.fr")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == "Où sont mes points ?"

    nowhere = type(house)(tmp_path / "never-set-up", "")
    assert pipe(nowhere, letter()).returncode == 75
    away = type(house)(house.folder, "postgresql://nobody@127.0.0.1:1/none")
    assert pipe(away, letter()).returncode == 75
    wrong = type(house)(house.folder, house.database_url, {"RECOURS_URL": "not an address"})
    assert pipe(wrong, letter()).returncode == 75
