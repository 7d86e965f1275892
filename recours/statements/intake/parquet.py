"""Parquet: columns read as text, exactly; a damaged file is refused with the lines it lost."""

import duckdb

from recours.statements.intake.scan import digest
from recours.statements.intake.source import (
    Opening,
    Source,
    Unreadable,
    check_columns,
    literal,
    quoted,
)
from recours.statements.report import Notice, Problem

_NESTED = ("STRUCT", "LIST", "MAP", "UNION", "[]", "BLOB")


def open_parquet(opening: Opening) -> Source:
    """Return the columns of a Parquet file; raise `Unreadable` with the lines that are lost."""
    file = literal(str(opening.path))
    try:
        described = opening.db.execute(f"DESCRIBE SELECT * FROM read_parquet({file})").fetchall()
    except duckdb.Error as bad:
        raise Unreadable(Problem(0, "", str(bad).splitlines()[0][:120], "parquet_cut")) from bad
    columns = tuple(str(row[0]) for row in described)
    check_columns(columns, opening.mapping, line=0)
    for name, form, *_ in described:
        if any(sign in form for sign in _NESTED):
            raise Unreadable(Problem(0, name, form[:80], "parquet_nested"))
    texts = ", ".join(
        f"coalesce({_text(name, form)}, '') AS c{index}"
        for index, (name, form, *_) in enumerate(described)
    )

    def careful() -> Source:
        raise Unreadable(*_lost_lines(opening, file))

    return Source(
        format="parquet",
        relation=(
            f"(SELECT file_row_number + 1 AS line, {texts} "
            f"FROM read_parquet({file}, file_row_number=true))"
        ),
        columns=columns,
        line="line",
        notices=_float_notices(described),
        careful=careful,
        sha256=digest(opening.path),
    )


def _float_notices(described: list[tuple[str, ...]]) -> tuple[Notice, ...]:
    floats = [name for name, form, *_ in described if form in {"FLOAT", "DOUBLE"}]
    return tuple(Notice("float_column", (("column", name),)) for name in floats)


def _text(name: str, form: str) -> str:
    """Return the SQL of a value as text; a decimal without the zeros that its type adds."""
    text = f"{quoted(name)}::VARCHAR"
    scaled = form.startswith("DECIMAL") and not form.endswith(",0)")
    return f"rtrim(rtrim({text}, '0'), '.')" if scaled else text


def _lost_lines(opening: Opening, file: str) -> list[Problem]:
    """Say which row groups cannot be read, now that reading all of them has failed."""
    try:
        groups = opening.db.execute(
            "SELECT DISTINCT row_group_id, row_group_num_rows "
            f"FROM parquet_metadata({file}) ORDER BY 1"
        ).fetchall()
    except duckdb.Error as bad:
        return [Problem(0, "", str(bad).splitlines()[0][:120], "parquet_cut")]
    problems, first = [], 1
    for _, rows in groups:
        last = first + rows - 1
        part = (
            f"(SELECT * EXCLUDE (file_row_number) FROM read_parquet({file}, file_row_number=true) "
            f"WHERE file_row_number BETWEEN {first - 1} AND {last - 1})"
        )
        if not _readable(opening, part):
            span = (("first", str(first)), ("last", str(last)))
            problems.append(Problem(first, "", "", "parquet_lost", span))
        first = last + 1
    return problems or [Problem(0, "", "", "parquet_cut")]


def _readable(opening: Opening, relation: str) -> bool:
    try:
        opening.db.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {relation}").fetchall()
    except duckdb.Error:
        return False
    return True
