"""What every test finds: its own folder, its own database, no network, warnings as errors.

Django's settings are loaded here, after RECOURS_DATA points to a folder of this
process alone: a test run never touches the `var/` of the person who runs it.
"""

import atexit
import os
import shutil
import socket
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

if settings.configured:
    message = "Unset DJANGO_SETTINGS_MODULE: the tests choose their own folder before the settings."
    raise pytest.UsageError(message)


def _private_folder() -> Path:
    """Make this process's folder, removed when this process (not a fork of it) ends."""
    folder, owner = Path(tempfile.mkdtemp(prefix="recours-tests-")), os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
    return folder


FOLDER = _private_folder()
(FOLDER / "static").mkdir()  # served from the sources; its absence would be a warning
KEPT = {"RECOURS_SHARED_DATA", "RECOURS_PICTURES"}  # real files to read, pictures to take
for name in [n for n in os.environ if n.startswith("RECOURS_") and n not in KEPT]:
    del os.environ[name]  # what the person exported for their own desk says nothing here
os.environ["RECOURS_DATA"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "recours.config.settings"
# Playwright keeps an event loop in the thread of the test: Django would refuse its own queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_loaded = settings.DATABASES
del os.environ["DJANGO_SETTINGS_MODULE"]  # the other processes of this run choose theirs too

# A busy machine is slow, not wrong; CI keeps hypothesis's own profile, which is repeatable.
if not os.environ.get("CI"):
    hypothesis.settings.register_profile("recours", deadline=None)
    hypothesis.settings.load_profile("recours")

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests hash often
if not os.environ.get("DATABASE_URL"):
    # A file, not memory: live servers and threads meet the same locks as in production.
    _loaded["default"]["TEST"] = {"NAME": FOLDER / "test.sqlite3"}

pytest_plugins = ["tests.houses", "tests.append_only"]
if Path(__file__).with_name("browsers.py").exists():
    pytest_plugins.append("tests.browsers")

USES_DATABASE = {"db", "transactional_db", "live_server", "client", "django_user_model"}


@pytest.fixture
def data_folder(tmp_path, settings):
    """An empty RECOURS_DATA for this test: log, files, statements, mail."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    settings.DATA = folder
    settings.MEDIA_ROOT = folder / "files"
    return folder


@pytest.fixture(autouse=True)
def _own_folder_with_own_database(request):
    """A rolled-back database and a kept log would contradict one another: both start empty."""
    if request.node.get_closest_marker("django_db") or USES_DATABASE & set(request.fixturenames):
        request.getfixturevalue("data_folder")


def _is_here(address) -> bool:
    return not isinstance(address, tuple) or address[0] in {"127.0.0.1", "::1", "localhost", ""}


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """A test that leaves this machine fails and says where it wanted to go."""
    connect = socket.socket.connect

    def connect_here(self, address):
        assert _is_here(address), f"a test wanted to reach {address!r}: tests stay on this machine"
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(autouse=True)
def _the_sentences_that_come_with_recours():
    """Nothing published until a test publishes: no look-up falls into a count of queries."""
    from recours.correspondence import in_force  # noqa: PLC0415  # once Django is ready

    in_force.assume({})
