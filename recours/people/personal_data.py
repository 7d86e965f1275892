"""Which fields of which tables hold personal data."""

HOLDS: dict[str, tuple[str, ...]] = {
    "StaffMember": ("email", "display_name", "title_fr", "title_en", "password", "last_login"),
    "AgentSeat": (),
    "PasswordLink": (),
    "Customer": ("display_name", "name_key", "email", "phone", "language"),
    "ContactPoint": ("address", "verified_at", "failing_since"),
    "MemberIdentity": (
        *("member", "card", "first_name", "last_name", "name_key", "email"),
        "joined_on",
    ),
    "SignInCode": ("email",),
    "ApiToken": (),
    "AttemptCount": (),
    "AnsweredRequest": (),  # references only: recours.api writes nothing else there
}
