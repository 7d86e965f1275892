"""Keys kept as files, made once, readable by their owner only."""

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile

from recours.config.environment import BadSetting


def secret_from(folder: Path, name: str) -> str:
    """Return the key kept in `folder/name`, making it at the first call."""
    path = folder / name
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make_once(path)
        return path.read_text().strip()
    except OSError as problem:
        raise BadSetting(
            f"RECOURS_DATA: {folder.parent} cannot be used ({problem.strerror}). "
            "Name a folder that this user can write."
        ) from problem


def _make_once(path: Path) -> None:
    """Put a new key there whole, or leave the one another process has just put."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}-") as draft:  # mode 0600
        draft.write(secrets.token_hex(32))
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
