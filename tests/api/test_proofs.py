"""The receipt over the API: it waits for the log, then anybody verifies it by the log's key."""

import json
from datetime import UTC, datetime

import pytest

from recours.kernel.receipts import verify_receipt
from recours.trustlog.commands.sequence import sequence
from tests.api.calling import said

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_a_receipt_waits_until_the_log_has_signed(caller):
    reference = caller.lodged()

    waiting = caller.get(f"/complaints/{reference}/receipt")
    sequence(at=NOW)
    ready = caller.get(f"/complaints/{reference}/receipt")

    assert (waiting.status_code, waiting.json()) == (202, {"waiting": [1]})
    assert int(waiting["Retry-After"]) > 0
    assert ready.status_code == 200
    assert ready["Content-Disposition"] == f'attachment; filename="{reference}.recours.json"'
    vkey = caller.get("/log").json()["vkey"]
    assert verify_receipt(ready.content, vkey=vkey).ok
    tampered = json.loads(ready.content)
    tampered["entries"][0]["record"]["body"]["programme"] = "autre"
    assert not verify_receipt(tampered, vkey=vkey).ok


@pytest.mark.django_db(transaction=True)
def test_the_state_of_the_log_is_the_signed_one(caller):
    caller.lodged()
    before = caller.get("/log").json()
    sequence(at=NOW)
    after = caller.get("/log").json()

    assert (before["size"], before["signed_at"]) == (0, None)
    assert after["size"] >= 1
    assert after["signed_at"] == "2026-11-21T09:05:00Z"
    assert set(after) == {"origin", "vkey", "size", "signed_at"}


def test_a_house_without_its_key_says_to_come_back(caller, data_folder):
    for key in (data_folder / "keys").glob("log*"):
        key.unlink()

    assert said(caller.get("/log")) == (503, "unavailable")
