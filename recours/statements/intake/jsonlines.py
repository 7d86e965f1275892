"""JSON lines: one object per line; numbers stay the text that was written, never a float."""

import json
from collections.abc import Iterator
from pathlib import Path

from recours.statements.intake.scan import scan, transcode
from recours.statements.intake.source import (
    Faults,
    Opening,
    Source,
    Unreadable,
    check_columns,
    owed_columns,
    same_name,
)
from recours.statements.intake.staging import Row, staged_source
from recours.statements.report import Problem

_SAMPLED = 1_000


def open_json_lines(opening: Opening) -> Source:
    """Return the columns of a file of JSON lines; raise `Unreadable`."""
    seen = scan(opening.path, opening.mapping.encoding)
    if seen.too_long_at:
        raise Unreadable(Problem(seen.too_long_at, "", "", "line_endless"))
    path = opening.path
    if seen.encoding not in {"utf-8", "utf-8-sig"} or seen.damaged:
        path = opening.folder / "utf8.jsonl"
        transcode(opening.path, path, seen.encoding)
    columns = _columns(path, opening)
    check_columns(columns, opening.mapping, line=1)
    source = staged_source(opening, _rows(path, columns), Faults(), "jsonl", columns)
    return source.with_sha256(seen.sha256)


def _columns(path: Path, opening: Opening) -> tuple[str, ...]:
    """Return the names met in the first lines, and those the mapping may find further on."""
    names: dict[str, str] = {}
    for _, (_, line) in zip(range(_SAMPLED), _numbered(path), strict=False):
        found = _object(line)
        names |= {same_name(name): name for name in found or ()}
    optional = set(opening.mapping.columns()) - set(owed_columns(opening.mapping))
    names |= {same_name(name): name for name in sorted(optional) if same_name(name) not in names}
    return tuple(names.values())


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    place = {same_name(name): index for index, name in enumerate(columns)}
    for number, line in _numbered(path):
        found = _object(line)
        if found is None:
            yield Problem(number, "", line.strip()[:80], "not_json")
            continue
        strange = [name for name in found if same_name(name) not in place]
        if strange:
            yield Problem(number, strange[0][:80], "", "column_unknown")
            continue
        row = [""] * len(columns)
        for name, value in found.items():
            row[place[same_name(name)]] = value
        yield number, row


def _object(line: str) -> dict[str, str] | None:
    """Read one object of plain values as text; None when it is anything else."""
    try:
        pairs = json.loads(
            line, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=list
        )
    except (ValueError, RecursionError):
        return None
    if not isinstance(pairs, list) or not line.lstrip().startswith("{"):
        return None
    texts = {name: text for name, value in pairs if (text := _text(value)) is not None}
    if len({same_name(name) for name in texts}) != len(pairs):
        return None
    return texts


def _text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None
