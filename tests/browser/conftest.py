"""A whole Recours open on this machine, with its worker; people come to it with a browser each."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.album import Album
from tests.browsers import watch_over
from tests.houses import ROOT, House
from tests.houses import _drop_database as drop_database
from tests.houses import _new_database as new_database

MEMBERS = "1500" if os.environ.get("RECOURS_PICTURES") else "40"
PATIENCE = 60.0


@dataclass(frozen=True)
class Site:
    """An open house: its address, and what its command line may be asked meanwhile."""

    house: House
    address: str

    def recours(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the console script."""
        return self.house.run(*arguments)

    def work(self) -> None:
        """Do now what the worker does every few seconds: mail, corrections, log."""
        done = self.recours("worker", "--once")
        assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, serving: subprocess.Popen, said: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and serving.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310  # our own address
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the site did not open:\n" + said.read_text())


@pytest.fixture(scope="session")
def _model_demonstration(_model_house, tmp_path_factory):
    """The demonstration of a small programme, built once and copied for each test."""
    folder = tmp_path_factory.mktemp("model-demonstration") / "house"
    shutil.copytree(_model_house.folder, folder)
    model = House(folder, new_database(_model_house.database_url), {"RECOURS_DEMO": "1"})
    built = model.python("-m", "tests.browser.world", MEMBERS)
    assert built.returncode == 0, built.stdout + built.stderr
    yield model
    drop_database(model.database_url)


@pytest.fixture
def site(_model_demonstration, tmp_path):
    """The demonstration, served as `recours serve` serves it: one process for pages, one worker."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path / "house"
    shutil.copytree(_model_demonstration.folder, folder)
    database = new_database(_model_demonstration.database_url)
    shown = House(folder, database, {"RECOURS_DEMO": "1", "RECOURS_URL": address})
    said = tmp_path / "serve.log"
    with said.open("w") as written:
        serving = subprocess.Popen(
            [sys.executable, "-m", "recours.cli.main", "serve", "--port", str(port)],
            env=shown.env,
            cwd=ROOT,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(address, serving, said)
        yield Site(shown, address)
    finally:
        serving.terminate()
        serving.wait(PATIENCE)
        drop_database(database)
    assert "Traceback" not in said.read_text(), said.read_text()


@pytest.fixture
def come(browser, browser_context_args, watch, site):
    """Let somebody come to the site: each call is another person, in a browser of their own."""
    watch.allow("status of 422")  # a refused form says why in its page
    expect.set_options(timeout=PATIENCE * 500)  # a busy machine is not a broken page
    entered = []

    def enter(**options):
        context = browser.new_context(
            **{**browser_context_args, "base_url": site.address, **options}
        )
        watch_over(context, watch)
        context.set_default_timeout(PATIENCE * 500)
        entered.append(context)
        return context.new_page()

    yield enter
    expect.set_options(timeout=5_000)
    for context in entered:
        context.close()


@pytest.fixture
def album():
    """Where the pictures of the documentation go, when RECOURS_PICTURES=1 asks for them."""
    return Album(ROOT / "docs" / "pictures" if os.environ.get("RECOURS_PICTURES") else None)
