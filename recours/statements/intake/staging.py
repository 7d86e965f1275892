"""Lines read one by one, written as one regular table that the columns can then be read from."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace

from recours.statements.intake.source import Faults, Opening, Source, literal
from recours.statements.report import Notice, Problem

Row = tuple[int, Sequence[str]] | Problem


def staged_source(
    opening: Opening,
    rows: Iterable[Row],
    faults: Faults,
    form: str,
    columns: tuple[str, ...],
    notices: tuple[Notice, ...] = (),
) -> Source:
    """Write the good rows to a regular CSV with their line numbers; count the others out."""
    path = opening.folder / "lines.csv"
    kept = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        write = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerow
        for row in rows:
            if isinstance(row, Problem):
                faults.add(row)
            else:
                write([row[0], *(_one_line(value) for value in row[1])])
                kept += 1
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(columns)))
    relation = (
        f"read_csv({literal(str(path))}, delim=',', quote='\"', escape='\"', header=false, "
        f"auto_detect=false, strict_mode=true, new_line='\\n', max_line_size=134217728, "
        f"columns={{'line': 'BIGINT', {names}}})"
    )
    source = Source(form, relation, columns, line="line", rows=kept, faults=faults)
    return replace(source, notices=notices)


def _one_line(value: str) -> str:
    # A line break inside a text is layout, not content; a NUL is kept, to be refused by its line.
    return " ".join(value.splitlines()) if "\n" in value or "\r" in value else value
