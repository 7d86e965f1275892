"""Kills the delivery of mail before and after every statement, commit, file operation and word
said to the mail server; then delivers again, and asks the server what it received.

    python -m tests.crash.outbox_matrix --server up|drop|delay|refuse|away [--every 5] [--naive]

Prints one JSON document, as the other matrix does. `--naive` marks a message as sent, then sends it
under an identifier drawn at random: it shows that the matrix would see a loss or a double.
"""

import argparse
import hashlib
import json
import signal
import smtplib
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.crash.matrix import Copies, Killer, in_child  # isort: skip  # Django is set up there

from django.conf import settings
from django.db import transaction

from recours.correspondence.commands import deliver_outbox as delivering
from recours.correspondence.commands.queue_email import queue_email
from recours.correspondence.composing import compose
from recours.correspondence.models import Delivery, Outbox
from recours.correspondence.postman import postman
from recours.kernel.references import make_reference
from tests.correspondence.casting import MAILS
from tests.correspondence.sink import free_port, open_sink
from tests.crash.cast import NOW
from tests.crash.journey import let_leases_lapse
from tests.houses import ROOT

ROOM = 3  # messages
REFUSED = "p1@exemple.fr"
LOOKS = (1, 2, 5, 20, 60, 120)  # minutes after which the worker looks again


def queue() -> None:
    """Write three messages, in the transaction of whoever decided them."""
    with transaction.atomic():
        for number in range(ROOM):
            queue_email(
                about=make_reference(2026, number + 1),
                to=f"p{number}@exemple.fr",
                to_name="",
                language="fr",
                template="progress",
                values=MAILS["progress"],
                at=NOW,
                key=f"m{number}",
            )


def play(days: int = 0) -> None:
    """Write the messages and deliver them, looking again as the worker does."""
    queue()
    for minutes in LOOKS:
        delivering.deliver_outbox(at=NOW + timedelta(days=days, minutes=minutes), limit=10)


def play_naive(_days: int = 0) -> None:
    """Send as one would without thinking: marked first, named at random."""
    queue()
    with postman() as carrier:
        for row in Outbox.objects.filter(state="pending").select_related("message"):
            Outbox.objects.filter(pk=row.pk).update(state="sent", sent_at=NOW, raw_sha256="0" * 64)
            row.mail_id = f"<{uuid.uuid4().hex}@exemple.fr>"
            carrier.carry(message_id=row.mail_id, sender="a@b.fr", to=row.to, raw=compose(row))


class Watcher(Killer):
    """Counts what is said to the mail server too."""

    def watch(self) -> None:
        super().watch()
        for name in ("send", "getreply"):
            setattr(smtplib.SMTP, name, self.around(getattr(smtplib.SMTP, name)))


@contextmanager
def server(kind: str, notes: Path):
    """Run a mail server in a process of its own; give its address."""
    if kind == "away":
        yield f"smtp://127.0.0.1:{free_port()}"
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.outbox_matrix", "--serve", kind, str(notes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(10)


def serve(kind: str, notes: Path) -> None:
    """Take mail until the standard input ends; note each message taken, and its bytes."""

    def answer(sink: Any, raw: bytes) -> str:
        found = next(line for line in raw.splitlines() if line.lower().startswith(b"message-id:"))
        name = found.split(b":", 1)[1].strip().decode()
        seen = notes.with_suffix(".seen")
        again = name in (seen.read_text() if seen.exists() else "")
        with seen.open("a") as book:
            book.write(f"{name}\n")
        if kind == "delay" and not again:
            return "451 greylisted"
        with notes.open("a") as book:
            book.write(f"{name} {hashlib.sha256(raw).hexdigest()}\n")
        return "drop" if kind == "drop" and not again else "250 OK"

    with open_sink() as (sink, url):
        sink.answer = answer
        if kind == "refuse":
            sink.at_recipient = lambda to: "550 5.1.1 unknown" if to == REFUSED else "250 OK"
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()


def breaches(kind: str, notes: Path) -> list[str]:
    """Return what was lost, doubled too often, or said wrongly."""
    lines = [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []
    copies = Counter(name for name, _ in lines)
    due = ROOM - (kind == "refuse")
    once = 2 if kind == "drop" else 1  # the server's own yes was lost once for each
    found = []
    if len(copies) != due:
        found.append(f"{len(copies)} messages arrived, not {due}")
    if sum(copies.values()) > due * once + 1:
        found.append(f"{sum(copies.values())} copies: more than one too many")
    if len(set(map(tuple, lines))) != len(copies):
        found.append("two copies differ")
    states = Counter(Outbox.objects.values_list("state", flat=True))
    if states != Counter({"sent": due} | ({"failed": 1} if kind == "refuse" else {})):
        found.append(f"states: {dict(states)}")
    proofs = set(Delivery.objects.filter(what="accepted").values_list("message", flat=True))
    if len(proofs) != due:
        found.append(f"{len(proofs)} messages have a proof, not {due}")
    if Delivery.objects.filter(what="attempt").count() < sum(copies.values()):
        found.append("something was sent that no attempt announced")
    return found


class Points:
    """Tries one point after another, each in a copy of the installation."""

    def __init__(self, copies: Copies, kind: str, notes: Path, *, naive: bool) -> None:
        self.copies, self.kind, self.notes = copies, kind, notes
        self.play = play_naive if naive else play
        self.url = ""

    def count(self) -> int:
        """Return how many points there are."""
        _, points = self._run(0)
        self.copies.drop(0)
        return points

    def _run(self, number: int):
        for book in (self.notes, self.notes.with_suffix(".seen")):
            book.unlink(missing_ok=True)
        folder = self.copies.make(number)

        def killed() -> int:
            self.copies.enter(folder)
            settings.SMTP_URL = self.url
            watcher = Watcher(number)
            watcher.watch()
            self.play()
            return watcher.seen

        return in_child(killed)

    def attempt(self, number: int, recovery: str) -> tuple[bool, list[str]]:
        """Return whether the process was killed there, and what is wrong after recovery."""
        status, _ = self._run(number)

        def recovered() -> list[str]:
            self.copies.enter(self.copies.room / str(number))
            settings.SMTP_URL = recovery
            let_leases_lapse()
            self.play(1)
            return breaches(self.kind, self.notes)

        try:
            if status not in {0, -signal.SIGKILL}:
                return False, [f"the first run fails by itself ({status})"]
            _, found = in_child(recovered)
            return status == -signal.SIGKILL, ["the check failed"] if found is None else found
        finally:
            self.copies.drop(number)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", nargs=2)
    parser.add_argument("--server", default="up")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--naive", action="store_true")
    options = parser.parse_args()
    if options.serve:
        serve(options.serve[0], Path(options.serve[1]))
        return
    with tempfile.TemporaryDirectory(prefix="recours-outbox-") as room:
        notes = Path(room) / "taken.txt"
        points = Points(Copies(Path(room)), options.server, notes, naive=options.naive)
        later = "up" if options.server == "away" else options.server
        with server(options.server, notes) as url, server(later, notes) as recovery:
            points.url = url
            number = points.count()
            tried, killed, found = 0, 0, {}
            for point in range(1 + options.first, number + 1, options.every):
                was_killed, wrong = points.attempt(point, recovery)
                tried, killed = tried + 1, killed + was_killed
                if wrong:
                    found[point] = wrong
    report = {"points": number, "tried": tried, "killed": killed, "breaches": found}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
