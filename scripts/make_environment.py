"""Make .venv with the standard library and pip: locked, hashed, and at once when nothing changed.

    python3 scripts/make_environment.py run|dev

`run` holds what Recours needs, `dev` adds what tests and checks need. The stamp in .venv says
what was installed, from which lock; nothing is done again before one of them changes.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "recours-stamp.json"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
OLDEST = (3, 11)


def say(sentence: str) -> None:
    print(f"Recours: {sentence}", flush=True)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted(kind: str) -> dict[str, str]:
    """Return what the stamp must say for this kind of environment."""
    return {
        "python": sys.version.split()[0],
        "folder": str(ROOT),
        "project": digest(ROOT / "pyproject.toml"),
        "lock": digest(ROOT / LOCKS[kind]),
    }


def is_fresh(kind: str) -> bool:
    """Tell whether .venv already holds this kind; `dev` holds everything `run` does."""
    if not STAMP.exists() or not (VENV / "bin" / "recours").exists():
        return False
    stamps = json.loads(STAMP.read_text())
    kinds = ("dev",) if kind == "dev" else ("run", "dev")
    return any(stamps.get(name) == wanted(name) for name in kinds)


def ensure_pip_can_be_had() -> None:
    """Debian keeps venv's seed in a package of its own: fetch it, or say its name."""
    try:
        import ensurepip  # noqa: F401, PLC0415
    except ImportError:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            say("python3-venv is missing; installing it")
            subprocess.run(["apt-get", "update", "-qq"], check=False)
            subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], check=True)
        else:
            sys.exit("Recours: Python has no venv here. Run: sudo apt-get install python3-venv")


def was_moved() -> bool:
    """Tell whether .venv was made elsewhere: its programs name the folder they were made in."""
    stamps = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    return any(stamp["folder"] != str(ROOT) for stamp in stamps.values())


def make_venv() -> None:
    """Make .venv anew, unless a working one of this Python is already there."""
    python = VENV / "bin" / "python"
    if python.exists() and not was_moved():
        ask = [str(python), "-c", "import pip, sys; print(sys.version.split()[0])"]
        answer = subprocess.run(ask, capture_output=True, text=True, check=False)
        if answer.stdout.strip() == sys.version.split()[0]:
            return
    ensure_pip_can_be_had()
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def pip(*arguments: str) -> None:
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-qq", *arguments]
    environ = os.environ | {
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",  # uv-build
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }
    if subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode:
        sys.exit(f"Recours: pip could not install (above). The command was: {' '.join(command)}")


def remember(kind: str) -> None:
    """Write the stamp: installing `run` takes nothing of `dev` away, so both lines are kept."""
    stamps = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    STAMP.write_text(json.dumps(stamps | {kind: wanted(kind)}, indent=2))


def main(kind: str) -> None:
    if sys.version_info < OLDEST:
        sys.exit(
            f"Recours: Python {sys.version.split()[0]} is too old; 3.11 or newer is needed. "
            "Say which one: make PYTHON=python3.11"
        )
    if is_fresh(kind):
        return
    began = time.monotonic()
    say(f"making the environment in .venv from {LOCKS[kind]} (about half a minute, once)")
    make_venv()
    pip("--require-hashes", "-r", LOCKS[kind])
    pip("--no-deps", "--no-build-isolation", "-e", ".")
    remember(kind)
    say(f"environment ready in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1])
