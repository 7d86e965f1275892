"""CSV: delimiter and header found, read by columns when regular, line by line when it is not."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from recours.statements.intake.scan import Scan, scan, transcode
from recours.statements.intake.source import (
    Faults,
    Opening,
    Source,
    Unreadable,
    check_columns,
    literal,
    owed_columns,
    same_name,
    unnamed,
)
from recours.statements.intake.staging import Row, staged_source
from recours.statements.report import Notice, Problem

DELIMITERS = (";", ",", "\t", "|")
_HEADER_LIMIT = 65_536
_QUOTED_LINES = 20
_STILL_OPEN = "unexpected end of data"


def open_delimited(opening: Opening) -> Source:
    """Find how a CSV is written and return its columns; raise `Unreadable`."""
    seen = scan(opening.path, opening.mapping.encoding)
    if seen.too_long_at:
        raise Unreadable(Problem(seen.too_long_at, "", "", "line_endless"))
    path = _in_utf8(opening, seen)
    header = _header(path)
    delimiter = opening.mapping.delimiter or _delimiter(header, opening)
    columns = tuple(_header_cells(header, delimiter))
    if not columns or not "".join(columns).strip():
        raise Unreadable(Problem(1, "", "", "file_empty"))
    check_columns(columns, opening.mapping, line=1)

    def careful() -> Source:
        faults = Faults()
        rows = _lines(path, delimiter, len(columns))
        said = (*notices, Notice("read_by_line"))
        return staged_source(opening, rows, faults, "csv", columns, said)

    notices = (*_notices(seen, delimiter), *unnamed(columns))
    return Source(
        format="csv",
        relation=_relation(path, delimiter, len(columns)),
        columns=columns,
        line=None,
        rows=max(seen.lines - 1 - seen.blank_tail, 0),
        notices=notices,
        careful=careful,
        clean=seen.clean,
        sha256=seen.sha256,
    )


def _in_utf8(opening: Opening, seen: Scan) -> Path:
    if seen.encoding in {"utf-8", "utf-8-sig"} and not seen.damaged:
        return opening.path
    copy = opening.folder / "utf8.csv"
    try:
        transcode(opening.path, copy, seen.encoding)
    except (LookupError, UnicodeError) as bad:
        raise Unreadable(Problem(0, "", seen.encoding, "encoding_unknown")) from bad
    return copy


def _notices(seen: Scan, delimiter: str) -> tuple[Notice, ...]:
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    found = (("encoding", seen.encoding), ("delimiter", shown), ("newline", seen.newline))
    return (Notice("csv_form", found),)


def _header(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return file.readline(_HEADER_LIMIT).rstrip("\r\n")


def _cells(line: str, delimiter: str) -> list[str]:
    reader = csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True)
    return [cell.strip() for cell in next(reader, [])]


def _header_cells(header: str, delimiter: str) -> list[str]:
    try:
        return _cells(header, delimiter)
    except csv.Error:
        return []


def _delimiter(header: str, opening: Opening) -> str:
    """Choose the delimiter under which most of the columns we look for appear."""
    wanted = {same_name(n) for n in [*opening.mapping.columns(), *owed_columns(opening.mapping)]}

    def score(delimiter: str) -> tuple[int, int]:
        cells = {same_name(cell) for cell in _header_cells(header, delimiter)}
        return len(cells & wanted), len(cells)

    return max(DELIMITERS, key=score)


def _relation(path: Path, delimiter: str, width: int) -> str:
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    return (
        f"read_csv({literal(str(path))}, delim={literal(delimiter)}, quote='\"', escape='\"', "
        f"header=true, auto_detect=false, strict_mode=true, null_padding=false, "
        f"columns={{{columns}}})"
    )


def _lines(path: Path, delimiter: str, width: int) -> Iterator[Row]:
    """Give each record with the number of its first line, or what is wrong with that line."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = _Numbered(enumerate(file, 1))
        lines.take()
        while taken := lines.take():
            number, line = taken
            if not line.strip():
                continue
            try:
                cells = _record(line, delimiter, width, lines)
            except csv.Error:
                yield Problem(number, "", line[:80], "quote_open")
                continue
            if len(cells) == width:
                yield number, cells
            else:
                sizes = (("found", str(len(cells))), ("expected", str(width)))
                yield Problem(number, "", line[:80], "ragged", sizes)


class _Numbered:
    """Numbered lines that can be given back."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._waiting: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        if self._waiting:
            return self._waiting.popleft()
        number, line = next(self._lines, (0, ""))
        return (number, line.rstrip("\r\n")) if number else None

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._waiting.extendleft(reversed(lines))


def _record(line: str, delimiter: str, width: int, lines: _Numbered) -> list[str]:
    """Split one record; borrow a few lines when a quoted text goes on. Raise `csv.Error`."""
    if '"' not in line:
        return line.split(delimiter)
    borrowed: list[tuple[int, str]] = []
    while True:
        try:
            cells = _cells("\n".join([line, *(text for _, text in borrowed)]), delimiter)
        except csv.Error as bad:
            more = lines.take() if _STILL_OPEN in str(bad) else None
            if more is None or len(borrowed) >= _QUOTED_LINES:
                lines.give_back([*borrowed, *([more] if more else [])])
                raise
            borrowed.append(more)
        else:
            if borrowed and len(cells) != width:
                lines.give_back(borrowed)
                raise csv.Error(_STILL_OPEN)
            return cells
