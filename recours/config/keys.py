"""Keys kept as files, made once, readable by their owner only."""

import secrets
from pathlib import Path


def secret_from(folder: Path, name: str) -> str:
    """Return the key kept in `folder/name`, making it at the first call."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600, exist_ok=True)
        if not path.read_text():
            path.write_text(secrets.token_hex(32))
    return path.read_text().strip()
