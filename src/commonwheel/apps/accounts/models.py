"""People who sign in, and the invitations that bring them here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from commonwheel.foundation.models import CouncilOwned, Keyed


class UserManager(BaseUserManager["User"]):
    """Finds people by email address whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with that email address."""
        return self.get(email__iexact=username or "")


class User(Keyed, AbstractBaseUser):
    """
    A person who can sign in, identified by email address; what they may do is said by their councils.

    Kept while they work for a council of the node; then made inactive, because what they did
    names them.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name to print; the email address where none was given."""
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Return False: nobody administers the node through Django's own pages."""
        return False

    @property
    def is_superuser(self) -> bool:
        """Return False: nobody is above the rules."""
        return False


class SignInProvider(CouncilOwned):
    """
    The council's own sign-in: an OpenID provider at which its staff have accounts.

    `secret` is kept encrypted. `groups` says by the name or key of a group, as it stands in the claim
    `groups_claim`, which roles and teams its members have: {"…": {"roles": ["OFFICER"], "teams": ["waste"]}}.
    """

    issuer = models.CharField(max_length=400)
    client_id = models.CharField(max_length=200)
    secret = models.CharField(max_length=2_000)
    groups_claim = models.CharField(max_length=100, default="groups")
    groups = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="accounts_provider_once_a_council")]

    def __str__(self) -> str:
        return f"{self.issuer} for {self.council_id}"


class CouncilAccount(Keyed):
    """
    Who somebody is at an OpenID provider: the pair of issuer and subject, and nothing else, names the person.

    Of no one council: councils that share a provider mean the same person.
    """

    issuer = models.CharField(max_length=400)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_council_account_once")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class CouncilSignIn(CouncilOwned):
    """
    One sign-in at a council's provider, which a browser's session names.

    `checked_at` is when the provider last said that the person may; `ended_at` when it said that they have left or
    signed out. `sid` is the provider's own name of the session; "" where it gives none.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=255)
    sid = models.CharField(max_length=255, blank=True)
    checked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["council", "subject"], name="accounts_sign_in_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject} for {self.council_id}"


class Invitation(CouncilOwned):
    """
    An administrator's invitation to work for the council; the link that is sent names this row, signed.

    Used once: `accepted_at` is set in the transaction that makes the person. Kept for a year, as
    a record of who let whom in.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="None where the operator did."
    )
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["council", "invited_at"], name="accounts_invitation_by_time")]

    def __str__(self) -> str:
        return f"{self.email} to {self.council_id}"
