"""What came of a file: every line accounted for, each refusal with its line number."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one line (0: the whole file) was not taken; `code` is a key of `wording.SENTENCES`."""

    line: int
    column: str
    value: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about a file that was read; `code` is a key of `wording.SENTENCES`."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every line of a file accounted for: rows_in = new + known + rejected."""

    kind: str
    programme: str
    source_name: str
    source_sha256: str
    format: str
    mapping: str
    rows_in: int = 0
    rows_new: int = 0
    rows_known: int = 0
    rows_rejected: int = 0
    by_kind: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    batch: str = ""
    content_sha256: str = ""
    folder: str = ""
    preview: tuple[dict[str, str], ...] = ()
