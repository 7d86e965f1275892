"""The receipt a customer keeps (`….recours.json`): everything written about them, with its proofs.

The document holds every record of one stream with its salt, its place in the log and its proof;
its companion `….tlog-proof` proves the last record alone, for verifiers that know nothing of us.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from recours.kernel.canonical import NotCanonical, canonical_json
from recours.kernel.checkpoints import Checkpoint
from recours.kernel.notes import BadKey, VerifierKey, parse_vkey, strict_base64
from recours.kernel.proofs import ProofRefused, parse_proof, verify_proof
from recours.kernel.receipt_words import OF_A_LEAF, STEPS, VERDICTS

FORMAT = "recours/receipt/v1"
COMMIT = b"recours/commit/v1\n"
LEAF = b"\x01"
SALT_SIZE = 32
LARGEST_RECEIPT = 20_000_000
DEEPEST = 64
LONGEST_NUMBER = 20

_MEMBERS = {"format", "origin", "vkey", "complaint", "issued_at", "entries"}
_ENTRY_MEMBERS = {"record", "salt", "index", "commitment", "proof"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was checked, in the order of the checks."""

    code: str
    ok: bool
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, the reason, and the steps that led there."""

    ok: bool
    reason: str
    sentence_fr: str
    sentence_en: str
    steps: tuple[Step, ...] = ()


def _step(code: str, words: tuple[str, str], *, ok: bool, **values: object) -> Step:
    french, english = (text.format(**values) for text in words)
    return Step(code, ok, french, english)


class ReceiptRefused(ValueError):
    """The receipt does not prove what it says; `code` names the reason."""

    def __init__(self, code: str, number: int = 1) -> None:
        """Keep the code, and the number of the entry it is about."""
        super().__init__(code)
        self.code = code
        self.number = number


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the receipt states it."""

    number: int
    record: Mapping[str, Any]
    salt: str
    index: int
    commitment: str
    proof: str


@dataclass(slots=True)
class _Verification:
    """What is known while a receipt is being read."""

    key: VerifierKey
    steps: list[Step] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)

    def passed(self, code: str, **values: object) -> None:
        self.steps.append(_step(code, STEPS[code], ok=True, **values))


def commit(*, record: bytes, salt: bytes) -> bytes:
    """Return the commitment to a record (its canonical JSON) under a salt of 32 bytes."""
    return hashlib.sha256(COMMIT + salt + record).digest()


def leaf_of(commitment: bytes) -> bytes:
    """Return the 33 bytes that stand in the log for a commitment."""
    return LEAF + commitment


def make_receipt(*, key: VerifierKey, account: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the document that holds these entries, all of them proved."""
    return {
        "format": FORMAT,
        "origin": key.name,
        "vkey": key.vkey,
        "complaint": account,
        "issued_at": entries[-1].record["at"],
        "entries": [
            {
                "record": dict(entry.record),
                "salt": entry.salt,
                "index": entry.index,
                "commitment": entry.commitment,
                "proof": entry.proof,
            }
            for entry in entries
        ],
    }


def receipt_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the file of a receipt."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _refuse_number(_text: str) -> NoReturn:
    raise ReceiptRefused("not-a-receipt")


def _whole_number(text: str) -> int:
    if text == "-0" or len(text) > LONGEST_NUMBER:
        raise ReceiptRefused("not-a-receipt")
    return int(text)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ReceiptRefused("not-a-receipt")
    return members


def _depth(value: object) -> int:
    if isinstance(value, Mapping):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def read_receipt(data: bytes | str) -> Any:
    """Read the file of a receipt: JSON in UTF-8, whole numbers, no name twice in one object."""
    try:
        if len(data) > LARGEST_RECEIPT:
            raise ReceiptRefused("not-a-receipt")
        return json.loads(
            data.decode("utf-8") if isinstance(data, bytes) else data,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_whole_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError) as problem:
        raise ReceiptRefused("not-a-receipt") from problem


def _is_index(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _read_entry(number: int, stated: object) -> Entry:
    if not isinstance(stated, Mapping) or set(stated) != _ENTRY_MEMBERS:
        raise ReceiptRefused("not-a-receipt")
    texts = (stated["salt"], stated["commitment"], stated["proof"])
    if not all(isinstance(text, str) for text in texts) or not _is_index(stated["index"]):
        raise ReceiptRefused("not-a-receipt")
    if not isinstance(stated["record"], Mapping):
        raise ReceiptRefused("not-a-receipt")
    return Entry(number=number, **stated)


def _has_shape(document: object) -> bool:
    return (
        isinstance(document, Mapping)
        and set(document) == _MEMBERS
        and document["format"] == FORMAT
        and all(isinstance(document[name], str) for name in _MEMBERS - {"entries"})
        and isinstance(document["entries"], list)
        and bool(document["entries"])
    )


def _read_entries(document: Any) -> list[Entry]:
    try:
        if not _has_shape(document) or _depth(document) > DEEPEST:
            raise ReceiptRefused("not-a-receipt")
    except RecursionError as problem:
        raise ReceiptRefused("not-a-receipt") from problem
    return [_read_entry(number, one) for number, one in enumerate(document["entries"], start=1)]


def _commitment_of(entry: Entry) -> bytes:
    try:
        salt = strict_base64(entry.salt)
    except ValueError as problem:
        raise ReceiptRefused("salt-altered", entry.number) from problem
    if len(salt) != SALT_SIZE:
        raise ReceiptRefused("salt-altered", entry.number)
    try:
        return commit(record=canonical_json(entry.record), salt=salt)
    except (NotCanonical, ValueError) as problem:
        raise ReceiptRefused("record-altered", entry.number) from problem


def _note_state(state: _Verification, checkpoint: Checkpoint, number: int) -> None:
    """Refuse two states of one size that differ: both are signed, so the log itself is at fault."""
    if state.roots.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
        raise ReceiptRefused("log-forked", number)


def _check_entry(state: _Verification, entry: Entry) -> None:
    computed = _commitment_of(entry)
    agrees = computed.hex() == entry.commitment
    try:
        proof = parse_proof(entry.proof)
        checkpoint = verify_proof(proof, leaf=leaf_of(computed), key=state.key)
    except ProofRefused as problem:
        at_fault = problem.code == "proof-altered" and not agrees
        code = "record-altered" if at_fault else problem.code
        raise ReceiptRefused(code, entry.number) from problem
    if not agrees:
        raise ReceiptRefused("commitment-altered", entry.number)
    if proof.index != entry.index:
        raise ReceiptRefused("proof-altered", entry.number)
    _note_state(state, checkpoint, entry.number)
    state.passed("entry", number=entry.number, index=entry.index)


def _check_chain(state: _Verification, entries: Sequence[Entry]) -> None:
    before = None
    for entry in entries:
        record = entry.record
        follows = (record.get("v"), record.get("seq"), record.get("prev")) == (
            1,
            entry.number,
            before,
        )
        if not follows or record.get("account") != entries[0].record.get("account"):
            raise ReceiptRefused("chain-broken", entry.number)
        before = entry.commitment
    if len({entry.index for entry in entries}) != len(entries):
        raise ReceiptRefused("chain-broken", entries[-1].number)
    state.passed("chain")


def _check_header(
    state: _Verification, document: Mapping[str, str], entries: Sequence[Entry]
) -> None:
    last = entries[-1].record
    stated = (document["origin"], document["vkey"], document["complaint"], document["issued_at"])
    if stated != (state.key.name, state.key.vkey, last.get("account"), last.get("at")):
        raise ReceiptRefused("header-altered")
    state.passed("header")


def _check_companion(state: _Verification, text: str, last: Entry) -> None:
    """Check the `.tlog-proof` file against the last entry of the receipt."""
    try:
        proof = parse_proof(text)
        if proof.index != last.index:
            raise ReceiptRefused("proof-of-another")
        leaf = leaf_of(bytes.fromhex(last.commitment))
        checkpoint = verify_proof(proof, leaf=leaf, key=state.key)
    except ProofRefused as problem:
        raise ReceiptRefused(problem.code, last.number) from problem
    _note_state(state, checkpoint, last.number)
    state.passed("proof-file")


def _check_all(
    state: _Verification, document: Any, entries: Sequence[Entry], proof_text: str | None
) -> None:
    for entry in entries:
        _check_entry(state, entry)
    _check_chain(state, entries)
    _check_header(state, document, entries)
    if proof_text is not None:
        _check_companion(state, proof_text, entries[-1])


def _check(state: _Verification, document: Any, proof_text: str | None) -> int:
    """Return how many entries were verified; raise `ReceiptRefused` at the first that was not."""
    read = read_receipt(document) if isinstance(document, bytes | str) else document
    entries = _read_entries(read)
    state.passed("document")
    try:
        _check_all(state, read, entries, proof_text)
    except ReceiptRefused as problem:
        if problem.code == "key-mismatch" and read["vkey"] == state.key.vkey:
            # The receipt names the given key, yet bears no signature of it: that line was changed.
            raise ReceiptRefused("checkpoint-altered", problem.number) from problem
        raise
    return len(entries)


def _accepted(code: str, steps: Sequence[Step], **values: object) -> Verdict:
    said = _step(code, VERDICTS[code], ok=True, **values)
    return Verdict(
        ok=True, reason=code, sentence_fr=said.text_fr, sentence_en=said.text_en, steps=tuple(steps)
    )


def _refused(
    code: str,
    steps: Sequence[Step] = (),
    number: int = 1,
    *,
    words: Mapping[str, tuple[str, str]] = VERDICTS,
) -> Verdict:
    said = _step(code, words.get(code, VERDICTS[code]), ok=False, number=number)
    return Verdict(
        ok=False,
        reason=code,
        sentence_fr=said.text_fr,
        sentence_en=said.text_en,
        steps=(*steps, said),
    )


def _as_text(text: str | bytes) -> str:
    """Return the text of a proof file; what is not UTF-8 becomes marks that no proof may hold."""
    return text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text


def verify_receipt(document: Any, *, proof_text: str | bytes | None = None, vkey: str) -> Verdict:
    """Tell whether a receipt (its file, or the JSON read from it) is true under the given key.

    `proof_text` is the companion `.tlog-proof` file. Nothing raises: a damaged or hostile file
    gives a verdict with its reason. The key must come from elsewhere than the receipt.
    """
    try:
        state = _Verification(parse_vkey(vkey))
    except BadKey:
        return _refused("key-malformed")
    state.passed("key")
    companion = None if proof_text is None else _as_text(proof_text)
    try:
        count = _check(state, document, companion)
    except ReceiptRefused as refusal:
        return _refused(refusal.code, state.steps, refusal.number)
    return _accepted("verified", state.steps, origin=state.key.name, count=count)


def verify_leaf(proof_text: str | bytes, *, leaf: str, vkey: str) -> Verdict:
    """Tell whether a `.tlog-proof` file proves this leaf (hexadecimal) under the given key."""
    try:
        key, data = parse_vkey(vkey), bytes.fromhex(leaf)
    except BadKey:
        return _refused("key-malformed")
    except ValueError:
        return _refused("leaf-malformed")
    try:
        proof = parse_proof(_as_text(proof_text))
        checkpoint = verify_proof(proof, leaf=data, key=key)
    except ProofRefused as problem:
        return _refused(problem.code, words=OF_A_LEAF)
    return _accepted("proof-verified", (), index=proof.index, origin=key.name, size=checkpoint.size)


def encode_salt(salt: bytes) -> str:
    """Return the salt as a receipt writes it."""
    return base64.b64encode(salt).decode()
