"""What the documentation tells a court's expert to type, typed: openssl and sha256sum agree."""

import os
import re
import shutil
import subprocess

import pytest

from tests.houses import ROOT
from tests.kernel.log_in_memory import COMPLAINT, VKEY
from tests.trustlog.hostile_receipts import COMPANION, FILE

TOOLS = ("sh", "jq", "xxd", "base64", "sha256sum", "openssl")
BLOCK = re.compile(r"```shell\n(.*?)```", re.DOTALL)


@pytest.fixture
def by_hand(tmp_path):
    """Type the block of docs/receipts.md on these two files."""
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    script = BLOCK.search((ROOT / "docs" / "receipts.md").read_text()).group(1)

    def type_it(receipt: bytes, proof: bytes) -> str:
        files = tmp_path / f"{COMPLAINT}.recours.json", tmp_path / f"{COMPLAINT}.tlog-proof"
        for file, data in zip(files, (receipt, proof), strict=True):
            file.write_bytes(data)
        named = {"RECEIPT": str(files[0]), "PROOF": str(files[1]), "VKEY": VKEY}
        done = subprocess.run(
            [str(shutil.which("sh")), "-c", script],
            cwd=tmp_path,
            env=os.environ | named,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    return type_it


def test_a_good_receipt_is_proved_by_hand(by_hand):
    said = by_hand(FILE, COMPANION)
    assert "path: leads to the signed root" in said
    assert "Signature Verified Successfully" in said


def test_a_touched_receipt_is_refused_by_hand(by_hand):
    closed = FILE.replace(b'"complaint.closed"', b'"complaint.reopened"')
    assert "path: DOES NOT LEAD" in by_hand(closed, COMPANION)
    state = COMPANION.replace(b"\n23\n", b"\n24\n")
    assert "Signature Verified Successfully" not in by_hand(FILE, state)
