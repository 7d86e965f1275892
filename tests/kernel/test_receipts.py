"""A receipt says yes when nothing was touched, and no with the reason otherwise."""

import copy
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from recours.kernel.canonical import canonical_json
from recours.kernel.notes import verifier_key
from recours.kernel.receipts import (
    commit,
    encode_salt,
    leaf_of,
    read_receipt,
    receipt_bytes,
    verify_leaf,
    verify_receipt,
)
from tests.kernel.log_in_memory import (
    COMPLAINT,
    KEY,
    ORIGIN,
    PRIVATE,
    VKEY,
    proof_of,
    receipt,
    salt_of,
)

DOCUMENT = receipt()
FILE = receipt_bytes(DOCUMENT)
COMPANION = DOCUMENT["entries"][-1]["proof"]


def plain(text: str) -> str:
    """Return the sentence with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def altered(change) -> dict:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    return document


def reason(document, *, proof_text=None, vkey=VKEY) -> str:
    verdict = verify_receipt(document, proof_text=proof_text, vkey=vkey)
    assert verdict.ok == (verdict.reason == "verified")
    assert verdict.sentence_fr.startswith("Oui" if verdict.ok else "Non")
    assert verdict.sentence_en.startswith("Yes" if verdict.ok else "No")
    assert "{" not in verdict.sentence_fr + verdict.sentence_en
    return verdict.reason


def test_an_untouched_receipt_is_authentic():
    verdict = verify_receipt(FILE, proof_text=COMPANION, vkey=VKEY)
    assert verdict.ok
    assert plain(verdict.sentence_fr) == (
        "Oui : ce reçu est authentique. Écritures vérifiées dans le journal"
        " reclamations.example.fr/log : 4, sans manque et dans l’ordre."
    )
    assert [step.code for step in verdict.steps] == [
        *("key", "document", "entry", "entry", "entry", "entry"),
        *("chain", "header", "proof-file"),
    ]
    assert all(step.ok for step in verdict.steps)


def test_the_document_or_its_file_or_another_layout_of_it_say_the_same():
    assert reason(DOCUMENT) == reason(FILE) == reason(FILE.decode()) == "verified"
    assert reason(json.dumps(DOCUMENT, sort_keys=True)) == "verified"


def test_the_commitment_is_the_published_formula():
    record = DOCUMENT["entries"][0]["record"]
    computed = commit(record=canonical_json(record), salt=salt_of(1))
    assert computed.hex() == DOCUMENT["entries"][0]["commitment"]
    assert leaf_of(computed) == b"\x01" + computed
    assert len(leaf_of(computed)) == 33


def set_body(document, **values):
    document["entries"][1]["record"]["body"].update(values)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: set_body(d, points=249), "record-altered"),
        (lambda d: set_body(d, points="248"), "record-altered"),
        (lambda d: set_body(d, more=1), "record-altered"),
        (lambda d: d["entries"][1]["record"].pop("at"), "record-altered"),
        (lambda d: d["entries"][1]["record"].update(account="R-2026-00001-X"), "record-altered"),
        (lambda d: d["entries"][1].update(salt=encode_salt(b"s" * 32)), "record-altered"),
        (lambda d: d["entries"][1].update(salt=encode_salt(b"s" * 31)), "salt-altered"),
        (lambda d: d["entries"][1].update(salt="pas du base64"), "salt-altered"),
        (lambda d: d["entries"][1].update(commitment="0" * 64), "commitment-altered"),
        (lambda d: d["entries"][1].update(commitment=""), "commitment-altered"),
        (
            lambda d: d["entries"][1].update(commitment=d["entries"][1]["commitment"].upper()),
            "commitment-altered",
        ),
        (lambda d: d["entries"][1].update(index=11), "proof-altered"),
        (lambda d: d["entries"][1].update(proof=d["entries"][2]["proof"]), "proof-altered"),
        (lambda d: d["entries"][1].update(proof=""), "proof-altered"),
        (lambda d: d["entries"].pop(0), "chain-broken"),
        (lambda d: d["entries"].pop(1), "chain-broken"),
        (lambda d: d["entries"].reverse(), "chain-broken"),
        (lambda d: d["entries"].append(d["entries"][-1]), "chain-broken"),
        (lambda d: d["entries"].pop(), "header-altered"),
        (lambda d: d.update(complaint="R-2026-00001-X"), "header-altered"),
        (lambda d: d.update(issued_at="2026-11-30T00:00:00.000Z"), "header-altered"),
        (lambda d: d.update(origin="else.example/log"), "header-altered"),
        (lambda d: d.update(vkey="else"), "header-altered"),
        (lambda d: d.update(format="recours/receipt/v2"), "not-a-receipt"),
        (lambda d: d.update(entries=[]), "not-a-receipt"),
        (lambda d: d.update(entries={}), "not-a-receipt"),
        (lambda d: d.update(entries=[1]), "not-a-receipt"),
        (lambda d: d.update(note="en plus"), "not-a-receipt"),
        (lambda d: d.pop("origin"), "not-a-receipt"),
        (lambda d: d.update(origin=None), "not-a-receipt"),
        (lambda d: d["entries"][0].update(note="en plus"), "not-a-receipt"),
        (lambda d: d["entries"][0].pop("salt"), "not-a-receipt"),
        (lambda d: d["entries"][0].update(salt=None), "not-a-receipt"),
        (lambda d: d["entries"][0].update(index="3"), "not-a-receipt"),
        (lambda d: d["entries"][0].update(index=True), "not-a-receipt"),
        (lambda d: d["entries"][0].update(index=-3), "not-a-receipt"),
        (lambda d: d["entries"][0].update(record=[]), "not-a-receipt"),
        (lambda d: set_body(d, points=248.0), "record-altered"),
        (lambda d: set_body(d, points=2**60), "record-altered"),
        (lambda d: set_body(d, text="\ud800"), "record-altered"),
    ],
)
def test_an_altered_receipt_is_refused_with_the_reason(change, expected):
    assert reason(altered(change)) == expected


def test_the_refusal_says_which_entry_does_not_match():
    verdict = verify_receipt(altered(lambda d: set_body(d, points=249)), vkey=VKEY)
    assert "l’écriture n° 2 ne correspond pas au journal" in plain(verdict.sentence_fr)
    assert [step.ok for step in verdict.steps] == [True, True, True, False]


def with_note(change) -> dict:
    def apply(document):
        for entry in document["entries"]:
            head, note = entry["proof"].split("\n\n", 1)
            entry["proof"] = f"{head}\n\n{change(note)}"

    return altered(apply)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n23\n", "\n24\n"),
        lambda note: note.replace("\n23\n", "\n023\n"),
        lambda note: note.replace(f"— {ORIGIN} ", f"— {ORIGIN}2 "),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.replace("\n23\n", "\n23\n\n"),
        lambda note: note + note.rsplit("\n\n", 1)[1],
    ],
)
def test_an_altered_checkpoint_is_refused(change):
    assert reason(with_note(change)) == "checkpoint-altered"


def test_another_key_refuses_the_receipt():
    other = verifier_key(ORIGIN, Ed25519PrivateKey.generate()).vkey
    assert reason(DOCUMENT, vkey=other) == "key-mismatch"
    assert reason(DOCUMENT, vkey=verifier_key("else.example", PRIVATE).vkey) == "key-mismatch"
    for at in range(len(VKEY)):
        assert reason(DOCUMENT, vkey=VKEY[:at] + "§" + VKEY[at + 1 :]) == "key-malformed"


def test_a_receipt_rewritten_whole_with_another_key_needs_that_key():
    """Whoever makes a log of their own can make a receipt: only the key from elsewhere tells."""
    other = Ed25519PrivateKey.generate()
    forged = copy.deepcopy(DOCUMENT) | {"vkey": verifier_key(ORIGIN, other).vkey}
    for entry in forged["entries"]:
        entry["proof"] = proof_of(entry["index"], private=other)
    assert reason(forged) == "key-mismatch"
    assert reason(forged, vkey=forged["vkey"]) == "verified"


def test_two_signed_states_of_one_size_are_a_fault_of_the_log():
    from tests.kernel import log_in_memory  # noqa: PLC0415  # its leaves are changed below

    kept = log_in_memory.HASHES[0]
    log_in_memory.HASHES[0] = b"\x00" * 32
    try:
        forked = proof_of(20)
    finally:
        log_in_memory.HASHES[0] = kept
    assert reason(altered(lambda d: d["entries"][3].update(proof=forked))) == "log-forked"
    assert reason(DOCUMENT, proof_text=forked) == "log-forked"


def test_states_of_several_sizes_may_prove_one_receipt():
    assert (
        reason(altered(lambda d: d["entries"][0].update(proof=proof_of(3, size=9)))) == "verified"
    )
    assert reason(DOCUMENT, proof_text=proof_of(20, size=21)) == "verified"


def test_the_companion_file_must_prove_the_last_entry():
    assert reason(DOCUMENT, proof_text=COMPANION.encode()) == "verified"
    first = DOCUMENT["entries"][0]["proof"]
    assert reason(DOCUMENT, proof_text=first) == "proof-of-another"
    assert reason(DOCUMENT, proof_text="") == "proof-altered"
    assert reason(DOCUMENT, proof_text=b"\xff") == "proof-altered"
    other = Ed25519PrivateKey.generate()
    assert reason(DOCUMENT, proof_text=proof_of(20, private=other)) == "checkpoint-altered"
    for at in range(len(COMPANION)):
        changed = COMPANION[:at] + ("A" if COMPANION[at] != "A" else "B") + COMPANION[at + 1 :]
        assert reason(DOCUMENT, proof_text=changed) != "verified"


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
def test_one_bit_changed_anywhere_in_the_file_is_refused(at, bit):
    changed = FILE[:at] + bytes([FILE[at] ^ 1 << bit]) + FILE[at + 1 :]
    assert reason(changed) != "verified"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(FILE)), st.integers(0, 60), st.binary(max_size=8))
def test_a_piece_cut_or_replaced_never_verifies_another_document(start, length, piece):
    changed = FILE[:start] + piece + FILE[start + length :]
    if reason(changed) == "verified":
        assert json.loads(changed) == DOCUMENT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.sampled_from([None, "format", "origin", "vkey", "entries", "complaint"]))
def test_any_json_gets_an_answer(value, member):
    assert reason(value if member is None else DOCUMENT | {member: value}) != ""


@settings(max_examples=200, deadline=None)
@given(JSON, st.sampled_from(["record", "salt", "index", "commitment", "proof"]))
def test_any_json_inside_an_entry_gets_an_answer(value, member):
    document = altered(lambda d: d["entries"][2].update({member: value}))
    verdict = reason(document)
    assert verdict != "verified" or document == DOCUMENT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xef\xbb\xbf" + FILE,
        FILE.decode().encode("utf-16"),
        b"\xff" + FILE,
        b"[" * 100_000,
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
        FILE.replace(b'"format"', b'"format": "x", "format"'),
        FILE.replace(b'"points": 248', b'"points": 1, "points": 248'),
        FILE.replace(b'"points": 248', b'"points": 248.0'),
        FILE.replace(b'"points": 248', b'"points": 2.48e2'),
        FILE.replace(b'"points": 248', b'"points": NaN'),
        FILE.replace(b'"points": 248', b'"points": ' + b"9" * 5000),
        FILE.replace(b'"seq": 1', b'"seq": -0'),
        FILE + b"x",
        b" " * 21_000_000,
    ],
)
def test_a_file_that_is_not_plain_json_is_not_a_receipt(data):
    assert reason(data) == "not-a-receipt"


def test_a_document_that_holds_itself_is_not_a_receipt():
    document = copy.deepcopy(DOCUMENT)
    document["entries"][0]["record"]["body"]["me"] = document
    assert reason(document) == "not-a-receipt"


def test_reading_gives_back_what_was_written():
    assert read_receipt(FILE) == DOCUMENT
    assert FILE.decode().endswith("}\n")


def test_a_proof_alone_verifies_its_leaf():
    last = leaf_of(bytes.fromhex(DOCUMENT["entries"][-1]["commitment"])).hex()
    verdict = verify_leaf(COMPANION, leaf=last, vkey=VKEY)
    assert verdict.ok
    assert "n° 20 dans le journal reclamations.example.fr/log" in plain(verdict.sentence_fr)
    assert COMPLAINT not in verdict.sentence_fr


@pytest.mark.parametrize(
    ("proof", "leaf", "vkey", "expected"),
    [
        (COMPANION, "01" * 33, VKEY, "proof-altered"),
        (COMPANION, "", VKEY, "proof-altered"),
        (COMPANION, "zz", VKEY, "leaf-malformed"),
        (COMPANION, "01" * 33, VKEY[1:], "key-malformed"),
        (COMPANION, "01" * 33, verifier_key("else", PRIVATE).vkey, "key-mismatch"),
        ("", "01" * 33, VKEY, "proof-altered"),
        (b"\xff\xfe", "01" * 33, VKEY, "proof-altered"),
    ],
)
def test_a_proof_alone_is_refused_with_the_reason(proof, leaf, vkey, expected):
    verdict = verify_leaf(proof, leaf=leaf, vkey=vkey)
    assert (verdict.ok, verdict.reason) == (False, expected)
    assert verdict.sentence_fr.startswith("Non")
    assert "{" not in verdict.sentence_fr


def test_the_key_of_the_log_is_the_name_it_bears():
    assert KEY.name == ORIGIN
