"""docs/reference/ is written from the code: a page that lags behind it is refused."""

import subprocess
import sys

import pytest

from recours.law.pack import rule_names
from scripts.write_reference import FOLDER, stale
from tests.house.rules.tree import PACKAGE, ROOT, verb_files


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


@pytest.mark.parametrize("path", verb_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_verb_is_listed(path):
    page = "journeys.md" if path.parent == PACKAGE / "journeys" else "verbs.md"

    assert f"({path.relative_to(ROOT)})" in (FOLDER / page).read_text().replace("../../", "")


def test_every_rule_of_law_is_listed():
    page = (FOLDER / "law.md").read_text()

    assert [name for name in rule_names() if f"`{name}`" not in page] == []
