"""Builds the programme of the demonstration: people, terms, rules, a year of statements."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.inside.django import start, tell


def main(folder: str, members: int) -> None:
    start()
    from recours.demo.build import build  # noqa: PLC0415  # once Django has started

    built = build(
        folder=Path(folder), now=datetime.now(tz=UTC), say=lambda _line: None, members=members
    )
    tell({"purchases": built.purchases, "complaints": built.complaints})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
