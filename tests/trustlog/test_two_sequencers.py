"""Two sequencers at once: one log, without a gap, a fork or a lost record."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.houses import ROOT, House

SCRIPT = str(Path(__file__).with_name("sequence_often.py"))
ROUNDS = 25
LOOK = """
import django; django.setup()
import json
from recours.trustlog.queries import entries, invariants, log_state
found = [line for lines in invariants(deep=True).values() for line in lines]
print(json.dumps([found, log_state().signed_size, [card.seq for card in entries("all")]]))
"""


def run_together(*houses: House) -> list[subprocess.CompletedProcess[str]]:
    running = [
        subprocess.Popen(
            [sys.executable, SCRIPT, f"process{number}", str(ROUNDS)],
            env=house.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number, house in enumerate(houses)
    ]
    said = [process.communicate(timeout=200) for process in running]
    return [
        subprocess.CompletedProcess(process.args, process.returncode, *texts)
        for process, texts in zip(running, said, strict=True)
    ]


def look(house: House) -> tuple[list[str], int, list[int]]:
    assert house.run("log", "sequence").returncode == 0
    found, size, numbers = json.loads(house.python("-c", LOOK).stdout)
    return found, size, numbers


@pytest.mark.slow
def test_two_sequencers_on_one_machine_make_one_log(house):
    for done in run_together(house, house):
        assert done.returncode == 0, done.stderr
    found, size, numbers = look(house)
    assert found == []
    assert size == 4 * ROUNDS
    assert numbers == list(range(1, 2 * ROUNDS + 1))  # both wrote to this stream, none was lost


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="SQLite lives on one machine")
def test_two_machines_on_one_database_make_one_log(house, tmp_path):
    other = House(tmp_path / "other-machine", house.database_url)
    shutil.copytree(house.folder, other.folder)
    for done in run_together(house, other):
        assert done.returncode == 0, done.stderr
    for machine in (house, other):
        found, size, _ = look(machine)
        assert found == []
        assert size == 4 * ROUNDS
    same = [(one.folder / "log" / "checkpoint").read_text() for one in (house, other)]
    assert same[0] == same[1]
