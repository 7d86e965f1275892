"""Every sentence shown to a person exists in both languages."""

import subprocess
import sys

from tests.house.rules.tree import ROOT


def test_every_sentence_is_translated():
    done = subprocess.run(
        [sys.executable, "scripts/compile_messages.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = (done.stdout + done.stderr).splitlines()
    assert done.returncode == 0, "\n".join([f"{len(found)} lines", *found[:20]])
