"""`recours setup`: one command, safe to repeat, and every other command says when it is missing."""

import stat

import pytest

from tests.houses import House


@pytest.fixture
def empty(house, tmp_path):
    """A folder where nothing was set up, on SQLite whatever the tests use."""
    return House(tmp_path / "empty", "")


def test_any_other_command_says_that_setup_has_not_been_run(empty):
    done = empty.run("doctor")

    assert done.returncode == 1
    assert "Run: recours setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_setup_twice_changes_nothing_the_second_time(empty):
    first, second = empty.run("setup"), empty.run("setup")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "steps applied" in first.stdout
    assert "already up to date" in second.stdout
    assert _line(first.stdout, "log key") == _line(second.stdout, "log key")


def test_keys_and_folders_are_read_by_their_owner_only(empty):
    empty.run("setup")

    private = [empty.folder, *(empty.folder / "keys").iterdir(), empty.folder / "keys"]
    assert [path.name for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_setup_mends_keys_that_others_could_read(house):
    key = next((house.folder / "keys").iterdir())
    key.chmod(0o644)
    assert house.run("check").returncode == 1

    house.run("setup")

    assert house.run("check").returncode == 0


def test_a_folder_that_cannot_be_written_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    done = House(tmp_path / "file", "").run("setup")

    assert done.returncode == 1
    assert "RECOURS_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def _line(text, subject):
    return next(line for line in text.splitlines() if line.startswith(subject))
