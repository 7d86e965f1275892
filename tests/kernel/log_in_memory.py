"""A small log held in memory, and the receipt of one complaint in it."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recours.kernel.canonical import canonical_json
from recours.kernel.checkpoints import Checkpoint, sign_checkpoint
from recours.kernel.merkle import inclusion_proof, leaf_hash, nodes_of, root
from recours.kernel.notes import verifier_key
from recours.kernel.proofs import Proof, format_proof
from recours.kernel.receipts import Entry, commit, encode_salt, leaf_of, make_receipt

ORIGIN = "reclamations.example.fr/log"
PRIVATE = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
KEY = verifier_key(ORIGIN, PRIVATE)
VKEY = KEY.vkey
COMPLAINT = "R-2026-04817-K"
PLACES = (3, 10, 8, 20)  # where the four entries of the complaint stand, among other leaves
SIZE = 23


def records() -> list[dict]:
    bodies = [
        ("complaint.lodged", {"wish": "Mes 248 points, s’il vous plaît", "receipt": "T-88/1"}),
        ("complaint.decided", {"finding": "founded", "points": 248, "approved": None}),
        ("points.restored", {"points": 248, "late": False, "lines": [1, 2, {"é": "\n\t\u2028"}]}),
        ("complaint.closed", {}),
    ]
    return [
        {
            "v": 1,
            "kind": kind,
            "account": COMPLAINT,
            "seq": seq,
            "prev": None,
            "at": f"2026-11-2{seq}T10:00:00.000Z",
            "body": body,
        }
        for seq, (kind, body) in enumerate(bodies, start=1)
    ]


def salt_of(number: int) -> bytes:
    return hashlib.sha256(b"salt %d" % number).digest()


def chained() -> list[tuple[dict, bytes]]:
    """Return the four records, each bound to the one before, with their commitments."""
    chain, before = [], None
    for number, record in enumerate(records(), start=1):
        record["prev"] = before
        commitment = commit(record=canonical_json(record), salt=salt_of(number))
        before = commitment.hex()
        chain.append((record, commitment))
    return chain


def leaves() -> list[bytes]:
    others = [leaf_of(hashlib.sha256(b"other %d" % number).digest()) for number in range(SIZE)]
    for place, (_, commitment) in zip(PLACES, chained(), strict=True):
        others[place] = leaf_of(commitment)
    return others


HASHES = [leaf_hash(leaf) for leaf in leaves()]


def proof_of(index: int, *, size: int = SIZE, private=PRIVATE, origin: str = ORIGIN) -> str:
    nodes = nodes_of(HASHES[:size])
    note = sign_checkpoint(Checkpoint(origin, size, root(size, nodes)), private)
    return format_proof(Proof(index, tuple(inclusion_proof(index, size, nodes)), note))


def entries() -> list[Entry]:
    return [
        Entry(
            number=number,
            record=record,
            salt=encode_salt(salt_of(number)),
            index=place,
            commitment=commitment.hex(),
            proof=proof_of(place),
        )
        for number, (place, (record, commitment)) in enumerate(
            zip(PLACES, chained(), strict=True), start=1
        )
    ]


def receipt() -> dict:
    return make_receipt(key=KEY, account=COMPLAINT, entries=entries())
