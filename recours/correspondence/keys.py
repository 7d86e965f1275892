"""The key of a message: drawn from the caller's own key, so that a repetition is the same one."""

import uuid

MESSAGES = uuid.UUID("5d0f7e0a-5a0c-5d43-9f0e-7a61c0c7f5aa")
NOBODY = uuid.UUID(int=0)


def message_key(key: str | None) -> uuid.UUID:
    """Return the message's key: the same for the same `key`, a new one without."""
    return uuid.uuid5(MESSAGES, key) if key else uuid.uuid4()


def read_key(text: str) -> uuid.UUID:
    """Return the key a text writes, or the key of nothing when it writes none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return NOBODY
