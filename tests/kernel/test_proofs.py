"""The text of a proof: exactly the published format, and nothing near it."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recours.kernel.merkle import leaf_hash
from recours.kernel.notes import verifier_key
from recours.kernel.proofs import Proof, ProofRefused, format_proof, parse_proof, verify_proof
from tests.kernel.log_in_memory import HASHES, KEY, ORIGIN, PRIVATE, SIZE, leaves, proof_of

TEXT = proof_of(3)
LEAF = leaves()[3]
PATH = TEXT.split("\n\n")[0].split("\n")[2:]


def refusal(text: str, *, leaf: bytes = LEAF, key=KEY) -> str:
    with pytest.raises(ProofRefused) as caught:
        verify_proof(parse_proof(text), leaf=leaf, key=key)
    assert str(caught.value)
    return caught.value.code


def test_a_proof_is_the_published_text():
    lines = TEXT.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 3"]
    assert base64.b64decode(lines[2]) == HASHES[2]  # the sibling of leaf 3 comes first
    assert lines[7:10] == ["", ORIGIN, str(SIZE)]
    assert TEXT.endswith("=\n")
    assert format_proof(parse_proof(TEXT)) == TEXT


def test_a_proof_verifies_under_the_key_of_the_log():
    assert verify_proof(parse_proof(TEXT), leaf=LEAF, key=KEY).size == SIZE


def test_every_leaf_of_a_small_log_verifies():
    for size in range(1, SIZE + 1):
        for index in range(size):
            proof = parse_proof(proof_of(index, size=size))
            assert verify_proof(proof, leaf=leaves()[index], key=KEY).size == size


def test_the_only_leaf_has_a_proof_without_path():
    assert proof_of(0, size=1).startswith(f"c2sp.org/tlog-proof@v1\nindex 0\n\n{ORIGIN}\n1\n")


def test_extra_data_travels_and_proves_nothing():
    proof = parse_proof(TEXT)
    text = format_proof(Proof(proof.index, proof.path, proof.note, b"anything"))
    assert text.split("\n")[1] == "extra YW55dGhpbmc="
    assert parse_proof(text).extra == b"anything"
    assert verify_proof(parse_proof(text), leaf=LEAF, key=KEY)


def test_one_bit_changed_anywhere_in_a_proof_is_refused():
    data = TEXT.encode()
    for at in range(len(data)):
        for bit in range(8):
            changed = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            refusal(changed.decode("utf-8", errors="replace"))


def test_one_bit_changed_anywhere_in_the_leaf_is_refused():
    for at in range(len(LEAF)):
        for bit in range(8):
            changed = LEAF[:at] + bytes([LEAF[at] ^ 1 << bit]) + LEAF[at + 1 :]
            assert refusal(TEXT, leaf=changed) == "proof-altered"


def test_the_hash_of_a_leaf_is_not_taken_for_a_leaf():
    assert refusal(TEXT, leaf=leaf_hash(LEAF)) == "proof-altered"


def test_another_key_is_another_answer():
    other = Ed25519PrivateKey.generate()
    assert refusal(TEXT, key=verifier_key(ORIGIN, other)) == "key-mismatch"
    assert refusal(TEXT, key=verifier_key("else.example", PRIVATE)) == "key-mismatch"
    forged = proof_of(3, private=other)
    assert refusal(forged) == "key-mismatch"


def test_a_signed_state_of_another_size_does_not_carry_this_path():
    older = proof_of(3, size=9)
    head, note = TEXT.split("\n\n", 1)[0], older.split("\n\n", 1)[1]
    assert refusal(f"{head}\n\n{note}") == "proof-altered"


HEAD, NOTE = TEXT.split("\n\n", 1)
H31 = base64.b64encode(b"x" * 31).decode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "proof-altered"),
        (HEAD, "proof-altered"),
        (TEXT[:40], "proof-altered"),
        (TEXT.replace("\n", "\r\n"), "proof-altered"),
        ("\ufeff" + TEXT, "proof-altered"),
        (TEXT.replace("@v1", "@v2"), "proof-altered"),
        (TEXT.replace("index 3", "index 03"), "proof-altered"),
        (TEXT.replace("index 3", "index -3"), "proof-altered"),
        (TEXT.replace("index 3", "index  3"), "proof-altered"),
        (TEXT.replace("index 3", "index ٣"), "proof-altered"),
        (TEXT.replace("index 3", "index 2"), "proof-altered"),
        (TEXT.replace("index 3", f"index {SIZE}"), "proof-altered"),
        (TEXT.replace("index 3", "index 9223372036854775807"), "proof-altered"),
        (TEXT.replace("index 3", "index " + "9" * 9999), "proof-altered"),
        (TEXT.replace("index 3\n", ""), "proof-altered"),
        (TEXT.replace("index 3\n", "index 3\nindex 3\n"), "proof-altered"),
        (TEXT.replace("index 3\n", "extra\nindex 3\n"), "proof-altered"),
        (TEXT.replace("index 3\n", "extra !!\nindex 3\n"), "proof-altered"),
        (TEXT.replace("index 3\n", "extra YQ==\nextra YQ==\nindex 3\n"), "proof-altered"),
        (TEXT.replace(PATH[0], H31), "proof-altered"),
        (TEXT.replace(PATH[0] + "\n", ""), "proof-altered"),
        (TEXT.replace(PATH[0], PATH[0] + "\n" + PATH[0]), "proof-altered"),
        (TEXT.replace(PATH[0], PATH[0] + " "), "proof-altered"),
        (TEXT.replace(PATH[0], "\n".join([PATH[0]] * 64)), "proof-altered"),
        (TEXT.replace(PATH[0], "\ud800"), "proof-altered"),
        (HEAD + "\n\n\n" + NOTE, "checkpoint-altered"),
        (TEXT.replace(f"\n{SIZE}\n", f"\n0{SIZE}\n"), "checkpoint-altered"),
        (TEXT.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n"), "checkpoint-altered"),
        (TEXT + NOTE.rsplit("\n\n", 1)[1], "checkpoint-altered"),
        (TEXT + "\n", "checkpoint-altered"),
        (TEXT[:-1], "checkpoint-altered"),
        (TEXT + "a" * 2_000_000, "proof-altered"),
    ],
)
def test_a_malformed_proof_is_refused_with_its_reason(text, code):
    assert refusal(text) == code
