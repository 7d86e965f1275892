"""`recours doctor`: what must always be true, and which sentence says where it is not."""

import json

import pytest

from recours.cli import doctor
from recours.jobs import queries


def test_a_new_installation_breaks_nothing(house):
    done = house.run("doctor", "--deep", "--json")

    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert answer["ok"]
    assert {"complaints", "trustlog"} <= {row["slice"] for row in answer["invariants"]}


@pytest.mark.django_db
def test_a_breach_is_named_and_the_status_says_so(monkeypatch, capsys):
    monkeypatch.setattr(
        queries, "invariants", lambda: {"sums close": ["3 points from nowhere"]}, raising=False
    )

    status = doctor.run(_options(json=False))

    printed = capsys.readouterr().out
    assert status == 1
    assert "BREACH jobs: sums close" in printed
    assert "3 points from nowhere" in printed


def _options(**values):
    return type("Options", (), {"deep": False, **values})
