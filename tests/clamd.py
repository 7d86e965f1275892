"""A real clamd that knows one virus, the test file; skipped aloud where it is not installed."""

import hashlib
import os
import shutil
import socket
import subprocess
import time

import pytest

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LATER = b"Une facture dont on saura demain qu'elle est mauvaise."


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def signature(data, name):
    return f"{hashlib.sha256(data).hexdigest()}:{len(data)}:{name}:73\n"


class Clamd:
    """One clamd of our own: it can be started, stopped, and taught."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.known = folder / "db" / "ours.hsb"
        self.known.parent.mkdir()
        self.teach(EICAR, "Eicar-Test")
        self.conf = folder / "clamd.conf"
        self.conf.write_text(
            f"Foreground yes\nDatabaseDirectory {self.known.parent}\nTCPAddr 127.0.0.1\n"
            f"TCPSocket {self.port}\nLocalSocket {self.socket}\nStreamMaxLength 20M\n"
        )

    @property
    def socket(self):
        return self.folder / "clamd.ctl"

    @property
    def url(self):
        return f"tcp://127.0.0.1:{self.port}"

    def teach(self, data, name):
        with self.known.open("a") as signatures:
            signatures.write(signature(data, name))

    def start(self):
        program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
        self.process = subprocess.Popen(
            [program, "-c", str(self.conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("clamd did not start")

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@pytest.fixture
def clamd(tmp_path, settings):
    """A running clamd, named in the settings."""
    if shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    folder = tmp_path / "clamd"
    folder.mkdir()
    one = Clamd(folder)
    one.start()
    settings.CLAMD = one.url
    yield one
    one.stop()
