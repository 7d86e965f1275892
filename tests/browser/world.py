"""Builds the small invented programme of these tests: `python -m tests.browser.world MEMBERS`."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from recours.cli import django


def main() -> None:
    django.start()
    from recours.demo.build import build  # noqa: PLC0415  # Django first

    folder = Path(os.environ["RECOURS_DATA"]) / "demonstration"
    build(folder=folder, now=datetime.now(tz=UTC), say=print, members=int(sys.argv[1]))


if __name__ == "__main__":
    main()
