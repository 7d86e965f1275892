"""A whole installed Recours for the tests that start other processes (`recours …`, crashes).

`house` is a folder that `recours setup` made, and its own database: a copied SQLite file, or a
PostgreSQL database made from a template when DATABASE_URL is set. Copies are cheap, so every test
has its own and may kill what it likes in it.
"""

import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse, urlunparse

import psycopg
import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class House:
    """One installation: its folder, its database, and the environment that names them."""

    folder: Path
    database_url: str
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("RECOURS_")
        }
        return kept | {
            "RECOURS_DATA": str(self.folder),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "recours.config.settings",
            "PYTHONPATH": str(ROOT),
            **self.extra,
        }

    def run(self, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one command of the console script and keep what it printed."""
        return self.python("-m", "recours.cli.main", *arguments, timeout=timeout)

    def python(self, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run Python as this installation: its folder, its database."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def _administer(url: str, statement: str) -> None:
    maintenance = urlunparse(urlparse(url)._replace(path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(statement)


def _new_database(template: str | None) -> str:
    """Return the address of a new PostgreSQL database, or nothing when the tests use SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    name = f"recours_{uuid.uuid4().hex}"
    model = f' TEMPLATE "{urlparse(template).path[1:]}"' if template else ""
    _administer(url, f'CREATE DATABASE "{name}"{model}')
    return urlunparse(urlparse(url)._replace(path=f"/{name}"))


def _drop_database(url: str) -> None:
    if url:
        _administer(url, f'DROP DATABASE "{urlparse(url).path[1:]}" WITH (FORCE)')


@pytest.fixture(scope="session")
def _model_house(tmp_path_factory):
    model = House(tmp_path_factory.mktemp("model-house"), _new_database(None))
    done = model.run("setup")
    assert done.returncode == 0, done.stdout + done.stderr
    yield model
    _drop_database(model.database_url)


@pytest.fixture
def house(_model_house, tmp_path):
    """A new installation, set up, that other processes may use."""
    folder = tmp_path / "house"
    shutil.copytree(_model_house.folder, folder)
    mine = House(folder, _new_database(_model_house.database_url))
    yield mine
    _drop_database(mine.database_url)
