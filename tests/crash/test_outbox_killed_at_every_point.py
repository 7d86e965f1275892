"""kill -9 at every statement, commit, file operation and word to the server, whatever it does."""

import json
import os

import pytest

EVERY = int(os.environ.get("CRASH_EVERY", "9"))

pytestmark = pytest.mark.slow


def matrix(house, *arguments):
    done = house.python("-m", "tests.crash.outbox_matrix", *arguments, timeout=3000)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("server", ["up", "drop", "delay", "refuse", "away"])
def test_no_message_is_lost_and_one_copy_too_many_at_most(house, server):
    result = matrix(
        house, "--server", server, "--every", str(EVERY), "--first", str(os.getpid() % EVERY)
    )

    assert result["breaches"] == {}
    assert result["killed"] == result["tried"] >= result["points"] // EVERY > 3


def test_the_matrix_sees_a_naive_sender(house):
    result = matrix(house, "--every", "7", "--naive")

    assert result["breaches"], "the planted fault was not seen"
