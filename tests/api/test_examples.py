"""The examples of docs/api.md, run as they are written, one after the other."""

import io
import json
import re
import shlex
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from string import Template

import pytest
from PIL import Image

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLE = re.compile(r"^```bash\n(.+?)^```\n^```json (\d+)\n(.+?)^```", re.DOTALL | re.MULTILINE)
CHANGES = {  # what is not the same twice
    "reference",
    "follow_code",
    "follow_url",
    "message",
    "attachment",
    "sha256",
    "size",
    "received_at",
    "next_due",
    "clocks",
    "vkey",
}


def read(command):
    """Return the address, the headers and the body of a curl command."""
    program, address, *options = shlex.split(command.replace("\\\n", " "))
    assert program == "curl"
    headers, body = {}, None
    for option, value in zip(options[::2], options[1::2], strict=True):
        if option == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        elif option == "-d":
            body = value.encode()
        else:
            assert option == "-F", option
            headers["Content-Type"], body = form(value)
    return address, headers, body


def form(said):
    name, _, file = said.partition("=@")
    drawn, boundary = io.BytesIO(), uuid.uuid4().hex
    Image.new("RGB", (4, 4), "teal").save(drawn, "PNG")
    disposition = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
    head = f"--{boundary}\r\n{disposition}\r\nContent-Type: image/png\r\n\r\n"
    body = head.encode() + drawn.getvalue() + f"\r\n--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def play(command, known):
    address, headers, body = read(Template(command).substitute(known))
    request = urllib.request.Request(address, body, headers)  # noqa: S310  # our own live server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


@pytest.mark.django_db(transaction=True)
def test_the_examples_do_what_the_page_says(token_for, live_server):
    known = {"RECOURS": live_server.url, "TOKEN": token_for().plain, "REFERENCE": "R-2026-0"}
    examples = EXAMPLE.findall(PAGE.read_text())
    assert len(examples) == PAGE.read_text().count("curl ")

    for command, status, shown in examples:
        answered, said = play(command, known)
        assert (answered, set(said)) == (int(status), set(json.loads(shown))), (command, said)
        for name, value in json.loads(shown).items():
            if name not in CHANGES:
                assert said[name] == value, command
        known["REFERENCE"] = said.get("reference", known["REFERENCE"])


def test_every_code_of_a_refusal_has_both_languages():
    from django.utils.translation import override  # noqa: PLC0415

    from recours.api.problems import REASONS  # noqa: PLC0415

    for code, (status, sentence) in REASONS.items():
        with override("fr"):
            french = str(sentence)
        with override("en"):
            english = str(sentence)
        assert 400 <= status < 600
        assert french != english or code == "file_refused", code
