"""Signed notes and checkpoints: the published example, and everything that must be refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from recours.kernel.checkpoints import (
    Checkpoint,
    CheckpointRefused,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from recours.kernel.merkle import EMPTY_ROOT
from recours.kernel.notes import (
    BadKey,
    NoteRefused,
    NotSignedByThisKey,
    open_note,
    parse_vkey,
    sign_note,
    verifier_key,
)

# The example published with C2SP signed-note, and that of the Go checksum database's package.
SPEC_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2O"
    "NncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLL"
    "r8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "desk.example/log"
KEY = verifier_key(NAME, PRIVATE)
TEXT = "desk.example/log\n3\nabc\n"
NOTE = sign_note(TEXT, name=NAME, private=PRIVATE)
SIGNATURE = NOTE.removeprefix(TEXT + "\n")


@pytest.mark.parametrize(("vkey", "note"), [(SPEC_VKEY, SPEC_NOTE), (GO_VKEY, GO_NOTE)])
def test_the_published_examples_verify_and_read_back_the_same(vkey, note):
    key = parse_vkey(vkey)
    assert key.vkey == vkey
    assert open_note(note, key) == open_note(note.encode(), key) == note.partition("\n\n")[0] + "\n"


@pytest.mark.parametrize(("vkey", "note"), [(SPEC_VKEY, SPEC_NOTE), (GO_VKEY, GO_NOTE)])
def test_one_bit_changed_anywhere_in_a_published_example_is_refused(vkey, note):
    key, data = parse_vkey(vkey), note.encode()
    for at in range(len(data)):
        for bit in range(8):
            with pytest.raises(NoteRefused):
                open_note(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :], key)


def test_one_bit_changed_anywhere_in_a_key_is_noticed():
    for at in range(len(SPEC_VKEY)):
        for bit in range(7):
            changed = SPEC_VKEY[:at] + chr(ord(SPEC_VKEY[at]) ^ 1 << bit) + SPEC_VKEY[at + 1 :]
            with pytest.raises(BadKey):
                parse_vkey(changed)


def test_what_we_sign_we_open():
    assert open_note(NOTE, KEY) == TEXT
    assert parse_vkey(KEY.vkey) == KEY


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40))
def test_any_plain_text_can_be_signed(line):
    text = f"{line}\n\n{line}\n"
    assert open_note(sign_note(text, name=NAME, private=PRIVATE), KEY) == text


def test_signatures_of_unknown_keys_are_ignored():
    other = Ed25519PrivateKey.generate()
    theirs = sign_note(TEXT, name="witness.example", private=other).removeprefix(TEXT + "\n")
    assert open_note(NOTE + theirs, KEY) == TEXT
    assert open_note(TEXT + "\n" + theirs + SIGNATURE, KEY) == TEXT
    with pytest.raises(NotSignedByThisKey):
        open_note(TEXT + "\n" + theirs, KEY)
    same_name = sign_note(TEXT, name=NAME, private=other).removeprefix(TEXT + "\n")
    assert open_note(NOTE + same_name, KEY) == TEXT


def test_sixteen_signatures_are_read():
    theirs = "".join(
        sign_note(TEXT, name=f"w{n}", private=PRIVATE).removeprefix(TEXT + "\n") for n in range(15)
    )
    assert open_note(TEXT + "\n" + theirs + SIGNATURE, KEY) == TEXT


HASHES = base64.b64encode(b"x" * 68).decode()


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        TEXT,
        TEXT + "\n",
        NOTE[:-1],
        NOTE.replace("\n", "\r\n"),
        NOTE + "\n",
        NOTE + SIGNATURE,
        NOTE + "— \n",
        NOTE + "— name\n",
        NOTE + f"- other {HASHES}\n",
        NOTE + f"— two  {HASHES}\n",
        NOTE + f"— a+b {HASHES}\n",
        NOTE + f"— a\u2003b {HASHES}\n",
        NOTE + "— other AAAA\n",
        NOTE + "— other AAAAAA\n",
        NOTE + "— other ====\n",
        NOTE + f"— other {HASHES} \n",
        NOTE + f"— other {HASHES}\n" * 101,
        "\x00" + NOTE,
        NOTE.replace("abc", "abd"),
        TEXT + "\ud800\n" + SIGNATURE,
        b"\xff" + NOTE.encode(),
        "a" * 2_000_000,
    ],
)
def test_a_malformed_note_is_refused(note):
    with pytest.raises(NoteRefused):
        open_note(note, KEY)


def test_a_signature_written_another_way_is_refused():
    """Base 64 has one writing here: spare bits set, or padding left out, is another text."""
    line = SIGNATURE.rstrip("\n")
    for changed in (line.rstrip("="), line[:-2] + "B=", line + "="):
        with pytest.raises(NoteRefused):
            open_note(f"{TEXT}\n{changed}\n", KEY)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "a+b",
        " " + SPEC_VKEY,
        SPEC_VKEY + "\n",
        SPEC_VKEY.replace("530d903a", "530D903A"),
        SPEC_VKEY.replace("example", "exemple"),
        SPEC_VKEY[:-1],
        "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "\ud800+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        None,
        7,
    ],
)
def test_a_key_copied_with_a_mistake_is_refused(vkey):
    with pytest.raises(BadKey):
        parse_vkey(vkey)


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", ""])
def test_a_text_that_no_note_may_hold_is_not_signed(text):
    with pytest.raises(NoteRefused):
        sign_note(text, name=NAME, private=PRIVATE)


def test_a_name_with_a_space_is_no_name():
    with pytest.raises(BadKey):
        sign_note(TEXT, name="two words", private=PRIVATE)


ROOT = base64.b64encode(EMPTY_ROOT).decode()


def test_a_checkpoint_is_three_lines_under_the_name_of_the_log():
    checkpoint = Checkpoint(NAME, 0, EMPTY_ROOT)
    note = sign_checkpoint(checkpoint, PRIVATE)
    assert note.startswith(f"{NAME}\n0\n{ROOT}\n\n— {NAME} ")
    assert open_checkpoint(note, KEY) == checkpoint


def test_the_lines_the_standard_allows_after_the_root_are_passed_over():
    assert parse_checkpoint(f"{NAME}\n12\n{ROOT}\nmore\n").size == 12


def test_a_checkpoint_of_another_log_is_refused():
    note = sign_note(f"else.example\n0\n{ROOT}\n", name=NAME, private=PRIVATE)
    with pytest.raises(CheckpointRefused):
        open_checkpoint(note, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{NAME}\n1\n{ROOT}",
        f"{NAME}\n1\n",
        f"{NAME}\n01\n{ROOT}\n",
        f"{NAME}\n-1\n{ROOT}\n",
        f"{NAME}\n+1\n{ROOT}\n",
        f"{NAME}\n 1\n{ROOT}\n",
        f"{NAME}\n1.0\n{ROOT}\n",
        f"{NAME}\n\u0661\n{ROOT}\n",
        f"{NAME}\n9223372036854775808\n{ROOT}\n",
        f"{NAME}\n{'9' * 5000}\n{ROOT}\n",
        f"\n1\n{ROOT}\n",
        f"{NAME}\n1\n{ROOT[:-4]}\n",
        f"{NAME}\n1\n{base64.b64encode(EMPTY_ROOT[:31]).decode()}\n",
        f"{NAME}\n1\n{ROOT}\n\nmore\n",
        f"{NAME}\n1\n{ROOT}\n\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(CheckpointRefused):
        parse_checkpoint(text)
