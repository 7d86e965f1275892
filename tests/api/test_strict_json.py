"""H-104: what looks like JSON and is not, or means two things, is refused in words, never a 500."""

import json

import pytest

from recours.api.problems import Refused
from recours.api.strict_json import DEEPEST, read_json
from tests.api.calling import LODGING, said

BODY = json.dumps(LODGING)
HOSTILE = {
    "nothing": (b"{", "bad_json"),
    "two names": (b'{"kind":"AUT","kind":"AUT"}', "duplicate_key"),
    "two names inside": (b'{"a":[{"b":1,"b":2}]}', "duplicate_key"),
    "two names written differently": (b'{"kind":1,"\\u006bind":2}', "duplicate_key"),
    "NaN": (b'{"total_cents":NaN}', "bad_number"),
    "Infinity": (b'{"total_cents":Infinity}', "bad_number"),
    "-Infinity": (b'{"total_cents":-Infinity}', "bad_number"),
    "an exponent beyond any": (b'{"total_cents":1e99999999999999999999}', "bad_number"),
    "five thousand digits": (b'{"total_cents":' + b"9" * 5_000 + b"}", "bad_json"),
    "100,000 lists": (b"[" * 100_000, "too_deep"),
    "100,000 closed lists": (b"[" * 100_000 + b"]" * 100_000, "too_deep"),
    "100,000 objects": (b'{"a":' * 100_000, "too_deep"),
    "900 lists": (b"[" * 900 + b"]" * 900, "too_deep"),
    "a null character": (b'{"name":"Alice\\u0000"}', "bad_text"),
    "a null character in a name": (b'{"na\\u0000me":1}', "bad_text"),
    "half a character": (b'{"name":"\\ud800"}', "bad_text"),
    "halves in the wrong order": (b'{"name":"\\udc00\\ud800"}', "bad_text"),
    "Latin-1": ('{"name":"Hélène"}'.encode("latin-1"), "bad_json"),
    "UTF-16": ('{"name":"Hélène"}'.encode("utf-16"), "bad_json"),
    "a mark before": (b"\xef\xbb\xbf" + BODY.encode(), "bad_json"),
    "a null byte": (b'{"name":"A\x00"}', "bad_json"),
    "overlong UTF-8": (b'{"name":"\xc0\x80"}', "bad_json"),
    "a half in UTF-8": (b'{"name":"\xed\xa0\x80"}', "bad_json"),
    "a comma too many": (b'{"kind":"AUT",}', "bad_json"),
    "a comment": (b'{"kind":"AUT"} // mine', "bad_json"),
    "two values": (b"{}{}", "bad_json"),
    "single quotes": (b"{'kind':'AUT'}", "bad_json"),
    "a raw control character": (b'{"name":"a\x01"}', "bad_json"),
    "a plus": (b'{"total_cents":+1}', "bad_json"),
    "a leading zero": (b'{"total_cents":01}', "bad_json"),
    "hexadecimal": (b'{"total_cents":0x10}', "bad_json"),
}


@pytest.mark.parametrize(("raw", "code"), HOSTILE.values(), ids=HOSTILE)
def test_h104_it_is_refused_by_its_reason(raw, code):
    with pytest.raises(Refused) as refused:
        read_json(raw)

    assert refused.value.code == code


@pytest.mark.parametrize(("raw", "code"), HOSTILE.values(), ids=HOSTILE)
def test_h104_the_caller_is_told_why(caller, raw, code):
    answer = caller.post("/complaints", raw)

    assert said(answer) == (422 if code == "bad_text" else 400, code)


@pytest.mark.parametrize(
    "raw",
    [
        b"1e999",
        b'{"total_cents":1e999}',
        b'{"total_cents":1.0}',
        b'{"total_cents":9223372036854775808}',
        b'{"total_cents":true}',
        b'{"total_cents":"1"}',
        b"[]",
        b'"text"',
        b"null",
        b"12",
        b"{}",
    ],
)
def test_h104_a_value_of_another_type_is_named(caller, raw):
    assert said(caller.post("/complaints", raw)) == (422, "invalid")


def test_what_is_strict_json_is_read():
    assert read_json('{"a":[1,"é\\ud83d\\ude00 ",null,true,{"b":-0}]}'.encode()) == {
        "a": [1, "é😀 ", None, True, {"b": 0}]
    }


def test_depth_is_counted_not_guessed():
    assert read_json(b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1)) is not None
    with pytest.raises(Refused):
        read_json(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        "application/json-patch+json",
        "multipart/form-data; boundary=x",
        "",
    ],
)
def test_another_content_type_is_refused(caller, content_type):
    answer = caller.post("/complaints", BODY, content_type=content_type)

    assert said(answer) == (415, "media_type")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, identity"])
def test_h110_a_compressed_body_is_refused(caller, coding):
    answer = caller.post("/complaints", BODY, **{"Content-Encoding": coding})

    assert said(answer) == (415, "encoded_body")


def test_a_body_that_is_too_large_is_refused(caller):
    answer = caller.post("/complaints", json.dumps({**LODGING, "story": "a" * 1_100_000}))

    assert said(answer) == (413, "too_large")
