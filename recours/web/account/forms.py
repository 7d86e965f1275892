"""Forms of allauth that we ask differently: the label is enough, and a key is a passkey."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm


class _Plain:
    """Repeats no label inside its field; digits bring the keyboard of digits."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"


class SignIn(_Plain, LoginForm):  # type: ignore[misc]  # allauth is not typed
    """Address and password."""


class ConfirmPassword(_Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password again, before a change."""


class ChangePassword(_Plain, ChangePasswordForm):  # type: ignore[misc]
    """The old password, the new one twice."""


class SecondFactor(_Plain, AuthenticateForm):  # type: ignore[misc]
    """The code of the application, or a recovery code."""


class ConfirmCode(_Plain, ConfirmCodeForm):  # type: ignore[misc]
    """The code again, before a change."""


class AddApplication(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new application."""


class AddPasskey(_Plain, AddWebAuthnForm):  # type: ignore[misc]
    """A key is a passkey unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("passwordless", True)
        super().__init__(*args, **kwargs)
