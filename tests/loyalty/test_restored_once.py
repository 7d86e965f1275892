"""Eight people press the button at once: the points come back once, on either database."""

import json
import subprocess
import sys
import time

import pytest

from tests.houses import ROOT

TOGETHER = 8


def ask(house, *arguments):
    done = house.python("-m", "tests.loyalty.restoring", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def race(house, *sources_of_each):
    """Start one process per list of sources, let them go together, return what each got."""
    start = house.folder / "start"
    command = [sys.executable, "-m", "tests.loyalty.restoring", "race", str(start)]
    racers = [
        subprocess.Popen(
            [*command, *sources],
            env=house.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for sources in sources_of_each
    ]
    while len(list(house.folder.glob("start.*"))) < len(racers):
        assert all(racer.poll() is None for racer in racers), "a process died before the start"
        time.sleep(0.01)
    start.touch()
    results = [racer.communicate(timeout=120) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * len(racers), results
    return [json.loads(out) for out, _err in results]


@pytest.mark.slow
@pytest.mark.parametrize("keeper", ["recours", "operator"])
def test_eight_restorations_of_one_complaint_give_exactly_one(house, keeper):
    ask(house, "open", keeper)

    found = race(house, *[["R-2026-04817-K/1"]] * TOGETHER)

    assert [one == found[0] for one in found] == [True] * TOGETHER
    after = ask(house, "state")
    assert (after["balance"], after["corrections"]) == ((248, 0) if keeper == "recours" else (0, 1))
    assert after["records"] == [1]
    assert after["breaches"] == []


@pytest.mark.slow
def test_restorations_of_several_complaints_of_one_member_all_count(house):
    ask(house, "open", "recours")
    sources = [f"R-2026-{number:05}/1" for number in range(5)]

    race(house, *[sources if turn % 2 else sources[::-1] for turn in range(TOGETHER)])

    after = ask(house, "state")
    assert after["balance"] == 5 * 248
    assert after["records"] == [1, 2, 3, 4, 5]
    assert after["breaches"] == []
