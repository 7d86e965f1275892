"""Find the programs some tests start for real, or install them when that can be done unasked.

    python3 scripts/get_programs.py [--required]

clamd answers the tests of the antivirus, tesseract those of the second reader. As root on Debian
they are installed; elsewhere the sentence to type is printed, and these tests are skipped aloud.
"""

import os
import shutil
import subprocess
import sys

PROGRAMS = {"clamd": ["clamav-daemon"], "tesseract": ["tesseract-ocr", "tesseract-ocr-fra"]}
PLACES = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"


def missing() -> list[str]:
    """Return the Debian packages of the programs that are not here."""
    absent = [name for name in PROGRAMS if shutil.which(name, path=PLACES) is None]
    return [package for name in absent for package in PROGRAMS[name]]


def install(packages: list[str]) -> None:
    print(f"Recours: installing {', '.join(packages)}, for the tests that use them", flush=True)
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, env=environ)


def main() -> int:
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = missing()
    if not packages:
        return 0
    print(f"Recours: tests will be skipped. To run them:\n    apt-get install {' '.join(packages)}")
    return 1 if "--required" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
