"""Empties one mailbox: each message is kept for good before the server hears that it was read."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError

from recours.mailroom.commands.take_in import take_in
from recours.worker.doors.imap_folder import Folder, Lying
from recours.worker.doors.imap_wire import TooLargeToFetch

log = logging.getLogger("recours.mail")

WINDOW = 200  # messages whose sizes are known at once
BATCH, BATCH_BYTES = 50, 8_000_000  # messages kept before they are put aside together
NOT_FOR_THIS_MESSAGE = (OperationalError, InterfaceError, OSError)  # the database, the disk


@dataclass(slots=True)
class Drained:
    """What one pass did; `left` are the messages that stay where they are, and why."""

    taken: int = 0
    too_large: int = 0
    left: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Batch:
    uids: list[int] = field(default_factory=list)
    size: int = 0

    def is_full(self) -> bool:
        return len(self.uids) >= BATCH or self.size >= BATCH_BYTES


@dataclass(slots=True)
class Remembered:
    """What a watcher knows of messages that stay on the server, by place; never the only proof."""

    staying: set[str] = field(default_factory=set)
    larger: set[str] = field(default_factory=set)  # larger than their server said


class Draining:
    """One pass over an open folder, from the oldest message to the newest."""

    def __init__(
        self, folder: Folder, progress: Callable[[int], bool], remembered: Remembered
    ) -> None:
        """`progress` hears how many are left to read, and says whether to go on."""
        self.folder, self.progress, self.remembered = folder, progress, remembered
        self.done = Drained()
        self._batch = _Batch()

    def run(self) -> Drained:
        """Return what was done, once everything that can be read was, or `progress` says no."""
        passed = 0  # messages that stay, before those not looked at yet
        while lying := self.folder.window(passed + 1, passed + WINDOW):
            gone = self.folder.wire.gone
            for one in lying:
                self._take(one)
                if self._batch.is_full():
                    self._put_aside()
                    if not self.progress(max(0, self.folder.number - passed)):
                        return self.done
            self._put_aside()
            passed = max(0, passed + len(lying) - (self.folder.wire.gone - gone))
            if not self.progress(max(0, self.folder.number - passed)):
                return self.done
        return self.done

    def _take(self, one: Lying) -> None:
        place = self.folder.place(one.uid)
        if place in self.remembered.staying:
            return
        if one.kept:  # the server refused to move it: perhaps it does not any more
            self._batch.uids.append(one.uid)
        elif one.size > settings.MAIL_LARGEST or place in self.remembered.larger:
            self._leave(one)
        else:
            self._fetch(one.uid, place)

    def _fetch(self, uid: int, place: str) -> None:
        """Commit the bytes; one message that cannot be kept never stops the next."""
        try:
            raw = self.folder.fetch(uid)
        except TooLargeToFetch:  # its server said it was smaller; the wire is cut, and made anew
            self.remembered.larger.add(place)
            raise
        if raw is None:
            self.done.left.append(f"{place}: the server does not give it")
        elif self._keep(raw, place):
            self.done.taken += 1
            self._batch.uids.append(uid)
            self._batch.size += len(raw)

    def _leave(self, one: Lying) -> None:
        """Keep the head of what is too large: it is shown, its sender told, it stays there."""
        place = self.folder.place(one.uid)
        head = self.folder.fetch_head(one.uid)
        if head is not None and self._keep(head, f"{place}/head", one.size):
            self.remembered.staying.add(place)
            self.done.too_large += 1

    def _keep(self, raw: bytes, place: str, size: int | None = None) -> bool:
        try:
            take_in(
                raw=raw,
                door="imap",
                mailbox=self.folder.mailbox.name,
                place=place,
                envelope_from=None,
                envelope_to=(),
                at=datetime.now(tz=UTC),
                size=size,
            )
        except NOT_FOR_THIS_MESSAGE:
            raise
        except Exception:
            log.exception("mailbox %s: %s stays there", self.folder.mailbox.name, place)
            self.done.left.append(f"{place}: could not be kept")
            return False
        return True

    def _put_aside(self) -> None:
        """Tell the server what is kept; what it refuses to move stays, and is not read again."""
        uids, self._batch = self._batch.uids, _Batch()
        if not self.folder.put_aside(uids, at=datetime.now(tz=UTC)):
            self.remembered.staying.update(self.folder.place(uid) for uid in uids)
            self.done.left.append(f"{len(uids)} are kept, but may not be moved")
