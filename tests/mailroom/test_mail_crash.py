"""kill -9 at every statement, commit and file operation of the way a message takes."""

import json
import os

import pytest

EVERY = int(os.environ.get("CRASH_EVERY", "9"))


def matrix(house, *arguments):
    done = house.python(
        "-m", "tests.crash.matrix", "--journey", "tests.crash.mail", *arguments, timeout=3000
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_no_message_is_lost_or_doubled_wherever_the_process_dies(house):
    result = matrix(house, "--every", str(EVERY), "--first", str(os.getpid() % EVERY))

    assert result["breaches"] == {}
    assert result["killed"] == result["tried"] >= result["points"] // EVERY


@pytest.mark.slow
def test_the_matrix_sees_a_loss_when_there_are_no_transactions(house):
    result = matrix(house, "--every", "23", "--naive")

    assert result["breaches"], "the planted fault was not seen"
