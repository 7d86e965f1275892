"""Find the browser the tests drive, or install it when that can be done without asking.

    python3 scripts/get_chromium.py [--required]

As root on Debian it is installed; elsewhere the sentence to type is printed and the browser
tests are skipped aloud (with --required, the status says so).
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    print("Recours: no Chromium here; installing Debian's, for the browser tests", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    subprocess.run(command, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})


def main() -> int:
    if not found() and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if found():
        return 0
    print(
        "Recours: no Chromium, so the browser tests will be skipped. To run them:\n"
        "    sudo apt-get install chromium"
    )
    return 1 if "--required" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
