"""One open folder of an account: what lies in it, its bytes, and how a read message leaves it."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from recours.mailroom.rules.mailboxes import Mailbox
from recours.worker.doors.imap_wire import Answer, MailboxTrouble, ServerRefuses, Wire, quoted

KEPT = b"$RecoursKept"  # on a message that is kept, and that the server does not let us move
HEAD = 65_536
KEPT_FOR = timedelta(days=30)  # after the month in which messages were put aside
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)", re.IGNORECASE)
_VALIDITY = re.compile(r"\[UIDVALIDITY (\d+)\]", re.IGNORECASE)
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])")
_LISTED = re.compile(rb'\* LIST \([^)]*\) (?:"(.)"|NIL) (.+)\Z', re.IGNORECASE)
_PERSONAL = re.compile(rb'\* NAMESPACE \(\("([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lying:
    """One message of the folder, before it is fetched."""

    uid: int
    size: int
    kept: bool  # marked by us: its bytes are committed


class Folder:
    """A folder opened for writing; what it can do was asked first."""

    def __init__(self, wire: Wire, mailbox: Mailbox) -> None:
        self.wire, self.mailbox = wire, mailbox
        self._sign_in()
        self.able = self._abilities()
        self._root = self._root_of_processed()
        self.validity = self._open()

    @property
    def number(self) -> int:
        """How many messages lie here."""
        return self.wire.exists

    def place(self, uid: int) -> str:
        """Return what names a message on this server for ever."""
        return f"{self.validity}/{uid}"

    def window(self, first: int, last: int) -> list[Lying]:
        """Return the messages between two positions, the oldest first; sizes, no bytes."""
        last = min(last, self.number)
        if first > last:
            return []
        answer = self.wire.command(b"FETCH", b"%d:%d" % (first, last), b"(UID RFC822.SIZE FLAGS)")
        found = []
        for line in answer.lines:
            uid, size = _UID.search(line.text), _SIZE.search(line.text)
            if b" FETCH " in line.text.upper() and uid and size:
                flags = _FLAGS.search(line.text)
                kept = flags is not None and KEPT.lower() in flags[1].lower().split()
                found.append(Lying(int(uid[1]), int(size[1]), kept))
        return sorted(found, key=lambda one: one.uid)

    def fetch(self, uid: int) -> bytes | None:
        """Return the bytes of a message, nothing marked; None when it is gone or not given."""
        return self._bytes(uid, b"(BODY.PEEK[])")

    def fetch_head(self, uid: int) -> bytes | None:
        """Return the header lines of a message too large to be fetched."""
        return self._bytes(uid, b"(BODY.PEEK[HEADER]<0.%d>)" % HEAD)

    def _bytes(self, uid: int, wanted: bytes) -> bytes | None:
        answer = self.wire.command(b"UID FETCH", b"%d" % uid, wanted)
        mine = b"UID %d" % uid
        for line in answer.lines:
            if re.search(mine + rb"\b", line.text, re.IGNORECASE) and b"BODY[" in line.text.upper():
                if line.literals:
                    return line.literals[0]
                return b"" if b'""' in line.text else None
        return None

    def put_aside(self, uids: Sequence[int], *, at: datetime) -> bool:
        """Move messages whose bytes are committed; return False when the server refuses.

        They are then marked, if marks are allowed: another worker does not fetch them again.
        """
        if not uids:
            return True
        chosen, target = _set_of(uids), quoted(self._folder_of(at))
        try:
            self._move(chosen, target, uids)
        except ServerRefuses:
            with suppress(ServerRefuses):
                self.wire.command(b"UID STORE", chosen, b"+FLAGS.SILENT (%s)" % KEPT)
            return False
        return True

    def _move(self, chosen: bytes, target: bytes, uids: Sequence[int]) -> None:
        verb = b"UID MOVE" if "MOVE" in self.able else b"UID COPY"
        try:
            self.wire.command(verb, chosen, target)
        except ServerRefuses:
            self.wire.command(b"CREATE", target)
            self.wire.command(verb, chosen, target)
        if verb == b"UID COPY":
            self._remove(chosen, uids)

    def _remove(self, chosen: bytes, uids: Sequence[int]) -> None:
        """Remove what was copied, and nothing a person marked for removal."""
        if "UIDPLUS" in self.able:
            self.wire.command(b"UID STORE", chosen, b"+FLAGS.SILENT (\\Deleted)")
            self.wire.command(b"UID EXPUNGE", chosen)
            return
        if self._deleted() - set(uids):
            raise ServerRefuses("others are marked for removal in this folder")
        self.wire.command(b"UID STORE", chosen, b"+FLAGS.SILENT (\\Deleted)")
        self.wire.command(b"EXPUNGE")

    def _deleted(self) -> set[int]:
        answer = self.wire.command(b"UID SEARCH", b"DELETED")
        found = (
            line.text[8:] for line in answer.lines if line.text.upper().startswith(b"* SEARCH")
        )
        return {int(number) for text in found for number in text.split()}

    def forget_old_months(self, at: datetime) -> int:
        """Remove our own folders whose month ended thirty days ago; return how many."""
        old = [name for name in self._our_folders() if _end_of_month(name) + KEPT_FOR < at.date()]
        for name in old:
            self.wire.command(b"DELETE", quoted(name))
        return len(old)

    def _our_folders(self) -> list[str]:
        answer = self.wire.command(b"LIST", b'""', quoted(f"{self._root}*"))
        names = []
        for line in answer.lines:
            if found := _LISTED.match(line.text):
                name = line.literals[0] if line.literals else found[2].strip(b'"')
                names.append(name.decode("ascii", "replace"))
        return [
            name
            for name in names
            if name.startswith(self._root) and _MONTH.fullmatch(name.removeprefix(self._root))
        ]

    def _folder_of(self, at: datetime) -> str:
        return f"{self._root}{at:%Y-%m}"

    def _sign_in(self) -> None:
        """Sign in; a refusal never repeats the password."""
        user, password = quoted(self.mailbox.user), quoted(self.mailbox.password)
        try:
            self.wire.command(b"LOGIN", user, secret=password)
        except ServerRefuses as refusal:
            said = str(refusal).replace(self.mailbox.password or "\0", "…")
            raise MailboxTrouble(f"signing in is refused: {said}") from None

    def _abilities(self) -> frozenset[str]:
        answer = self.wire.command(b"CAPABILITY")
        words = " ".join(line.text.decode("ascii", "replace") for line in answer.lines)
        return frozenset(words.upper().split())

    def _root_of_processed(self) -> str:
        """Return how the names of our folders begin, as this server writes them."""
        answer = self.wire.command(b"LIST", b'""', b'""')
        listed = [_LISTED.match(line.text) for line in answer.lines]
        between = next((m[1].decode() for m in listed if m and m[1]), "-")
        return f"{self._prefix()}{self.mailbox.processed}{between}"

    def _prefix(self) -> str:
        if "NAMESPACE" not in self.able:
            return ""
        answer = self.wire.command(b"NAMESPACE")
        found = (_PERSONAL.match(line.text) for line in answer.lines)
        return next((match[1].decode("ascii", "replace") for match in found if match), "")

    def _open(self) -> int:
        answer = self.wire.command(b"SELECT", quoted(self.mailbox.folder))
        if "[READ-ONLY]" in answer.words.upper():
            raise MailboxTrouble("this folder may only be read: messages could not be put aside")
        return _validity(answer)


def _validity(answer: Answer) -> int:
    said = " ".join(line.text.decode("ascii", "replace") for line in answer.lines)
    found = _VALIDITY.search(said)
    if found is None:
        raise MailboxTrouble("this server does not number its messages for good (UIDVALIDITY)")
    return int(found[1])


def _end_of_month(name: str) -> date:
    """Return the first day after the month that ends a name."""
    year, month = int(name[-7:-3]), int(name[-2:])
    return date(year + month // 12, month % 12 + 1, 1)


def _set_of(uids: Iterable[int]) -> bytes:
    """Write numbers as ranges: a thousand in a row are two numbers."""
    ranges: list[list[int]] = []
    for uid in sorted(uids):
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(f"{a}" if a == b else f"{a}:{b}" for a, b in ranges).encode()
