"""Looks after one mailbox for as long as the worker lives: whatever happens there stays there."""

import logging
import os
import socket
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from recours.mailroom.commands.lease_box import lease_box
from recours.mailroom.commands.release_box import release_box
from recours.mailroom.commands.report_box import report_box
from recours.mailroom.commands.tidy_box import tidy_box
from recours.mailroom.rules.mailboxes import Mailbox
from recours.worker.doors.drain_mailbox import Drained, Draining, Remembered
from recours.worker.doors.imap_folder import Folder
from recours.worker.doors.imap_wire import MailboxTrouble, connect
from recours.worker.stop import Stop

log = logging.getLogger("recours.mail")

LEASE = timedelta(seconds=90)
GLANCE = 20.0  # seconds between two looks, where the server does not call us
IDLE = 30.0  # seconds of waiting before the lease is renewed; servers hang up after 30 minutes
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0  # seconds, after a look that failed
SLACK = 1_000_000  # a literal may weigh a little more than the size its server announced


def watch_mailbox(mailbox: Mailbox, stop: Stop) -> None:
    """Empty the mailbox again and again until `stop` is set; never raise."""
    Watch(mailbox, stop).run()


def empty_mailbox(mailbox: Mailbox) -> Drained:
    """Empty the mailbox once, now; raise what goes wrong."""
    watch = Watch(mailbox, _Never())
    if not watch.lease():
        raise MailboxTrouble("another worker looks after it")
    wire = connect(mailbox, largest=2 * settings.MAIL_LARGEST + SLACK)
    try:
        return watch.drain(Folder(wire, mailbox))
    finally:
        wire.close()
        watch.release()


class _Never:
    """What never tells to stop."""

    def is_set(self) -> bool:
        return False

    def wait(self, timeout: float) -> object:
        time.sleep(timeout)
        return False


class Watch:
    """One watcher: it connects, empties, waits for more, and begins again after a failure."""

    def __init__(self, mailbox: Mailbox, stop: Stop) -> None:
        self.mailbox, self.stop = mailbox, stop
        self.holder = f"{socket.gethostname()}.{os.getpid()}"
        self.remembered = Remembered()
        self.failures = 0

    def run(self) -> None:
        """Look until `stop` is set."""
        try:
            while not self.stop.is_set():
                self._look()
        finally:
            self.release()
            connections.close_all()

    def _look(self) -> None:
        """Spend one connection; wait before the next, longer after each failure."""
        try:
            if not self.lease():  # another worker has it
                self._pause(GLANCE)
                return
            self._visit()
            self.failures = 0
        except Exception as problem:  # noqa: BLE001  # one bad mailbox never stops the others
            self.failures += 1
            self._say(problem)
            close_old_connections()
            self._pause(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.failures - 1, 10)))

    def _visit(self) -> None:
        largest = 2 * settings.MAIL_LARGEST + SLACK
        wire = connect(self.mailbox, largest=largest, stop=self.stop)
        try:
            folder = Folder(wire, self.mailbox)
            while not self.stop.is_set():
                self._check(self.drain(folder))
                if self.stop.is_set() or not self.lease():
                    break
                self._wait_for_more(folder)
            with suppress(OSError, MailboxTrouble):
                wire.command(b"LOGOUT")
        finally:
            wire.close()

    def drain(self, folder: Folder) -> Drained:
        """Empty the open folder, then remove what was put aside long ago."""
        done = Draining(folder, self._progress, self.remembered).run()
        now = datetime.now(tz=UTC)
        if not done.left:
            report_box(name=self.mailbox.name, door="imap", at=now, backlog=self._rest(folder))
        if tidy_box(name=self.mailbox.name, at=now):
            self.remembered.staying.clear()
            folder.forget_old_months(now)
        return done

    def _rest(self, folder: Folder) -> int:
        return max(0, folder.number - len(self.remembered.staying))

    def _check(self, done: Drained) -> None:
        if done.left:
            raise MailboxTrouble(f"{len(done.left)} messages stay there: {done.left[0]}")
        self.failures = 0

    def _progress(self, backlog: int) -> bool:
        report_box(name=self.mailbox.name, door="imap", at=datetime.now(tz=UTC), backlog=backlog)
        return not self.stop.is_set() and self.lease()

    def _wait_for_more(self, folder: Folder) -> None:
        """Be called by the server where it can (IDLE), look again after a while where not."""
        close_old_connections()
        if "IDLE" in folder.able:
            folder.wire.idle(IDLE, self.stop)
        else:
            self._pause(GLANCE)
            if not self.stop.is_set():
                folder.wire.command(b"NOOP")

    def lease(self) -> bool:
        """Say whether this watcher has the mailbox for the next minutes."""
        return lease_box(name=self.mailbox.name, door="imap", holder=self.holder, lease=LEASE)

    def release(self) -> None:
        """Let another worker have it at once."""
        with suppress(DatabaseError):
            release_box(name=self.mailbox.name, holder=self.holder)

    def _say(self, problem: Exception) -> None:
        trouble = words_of(problem)
        log.warning("mailbox %s: %s (%d in a row)", self.mailbox.name, trouble, self.failures)
        with suppress(DatabaseError, OSError):
            now = datetime.now(tz=UTC)
            report_box(name=self.mailbox.name, door="imap", at=now, trouble=trouble)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.stop.is_set() and (left := end - time.monotonic()) > 0:
            self.stop.wait(min(left, 1.0))


def words_of(problem: Exception) -> str:
    """Return what went wrong in words, without what was sent."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"its certificate is not to be believed: {problem.verify_message}"
    if isinstance(problem, DatabaseError):
        return f"the database does not answer: {type(problem).__name__}"
    if isinstance(problem, TimeoutError):
        return "the server does not answer"
    if isinstance(problem, MailboxTrouble | OSError):
        return str(problem)
    return type(problem).__name__
