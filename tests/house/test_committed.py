"""What is handed to somebody else: nothing of a machine, nothing heavy, licences we may use."""

import tomllib

from tests.house.rules import committed, licences
from tests.house.rules.tree import ROOT
from tests.house.rules.tree import committed as committed_files


def test_nothing_names_a_machine_or_a_registry():
    assert committed.leaks(committed_files()) == []


def test_nothing_is_heavy_but_pictures():
    assert committed.heavy(committed_files()) == []


def test_what_we_ship_with_may_be_shipped():
    assert licences.refused(licences.locked(ROOT / "requirements.lock")) == []


def test_the_tests_run_what_is_shipped():
    shipped, tested = (_pins(name) for name in ("requirements.lock", "requirements-dev.lock"))

    assert shipped - tested == set()


def test_the_build_back_end_is_the_locked_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert project["build-system"]["requires"] == project["dependency-groups"]["build"]


def _pins(name):
    lines = (ROOT / name).read_text().splitlines()
    return {line.rstrip(" \\") for line in lines if "==" in line and not line.startswith(" ")}
