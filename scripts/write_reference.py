"""Write docs/reference/ from the code; `--check` writes nothing and names the stale pages.

.venv/bin/python scripts/write_reference.py [--check]
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"


def pages() -> dict[str, str]:
    """Return the text of each page by its name."""
    from scripts.reference.api import api  # noqa: PLC0415  # once Django is started
    from scripts.reference.commands import commands  # noqa: PLC0415
    from scripts.reference.law import law  # noqa: PLC0415
    from scripts.reference.permissions import permissions  # noqa: PLC0415
    from scripts.reference.settings import settings  # noqa: PLC0415
    from scripts.reference.states import states  # noqa: PLC0415
    from scripts.reference.verbs import journeys, verbs  # noqa: PLC0415

    writers: dict[str, Callable[[], list[str]]] = {
        "journeys": lambda: journeys(ROOT),
        "verbs": lambda: verbs(ROOT),
        "states": lambda: states(ROOT),
        "permissions": permissions,
        "api": api,
        "settings": settings,
        "law": law,
        "commands": commands,
    }
    note = [
        "<!-- Written from the code by `make reference`: change the code, not this page. -->",
        "",
    ]
    return {
        f"{name}.md": "\n".join([*note, *write()]).rstrip() + "\n"
        for name, write in writers.items()
    }


def stale(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Return the pages that do not say what the code says now."""
    late = [
        name
        for name, text in wanted.items()
        if not (folder / name).exists() or (folder / name).read_text() != text
    ]
    return late + [path.name for path in sorted(folder.glob("*.md")) if path.name not in wanted]


def start_django() -> None:
    """Load the settings as they are by default, in a folder nobody else uses."""
    sys.path.insert(0, str(ROOT))
    for name in [n for n in os.environ if n.startswith("RECOURS_") or n == "DATABASE_URL"]:
        del os.environ[name]
    folder = tempfile.TemporaryDirectory(prefix="recours-reference-")
    start_django.folder = folder  # type: ignore[attr-defined]  # kept until the end
    os.environ["RECOURS_DATA"] = folder.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "recours.config.settings"
    import django  # noqa: PLC0415

    django.setup()


def main() -> int:
    start_django()
    wanted = pages()
    late = stale(FOLDER, wanted)
    if "--check" in sys.argv:
        print(f"Stale: {', '.join(late)}. Run: make reference" if late else "up to date")
        return 1 if late else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in wanted.items():
        (FOLDER / name).write_text(text)
    for name in set(late) - set(wanted):
        (FOLDER / name).unlink()
    print(f"Recours: docs/reference/ written ({len(late)} pages changed)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
