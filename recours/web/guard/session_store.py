"""Sessions in the database, written once when a view has already written them."""

import json

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.utils.crypto import get_random_string
from typing_extensions import override

KEY_LENGTH = 32


class SessionStore(Rows):
    """A view may save the session in its own transaction; what did not change since is not saved.

    The middleware saves again after every view that touched it: that would be a second commit.
    """

    _written = ""

    @override
    def save(self, must_create: bool = False) -> None:
        """Write the session, unless it is as it was written a moment ago."""
        if self.session_key is None:
            self.create()
            return
        present = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # not in the stubs
        said = json.dumps([self.session_key, present])
        if said != self._written:
            super().save(must_create=must_create)
            self._written = said

    def _get_new_session_key(self) -> str:
        """Return a new key: the insert refuses one that exists, nobody needs to look first."""
        return get_random_string(KEY_LENGTH, VALID_KEY_CHARS)
