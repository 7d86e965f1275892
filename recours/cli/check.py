"""Say what is configured, what is missing and how to get it; 1 when something stops the work."""

import argparse
import importlib.util
import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlparse

from recours.cli import django
from recours.config.environment import SETTINGS, BadSetting
from recours.mailroom.rules.boxes import BoxCard

NEEDS_SETUP = False
MEGABYTE = 1024 * 1024
LITTLE_SPACE, NO_SPACE = 2048, 200  # megabytes
OTHERS = 0o077  # the rights of the group and of everybody else
SECRET = {"RECOURS_SECRET", "DATABASE_URL", "RECOURS_SMTP_URL", "RECOURS_MAILBOXES"}
SIGNS = {"good": "ok     ", "missing": "missing", "stops": "STOPS  "}


@dataclass(frozen=True, slots=True)
class Answer:
    """One line: what was looked at, whether it works, and what to do when it does not."""

    subject: str
    state: Literal["good", "missing", "stops"]
    sentence: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For whom to write."""
    parser.add_argument("--json", action="store_true", help="one JSON document for a program")


def run(options: argparse.Namespace) -> int:
    """Look at everything, print a line each."""
    answers = [*settings_answers()]
    if not any(answer.state == "stops" for answer in answers):
        django.start()
        answers += [*_data_answers(), *_database_answers(), *_tool_answers(), *_mail_answers()]
        if not any(answer.state == "stops" for answer in answers):
            answers += _door_answers()
        answers += [*_reading_answers(), *_antivirus_answers()]
    stops = [answer for answer in answers if answer.state == "stops"]
    if options.json:
        rows = [asdict(answer) for answer in answers]
        print(json.dumps({"ok": not stops, "answers": rows}, ensure_ascii=False, indent=2))
        return 1 if stops else 0
    for answer in answers:
        print(f"{SIGNS[answer.state]}  {answer.subject:<26} {answer.sentence}")
    print(f"\n{_verdict(answers)}")
    return 1 if stops else 0


def _verdict(answers: list[Answer]) -> str:
    stops = sum(answer.state == "stops" for answer in answers)
    missing = sum(answer.state == "missing" for answer in answers)
    if stops:
        return f"{stops} to mend before Recours can work (lines marked STOPS)."
    return f"Recours can work. {missing} not configured." if missing else "Everything is in place."


def settings_answers() -> Iterator[Answer]:
    """Every setting, with its value (never a secret one) or the sentence that mends it."""
    for setting in SETTINGS:
        try:
            value = setting.read(os.environ)
        except BadSetting as problem:
            yield Answer(setting.name, "stops", str(problem))
            continue
        if setting.name in SECRET:
            value = "given, not shown" if value else ""
        origin = "" if setting.name in os.environ else " (default)"
        yield Answer(setting.name, "good", f"{value or 'empty'}{origin}")


def _data_answers() -> Iterator[Answer]:
    from django.conf import settings  # noqa: PLC0415

    yield _folder_answer(settings.DATA)
    yield _space_answer(settings.DATA)
    yield _keys_answer(settings.DATA / "keys")


def _folder_answer(folder: Path) -> Answer:
    if os.access(folder, os.W_OK | os.X_OK):
        return Answer("folder", "good", str(folder))
    return Answer("folder", "stops", f"{folder} cannot be written: name another in RECOURS_DATA.")


def _space_answer(folder: Path) -> Answer:
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < NO_SPACE:
        return Answer("disk space", "stops", f"{free} MB free: make room, {NO_SPACE} MB at least.")
    if free < LITTLE_SPACE:
        return Answer("disk space", "missing", f"{free} MB free: soon too little, make room.")
    return Answer("disk space", "good", f"{free // 1024} GB free")


def _keys_answer(folder: Path) -> Answer:
    """Refuse keys that another account of this machine could read."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    readable = [path.name for path in (folder, *found) if path.stat().st_mode & OTHERS]
    if readable:
        names = ", ".join(readable)
        return Answer("keys", "stops", f"others can read {names}. Run: recours setup")
    return Answer("keys", "good", f"{len(found)} kept, readable by this user only")


def _database_answers() -> Iterator[Answer]:
    from django.conf import settings  # noqa: PLC0415

    engine = str(settings.DATABASES["default"]["ENGINE"])
    if engine.endswith("postgresql") and importlib.util.find_spec("psycopg") is None:
        yield Answer(
            "PostgreSQL driver", "stops", "not installed. Run: pip install 'recours[postgres]'"
        )
        return
    if not django.is_ready():  # says the reason on the standard error
        yield Answer("database", "stops", "not ready. Run: recours setup")
        return
    from django.db import connection  # noqa: PLC0415

    version = ".".join(map(str, connection.get_database_version()))
    yield Answer("database", "good", f"{connection.display_name} {version}, up to date")
    yield _log_key_answer()


def _log_key_answer() -> Answer:
    if importlib.util.find_spec("recours.trustlog.queries") is None:
        return Answer("log key", "missing", "this version has no log")
    from recours.trustlog.queries import log_public_key  # noqa: PLC0415

    return Answer("log key", "good", log_public_key())


def _tool_answers() -> Iterator[Answer]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Answer("Python", "good", version)
    for module, use in (("typst", "letters"), ("duckdb", "statements"), ("granian", "web server")):
        if importlib.util.find_spec(module) is None:
            yield Answer(module, "stops", f"{use}: not installed. Run: make env")
        else:
            yield Answer(module, "good", use)
    from django.conf import settings  # noqa: PLC0415

    if settings.WEBHOOKS_LOCAL and settings.SITE_URL.startswith("https://"):
        yield Answer("RECOURS_WEBHOOKS_LOCAL", "stops", "opens your network: never on a site.")
    if settings.DEMO and settings.SITE_URL.startswith("https://"):
        yield Answer("RECOURS_DEMO", "stops", "anyone may become anyone: never on a public site.")


def _mail_answers() -> Iterator[Answer]:
    """Whether messages leave, and whether the server that takes them is there."""
    from django.conf import settings  # noqa: PLC0415

    if not settings.SMTP_URL:
        place = settings.DATA / "mail"
        yield Answer("mail", "missing", f"messages stay in {place}. Set RECOURS_SMTP_URL to send.")
        return
    server = urlparse(settings.SMTP_URL)
    port = server.port or (465 if server.scheme == "smtps" else 587)
    try:
        socket.create_connection((server.hostname or "", port), timeout=5).close()
    except OSError as problem:
        sentence = (
            f"{server.hostname}:{port} does not answer ({problem}); messages wait, none is lost."
        )
        yield Answer("mail", "missing", sentence)
        return
    yield Answer("mail", "good", f"{server.hostname}:{port} answers")


def _door_answers() -> Iterator[Answer]:
    """How each door goes where mail comes in: what the worker wrote at its last look."""
    from django.conf import settings  # noqa: PLC0415

    from recours.mailroom.queries import boxes, pending_count  # noqa: PLC0415

    doors = [(mailbox.name, "mailbox") for mailbox in settings.MAILBOXES]
    doors += [(settings.LMTP, "lmtp")] if settings.LMTP else []
    if not doors:
        sentence = "no mailbox is read. Set RECOURS_MAILBOXES or RECOURS_LMTP (docs/mail.md)."
        yield Answer("incoming mail", "missing", sentence)
        return
    known = {box.name: box for box in boxes()}
    for name, kind in doors:
        yield _door_answer(f"{kind} {name}", known.get(name))
    yield Answer("incoming mail", "good", f"{pending_count()} kept and waiting to be filed")


def _door_answer(subject: str, box: BoxCard | None) -> Answer:
    if box is None or (box.looked_at is None and box.is_well):
        return Answer(subject, "missing", "not looked at yet. Start: recours worker")
    looked = f"{box.looked_at:%Y-%m-%d %H:%M} UTC" if box.looked_at else "never"
    if not box.is_well:
        sentence = f"{box.trouble} ({box.failures} times in a row; last well: {looked})"
        return Answer(subject, "missing", sentence)
    backlog = "" if box.backlog is None else f", {box.backlog} waiting there"
    return Answer(subject, "good", f"looked at {looked}{backlog}")


def _reading_answers() -> Iterator[Answer]:
    """Which engines read scans and photos here; one is enough, none is a person's work."""
    from recours.scans.engines import chosen_engine, engines  # noqa: PLC0415

    chosen = chosen_engine()
    for engine in engines():
        note = " (chosen)" if engine.name == chosen else ""
        needed = not engine.is_here and not chosen
        yield Answer(engine.name, "missing" if needed else "good", f"{engine.sentence}{note}")


def _antivirus_answers() -> Iterator[Answer]:
    """Whether files are checked, and whether the antivirus answers."""
    from recours.correspondence import antivirus  # noqa: PLC0415
    from recours.correspondence.errors import AntivirusAway  # noqa: PLC0415

    if not antivirus.is_configured():
        yield Answer("antivirus", "missing", "files are not checked. Set RECOURS_CLAMD.")
        return
    try:
        yield Answer("antivirus", "good", antivirus.answers())
    except AntivirusAway as away:
        yield Answer("antivirus", "missing", f"clamd is away ({away}); files wait, closed.")
