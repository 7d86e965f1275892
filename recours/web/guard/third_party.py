"""The rows of pages we did not write, by the name of their address."""

from django.urls import ResolverMatch

from recours.web.guard.rows import PUBLIC, STAFF, Access, access

_FORM = ("GET", "POST")
_ANY = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _mine(*methods: str) -> Access:
    """Return the row of a page about one's own staff account."""
    return access(roles=STAFF, methods=methods, factor=False)


ROWS: dict[str, Access] = {
    "account_login": access(roles=(PUBLIC,), methods=_FORM),
    "account_logout": access(roles=(PUBLIC,), methods=_FORM),
    "account_inactive": access(roles=(PUBLIC,)),
    "account_reauthenticate": _mine(*_FORM),
    "mfa_authenticate": access(roles=(PUBLIC,), methods=_FORM),
    "mfa_login_webauthn": access(roles=(PUBLIC,), methods=_FORM),
    "mfa_index": _mine("GET"),
    "mfa_reauthenticate": _mine(*_FORM),
    "mfa_activate_totp": _mine(*_FORM),
    "mfa_deactivate_totp": _mine(*_FORM),
    "mfa_view_recovery_codes": _mine("GET"),
    "mfa_generate_recovery_codes": _mine(*_FORM),
    "mfa_download_recovery_codes": _mine("GET"),
    "mfa_list_webauthn": _mine("GET"),
    "mfa_add_webauthn": _mine(*_FORM),
    "mfa_reauthenticate_webauthn": _mine(*_FORM),
    "mfa_remove_webauthn": access(roles=STAFF, methods=_FORM, gate="security_key", factor=False),
    "mfa_edit_webauthn": access(roles=STAFF, methods=_FORM, gate="security_key", factor=False),
}

API = access(roles=(PUBLIC,), methods=_ANY, api=True)


def row_of(match: ResolverMatch | None) -> Access | None:
    """Return the row of the page an address leads to, if it has one."""
    if match is None:
        return None
    written = getattr(match.func, "access", None)
    if isinstance(written, Access):
        return written
    if match.app_names == ["ninja"]:  # each operation asks for a token itself: recours.api.auth
        return API
    return None if match.namespaces else ROWS.get(match.url_name or "")
