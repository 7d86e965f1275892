"""What every reader of files hands on: a relation of text columns and where its lines are."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import duckdb

from recours.statements.fields import FIELDS
from recours.statements.mapping import Mapping
from recours.statements.report import Notice, Problem

LISTED = 1_000


class Unreadable(Exception):
    """The file cannot be read at all; `problems` says where and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].code)
        self.problems = problems


@dataclass(slots=True)
class Faults:
    """Lines that have no readable form: the first thousand listed, all of them counted."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: Problem) -> None:
        """Count one line out."""
        self.count += 1
        if len(self.listed) < LISTED:
            self.listed.append(problem)


class Careful(Protocol):
    """Reads again line by line, when the quick reading met something irregular."""

    def __call__(self) -> "Source": ...


@dataclass(frozen=True, slots=True)
class Source:
    """A file seen as a relation whose columns are c0, c1, … (text).

    `line` is the SQL of the line number; None when rows are lines in order, the first being
    line 2. `rows` is how many rows a faithful reading gives, when that is known beforehand.
    `clean` promises that no control character or hard space is in the file.
    """

    format: str
    relation: str
    columns: tuple[str, ...]
    line: str | None
    rows: int | None = None
    faults: Faults = field(default_factory=Faults)
    notices: tuple[Notice, ...] = ()
    careful: Careful | None = None
    clean: bool = False
    sha256: str = ""

    def with_sha256(self, digest: str) -> "Source":
        """Return the same source, with the digest of its file."""
        return replace(self, sha256=digest)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a reader needs: the file, the mapping, a folder for copies, a connection."""

    path: Path
    mapping: Mapping
    folder: Path
    db: duckdb.DuckDBPyConnection


def quoted(name: str) -> str:
    """Return an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def same_name(name: str) -> str:
    """Return the form under which two column names are the same."""
    return " ".join(name.replace("\ufeff", "").replace("\xa0", " ").split()).casefold()


def unnamed(columns: tuple[str, ...]) -> tuple[Notice, ...]:
    """Say that columns without a name are not read."""
    count = sum(1 for name in columns if not same_name(name))
    return (Notice("columns_unnamed", (("count", str(count)),)),) if count else ()


def check_columns(columns: tuple[str, ...], mapping: Mapping, *, line: int) -> None:
    """Refuse a file whose columns are twice there, missing, or unknown; raise `Unreadable`."""
    names = [name for column in columns if (name := same_name(column))]
    twice = sorted({name for name in names if names.count(name) > 1})
    wanted = {same_name(name) for name in mapping.columns()}
    ignored = {same_name(name) for name in mapping.ignore}
    extra = [] if "*" in ignored else [n for n in names if n not in wanted | ignored]
    missing = [name for name in owed_columns(mapping) if same_name(name) not in names]
    problems = [
        *(Problem(line, name, "", "column_twice") for name in twice),
        *(_missing(line, name, columns) for name in missing),
        *(Problem(line, name, "", "column_unknown") for name in dict.fromkeys(extra)),
    ]
    if problems:
        raise Unreadable(*problems)


def _missing(line: int, name: str, columns: tuple[str, ...]) -> Problem:
    return Problem(line, name, "", "column_missing", (("found", ", ".join(columns)[:300]),))


def owed_columns(mapping: Mapping) -> list[str]:
    """Return the columns a file must have: all of a mapping; of our own form, the required."""
    if not mapping.is_ours:
        return mapping.columns()
    return [spec.name for spec in FIELDS[mapping.kind] if spec.required]
