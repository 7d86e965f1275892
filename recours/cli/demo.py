"""Open the demonstration: an invented programme, complaints at every stage, anyone in a click."""

import argparse
import json
import os
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

NEEDS_SETUP = False
VERSION = 2
MARK = "demonstration.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve, and whether to build again."""
    parser.add_argument("--port", type=int, default=8000, help="port of this machine (8000)")
    parser.add_argument("--rebuild", action="store_true", help="build it again from nothing")
    parser.add_argument("--no-serve", action="store_true", help="build it, and stop there")


def run(options: argparse.Namespace) -> int:  # noqa: RET503  # the last line never returns
    """Build the demonstration the first time, then serve it."""
    os.environ.setdefault("RECOURS_DATA", "var/demo")
    os.environ["RECOURS_DEMO"] = "1"
    os.environ["RECOURS_URL"] = f"http://127.0.0.1:{options.port}"
    mark = Path(os.environ["RECOURS_DATA"]) / MARK
    if options.rebuild or not _is_built(mark):
        if _holds_something_else(mark.parent):
            print(
                f"recours: {mark.parent} holds something else than the demonstration; "
                "name another folder in RECOURS_DATA.",
                file=sys.stderr,
            )
            return 1
        _build(mark)
    if options.no_serve:
        return 0
    print(f"\nOpen http://127.0.0.1:{options.port}/ and choose who you are. Ctrl-C stops it.\n")
    arguments = [sys.executable, "-m", "recours.cli.main", "serve", "--port", str(options.port)]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606  # this program becomes the server


def _is_built(mark: Path) -> bool:
    try:
        return bool(json.loads(mark.read_text())["version"] == VERSION)
    except (OSError, ValueError, KeyError):
        return False


def _build(mark: Path) -> None:
    from recours.cli import django, setup  # noqa: PLC0415

    started = time.monotonic()
    shutil.rmtree(mark.parent, ignore_errors=True)
    mark.parent.mkdir(parents=True)
    mark.write_text(json.dumps({"version": 0}))
    setup.run(argparse.Namespace(quiet=True))
    django.start()
    from recours.demo.build import build  # noqa: PLC0415  # Django first

    print("Building the demonstration (once; it restarts at once the next time).")
    now = datetime.now(tz=UTC)
    built = build(folder=mark.parent / "demonstration", now=now, say=lambda s: print(f"  {s}"))
    mark.write_text(json.dumps({"version": VERSION, "built_at": now.isoformat()}))
    print(
        f"Built in {time.monotonic() - started:.0f} s: {built.members} members, "
        f"{built.purchases} purchases, {built.movements} movements of points, "
        f"{built.faults} planted faults (kept aside), {built.complaints} complaints."
    )


def _holds_something_else(folder: Path) -> bool:
    """Tell whether building here would destroy what is not ours: only our own mark allows it."""
    return folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists()
