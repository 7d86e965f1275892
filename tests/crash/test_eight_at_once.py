"""Eight processes give the points of one complaint back, and answer, at the same instant."""

import subprocess
import sys
import time

import pytest

from tests.houses import ROOT

COUNT = (
    "import django; django.setup()\n"
    "from recours.loyalty.models import Restoration\n"
    "from recours.loyalty.queries import balance\n"
    "from recours.complaints.models import Remedy\n"
    "from recours.correspondence.models import Letter\n"
    "given = Restoration.objects.count(), Remedy.objects.count(), balance('bellerive', 'M000001')\n"
    "print(*given, Letter.objects.count())"
)


@pytest.mark.slow
def test_eight_concurrent_restorations_of_one_complaint_give_exactly_one_and_one_letter(house):
    prepared = house.python("-m", "tests.crash.restorer", "--prepare")
    assert prepared.returncode == 0, prepared.stderr

    instant = time.time() + 4
    eight = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.restorer", str(instant)],
            env=house.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    ends = [process.communicate(timeout=90) for process in eight]

    assert [process.returncode for process in eight] == [0] * 8, ends
    assert len({out for out, _err in ends}) == 1
    assert house.python("-c", COUNT).stdout.split() == ["1", "1", "124", "1"]
