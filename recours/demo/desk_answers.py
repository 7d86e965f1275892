"""The simulated cash desk reads the corrections it is handed, and posts them in its statement."""

import csv
from datetime import datetime
from pathlib import Path

from recours.demo.cast import PROGRAMME
from recours.demo.world import PARIS
from recours.journeys.export_corrections_to_operators import export_corrections_to_operators
from recours.statements.commands.import_statements import import_statements
from recours.statements.mapping import our_own

COLUMNS = [
    "source_ref",
    "member",
    "kind",
    "points",
    "occurred_at",
    "purchase_ref",
    "expires_on",
    "label",
]


def answer_corrections(*, data: Path, at: datetime) -> int:
    """Return how many files of corrections the desk posted; each is posted once."""
    export_corrections_to_operators(at=at)
    answered = 0
    for asked in sorted((data / "corrections").glob(f"corrections-{PROGRAMME}-*.csv")):
        posted = data / "demonstration" / f"releve-{asked.stem}.csv"
        if posted.exists():
            continue
        aside = posted.with_suffix(".tmp")
        _post(asked, aside, at)
        import_statements(
            path=aside,
            programme=PROGRAMME,
            mapping=our_own("points"),
            author="demonstration",
            at=at,
        )
        aside.replace(posted)
        answered += 1
    if answered:
        export_corrections_to_operators(at=at)
    return answered


def _post(asked: Path, posted: Path, at: datetime) -> None:
    with asked.open(encoding="utf-8") as source, posted.open("w", encoding="utf-8") as sheet:
        writer = csv.writer(sheet, delimiter=";")
        writer.writerow(COLUMNS)
        for row in csv.DictReader(source):
            writer.writerow(
                [
                    row["reference"],
                    row["member"],
                    "restored",
                    row["points"],
                    at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S"),
                    row["purchase"],
                    row["expires_on"],
                    "",  # no label: the ledger says it in the language of who reads
                ]
            )
