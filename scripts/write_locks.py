"""Lock the dependencies with their hashes, naming no registry; `--check` works off-line.

    python3 scripts/write_locks.py [--upgrade] [--check]

The first line of each lock holds a digest of what pyproject.toml asks for: when somebody changes
a dependency and forgets `make lock`, `--check` sees it without asking any index.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".venv-tools"
UV = "uv==0.13.9"
PYTHON_FLOOR = "3.11"
LOCKS = {
    "requirements.lock": ["--extra", "postgres", "--group", "build"],
    "requirements-dev.lock": [
        *("--extra", "postgres", "--group", "build", "--group", "dev"),
        *("--constraint", "requirements.lock"),  # the tests run what is shipped
    ],
}


def asked(project: Path) -> str:
    """Return the digest of everything in pyproject.toml that decides what is installed."""
    text = tomllib.loads(project.read_text())
    table = text["project"]
    kept = [
        table["requires-python"],
        table["dependencies"],
        table.get("optional-dependencies", {}),
        text.get("dependency-groups", {}),
        text["build-system"]["requires"],
    ]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def first_line(project: Path) -> str:
    return f"# Written by `make lock` for pyproject.toml {asked(project)}\n"


def stale(root: Path) -> list[str]:
    """Return the locks that were not written for the present pyproject.toml."""
    wanted = first_line(root / "pyproject.toml")
    return [
        name
        for name in LOCKS
        if not (root / name).exists() or not (root / name).read_text().startswith(wanted)
    ]


def uv() -> Path:
    """Return uv from a private environment: the product never needs it."""
    program = TOOLS / "bin" / "uv"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], check=True)
        subprocess.run([TOOLS / "bin" / "pip", "install", "-qq", UV], check=True)
    return program


def write(name: str, *, upgrade: bool) -> None:
    """Resolve one lock for every platform, from the pins it already has unless told otherwise."""
    target = ROOT / name
    command = [
        *(str(uv()), "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-header"),
        *("--python", sys.executable, "--python-version", PYTHON_FLOOR),
        *("pyproject.toml", *LOCKS[name], "--output-file", name),
        *(["--upgrade"] if upgrade else []),
    ]
    environ = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    subprocess.run(command, cwd=ROOT, env=environ, check=True)
    target.write_text(first_line(ROOT / "pyproject.toml") + target.read_text())
    print(f"Recours: {name} written")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take newer versions")
    parser.add_argument("--check", action="store_true", help="write nothing, say what is stale")
    options = parser.parse_args()
    if options.check:
        late = stale(ROOT)
        sys.exit(f"Stale: {', '.join(late)}. Run: make lock" if late else 0)
    for name in LOCKS:
        write(name, upgrade=options.upgrade)


if __name__ == "__main__":
    main()
