"""What `recours doctor --deep` says across slices: all is well, or where it is not."""

import shutil

import pytest
from django.db.models import F

from recours.cli.doctor import examine
from recours.complaints.models import Remedy
from recours.correspondence.models import Attachment, Outbox
from recours.jobs.models import Job
from recours.journeys import check_promises as promises
from recours.trustlog.commands.create_log_key import create_log_key
from tests.crash.cast import NOW, open_shop
from tests.crash.journey import play


@pytest.fixture
def settled(db, data_folder, tmp_path):
    """Alice's complaint, from the form to the receipt; returns the folder of its data."""
    create_log_key(at=NOW)
    open_shop(tmp_path)
    play()
    return data_folder


def broken():
    """The invariants that do not hold, but for those about the time that passes."""
    return {f.invariant: f.breaches for f in examine(deep=True) if f.breaches}


def test_a_complaint_played_to_the_end_keeps_every_promise(settled):
    assert broken() == {}


def test_an_acknowledgement_that_was_never_written_is_named(settled):
    Outbox.objects.filter(template="acknowledgement").delete()

    [(promise, [sentence])] = broken().items()
    assert promise == promises.ACKNOWLEDGED
    assert "acknowledged 0 times" in sentence


def test_an_answer_that_was_never_written_is_named(settled):
    Outbox.objects.filter(template="answer").delete()

    assert "0 answers written, 1 in the log" in broken()[promises.ANSWERED][0]


def test_points_told_otherwise_than_restored_are_named(settled):
    Remedy.objects.update(points=F("points") + 1)

    assert "125 given back, 124 restored" in broken()[promises.GIVEN_BACK][0]


def test_a_file_that_is_gone_is_named(settled):
    shutil.rmtree(settled / "files")

    assert "is gone or changed" in broken()["every file is what was received or sent"][0]


def test_a_file_of_one_case_sent_with_another_is_named(settled):
    Attachment.objects.update(about="R-2026-00002-Y")

    found = broken()["nothing of one case is enclosed in the message of another"]
    assert found[0].startswith("a file of R-2026-00002-Y left with a message of R-2026-")


def test_a_letter_that_is_not_its_file_is_named(settled):
    Attachment.objects.update(sha256="0" * 64)

    assert "the letter answer 1" in broken()["a letter is the file that was written"][0]


def test_a_dead_job_that_says_nothing_is_named(settled):
    Job.objects.update(state="dead", finished_at=None, errors=[])

    assert "a job that ended says when" in broken()
    assert "a dead letter says what went wrong" in broken()
