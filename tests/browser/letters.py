"""The letter box of the tests: what really left, read from the files that left."""

import email
import email.policy
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from recours.correspondence.rules.typography import squash

PATIENCE = 60.0


@dataclass(frozen=True)
class Letter:
    """One message as its reader has it."""

    subject: str
    text: str
    files: dict[str, bytes]

    def link(self, part: str) -> str:
        """Return the address that holds these words."""
        return next(address for address in self._addresses() if part in address)

    def _addresses(self) -> list[str]:
        return re.findall(r"https?://[^\s<>]+", self.text)


@dataclass(frozen=True)
class LetterBox:
    """Where mail arrives when no server takes it."""

    folder: Path

    def wait_for(self, to: str, *, subject: str, about: str = "") -> Letter:
        """Return the message once it is there, within the minute."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            found = [x for x in self.of(to) if subject in x.subject and about in x.subject]
            if found:
                return found[-1]
            time.sleep(0.2)
        raise AssertionError(
            f"{to} waits for {subject!r} {about}: {[x.subject for x in self.of(to)]}"
        )

    def of(self, to: str) -> list[Letter]:
        """Return what somebody received, in the order it left."""
        files = sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        letters = [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in files
        ]
        return [_opened(one) for one in letters if to in str(one["To"])]


def _opened(message: EmailMessage) -> Letter:
    body = message.get_body(("plain",))
    return Letter(
        subject=squash(str(message["Subject"])).strip(),
        text=body.get_content() if body else "",
        files={
            part.get_filename() or "": part.get_payload(decode=True)
            for part in message.iter_attachments()
        },
    )
