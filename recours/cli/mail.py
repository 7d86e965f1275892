"""Take in messages from a mail server's pipe, or from files: kept first, then filed.

recours mail deliver < message          one message on standard input
recours mail deliver --json *.eml       a line of JSON per file

Ends with 0 when every message is kept, even one that could not be filed yet: the worker files it.
Ends with 75 (EX_TEMPFAIL) when one is not kept: the mail server keeps it and comes back.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from recours.cli import django

NEEDS_SETUP = False  # not set up is a refusal for now: the mail server must hear 75, not 1
TEMPORARY_FAILURE = 75
PENDING = "pending"
WORDS = {
    "fr": {
        "new": "réclamation {reference}, de {sender}",
        "reply": "réponse rangée dans {reference}, de {sender}",
        "duplicate": "déjà reçu ({reference})",
        "notification": "message automatique {reference}",
        "unreadable": "illisible : une personne regardera",
        "to_link": "à rattacher par une personne, de {sender}",
        "rejected": "trop volumineux : une personne regardera",
        PENDING: "gardé, pas encore rangé : le service s’en charge ({reason})",
    },
    "en": {
        "new": "complaint {reference}, from {sender}",
        "reply": "answer put on {reference}, from {sender}",
        "duplicate": "received before ({reference})",
        "notification": "automatic message {reference}",
        "unreadable": "unreadable: a person will look",
        "to_link": "a person will say what it is about, from {sender}",
        "rejected": "too large: a person will look",
        PENDING: "kept, not filed yet: the worker will ({reason})",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be asked."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    take = actions.add_parser("deliver", help="take in one message or many, and file them")
    take.add_argument("files", nargs="*", metavar="FILE", help="messages (default: standard input)")
    take.add_argument("--json", action="store_true", help="a line of JSON per message")
    take.add_argument("--english", action="store_true", help="in English (default: French)")
    take.add_argument("--mailbox", default="", metavar="NAME", help="which mailbox they came to")
    take.add_argument(
        "--from", dest="sender", default=None, metavar="ADDR", help="sender of the envelope"
    )
    take.add_argument(
        "--to", action="append", default=[], metavar="ADDR", help="a recipient of the envelope"
    )


def run(options: argparse.Namespace) -> int:
    """Do what was asked: 0 when everything is kept, 75 otherwise."""
    if not _is_ready():
        return TEMPORARY_FAILURE
    for stream in (sys.stdout, sys.stderr):  # a mail server starts us without a language
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    kept = [_deliver(source, options) for source in options.files or ["-"]]
    return 0 if all(kept) else TEMPORARY_FAILURE


def _is_ready() -> bool:
    try:
        return django.is_ready()
    except SystemExit:  # a setting is wrong, and was named
        return False
    except Exception as problem:  # noqa: BLE001  # whatever it is, the message is not kept
        _complain("", problem)
        return False


def _deliver(source: str, options: argparse.Namespace) -> bool:
    """Keep one message, then file it; say whether it is kept."""
    from recours.mailroom.commands.take_in import take_in  # noqa: PLC0415  # needs Django started

    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        taken = take_in(
            raw=raw,
            door="pipe",
            mailbox=options.mailbox,
            place="",
            envelope_from=None if options.sender is None else options.sender.strip("<>"),
            envelope_to=options.to,
            at=datetime.now(tz=UTC),
        )
    except Exception as problem:  # noqa: BLE001  # the mail server keeps it
        _complain(source, problem)
        _start_afresh()
        return False
    _tell(_line(source, taken.id), options)
    return True


def _line(source: str, mail: str) -> dict[str, Any]:
    """File the message and return what is said of it; kept is kept, whatever happens here."""
    from recours.mailroom.queries import mail_card, reading_of  # noqa: PLC0415

    try:
        first = mail_card(mail).original or mail
        outcome, reference, reason = _file(first, mail)
        read = reading_of(mail) or reading_of(first)
    except Exception as problem:  # noqa: BLE001  # the worker files it
        _start_afresh()
        outcome, reference, reason = PENDING, "", f"{type(problem).__name__}: {problem}"
        read = None
    shown = ("name", "type", "size", "sha256")
    return {
        "file": source,
        "outcome": outcome,
        "reference": reference or None,
        "sender": read.sender if read else "",
        "subject": read.subject if read else "",
        "text": read.text if read else "",
        "quoted": read.quoted if read else "",
        "attachments": [{name: part[name] for name in shown} for part in read.files]
        if read
        else [],
        "language": read.language if read else "",
        "reason": reason,
    }


def _file(first: str, mail: str) -> tuple[str, str, str]:
    """File the first arrival of this content, then this one."""
    from recours.journeys.file_mail import file_mail  # noqa: PLC0415

    at = datetime.now(tz=UTC)
    filed = file_mail(mail=first, at=at)
    if mail != first:
        filed = file_mail(mail=mail, at=at)
    return str(filed.outcome), filed.reference, filed.reason


def _start_afresh() -> None:
    """Forget a connection that a failure left in the middle of something."""
    from django.db import close_old_connections, connection  # noqa: PLC0415

    if not connection.in_atomic_block:
        close_old_connections()


def _tell(line: Mapping[str, Any], options: argparse.Namespace) -> None:
    """Print the line; whoever stopped listening changes nothing to what is kept."""
    if options.json:
        text = json.dumps(line, ensure_ascii=False)
    else:
        words = WORDS["en" if options.english else "fr"][line["outcome"]]
        told = {name: value or "" for name, value in line.items()}
        text = " ".join(f"{line['file']}: {words.format(**told)}".split())
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = open("/dev/null", "w")  # noqa: PTH123, SIM115  # the reader is gone


def _complain(source: str, problem: Exception) -> None:
    where = f" {source}" if source else ""
    print(f"recours mail:{where} not kept: {type(problem).__name__}: {problem}", file=sys.stderr)
