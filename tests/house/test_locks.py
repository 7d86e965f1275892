"""The locks follow pyproject.toml, and `make env` sees at once whether there is something to do."""

import json
import shutil

import pytest

from scripts import make_environment, write_locks
from tests.house.rules.tree import ROOT


def test_the_locks_were_written_for_this_project():
    assert write_locks.stale(ROOT) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"django>=5.2.19,<5.3"', '"django>=5.2.20,<5.3"'),
        ('requires-python = ">=3.11"', 'requires-python = ">=3.12"'),
        ('"pytest>=9.2"', '"pytest>=9.3"'),
    ],
)
def test_a_changed_dependency_is_seen_without_asking_an_index(tmp_path, before, after):
    for name in ("pyproject.toml", *write_locks.LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    project = tmp_path / "pyproject.toml"
    assert before in project.read_text()

    project.write_text(project.read_text().replace(before, after))

    assert write_locks.stale(tmp_path) == list(write_locks.LOCKS)


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """An environment that says it was made from the present dev lock."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "recours").touch()
    stamp = tmp_path / "stamp.json"
    stamp.write_text(json.dumps({"dev": make_environment.wanted("dev")}))
    monkeypatch.setattr(make_environment, "VENV", tmp_path)
    monkeypatch.setattr(make_environment, "STAMP", stamp)
    return tmp_path


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_nothing_is_done_again_before_something_changes(venv, kind):
    assert make_environment.is_fresh(kind)


def test_what_is_enough_to_run_is_not_enough_to_test(venv):
    (venv / "stamp.json").write_text(json.dumps({"run": make_environment.wanted("run")}))

    assert make_environment.is_fresh("run")
    assert not make_environment.is_fresh("dev")


@pytest.mark.parametrize("what", ["python", "folder", "project", "lock"])
def test_an_environment_of_another_lock_python_or_place_is_made_again(venv, what):
    stamp = make_environment.wanted("dev") | {what: "another"}
    (venv / "stamp.json").write_text(json.dumps({"dev": stamp}))

    assert not make_environment.is_fresh("dev")


def test_an_environment_without_its_program_is_made_again(venv):
    (venv / "bin" / "recours").unlink()

    assert not make_environment.is_fresh("run")
