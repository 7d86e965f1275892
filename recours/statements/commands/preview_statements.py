"""Read a file as an import would, and keep nothing."""

import tempfile
from datetime import datetime
from pathlib import Path

from recours.statements.mapping import Mapping
from recours.statements.progress import Progress, silent
from recours.statements.report import ImportReport
from recours.statements.sealing.late import late_lines
from recours.statements.sealing.prepare import Known, compare_facts, read_facts
from recours.statements.sealing.shelf import check_code, workbench
from recours.statements.sealing.volumes import open_folders


def preview_statements(
    *,
    path: Path,
    programme: str,
    mapping: Mapping,
    at: datetime,
    progress: Progress = silent,
) -> ImportReport:
    """Return what an import would do, refusals included; raise `FileRefused` if unreadable."""
    check_code(programme)
    with tempfile.TemporaryDirectory(prefix="recours-preview-") as name:
        staging = Path(name)
        with workbench(staging) as db:
            report = read_facts(
                db, path, staging, mapping, programme=programme, at=at, progress=progress
            )
            if mapping.kind == "members":
                return report
            known = Known(
                open_folders(programme, mapping.kind), late_lines(programme, mapping.kind)
            )
            return compare_facts(db, report, known, progress)
