"""Run every gate of the house and say which holds; two at a time, all to the end.

.venv/bin/python scripts/run_gates.py [NAME ...]
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SHOWN = 40
CHECKED = [n for n in ("recours", "tests", "scripts", "bench") if (ROOT / n).is_dir()]
GATES = {
    "types": ["mypy"],
    "style": ["ruff", "check", *CHECKED],
    "format": ["ruff", "format", "--check", *CHECKED],
    "imports": ["lint-imports"],
    "house": ["python", "-m", "pytest", "-q", "tests/house"],
    "reference": ["python", "scripts/write_reference.py", "--check"],
    "messages": ["python", "scripts/compile_messages.py", "--check"],
    "locks": ["python", "scripts/write_locks.py", "--check"],
}


@dataclass(frozen=True)
class Answer:
    name: str
    held: bool
    seconds: float
    said: str


def ask(name: str) -> Answer:
    """Run one gate away from the data of whoever runs it."""
    began = time.monotonic()
    program, *arguments = GATES[name]
    with tempfile.TemporaryDirectory(prefix="recours-gate-") as folder:
        environ = {n: v for n, v in os.environ.items() if not n.startswith("RECOURS_")}
        done = subprocess.run(
            [BIN / program, *arguments],
            cwd=ROOT,
            env=environ | {"RECOURS_DATA": folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    return Answer(name, done.returncode == 0, time.monotonic() - began, done.stdout)


def shortened(answer: Answer) -> str:
    """Return the end of what a gate said: all of it only when it was asked alone."""
    lines = answer.said.strip().splitlines()
    if len(lines) <= SHOWN or len(sys.argv) > 1:
        return "\n".join(lines)
    more = f"({len(lines) - SHOWN} lines more: make check GATES={answer.name})"
    return "\n".join([more, *lines[-SHOWN:]])


def main(names: list[str]) -> int:
    unknown = set(names) - set(GATES)
    if unknown:
        print(f"No gate {', '.join(unknown)}; there are: {', '.join(GATES)}")
        return 2
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, names or GATES))
    for answer in answers:
        if not answer.held:
            print(f"\n── {answer.name} ──\n{shortened(answer)}\n")
    for answer in answers:
        print(f"{'holds' if answer.held else 'FAILS'}  {answer.name:<10} {answer.seconds:5.1f} s")
    return 0 if all(answer.held for answer in answers) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
