"""`kill -9` at every point of the sequencer: nothing lost, doubled or contradicted."""

import json
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_sequencer_may_be_killed_anywhere(house):
    done = house.python(str(Path(__file__).with_name("kill_everywhere.py")), timeout=300)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["broken"] == []
    assert answer["points"] > 40
