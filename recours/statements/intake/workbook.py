"""XLSX: the values of one sheet, never its formulas; limits before the workbook is opened."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from recours.statements.intake.scan import digest
from recours.statements.intake.source import (
    Faults,
    Opening,
    Source,
    Unreadable,
    check_columns,
    unnamed,
)
from recours.statements.intake.staging import Row, staged_source
from recours.statements.report import Notice, Problem

MAX_PACKED = 200 << 20
MAX_UNPACKED = 2 << 30
MAX_RATIO = 200
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def open_workbook(opening: Opening) -> Source:
    """Return the lines of one sheet of an XLSX; raise `Unreadable`."""
    notices = _inspect(opening.path)
    try:
        book = CalamineWorkbook.from_path(str(opening.path))
        sheet, more = _choose(book, opening.mapping.sheet)
        rows = enumerate(sheet.iter_rows(), 1)
        first = next(((number, row) for number, row in rows if any(_text(v) for v in row)), None)
    except CalamineError as bad:
        raise Unreadable(Problem(0, "", str(bad)[:120], "xlsx_unreadable")) from bad
    if first is None:
        raise Unreadable(Problem(1, "", "", "file_empty"))
    header = [_text(value).strip() for value in first[1]]
    columns = tuple(header[: len("".join("x" if h else " " for h in header).rstrip())])
    check_columns(columns, opening.mapping, line=first[0])
    if sheet.merged_cell_ranges:
        more = (*more, Notice("xlsx_merged", (("count", str(len(sheet.merged_cell_ranges))),)))
    lines = _lines(rows, len(columns))
    source = staged_source(
        opening, lines, Faults(), "xlsx", columns, (*notices, *more, *unnamed(columns))
    )
    return source.with_sha256(digest(opening.path))


def _inspect(path: Path) -> tuple[Notice, ...]:
    """Refuse bombs and document types; say when values come from formulas."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path, archive)
            parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            found = [_search(archive, name, b"<!DOCTYPE", b"<f>", b"<f ") for name in parts]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as bad:
        raise Unreadable(Problem(0, "", str(bad)[:120], "xlsx_unreadable")) from bad
    if any(b"<!DOCTYPE" in signs for signs in found):
        raise Unreadable(Problem(0, "", "DOCTYPE", "xlsx_doctype"))
    sheets = zip(parts, found, strict=True)
    formulas = any(signs and _SHEET.fullmatch(name) for name, signs in sheets)
    return (Notice("xlsx_formulas"),) if formulas else ()


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    packed, unpacked = path.stat().st_size, sum(entry.file_size for entry in archive.infolist())
    large = unpacked > MAX_UNPACKED or packed > MAX_PACKED
    if large or (unpacked > MAX_RATIO * packed and unpacked > 1 << 26):
        raise Unreadable(Problem(0, "", f"{unpacked >> 20} MB", "xlsx_too_big"))


def _search(archive: zipfile.ZipFile, name: str, *signs: bytes) -> set[bytes]:
    """Return which of the signs a part of the workbook holds, read piece by piece."""
    found: set[bytes] = set()
    before = b""
    with archive.open(name) as part:
        while piece := part.read(1 << 20):
            text = before + piece
            found.update(sign for sign in signs if sign in text)
            before = text[-16:]
    return found


def _choose(book: CalamineWorkbook, wanted: str) -> tuple[CalamineSheet, tuple[Notice, ...]]:
    visible = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    name = wanted or (visible[0] if visible else "")
    if name not in book.sheet_names:
        raise Unreadable(Problem(0, "", name, "xlsx_sheet"))
    others = [sheet for sheet in book.sheet_names if sheet != name]
    notice = Notice("xlsx_sheets", (("sheet", name), ("others", ", ".join(others)[:200])))
    return book.get_sheet_by_name(name), (notice,) if others else ()


def _lines(rows: Iterable[tuple[int, Sequence[object]]], width: int) -> Iterator[Row]:
    for number, values in rows:
        cells = [_text(value) for value in values]
        if not any(cell.strip() for cell in cells):
            continue
        if any(cells[width:]):
            sizes = (("found", str(len(cells))), ("expected", str(width)))
            yield Problem(number, "", " ".join(cells[width:])[:80], "ragged", sizes)
            continue
        yield number, (cells + [""] * width)[:width]


def _text(value: object) -> str:
    """Return a cell as text: a number as a spreadsheet shows it (15 digits), a date in ISO form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
