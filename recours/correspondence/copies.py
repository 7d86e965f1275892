"""A copy of everything said about a case: one PDF to read, one ZIP to keep, with a manifest.

Each reader has the messages of their own audiences, and no other. A file that nobody may open
(pending at the antivirus, or infected) is named in the manifest and left out.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from recours.correspondence import store
from recours.correspondence.commands.render_letter import render_letter
from recours.correspondence.errors import FileDamaged, MessageNotFound
from recours.correspondence.file_cards import attachment_views
from recours.correspondence.queries import MessageCard, raw_mail, thread

IN_MEMORY = 4 * 1024 * 1024  # beyond, the ZIP grows on the disk
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same exchanges give the same bytes
CUSTOMER = ("customer",)


def correspondence_pdf(
    *, about: str, audiences: Sequence[str], to_name: str, language: str, at: datetime
) -> bytes:
    """Return the exchanges as one tagged PDF, in order, each file with its fingerprint."""
    messages = [
        {
            "at": one.at.isoformat(),
            "direction": one.direction,
            "channel": one.channel,
            "subject": one.subject,
            "text": one.text,
            "files": [{"name": f.name, "sha256": f.sha256} for f in one.attachments],
        }
        for one in thread(about, audiences=audiences, until=at)
    ]
    values = {
        "reference": about,
        "made_at": at.isoformat(),
        "written_on": at,
        "customer": {"name": to_name},
        "messages": messages,
    }
    return render_letter(template="exchanges", values=values, language=language)


def correspondence_zip(
    *, about: str, audiences: Sequence[str], to_name: str, language: str, at: datetime
) -> IO[bytes]:
    """Return the ZIP, open at its start: the PDF, each message, each file, and the manifest.

    Files are read one at a time: a case of a hundred photographs weighs no more in memory than one.
    """
    pdf = correspondence_pdf(
        about=about, audiences=audiences, to_name=to_name, language=language, at=at
    )
    exchanges = thread(about, audiences=audiences, until=at)
    opens = _openable(exchanges)
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the caller closes it
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = _Archive(archive, raw="internal" in audiences)
        listed = [whole.message(n, one, opens) for n, one in enumerate(exchanges, start=1)]
        manifest = {
            "about": about,
            "made_at": at.isoformat(),
            "audiences": list(audiences),
            "exchanges": listed,
            "pdf": whole.add(f"{about}.pdf", pdf),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        whole.add("manifest.json", text.encode())
    kept.seek(0)
    return kept


def _openable(exchanges: Sequence[MessageCard]) -> frozenset[str]:
    views = attachment_views([f.id for one in exchanges for f in one.attachments])
    return frozenset(key for key, view in views.items() if view.opens)


class _Archive:
    """Writes each thing once, and says its fingerprint."""

    def __init__(self, archive: zipfile.ZipFile, *, raw: bool) -> None:
        """Write into this archive; `raw` adds the very bytes of each e-mail, for the house."""
        self.archive, self.raw = archive, raw

    def add(self, path: str, data: bytes) -> dict[str, Any]:
        """Write one entry; its path is ours, never a name that somebody gave."""
        entry = zipfile.ZipInfo(path, date_time=EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        self.archive.writestr(entry, data)
        return {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}

    def message(self, number: int, one: MessageCard, opens: frozenset[str]) -> dict[str, Any]:
        """Write one exchange and its files."""
        folder = f"{number:03d}-{one.at:%Y-%m-%d}-{'recu' if one.direction == 'in' else 'envoye'}"
        listed = {
            "number": number,
            "at": one.at.isoformat(),
            "direction": one.direction,
            "audience": one.audience,
            "channel": one.channel,
            "author": one.author,
            "subject": one.subject,
            "text": self.add(f"{folder}/message.txt", one.text.encode()),
            "files": [
                self._file(folder, place, file.id in opens, file)
                for place, file in enumerate(one.attachments, start=1)
            ],
        }
        if self.raw and one.sending and (raw := _sent(one.id)):
            listed["sent"] = self.add(f"{folder}/message.eml", raw)
        return listed

    def _file(self, folder: str, place: int, opens: bool, file: Any) -> dict[str, Any]:  # noqa: FBT001
        named = {"name": file.name, "type": file.type}
        if not opens:
            return {**named, "sha256": file.sha256, "left_out": "not checked, or unsafe"}
        try:
            data = store.read(file.sha256)
        except FileDamaged:
            return {**named, "sha256": file.sha256, "left_out": "damaged"}
        return {**named, **self.add(f"{folder}/{place:02d}-{_safe(file.name)}", data)}


def _safe(name: str) -> str:
    """Return a name that no system takes for a path or a device."""
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in name)
    return kept.strip(".-")[-80:] or "piece"


def _sent(message: str) -> bytes:
    try:
        return raw_mail(message)
    except (MessageNotFound, FileDamaged):
        return b""
