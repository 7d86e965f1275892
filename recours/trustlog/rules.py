"""What a record is, on plain values."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recours.kernel.canonical import canonical_json
from recours.kernel.receipts import SALT_SIZE, commit

VERSION = 1


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, in the words of whoever tells it.

    `account` is the stream it belongs to: a complaint's reference, or `programme:member`.
    `first` says that the stream begins with it, and spares looking for what went before.
    """

    kind: str
    account: str
    body: Mapping[str, Any]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream has come to: how many records, and the commitment of the last."""

    seq: int
    commitment: str


BEGINNING = Place(0, "")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record in its only writing, with its salt and its commitment."""

    seq: int
    prev: str
    record: str
    salt: str
    commitment: str


def written(at: datetime) -> str:
    """Return an instant as records write it: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seal(fact: Fact, *, after: Place, at: datetime) -> Sealed:
    """Return the record that follows `after` in its stream, under a fresh salt.

    Raise `NotCanonical` when the body holds what a record may not (floats, dates, decimals).
    """
    record = canonical_json(
        {
            "v": VERSION,
            "kind": fact.kind,
            "account": fact.account,
            "seq": after.seq + 1,
            "prev": after.commitment or None,
            "at": written(at),
            "body": fact.body,
        }
    )
    salt = secrets.token_bytes(SALT_SIZE)
    return Sealed(
        seq=after.seq + 1,
        prev=after.commitment,
        record=record.decode(),
        salt=salt.hex(),
        commitment=commit(record=record, salt=salt).hex(),
    )
