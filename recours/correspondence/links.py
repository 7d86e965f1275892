"""Signs links to files with a key of their own (RECOURS_DATA/keys/files.key), and reads them."""

from datetime import datetime

from recours.correspondence.keyring import keys_of
from recours.correspondence.rules.links import FileLink, read_link, write_link

KEY = "files.key"


def file_token(
    *, attachment: str, viewer: str, at: datetime, form: str = "original", page: int = 1
) -> str:
    """Return what the address of a file ends with, for this viewer and ten minutes."""
    return write_link(
        keys_of(KEY), attachment=attachment, form=form, page=page, viewer=viewer, at=at
    )


def opened_by(token: str, *, viewer: str, at: datetime) -> FileLink | None:
    """Return what the token opens for this viewer now, if anything."""
    return read_link(keys_of(KEY), token, viewer=viewer, at=at)
