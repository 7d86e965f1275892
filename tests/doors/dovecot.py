"""A real IMAP server for the tests: Debian's Dovecot, in a folder of its own, on the loopback."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from imaplib import IMAP4
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
HOW = "no Dovecot: sudo apt-get install --no-install-recommends dovecot-imapd"
PATIENCE = 20.0
PASSWORD = '7-quo"te@back\\slash'
MODEL = """
protocols = imap
listen = 127.0.0.1
base_dir = {room}/run
state_dir = {room}/state
log_path = {room}/log
ssl = yes
ssl_cert = <{room}/cert.pem
ssl_key = <{room}/key.pem
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = {format}:{room}/mail/%u
{capability}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user_group} home={room}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def is_here() -> bool:
    return Path(PROGRAM).exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Dovecot:
    """A running server; every account has the same password."""

    room: Path
    port: int
    tls_port: int
    process: subprocess.Popen | None
    password: str = PASSWORD

    @property
    def certificate(self) -> Path:
        return self.room / "cert.pem"

    def put(self, user: str, *messages: bytes, folder: str = "INBOX") -> None:
        with self.client(user) as client:
            client.create(folder)
            for raw in messages:
                kept = client.append(folder, None, None, raw)
                assert kept[0] == "OK", kept

    def client(self, user: str) -> IMAP4:
        found = IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
        quoted = self.password.replace("\\", "\\\\").replace('"', '\\"')
        found._simple_command("LOGIN", user, f'"{quoted}"')  # noqa: SLF001  # login() forgets "
        found.state = "AUTH"
        return found

    def folders(self, user: str) -> dict[str, int]:
        """Return how many messages each folder holds, empty ones left out."""
        with self.client(user) as client:
            names = [line.decode().rpartition('" ')[2].strip('"') for line in client.list()[1]]
            held = {}
            for name in names:
                status, counted = client.select(f'"{name}"', readonly=True)
                if status == "OK" and int(counted[0]):
                    held[name] = int(counted[0])
            return held

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        shutil.rmtree(self.room, ignore_errors=True)


def running(where: str) -> Dovecot:
    """Return a server that another process started: its folder and its port."""
    room, _, port = where.rpartition(":")
    return Dovecot(Path(room), int(port), 0, None)


def start(**options: str) -> Dovecot:
    """Start a server where every account exists; `options` change its configuration."""
    room = Path(tempfile.mkdtemp(prefix="recours-dovecot-"))
    room.chmod(0o755)
    _make_certificate(room)
    me = pwd.getpwuid(os.geteuid())
    root = os.geteuid() == 0
    mine = pwd.getpwnam("nobody") if root else me
    names = {
        "internal": "dovecot" if root else me.pw_name,
        "login": "dovenull" if root else me.pw_name,
        "group": "dovecot" if root else grp.getgrgid(me.pw_gid).gr_name,
        "user": mine.pw_uid,
        "user_group": mine.pw_gid,
    }
    for name in ("mail", "home"):
        (room / name).mkdir(mode=0o777)
        (room / name).chmod(0o777)
    port, tls_port = free_port(), free_port()
    chosen = {"format": "maildir", "separator": ".", "prefix": "", "capability": ""} | options
    (room / "dovecot.conf").write_text(
        MODEL.format(room=room, port=port, tls_port=tls_port, password=PASSWORD, **names, **chosen)
    )
    process = subprocess.Popen(
        [PROGRAM, "-F", "-c", room / "dovecot.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Dovecot(room, port, tls_port, process)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with server.client("anybody"):
                return server
        except OSError:
            time.sleep(0.05)
    log = (room / "log").read_text() if (room / "log").exists() else ""
    raise AssertionError(f"Dovecot did not start: {log[-2000:]}")


def _make_certificate(room: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(tz=UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (room / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (room / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
