"""Receipts that somebody touched, for two verifiers to say the same of each."""

import copy
import json
import random
from collections.abc import Iterator

from recours.kernel.receipts import receipt_bytes
from tests.kernel.log_in_memory import proof_of, receipt

DOCUMENT = receipt()
FILE = receipt_bytes(DOCUMENT)
COMPANION = DOCUMENT["entries"][-1]["proof"].encode()
VALUES = ("", None, 0, -1, 1, 7, True, [], {}, "x", "0" * 64, "\ud800", 1.5, 2**53, 2**70, [[{}]])
HOSTILE = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xef\xbb\xbf" + FILE,
    b"\xff" + FILE,
    FILE.decode().encode("utf-16"),
    b"[" * 5000,
    b'{"a":' * 80 + b"1" + b"}" * 80,
    FILE + b"x",
    FILE + b" \t\r\n",
    FILE.replace(b'"format"', b'"format": "x", "format"'),
    FILE.replace(b'"points": 248', b'"points": 1, "points": 248'),
    FILE.replace(b'"points": 248', b'"points": 248.0'),
    FILE.replace(b'"points": 248', b'"points": 248e0'),
    FILE.replace(b'"points": 248', b'"points": 0248'),
    FILE.replace(b'"points": 248', b'"points": -0'),
    FILE.replace(b'"points": 248', b'"points": NaN'),
    FILE.replace(b'"points": 248', b'"points": ' + b"9" * 30),
    FILE.replace(b'"points": 248', b'"points": 9007199254740993'),
    FILE.replace(b'"points": 248', b'"__proto__": 248'),
    FILE.replace(b"Mes 248", b"Mes \\u0032\\u00348"),
    FILE.replace(b"Mes 248", b"Mes \\ud800"),
    FILE.replace(b"Mes 248", b"Mes \\x32"),
    FILE.replace(b"Mes 248", b"Mes\t248"),
    FILE.replace(b"\n", b"\r\n"),
    FILE.replace(b"\\n", b"\\r\\n"),
    json.dumps(DOCUMENT, sort_keys=True).encode(),
)


def _with(path: tuple, value: object) -> bytes:
    document = copy.deepcopy(DOCUMENT)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    return json.dumps(document).encode()


def _members() -> Iterator[bytes]:
    """Every member of the document, of an entry and of a record, given every odd value."""
    for value in VALUES:
        for name in DOCUMENT:
            yield _with((name,), value)
        for name in DOCUMENT["entries"][1]:
            yield _with(("entries", 1, name), value)
        for name in DOCUMENT["entries"][1]["record"]:
            yield _with(("entries", 1, "record", name), value)


def _orders() -> Iterator[bytes]:
    """Entries missing, doubled, swapped; proofs of others, of other sizes, with other lines."""
    entries = DOCUMENT["entries"]
    for order in ([1, 2, 3], [0, 1, 2], [0, 2, 3], [0, 2, 1, 3], [0, 1, 2, 3, 3], [3, 2, 1, 0]):
        yield _with(("entries",), [entries[number] for number in order])
    proof = entries[1]["proof"]
    proofs = (
        entries[0]["proof"],
        proof_of(entries[1]["index"], size=11),
        proof.replace("index 10", "index 010"),
        proof.replace("index 10", "extra YQ==\nindex 10"),
        proof.replace("index 10", "extra Y\nindex 10"),
        proof.replace("\n23\n", "\n023\n"),
        proof.replace("\n23\n", "\n24\n"),
        proof.replace("\n\n", "\n"),
        proof + "\n",
        proof + proof.rsplit("\n\n", 1)[1],
        proof + "— other AAAAAAAA\n",
        proof + "— other AAAAAAAB\n",
        proof + "— oth+er AAAAAAAA\n",
        proof[:-1],
        proof.replace("@v1", "@v2"),
    )
    for changed in proofs:
        yield _with(("entries", 1, "proof"), changed)


def _flips(number: int) -> Iterator[bytes]:
    """Single bits, at places that do not change from one run to the next."""
    places = random.Random(6962)  # noqa: S311  # the same places each time
    for _ in range(number):
        at, bit = places.randrange(len(FILE)), places.randrange(8)
        yield FILE[:at] + bytes([FILE[at] ^ 1 << bit]) + FILE[at + 1 :]


def touched_receipts() -> list[bytes]:
    """Return them all, the untouched one first."""
    return [FILE, *HOSTILE, *_members(), *_orders(), *_flips(400)]
