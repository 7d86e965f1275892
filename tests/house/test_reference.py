"""docs/reference/ is written from the code: a page that lags behind it is refused."""

import subprocess
import sys

from recours.law.pack import rule_names
from scripts.write_reference import FOLDER, stale
from tests.house.rules.tree import ROOT, verb_files


def test_the_pages_say_what_the_code_says():
    done = subprocess.run(
        [sys.executable, "scripts/write_reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_lags_behind_or_outlives_its_code_is_named(tmp_path):
    (tmp_path / "verbs.md").write_text("old")
    (tmp_path / "gone.md").write_text("about nothing")

    assert stale(tmp_path, {"verbs.md": "new", "law.md": "x"}) == ["verbs.md", "law.md", "gone.md"]
    (tmp_path / "gone.md").unlink()
    assert stale(tmp_path, {"verbs.md": "old"}) == []


def test_every_verb_is_listed():
    listed = "".join((FOLDER / page).read_text() for page in ("journeys.md", "verbs.md"))

    assert [p.stem for p in verb_files() if f"(../../{p.relative_to(ROOT)})" not in listed] == []


def test_every_rule_of_law_is_listed():
    page = (FOLDER / "law.md").read_text()

    assert [name for name in rule_names() if f"`{name}`" not in page] == []
