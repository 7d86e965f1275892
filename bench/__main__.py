"""Measure Recours in one run: lodging, mails, imports, evidence, the desk's pages, search, memory.

    make bench                       everything, on SQLite and on PostgreSQL when one can be started
    python -m bench --quick          half a minute, SQLite, small
    python -m bench --only pages     one part
    python -m bench --json FILE      the figures for a program as well

Each figure stands beside a baseline measured in the same run: only ratios travel from one machine
to another. "less waiting" is the same measure less the time spent waiting for a busy processor.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

from bench import evidence, imports, lodging, machine, mails, memory, pages, search
from bench.figures import Figure, percentile, table
from bench.installation import Failed, Installation, copy_of, folder
from scripts import with_postgres

PARTS = ("lodging", "mails", "imports", "evidence", "pages", "search", "memory")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of each."""

    lodged: int
    lines: int
    dossiers: int
    sizes: tuple[int, int]
    visits: int
    requests: int
    mails: int
    searched: int = 100_000
    members: int = 1_500  # thirty thousand purchases


FULL = Scale(600, 2_000_000, 300, (1_000, 100_000), 200, 2_000, 1_500)
QUICK = Scale(60, 200_000, 40, (1_000, 3_000), 20, 300, 150, searched=2_000)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the measures are taken, and how large they are."""

    scale: Scale
    folder: Path
    world: Installation
    postgres_url: str
    postgres_pid: int

    def copy(self, name: str) -> Installation:
        """Return a copy of the demonstration's programme, on SQLite."""
        return copy_of(self.world, self.folder / name)

    def on_postgres(self, name: str) -> Installation:
        """Return an installation on PostgreSQL, with a small programme."""
        url = _new_database(self.postgres_url, name)
        place = Installation(self.folder / f"{name}-postgres", url)
        _build(place, self.folder / f"{name}-postgres-world", members=300)
        return place


def _build(place: Installation, files: Path, *, members: int) -> None:
    place.recours("setup", "--quiet")
    place.inside("build_world", files, members)
    place.recours("worker", "--once")


def _new_database(url: str, name: str) -> str:
    import psycopg  # noqa: PLC0415  # only when a server was started

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "bench_{name}"')
    return urlparse(url)._replace(path=f"/bench_{name}").geturl()


def _lodging(bench: Bench) -> Iterator[Figure]:
    yield from lodging.measure(bench.copy("lodging"), count=bench.scale.lodged)
    if bench.postgres_url:
        place = bench.on_postgres("lodging")
        count, server = bench.scale.lodged, bench.postgres_pid
        yield from lodging.measure(place, count=count, database_pid=server)


def _mails(bench: Bench) -> Iterator[Figure]:
    yield from mails.measure(bench.copy("mails"), count=bench.scale.mails)
    if bench.postgres_url:
        yield from mails.measure(bench.on_postgres("mails"), count=bench.scale.mails)


def _imports(bench: Bench) -> Iterator[Figure]:
    yield from imports.measure(bench.copy("imports"), lines=bench.scale.lines)


def _evidence(bench: Bench) -> Iterator[Figure]:
    sheet = bench.folder / "world-files" / "achats.csv"
    yield from evidence.measure(bench.copy("evidence"), sheet=sheet, count=bench.scale.dossiers)


def _pages(bench: Bench) -> Iterator[Figure]:
    scale = bench.scale
    yield from pages.measure(bench.copy("pages"), sizes=scale.sizes, visits=scale.visits)
    if bench.postgres_url:
        place = bench.on_postgres("pages")
        yield from pages.measure(place, sizes=scale.sizes, visits=scale.visits)


def _search(bench: Bench) -> Iterator[Figure]:
    scale = bench.scale
    yield from search.measure(bench.copy("search"), size=scale.searched, searches=scale.visits)
    if bench.postgres_url:
        place = bench.on_postgres("search")
        yield from search.measure(place, size=scale.searched, searches=scale.visits)


def _memory(bench: Bench) -> Iterator[Figure]:
    place = bench.copy("memory")
    place.inside("weigh_evidence", bench.folder / "world-files" / "achats.csv", 60)
    yield from memory.measure(place, visits=bench.scale.requests)


MEASURES: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "lodging": _lodging,
    "mails": _mails,
    "imports": _imports,
    "evidence": _evidence,
    "pages": _pages,
    "search": _search,
    "memory": _memory,
}


def _disk(place: Path) -> str:
    """Say how long a durable write of one page takes here, now."""
    spent = []
    with (place / "disk").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            spent.append(1000 * (time.perf_counter() - began))
    return f"fdatasync p50 {percentile(spent, 0.5):.2f} ms, p95 {percentile(spent, 0.95):.2f} ms"


def _postgres(stack: ExitStack, *, wanted: bool) -> tuple[str, int]:
    """Start a PostgreSQL that keeps every promise it makes, when there is one to start."""
    if not wanted or with_postgres.debian_programs() is None:
        return "", 0
    before = set(machine.family(os.getpid()))
    url = stack.enter_context(with_postgres.postgres(durable=True))
    return url, min(set(machine.family(os.getpid())) - before)


def _run(options: argparse.Namespace) -> list[Figure]:
    scale = QUICK if options.quick else FULL
    figures: list[Figure] = []
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        print(f"{time.strftime('%Y-%m-%d %H:%M')}, {machine.model()}")
        print(f"load {machine.load():.1f}, {_disk(place)}", flush=True)
        wanted = not options.quick and not options.no_postgres
        url, server = _postgres(stack, wanted=wanted)
        world = Installation(place / "world")
        _build(world, place / "world-files", members=scale.members)
        bench = Bench(scale, place, world, url, server)
        for part in options.only or PARTS:
            began = time.perf_counter()
            found = list(MEASURES[part](bench))
            figures += found
            seconds = time.perf_counter() - began
            print(
                f"\n{part}: {seconds:.0f} s, load {machine.load():.1f}\n{table(found)}", flush=True
            )
    return figures


def main(arguments: list[str]) -> int:
    """Print the tables; 1 when something measured did not do its work."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="half a minute")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part; may be repeated")
    parser.add_argument("--no-postgres", action="store_true", help="SQLite only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="keep the data of the run there"
    )
    options = parser.parse_args(arguments)
    if options.data:
        tempfile.tempdir = str(options.data)
    began = time.perf_counter()
    try:
        figures = _run(options)
    except Failed as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    missed = [figure.name for figure in figures if figure.reached() == "NO"]
    print(f"\n{time.perf_counter() - began:.0f} s in all, {len(missed)} aims not reached")
    if options.json:
        document = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "machine": machine.model(),
            "figures": [figure.as_json() for figure in figures],
        }
        options.json.write_text(json.dumps(document, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
