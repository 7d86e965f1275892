"""A mailbox emptied by IMAP, killed at every statement, commit, file operation and command."""

import os
from datetime import UTC, datetime

from django.conf import settings

from recours.mailroom.rules.mailboxes import Mailbox
from recours.worker.doors.drain_mailbox import Draining
from recours.worker.doors.imap_wire import Wire
from recours.worker.doors.watch_mailbox import empty_mailbox
from tests.crash import doors
from tests.crash.doors import let_leases_lapse, messages
from tests.doors.dovecot import Dovecot, running

__all__ = ["breaches", "let_leases_lapse", "plant", "play", "watch"]


def _server() -> Dovecot:
    return running(os.environ["TEST_DOVECOT"])


def _account() -> str:
    """Return an account for this copy of the installation alone."""
    return f"{os.environ['TEST_ACCOUNTS']}{settings.DATA.name}"


def play() -> None:
    """Put the messages there once, then empty the mailbox."""
    server, mark = _server(), settings.DATA / "put"
    if not mark.exists():
        server.put(_account(), *messages())
        mark.touch()
    empty_mailbox(
        Mailbox(
            name="reclamations",
            host="127.0.0.1",
            port=server.port,
            user=_account(),
            password=server.password,
            security="none",
        )
    )


def watch(killer) -> None:
    """Kill before and after each command to the IMAP server as well."""
    Wire.command = killer.around(Wire.command)


def plant() -> None:
    """Plant the fault: the server is told that a message was read before it is kept."""
    real = Draining._keep  # noqa: SLF001

    def naive(self, raw, place, size=None):
        self.folder.put_aside([int(place.partition("/")[2])], at=datetime.now(tz=UTC))
        return real(self, raw, place, size)

    Draining._keep = naive  # noqa: SLF001


def breaches() -> list[str]:
    """Return what was lost or doubled, and what still lies in the mailbox."""
    found = doors.breaches()
    held = _server().folders(_account())
    if "INBOX" in held:
        found.append(f"{held['INBOX']} still lie in the mailbox")
    return found
