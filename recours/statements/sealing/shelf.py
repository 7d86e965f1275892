"""Where sealed folders stand, who may write there, and how a folder becomes part of the record."""

import fcntl
import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from django.conf import settings

from recours.statements.errors import BadProgrammeCode, EngineStopped
from recours.statements.models import ImportBatch, Shelf, Volume
from recours.statements.sealing.layout import sync

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MEMORY = "2GB"


def check_code(programme: str) -> str:
    """Return the programme's code; raise `BadProgrammeCode`: it names a folder."""
    if not _CODE.fullmatch(programme):
        raise BadProgrammeCode(programme)
    return programme


def root() -> Path:
    """Return the folder of everything sealed."""
    return Path(settings.DATA) / "statements"


def home_of(programme: str, kind: str) -> Path:
    """Return the folder of one kind of statement of a programme."""
    return root() / check_code(programme) / kind


@contextmanager
def writing(programme: str, kind: str) -> Iterator[Path]:
    """Be the only writer of these statements; give an empty folder, gone at the end.

    A lock of the operating system: it dies with the process, whatever kills it. What a dead
    process left behind is removed first.
    """
    home = home_of(programme, kind)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_orphans(programme, kind)
        staging = home / ".staging"
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def remove_orphans(programme: str, kind: str) -> None:
    """Remove the folders that no row names: a writer died before its commit."""
    home = home_of(programme, kind)
    named = {
        Path(folder).name
        for table in (ImportBatch, Volume)
        for folder in table.objects.filter(programme=programme, kind=kind).values_list(
            "folder", flat=True
        )
    }
    for path in home.iterdir():
        if path.is_dir() and path.name not in named:
            shutil.rmtree(path)


@contextmanager
def workbench(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine of our own for one import: two gigabytes at most, then it spills here."""
    db = duckdb.connect(
        config={
            "memory_limit": _MEMORY,
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    try:
        db.execute("SET TimeZone = 'UTC'")
        yield db
    except duckdb.Error as problem:
        raise EngineStopped(str(problem).splitlines()[0]) from problem
    finally:
        db.close()


def put_in_place(written: Path, name: str, programme: str, kind: str) -> Path:
    """Move a finished folder where readers look, in one step; return its place."""
    home = home_of(programme, kind)
    place = home / name
    written.rename(place)
    sync(home)
    return place


def locked_shelf(programme: str, kind: str) -> Shelf:
    """Return the row that writers lock, made at the first call. In a transaction."""
    Shelf.objects.get_or_create(programme=programme, kind=kind)
    return Shelf.objects.select_for_update().get(programme=programme, kind=kind)


def next_state(state: str, event: str) -> str:
    """Return what a shelf's state becomes: readers compare it to know that something changed."""
    return hashlib.sha256(f"{state}/{event}".encode()).hexdigest()
