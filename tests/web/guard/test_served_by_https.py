"""Over HTTPS the cookies are locked to the host, and Django finds nothing to say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SHOW = """
import json
from recours.config import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if "COOKIE" in name or "HSTS" in name}))
"""
LEFT_TO_THE_PROXY = {
    "security.W008",  # the proxy in front redirects to HTTPS
    "security.W005",  # other names of the operator's domain are not ours to bind
    "security.W021",
}


@pytest.fixture
def https(tmp_path):
    environ = {
        **os.environ,
        "RECOURS_DATA": str(tmp_path),
        "RECOURS_URL": "https://reclamations.example.fr",
        "DJANGO_SETTINGS_MODULE": "recours.config.settings",
    }
    for name in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # of the tests, not of a house
        environ.pop(name, None)

    def run(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_cookies_are_locked_to_the_host(https):
    shown = json.loads(https("-c", SHOW).stdout)
    for name in ("SESSION", "CSRF"):
        assert shown[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert shown[f"{name}_COOKIE_SECURE"]
        assert shown[f"{name}_COOKIE_HTTPONLY"]
        assert shown[f"{name}_COOKIE_SAMESITE"] == "Lax"
    assert shown["LANGUAGE_COOKIE_SECURE"]
    assert shown["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_django_finds_nothing_to_say_before_going_live(https):
    checked = https("-m", "django", "check", "--deploy")
    said = checked.stderr
    assert checked.returncode == 0, said
    found = {word.strip("(:)") for word in said.split() if word.startswith("(security.")}
    assert found <= LEFT_TO_THE_PROXY, said
