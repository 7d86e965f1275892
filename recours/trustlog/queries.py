"""What others may know of the log."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from recours.kernel.merkle import inclusion_proof
from recours.kernel.notes import VerifierKey
from recours.kernel.proofs import Proof, format_proof
from recours.kernel.receipts import Entry as ReceiptEntry
from recours.kernel.receipts import encode_salt, make_receipt, receipt_bytes
from recours.kernel.tiles import Tile, nodes_in_tiles
from recours.trustlog import audit, files
from recours.trustlog.keys import public_key
from recours.trustlog.models import Checkpoint, Entry, Leaf, Pending


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One record of a stream; `index` is its place in the log, None while it waits."""

    kind: str
    account: str
    seq: int
    at: datetime
    body: dict[str, Any]
    commitment: str
    index: int | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of a stream; without document while `pending` names records not yet signed for.

    `data` is the content of `file_name`, `proof_text` that of `proof_name`, which proves the last
    record alone.
    """

    account: str
    pending: tuple[int, ...]
    document: dict[str, Any] | None = None
    data: bytes = b""
    proof_text: str = ""

    @property
    def is_ready(self) -> bool:
        """Say whether there is something to download."""
        return self.document is not None

    @property
    def file_name(self) -> str:
        return f"{_plain(self.account)}.recours.json"

    @property
    def proof_name(self) -> str:
        return f"{_plain(self.account)}.tlog-proof"


@dataclass(frozen=True, slots=True)
class LogState:
    """Where the log stands."""

    origin: str
    vkey: str
    size: int
    pending: int
    signed_size: int | None
    signed_root: str
    signed_at: datetime | None


def _plain(account: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in account)


def _placed(account: str) -> Any:
    place = Leaf.objects.filter(commitment=OuterRef("commitment")).values("idx")
    return Entry.objects.filter(account=account).order_by("seq").annotate(place=Subquery(place))


def entries(account: str) -> list[EntryCard]:
    """Return the records of a stream, in order."""
    rows = _placed(account).values_list("kind", "seq", "at", "record", "commitment", "place")
    return [
        EntryCard(kind, account, seq, at, json.loads(record)["body"], commitment, place)
        for kind, seq, at, record, commitment, place in rows
    ]


def entry_count(account: str) -> int:
    """Return how many records a stream has."""
    return Entry.objects.filter(account=account).count()


def recorded(kind: str, accounts: Sequence[str]) -> Counter[str]:
    """Return how many records of that kind each of these streams has."""
    rows = Entry.objects.filter(kind=kind, account__in=accounts)
    return Counter(rows.values_list("account", flat=True))


def pending_count() -> int:
    """Return how many commitments wait for their place."""
    return Pending.objects.count()


def log_public_key() -> str:
    """Return the key that verifies the log, as it is published; raise `LogKeyMissing`."""
    return public_key().vkey


def log_state() -> LogState:
    """Return where the log stands; raise `LogKeyMissing`."""
    key, last = public_key(), Checkpoint.objects.order_by("-size").first()
    return LogState(
        origin=key.name,
        vkey=key.vkey,
        size=Leaf.objects.count(),
        pending=pending_count(),
        signed_size=last.size if last else None,
        signed_root=last.root if last else "",
        signed_at=last.at if last else None,
    )


def published_checkpoint() -> str | None:
    """Return the signed state as it is served, None before the first."""
    return files.read_checkpoint()


def published_tile(tile: Tile) -> bytes | None:
    """Return a tile or a bundle as it is served, None when the log has not got it."""
    return files.find_tile(tile)


def receipt_for(account: str) -> Receipt | None:
    """Return the receipt of a stream: its records, their salts and their proofs.

    None when nothing was written there; without document while a record waits to be signed for
    (under a minute when a worker runs). Raise `LogDamaged` when the tiles do not give the proof.
    """
    last = Checkpoint.objects.order_by("-size").first()
    rows: list[Any] = list(_placed(account))
    if not rows:
        return None
    size = last.size if last else 0
    waiting = tuple(row.seq for row in rows if row.place is None or row.place >= size)
    if waiting or last is None:
        return Receipt(account, waiting)
    return _receipt(account, public_key(), _proved(rows, last))


def _proved(rows: Iterable[Any], last: Checkpoint) -> list[ReceiptEntry]:
    nodes = nodes_in_tiles(last.size, files.read_tile)
    return [
        ReceiptEntry(
            number=row.seq,
            record=json.loads(row.record),
            salt=encode_salt(bytes.fromhex(row.salt)),
            index=row.place,
            commitment=row.commitment,
            proof=format_proof(
                Proof(row.place, tuple(inclusion_proof(row.place, last.size, nodes)), last.note)
            ),
        )
        for row in rows
    ]


def _receipt(account: str, key: VerifierKey, proved: list[ReceiptEntry]) -> Receipt:
    document = make_receipt(key=key, account=account, entries=proved)
    return Receipt(
        account=account,
        pending=(),
        document=document,
        data=receipt_bytes(document),
        proof_text=proved[-1].proof,
    )


def invariants(*, deep: bool = False) -> dict[str, list[str]]:
    """Return what must be true of the log, each with the sentences that say where it is not."""
    checks = audit.SHALLOW | audit.DEEP if deep else audit.SHALLOW
    return {name: audit.first(check()) for name, check in checks.items()}
