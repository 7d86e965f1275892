"""Documents stay true: every link leads somewhere, every command exists, every slice is told."""

import subprocess

import pytest

from recours.cli import main as console
from tests.house.rules import documents
from tests.house.rules.tree import PACKAGE, ROOT, SLICES, committed

PAGES = [path for path in committed() if path.suffix == ".md"]
COMMANDS = [command for path in PAGES for command in documents.commands(path)]
KNOWN = {"cd", "curl", "git", "make", "python3", "recours", "sudo", "export", ".venv/bin/recours"}


def test_every_link_leads_somewhere():
    assert documents.dead_links(PAGES) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.place)
def test_every_command_of_the_documents_exists(command):
    words = [word for word in command.words if "=" not in word or word.startswith("-")]
    assert words, command
    assert words[0] in KNOWN, f"{command.place}: unknown program {words[0]}"
    if words[0] == "make":
        _make_knows(words[1:])
    if words[0].endswith("recours"):
        _recours_knows(words[1:])


def test_every_command_marked_to_run_runs(house):
    for command in COMMANDS:
        if command.runs:
            done = house.run(*command.words[1:])
            assert done.returncode == 0, f"{command.place}: {done.stderr}"


@pytest.mark.parametrize("name", SLICES)
def test_every_slice_says_its_words_and_invariants_in_half_a_page(name):
    page = PACKAGE / name / "README.md"

    assert page.exists(), f"recours/{name}/README.md: its words and its invariants"
    assert 5 <= len(page.read_text().splitlines()) <= 60


def _make_knows(targets):
    known = subprocess.run(
        ["make", "--dry-run", "--always-make", *targets],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert known.returncode == 0, known.stderr


def _recours_knows(words):
    """The command exists and understands these arguments; nothing is run."""
    if not words:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("argparse.ArgumentParser.error", _refuse)
        console.parser_for(words[0]).parse_args(words[1:])


def _refuse(parser, problem):
    pytest.fail(f"{parser.prog}: {problem}")
