"""Whatever people write, the headers of our mail stay ours."""

import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recours.correspondence.mime import Enclosed, Envelope, write
from recours.correspondence.rules.mails import header_line

AT = datetime(2026, 11, 12, 17, 42, tzinfo=UTC)
OURS = {
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "content-language",
    "auto-submitted",
    "x-auto-response-suppress",
    "mime-version",
    "content-type",
}
HOSTILE = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(
            (
                *("\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\x0c", "\x1c", "\0", " ", "\t"),
                *("Bcc: victim@exemple.fr", "=?utf-8?q?x=0D=0ABcc:…?=", "Subject: x", "é", ","),
                *(
                    '"',
                    "(",
                    ")",
                    ";",
                    ":",
                    "@",
                    "=?",
                    "?=",
                    "a" * 90,
                    "\u202e",
                    "\ud83d",
                    "😀",
                    "<>",
                ),
            )
        ),
        max_size=30,
    ).map("".join),
)


def made(**changes):
    envelope = {
        "message_id": "<k@bellerive.example>",
        "sender": "reclamations@bellerive.example",
        "sender_name": "Bellerive",
        "to": "alice.rivoire@exemple.fr",
        "to_name": "Alice Rivoire",
        "reply_to": "reclamations@bellerive.example",
        "subject": "Votre réclamation",
        "language": "fr",
        "submitted": "auto-replied",
        "at": AT,
    }
    return Envelope(**(envelope | changes))


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.compat32)


@pytest.mark.parametrize("field", ["subject", "to_name", "sender_name"])
@given(hostile=HOSTILE)
@example(hostile="x\r\nBcc: victim@exemple.fr\r\n\r\nbody")
@example(hostile="=?utf-8?q?x=0D=0ABcc:_victim@exemple.fr?=")
def test_no_value_makes_another_header(field, hostile):
    raw = write(envelope=made(**{field: hostile}), text="texte", page="<p>page</p>", enclosed=[])
    message = read(raw)

    assert {name.lower() for name in message.keys()} == OURS  # noqa: SIM118  # headers
    assert len(message.keys()) == len(OURS)
    assert message["To"].count("alice.rivoire@exemple.fr") == 1
    assert raw.split(b"\r\n\r\n", 1)[0].lower().count(b"\r\nbcc") == 0
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@given(hostile=HOSTILE)
@example(hostile="=?utf-8?q?Gagnez_ici?=")
def test_a_reader_sees_the_subject_as_it_was_written_never_decoded_twice(hostile):
    raw = write(envelope=made(subject=hostile), text="texte", page="<p>page</p>", enclosed=[])

    shown = str(make_header(decode_header(read(raw)["Subject"])))
    assert "".join(shown.split()) == "".join(header_line(hostile).split())


@given(HOSTILE)
def test_a_header_line_is_one_line(text):
    line = header_line(text)

    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert len(line) <= 200


@given(name=HOSTILE)
def test_no_file_name_makes_another_header(name):
    enclosed = [Enclosed(name=header_line(name) or "x", type="text/plain", data=b"abc")]
    message = read(write(envelope=made(), text="t", page="p", enclosed=enclosed))

    attached = message.get_payload()[-1]
    assert {key.lower() for key in attached.keys()} <= {  # noqa: SIM118  # headers
        "content-type",
        "content-transfer-encoding",
        "content-disposition",
        "mime-version",
    }
    assert attached.get_payload(decode=True) == b"abc"


@given(text=st.text(max_size=500), page=st.text(max_size=500))
def test_no_text_ends_the_message_early(text, page):
    clean = text.replace("\r", "").encode("utf-8", "ignore").decode()
    shown = page.replace("\r", "").encode("utf-8", "ignore").decode()
    message = email.message_from_bytes(
        write(envelope=made(), text=clean, page=shown, enclosed=[]), policy=email.policy.default
    )

    assert len(list(message.iter_parts())) == 2
    body = message.get_body(("plain",)).get_content()
    assert "".join(body.split()) == "".join(clean.split())


def test_the_same_message_has_the_same_bytes():
    one, two = (
        write(
            envelope=made(),
            text="texte",
            page="<p>page</p>",
            enclosed=[Enclosed(name="a.txt", type="text/plain", data=b"abc")],
        )
        for _ in range(2)
    )
    assert one == two
