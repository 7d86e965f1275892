"""Staff, customers, members, and the secrets that let them in (only their hashes)."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from recours.people.errors import UnknownRole, UnknownScope
from recours.people.rules import check_roles, check_scopes


def check_role_list(value: object) -> None:
    """Refuse a list that holds anything else than roles."""
    try:
        check_roles(value if isinstance(value, list) else [str(value)])
    except UnknownRole as refused:
        raise ValidationError(f"unknown role: {refused}") from refused


def check_scope_list(value: object) -> None:
    """Refuse a list that holds anything else than scopes."""
    try:
        check_scopes(value if isinstance(value, list) else [str(value)])
    except UnknownScope as refused:
        raise ValidationError(f"unknown scope: {refused}") from refused


class StaffManager(BaseUserManager["StaffMember"]):
    """Finds a member of staff by the address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "StaffMember":  # type: ignore[explicit-override]  # Python 3.11 has none
        """Return the one whose address this is, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())


class StaffMember(AbstractBaseUser):
    """Somebody who works at the desk. `programmes` null means every programme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    title_fr = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list, validators=[check_role_list])
    programmes = models.JSONField(null=True, blank=True)
    points_limit = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # A session dies when the password, the roles or the programmes change.
        rights = f"{self.password}|{self.roles}|{self.programmes}|{self.points_limit}"
        return salted_hmac(
            "recours.people.session", rights, secret=secret, algorithm="sha256"
        ).hexdigest()


class AgentSeat(models.Model):
    """An agent's place in the round of one programme (empty: of all). The lowest turn is next."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="seats")
    programme = models.CharField(max_length=40, blank=True)
    turn = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "programme"], name="one_seat")]
        indexes = [models.Index(fields=["programme", "turn"], name="seat_round")]


class PasswordLink(models.Model):
    """The link by which a member of staff sets a password, once, within a day."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Customer(models.Model):
    """A person who complains, or a member who looks at their points."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    display_name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True, db_index=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="fr")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="one_customer_per_address"
            )
        ]


class ContactPoint(models.Model):
    """A way to reach a customer, and whether it works."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        POST = "post"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=300)
    verified_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "address"], name="one_contact")
        ]
        indexes = [models.Index(fields=["kind", "address"], name="contact_address")]


class MemberIdentity(models.Model):
    """Who is behind an opaque member id: the only place that knows."""

    programme = models.CharField(max_length=40)
    member = models.CharField(max_length=80)
    card = models.CharField(max_length=40, blank=True)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True, db_index=True)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    joined_on = models.DateField(null=True, blank=True)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "member"], name="one_member"),
            models.UniqueConstraint(
                fields=["programme", "card"], condition=~Q(card=""), name="one_card"
            ),
        ]


class SignInCode(models.Model):
    """A code and a link sent to an address: single use, ten minutes, one browser, hashes only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.CharField(max_length=254)
    code_hash = models.CharField(max_length=64)
    link_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="code_tried_five_times_at_most")
        ]


class ApiToken(models.Model):
    """An integrator's key: 256 random bits of which we keep the hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list, validators=[check_scope_list])
    programmes = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class AttemptCount(models.Model):
    """How often something was tried from somewhere; a bucket, not a name: the table is bounded."""

    bucket = models.PositiveIntegerField(primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)


class AnsweredRequest(models.Model):
    """What a token asked under a key of its own, and the answer it got: asked again, the same."""

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=80)
    asked_sha256 = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]
