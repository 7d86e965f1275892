"""Tell by its first bytes what a file is, and open it."""

from recours.statements.intake.delimited import open_delimited
from recours.statements.intake.jsonlines import open_json_lines
from recours.statements.intake.parquet import open_parquet
from recours.statements.intake.source import Opening, Source, Unreadable
from recours.statements.intake.workbook import open_workbook
from recours.statements.report import Problem

_FOREIGN = {b"\xd0\xcf\x11\xe0": "xls", b"\x1f\x8b": "gzip", b"%PDF": "PDF", b"SQLite": "SQLite"}


def open_file(opening: Opening) -> Source:
    """Return the file as columns of text, whatever its form; raise `Unreadable`."""
    try:
        with opening.path.open("rb") as file:
            start = file.read(4096)
    except OSError as bad:
        raise Unreadable(Problem(0, "", bad.strerror or "", "file_missing")) from bad
    if not start.strip():
        raise Unreadable(Problem(0, "", "", "file_empty"))
    if start.startswith(b"PAR1"):
        return open_parquet(opening)
    if start.startswith(b"PK\x03\x04"):
        return open_workbook(opening)
    for mark, name in _FOREIGN.items():
        if start.startswith(mark):
            raise Unreadable(Problem(0, "", name, "form_unknown"))
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return open_json_lines(opening)
    return open_delimited(opening)
