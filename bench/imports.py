"""How fast statements come in, against a plain DuckDB copy of the same file, and are found again.

    python -m bench.imports [--lines 2000000] [--file FILE --mapping M]

Made-up, seeded CSV files are imported into an empty desk, in a folder removed at the end; then each
question is asked by a process of its own, so that its memory says what a web worker would hold.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from bench.figures import Figure, table
from bench.installation import Installation, folder

PROGRAMME = "bench"
AIM = 300_000
AIM_MS = 5
# Eight lines a purchase, forty shops, one purchase in four without a card.
PURCHASES = """
    WITH line AS (SELECT i, i // 8 AS purchase, hash(i // 8) AS p, hash(i + 1000000007) AS l
                  FROM range({lines}) r(i))
    SELECT 'T' || (p % 40) || '-' || purchase AS receipt, 'P' || purchase AS source_ref,
        strftime(TIMESTAMP '2025-01-01 08:00:00' + to_seconds(((p >> 8) % 30000000)::BIGINT),
                 '%d/%m/%Y %H:%M:%S') AS occurred_at,
        'Magasin ' || (p % 40) AS store,
        CASE WHEN p % 10 = 0 THEN 'web' ELSE 'magasin' END AS channel,
        CASE WHEN (p >> 4) % 4 = 0 THEN '' ELSE 'M' || ((p >> 20) % {members}) END AS member,
        'SKU' || (l % 5000) AS sku, 'Rayon ' || (l % 30) AS category,
        'Article ' || (l % 5000) AS label, 1 + (l >> 7) % 4 AS quantity,
        ((l >> 9) % 90) || ',' || lpad(((l >> 17) % 100)::VARCHAR, 2, '0') AS net,
        '0,00' AS discount, '' AS points_paid,
        CASE WHEN p % 3 = 0 THEN 'carte' ELSE 'espèces' END AS payment, '' AS returns_of
    FROM line ORDER BY i"""
POINTS = """
    WITH gain AS (SELECT i, hash(i) AS p FROM range({lines} // 8) r(i))
    SELECT 'X' || i AS source_ref, 'M' || ((p >> 20) % {members}) AS member, 'earned' AS kind,
        (p >> 9) % 300 AS points,
        strftime(TIMESTAMP '2025-01-02 03:00:00' + to_seconds(((p >> 8) % 30000000)::BIGINT),
                 '%d/%m/%Y %H:%M:%S') AS occurred_at,
        'P' || i AS purchase_ref, '31/12/2026' AS expires_on, 'Achat' AS label
    FROM gain WHERE (p >> 4) % 4 <> 0 ORDER BY i"""


def measure(place: Installation, *, lines: int) -> Iterator[Figure]:
    """Yield lines per second of purchases and movements, then what each question costs."""
    with folder() as files:
        for kind, query in (("purchases", PURCHASES), ("points", POINTS)):
            path = files / f"{kind}.csv"
            made = query.format(lines=lines, members=max(lines // 80, 1))
            duckdb.sql(made).write_csv(str(path), header=True, sep=";")
            found = place.inside("import_file", path, PROGRAMME, kind)
            yield _speed(f"import of {kind} lines, {place.engine}", found, kind == "purchases")
    yield from _questions(place, PROGRAMME, lines)


def _speed(name: str, found: dict[str, Any], aimed: bool) -> Figure:  # noqa: FBT001  # one of two
    ours, plain = found["ours"], found["plain"]
    return Figure(
        name=name,
        value=ours["lines"] / ours["seconds"],
        unit="/s",
        quiet=ours["lines"] / ours["quiet"],
        baseline=plain["lines"] / plain["seconds"],
        baseline_name="plain DuckDB copy CSV → Parquet",
        aim=AIM if aimed else None,
        more={"lines": ours["lines"], "cpu_s": ours["cpu"], "plain_cpu_s": plain["cpu"]},
    )


def _questions(place: Installation, programme: str, lines: int) -> Iterator[Figure]:
    found = place.inside("look_up", programme)
    for name, times in found["questions"].items():
        yield Figure(
            name=f"{name} among {lines:,} lines, p95",
            value=times["p95"],
            unit="ms",
            quiet=times["quiet_p95"],
            baseline=times["p50"],
            baseline_name="its own p50",
            aim=AIM_MS,
            more_is_better=False,
            more=times | {"before_mb": found["before_mb"], "after_mb": found["after_mb"]},
        )


def _real(place: Installation, path: Path, mapping: str) -> None:
    ours = place.inside("import_file", path, "real", "purchases", mapping)["ours"]
    print(
        f"{path.name}: {ours['lines']:,} lines in {ours['seconds']:.2f} s, "
        f"{ours['quiet']:.2f} s less waiting, CPU {ours['cpu']:.2f} s"
    )
    print(table(_questions(place, "real", ours["lines"])))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--file", type=Path, help="a real file to import as well")
    parser.add_argument("--mapping", default="", help="its mapping")
    options = parser.parse_args()
    with folder() as data:
        place = Installation(data / "var")
        place.recours("setup")
        figures = list(measure(place, lines=options.lines))
        print(table(figures))
        for figure in figures:
            print(figure.name, figure.more)
        if options.file:
            _real(place, options.file, options.mapping)
    return 0


if __name__ == "__main__":
    sys.exit(main())
