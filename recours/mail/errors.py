"""The one refusal of this package."""


class UnreadableMail(Exception):
    """No person could be shown these bytes as a message; `reason` is a short machine code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
