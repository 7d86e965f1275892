"""What an integrator types: `recours rules check` and `recours rules explain`."""

import json
from pathlib import Path

import pytest

import recours.loyalty
from recours.cli.main import main

V7 = Path(recours.loyalty.__file__).parent / "examples" / "bellerive-v7.json"
PURCHASE = {
    "receipt": "0412-118-00732",
    "occurred_at": "2026-11-07T11:30:00+01:00",
    "lines": [
        {"category": "epicerie", "net_cents": 12430},
        {"category": "carte-cadeau", "net_cents": 2250},
    ],
}


def explain(*options, purchase=PURCHASE):
    return main(["rules", "explain", str(V7), "--purchase", json.dumps(purchase), *options])


def test_a_good_document_is_said_good_with_its_fingerprint(capsys):
    assert main(["rules", "check", str(V7)]) == 0

    assert "bellerive version 7" in capsys.readouterr().out


def test_each_fault_is_printed_with_its_place(tmp_path, capsys):
    document = json.loads(V7.read_text())
    document["rules"][0]["award"]["rate"]["den"] = 0
    document["rounding"]["mode"] = "ceil"
    file = tmp_path / "spoiled.json"
    file.write_text(json.dumps(document))

    assert main(["rules", "check", str(file)]) == 1

    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in said] == ["rules[0].award.rate.den", "rounding.mode"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"{", "line 1: "),
        (b'{"schema": "a", "schema": "b"}', "the key 'schema' is written twice"),
        (b"\xff\xfe", "not UTF-8 text"),
        (b"[" * 100_000, "nested too deep"),
        (None, "No such file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, capsys, written, reason):
    file = tmp_path / "rules.json"
    if written is not None:
        file.write_bytes(written)

    assert main(["rules", "check", str(file)]) == 2

    said = capsys.readouterr().err
    assert reason in said
    assert len(said.splitlines()) == 1


def test_the_points_are_explained_in_french(capsys):
    assert explain("--tier", "argent") == 0

    said = capsys.readouterr().out
    assert "124 × 2 = 248" in said
    assert said.splitlines()[-1].endswith("248 points")


def test_the_points_are_explained_in_english_and_for_machines(capsys):
    explain("--english")
    assert "It needed tier Silver; no tier that day." in capsys.readouterr().out

    explain("--json", "--earned-today", "450")
    assert json.loads(capsys.readouterr().out)["points"] == 50


def test_a_return_is_explained_against_what_was_bought(capsys):
    back = {
        "occurred_at": "2026-11-09T10:00:00+01:00",
        "returns_of": "T-1",
        "lines": [{"category": "epicerie", "quantity": -1, "net_cents": -12430}],
    }

    explain("--original", json.dumps(PURCHASE), purchase=back)

    assert "124 → 0, soit −124 points" in capsys.readouterr().out


@pytest.mark.parametrize(
    "purchase",
    [
        [],
        {"lines": []},
        {"occurred_at": "2026-11-07T11:30:00"},
        PURCHASE | {"total_cents": 1.5},
        PURCHASE | {"total": 3},
        PURCHASE | {"lines": ["x"]},
    ],
)
def test_a_purchase_that_cannot_be_read_is_refused(purchase, tmp_path, capsys):
    file = tmp_path / "purchase.json"
    file.write_text(json.dumps(purchase))

    assert main(["rules", "explain", str(V7), "--purchase", str(file)]) == 2

    assert capsys.readouterr().err.startswith("recours rules: ")
