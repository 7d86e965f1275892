"""Opens the doors that the settings name, each in a thread of its own."""

import logging
import threading
from functools import partial

from django.conf import settings

from recours.worker.doors.listen_lmtp import keep_open
from recours.worker.doors.watch_mailbox import empty_mailbox, watch_mailbox, words_of
from recours.worker.stop import Stop

log = logging.getLogger("recours.mail")


def open_doors(stop: Stop, *, lmtp: str | None = None) -> list[threading.Thread]:
    """Return the threads, started: one for each mailbox, one for the local mail server."""
    doors = [partial(watch_mailbox, mailbox, stop) for mailbox in settings.MAILBOXES]
    where = settings.LMTP if lmtp is None else lmtp
    if where:
        doors.append(partial(keep_open, where, stop))
    threads = [threading.Thread(target=door, name="door") for door in doors]
    for thread in threads:
        thread.start()
    return threads


def empty_mailboxes() -> dict[str, str]:
    """Empty each mailbox once; return what went wrong, by name: one never stops the others."""
    troubles = {}
    for mailbox in settings.MAILBOXES:
        try:
            done = empty_mailbox(mailbox)
        except Exception as problem:  # noqa: BLE001
            troubles[mailbox.name] = words_of(problem)
        else:
            log.info("mailbox %s: %d taken in", mailbox.name, done.taken)
            if done.left:
                troubles[mailbox.name] = f"{len(done.left)} stay there: {done.left[0]}"
    return troubles
