"""kill -9 at every point of each door: nothing lost, nothing doubled, the mailbox is empty."""

import json
import os

import pytest

EVERY = int(os.environ.get("CRASH_EVERY", "9"))
DOORS = ["imap", "lmtp", "pipe"]


@pytest.fixture
def matrix(house, request):
    def run(door, *arguments):
        if door == "imap":
            server = request.getfixturevalue("dovecot")
            house.extra["TEST_DOVECOT"] = f"{server.room}:{server.port}"
            house.extra["TEST_ACCOUNTS"] = f"k{os.getpid()}x{len(arguments)}x"
        done = house.python(
            *("-m", "tests.crash.matrix", "--journey", f"tests.crash.by_{door}", *arguments),
            timeout=3000,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_a_door_killed_anywhere_loses_and_doubles_nothing(matrix, door):
    every = EVERY * (3 if door == "pipe" else 1)  # it files too: five times the points
    result = matrix(door, "--every", str(every), "--first", str(os.getpid() % every))

    assert result["breaches"] == {}
    assert result["killed"] == result["tried"] >= result["points"] // every


@pytest.mark.slow
@pytest.mark.parametrize("door", ["imap", "lmtp"])
def test_a_door_that_answers_before_it_keeps_is_seen_losing(matrix, door):
    result = matrix(door, "--every", "11", "--naive")

    assert any("lost" in one for found in result["breaches"].values() for one in found)
