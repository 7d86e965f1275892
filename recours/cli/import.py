"""Bring in purchases, points movements or members from a file of the operator.

recours import purchases ventes.csv --programme cercle --dry-run
recours import points mouvements.xlsx --programme cercle --mapping caisse.toml
recours import members membres.jsonl --programme cercle
"""  # noqa: N999  # a command is named as it is typed; main loads it by name

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from recours.statements.errors import (
    BadProgrammeCode,
    EngineStopped,
    FileRefused,
    MappingRefused,
)
from recours.statements.mapping import Mapping, load_mapping, shipped_mappings
from recours.statements.report import ImportReport
from recours.statements.rules import KINDS
from recours.statements.summary import as_json, summary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to take, from where, for which programme."""
    parser.add_argument("kind", choices=KINDS, help="what the lines of the file are")
    parser.add_argument("file", type=Path, help="CSV, XLSX, Parquet or JSON lines")
    parser.add_argument("--programme", required=True, metavar="CODE", help="whose statements")
    parser.add_argument(
        "--mapping",
        default="",
        metavar="M",
        help=f"a TOML file, or one that ships: {', '.join(shipped_mappings())}",
    )
    parser.add_argument("--dry-run", action="store_true", help="read and check, keep nothing")
    parser.add_argument(
        "--keep-good", action="store_true", help="take the good lines even when others are refused"
    )
    parser.add_argument("--author", default="", metavar="NAME", help="who signs (default: you)")
    parser.add_argument("--json", action="store_true", help="one JSON document for a program")
    parser.add_argument("--english", action="store_true", help="in English (default: French)")


def run(options: argparse.Namespace) -> int:
    """Print what was taken and what was not: 0 done, 1 refused, 2 badly asked."""
    try:
        mapping = load_mapping(options.mapping, options.kind)
        report, refused = _take(options, mapping), False
    except FileRefused as refusal:
        report, refused = refusal.report, True
    except (MappingRefused, BadProgrammeCode) as problem:
        print(f"recours import: {_sentence(problem)}", file=sys.stderr)
        return 2
    except (EngineStopped, OSError) as problem:
        print(f"recours import: nothing was kept: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("recours import: stopped, nothing was kept; run it again", file=sys.stderr)
        return 1
    _tell(options, report, refused=refused)
    return 1 if refused or (options.dry_run and report.rows_rejected) else 0


def _sentence(problem: Exception) -> str:
    if isinstance(problem, BadProgrammeCode):
        return f"{problem}: a programme's code is made of lower-case letters, digits and hyphens"
    return str(problem)


def _take(options: argparse.Namespace, mapping: Mapping) -> ImportReport:
    from recours.statements.commands import (  # noqa: PLC0415  # needs Django started
        import_members,
        import_statements,
        preview_statements,
    )

    now = datetime.now(tz=UTC)
    with tqdm(total=0, disable=_is_quiet(options), unit="", leave=False) as bar:
        progress = _shown_on(bar)
        if options.dry_run:
            return preview_statements.preview_statements(
                path=options.file,
                programme=options.programme,
                mapping=mapping,
                at=now,
                progress=progress,
            )
        members = options.kind == "members"
        take = import_members.import_members if members else import_statements.import_statements
        return take(
            path=options.file,
            programme=options.programme,
            mapping=mapping,
            author=options.author or _who(),
            at=now,
            keep_good=options.keep_good,
            progress=progress,
        )


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have a number and no name
        return "recours"


def _is_quiet(options: argparse.Namespace) -> bool:
    return bool(options.json) or not sys.stderr.isatty()


def _shown_on(bar: "tqdm[None]") -> Callable[[str, int, int], None]:
    def progress(step: str, done: int, total: int) -> None:
        bar.total = total
        bar.n = done
        bar.set_description(step)

    return progress


def _tell(options: argparse.Namespace, report: ImportReport, *, refused: bool) -> None:
    if options.json:
        document = as_json(report, trial=options.dry_run, refused=refused)
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    language = "en" if options.english else "fr"
    for line in summary(report, language, trial=options.dry_run, refused=refused):
        print(line, file=sys.stderr if refused else sys.stdout)
    if options.dry_run:
        for row in report.preview:
            print("  " + " | ".join(f"{name}={value}" for name, value in row.items() if value))
