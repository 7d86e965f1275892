"""An import killed at any moment, then run again, seals the same content; nothing is doubled."""

import contextlib
import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.statements.shop import HEADER

ROOT = Path(__file__).parents[2]
LINES = 20_000
# Dies for good (SIGKILL) when the import says it has come to a step.
DYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from recours.statements.commands.import_statements import import_statements
from recours.statements.mapping import load_mapping

def die(step, done, total):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

import_statements(
    path=Path(sys.argv[1]), programme="cercle", mapping=load_mapping("", "purchases"),
    author="Basile Nguyen", at=datetime.now(tz=UTC), progress=die,
)
"""


@pytest.fixture(scope="module")
def sales(tmp_path_factory):
    """A file of twenty thousand lines, some of them identical."""
    path = tmp_path_factory.mktemp("sales") / "sales.csv"
    lines = (
        f"T{n // 5};P{n // 5};2026-03-{n // 5 % 28 + 1:02d} 10:00:00;Lyon {n // 5 % 7};"
        f"{f'M{n // 5 % 900}' if n // 5 % 3 else ''};S{n % 3};;Article {n % 7};1;{n % 90},{n % 10}0"
        for n in range(LINES)
    )
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


def run_import(house, sales, programme="cercle"):
    done = house.run("import", "purchases", str(sales), "--programme", programme, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def start_import(house, sales):
    command = [sys.executable, "-m", "recours.cli.main", "import", "purchases", str(sales)]
    return subprocess.Popen(
        [*command, "--programme", "cercle", "--json"],
        env=house.env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def sealed(house, programme="cercle"):
    """The digest of every file of the only sealed folder, as its manifest says and as it is."""
    home = house.folder / "statements" / programme / "purchases"
    (folder,) = (path for path in home.iterdir() if path.is_dir())
    said = json.loads((folder / "manifest.json").read_bytes())["files"]
    assert said == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }
    return said


@pytest.mark.parametrize(
    "step", ["open", "read", "compare", "write", "sealed", "placed", "recorded"]
)
def test_an_import_killed_at_a_step_seals_the_same_content(house, sales, step):
    killed = house.python("-c", DYING, str(sales), step)
    assert killed.returncode == -signal.SIGKILL

    report = run_import(house, sales)

    assert report["rows_new"] == (0 if step == "recorded" else LINES)
    assert run_import(house, sales, "undisturbed")["rows_new"] == LINES
    assert sealed(house) == sealed(house, "undisturbed")


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, 0.7, 0.8, 0.9])
def test_an_import_killed_at_a_moment_seals_the_same_content(house, sales, share):
    started = time.monotonic()
    run_import(house, sales, "undisturbed")
    duration = time.monotonic() - started
    process = start_import(house, sales)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(duration * share)
    process.kill()
    process.communicate()

    run_import(house, sales)

    assert sealed(house) == sealed(house, "undisturbed")


def test_two_imports_at_once_post_each_line_once(house, sales):
    both = [start_import(house, sales) for _ in range(2)]
    reports = [json.loads(process.communicate(timeout=120)[0]) for process in both]

    assert sorted(report["rows_new"] for report in reports) == [0, LINES]
    assert sealed(house)
    assert house.run("doctor", "--deep").returncode == 0
