"""Each message of the corpus says what its author wrote, whatever its mailer did to it."""

import json
import re
from pathlib import Path

import pytest

from recours.mail.errors import UnreadableMail
from recours.mail.read import read_mail
from recours.mail.shapes import ReadMail

CORPUS = Path(__file__).parent / "corpus"
TABLE = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
SAME = (
    "text",
    "quoted",
    "subject",
    "sender",
    "language",
    "automatic",
    "message_id",
    "date_claimed",
    "signed_part",
)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


@pytest.mark.parametrize("file", TABLE)
def test_the_message_says_what_was_written(file):
    expected = TABLE[file]
    raw = (CORPUS / file).read_bytes()
    if "unreadable" in expected:
        with pytest.raises(UnreadableMail) as refused:
            read_mail(raw)
        assert refused.value.reason == expected["unreadable"]
        return
    read = read_mail(raw, trusted=expected.get("trusted", ()))
    for name in SAME:
        if name in expected:
            assert getattr(read, name) == expected[name], name
    check_pieces(read, expected)
    check_files(read, expected)
    check_servers(read, expected)


def check_pieces(read: ReadMail, expected: dict) -> None:
    for piece in expected.get("text_has", ()):
        assert piece in read.text
    assert expected.get("quoted_has", "") in read.quoted
    assert expected.get("signature_has", "") in read.signature
    for piece in expected.get("html_has", ()):
        assert piece in read.html
    for piece in expected.get("html_hasnt", ()):
        assert piece not in read.html
    assert set(expected.get("warnings", ())) <= set(read.warnings)
    assert list(read.in_reply_to) == expected.get("in_reply_to", list(read.in_reply_to))


def check_files(read: ReadMail, expected: dict) -> None:
    if "attachments" in expected:
        found = [[part.name, part.type, part.undecodable] for part in read.attachments]
        assert found == expected["attachments"]
    assert sum(part.undecodable for part in read.attachments) == expected.get("undecodable", 0)
    if "contents" in expected:
        assert set(expected["contents"]) <= set(read.attachments[0].contents)


def check_servers(read: ReadMail, expected: dict) -> None:
    for name, value in expected.get("authentication", {}).items():
        assert getattr(read.authentication, name) == value, name
    if "bounce" in expected:
        assert read.bounce is not None
        for name, value in expected["bounce"].items():
            assert getattr(read.bounce, name) == value, name


@pytest.mark.parametrize("file", [file for file in TABLE if "unreadable" not in TABLE[file]])
def test_no_word_is_lost_between_the_new_part_and_the_folded_one(file):
    read = read_mail((CORPUS / file).read_bytes())
    assert words(read.text + "\n" + read.quoted) == words(read.full_text)


@pytest.mark.parametrize("file", [file for file in TABLE if "unreadable" not in TABLE[file]])
def test_a_reading_travels_as_json(file):
    read = read_mail((CORPUS / file).read_bytes())
    value = json.loads(json.dumps(read.as_json()))
    assert ReadMail.from_json(value, b"".join(read.blob())) == read


def test_every_hostile_input_has_its_message():
    numbers = {int(found.group(1)) for file in TABLE if (found := re.match(r"h(\d\d)-", file))}
    generated = {
        9,
        22,
        23,
        24,
        29,
        16,
    }  # made in test_limits, among the machines, or by the pipeline
    assert numbers | generated >= set(range(1, 37))
    assert len(TABLE) >= 60
