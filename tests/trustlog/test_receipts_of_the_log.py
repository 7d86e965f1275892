"""From what was told to the files a customer keeps, and what an outsider makes of them."""

import json
import subprocess
import sys

import pytest

from recours.kernel.receipts import leaf_of, verify_receipt
from recours.trustlog.commands.sequence import sequence
from recours.trustlog.queries import entries, log_public_key, receipt_for
from tests.houses import ROOT
from tests.trustlog.telling import AT, COMPLAINT, tell, tell_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(log):
    """The receipt of a complaint whose records came in two batches, among those of others."""
    tell_many(300)
    tell(COMPLAINT, "complaint.lodged", "complaint.decided", first=True)
    sequence(at=AT)
    tell_many(5, name="later")
    tell(COMPLAINT, "points.restored")
    sequence(at=AT)
    return receipt_for(COMPLAINT)


@pytest.fixture
def files(receipt, tmp_path):
    """The two files, as downloaded."""
    paths = tmp_path / receipt.file_name, tmp_path / receipt.proof_name
    paths[0].write_bytes(receipt.data)
    paths[1].write_text(receipt.proof_text)
    return paths


def verify(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as an outsider would: no folder, no database, no settings."""
    return subprocess.run(
        [sys.executable, "-m", "recours.cli.main", "receipt", "verify", *map(str, arguments)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_receipt_holds_every_record_and_verifies(receipt):
    assert (receipt.file_name, receipt.proof_name) == (
        "R-2026-04817-K.recours.json",
        "R-2026-04817-K.tlog-proof",
    )
    assert receipt.is_ready
    assert [one["record"]["seq"] for one in receipt.document["entries"]] == [1, 2, 3]
    vkey = log_public_key()
    assert verify_receipt(receipt.data, proof_text=receipt.proof_text, vkey=vkey).ok


def test_the_receipt_says_the_places_that_the_records_have(receipt):
    assert [one["index"] for one in receipt.document["entries"]] == [
        card.index for card in entries(COMPLAINT)
    ]


def test_nothing_is_told_of_other_people(receipt):
    assert b"later-" not in receipt.data
    assert b"R-299" not in receipt.data


def test_a_record_that_waits_delays_the_receipt_and_is_named(log):
    assert receipt_for(COMPLAINT) is None
    tell(COMPLAINT, "complaint.lodged", first=True)
    assert receipt_for(COMPLAINT).pending == (1,)
    sequence(at=AT)
    tell(COMPLAINT, "complaint.decided", "points.restored")
    waiting = receipt_for(COMPLAINT)
    assert (waiting.is_ready, waiting.pending, waiting.data) == (False, (2, 3), b"")
    sequence(at=AT)
    assert receipt_for(COMPLAINT).is_ready


def test_the_ledger_of_a_member_has_a_receipt_whose_name_is_a_file_name(log):
    tell("fidelite:M/1")
    sequence(at=AT)
    assert receipt_for("fidelite:M/1").file_name == "fidelite-M-1.recours.json"


def test_an_outsider_verifies_the_two_files(files):
    done = verify(files[0], "--proof", files[1], "--key", log_public_key())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Oui")
    assert "recours.invalid/log" in done.stdout
    assert done.stdout.count("  ok  ") == 8


def test_the_answer_exists_in_english_and_for_programs(files):
    done = verify(files[0], "--key", log_public_key(), "--english")
    assert done.stdout.startswith("Yes: this receipt is genuine.")
    done = verify(files[0], "--key", log_public_key(), "--json")
    assert json.loads(done.stdout)["reason"] == "verified"


def test_the_proof_alone_verifies_the_last_leaf(files, receipt):
    leaf = leaf_of(bytes.fromhex(receipt.document["entries"][-1]["commitment"])).hex()
    done = verify(files[1], "--leaf", leaf, "--key", log_public_key())
    assert (done.returncode, done.stdout[:3]) == (0, "Oui")
    done = verify(files[1], "--leaf", leaf[:-1] + "0" + leaf[-1], "--key", log_public_key())
    assert done.returncode == 1
    done = verify(files[1], "--key", log_public_key())
    assert (done.returncode, "--leaf" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"points": 248', b'"points": 249', "record-altered"),
        (b'"index": ', b'"index": 1', "proof-altered"),
        (b"index ", b"index 1", "proof-altered"),
        (b"recours.invalid/log\\n3", b"recours.invalid/log\\n4", "checkpoint-altered"),
        (b'"seq": 1', b'"seq": 2', "record-altered"),
        (b'"origin": "recours', b'"origin": "xecours', "header-altered"),
        (b'"format"', b'"Format"', "not-a-receipt"),
    ],
)
def test_a_byte_changed_is_refused_with_the_reason(files, old, new, reason):
    files[0].write_bytes(files[0].read_bytes().replace(old, new, 1))
    done = verify(files[0], "--key", log_public_key())
    assert (done.returncode, done.stdout[:3]) == (1, "Non")
    assert f"({reason})" in done.stdout


def test_a_byte_changed_in_the_proof_or_in_the_key_is_refused(files):
    text = files[1].read_text()
    key = log_public_key()
    files[1].write_text(text.replace("index ", "index 1"))
    done = verify(files[0], "--proof", files[1], "--key", key)
    assert (done.returncode, "(proof-of-another)" in done.stdout) == (1, True)
    files[1].write_text(text.replace("recours.invalid", "recours.invalie"))
    done = verify(files[0], "--proof", files[1], "--key", key)
    assert (done.returncode, "(checkpoint-altered)" in done.stdout) == (1, True)
    done = verify(files[0], "--key", key[:-1] + ("A" if key[-1] != "A" else "B"))
    assert (done.returncode, "(key-malformed)" in done.stdout) == (1, True)
    other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    done = verify(files[0], "--key", other)
    assert (done.returncode, "(key-mismatch)" in done.stdout) == (1, True)


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path):
    done = verify(tmp_path / "rien.json", "--key", "x")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_the_command_writes_both_files(house, tmp_path):
    told = house.python(
        "-c",
        "import django; django.setup()\n"
        "from tests.trustlog.telling import tell\n"
        "tell('R-2026-04817-K', 'complaint.lodged', 'complaint.decided', first=True)",
    )
    assert told.returncode == 0, told.stderr
    early = house.run("log", "receipt", COMPLAINT, "--to", str(tmp_path))
    assert (early.returncode, "not signed for yet: 1, 2" in early.stderr) == (1, True)
    assert house.run("log", "sequence").stdout == "2 placed in the log\n"
    written = house.run("log", "receipt", COMPLAINT, "--to", str(tmp_path)).stdout.split()
    key = house.run("log", "key").stdout.strip()
    done = verify(written[0], "--proof", written[1], "--key", key)
    assert done.returncode == 0, done.stdout
    assert key in house.run("log", "status").stdout
    unknown = house.run("log", "receipt", "R-2026-00000-X")
    assert (unknown.returncode, unknown.stdout) == (1, "")
