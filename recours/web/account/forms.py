"""Forms of allauth that we ask differently."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A key is a passkey unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("passwordless", True)
        super().__init__(*args, **kwargs)
