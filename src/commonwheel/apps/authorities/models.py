"""Councils on this node and the people who work for them."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from commonwheel.foundation.models import CouncilOwned, Keyed


class Council(Keyed):
    """
    A council that this node serves; changed only by its administrators.

    Identified by its slug (the register's id), which is in its addresses and never changes.
    """

    class Tier(models.TextChoices):
        """What kind of council, for the rules that depend on it."""

        COUNTY = "county", "county"
        DISTRICT = "district", "district"
        UNITARY = "unitary", "unitary"
        METROPOLITAN = "metropolitan", "metropolitan district"
        LONDON = "london", "London borough"
        COMBINED = "combined", "combined authority"

    class Nation(models.TextChoices):
        """Whose laws and bank holidays hold."""

        ENGLAND = "england", "England"
        SCOTLAND = "scotland", "Scotland"
        WALES = "wales", "Wales"
        NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"

    class StaffSignIn(models.TextChoices):
        """With what the council's staff sign in."""

        LOCAL = "local", "an account of this node"
        EITHER = "either", "an account of this node or of the council"
        COUNCIL = "council", "an account of the council"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True)
    gss_code = models.CharField(max_length=9, blank=True, validators=[RegexValidator(r"\A[ENSW]\d{8}\Z")])
    tier = models.CharField(max_length=20, choices=Tier)
    nation = models.CharField(max_length=20, choices=Nation, default=Nation.ENGLAND)
    languages = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    host = models.CharField(max_length=253, null=True, blank=True)  # noqa: DJ001  # unique, so "no host" is null
    theme = models.JSONField(default=dict)
    logo = models.BinaryField(blank=True, default=b"")
    logo_type = models.CharField(max_length=40, blank=True)
    logo_digest = models.CharField(max_length=16, blank=True, default="")
    is_open = models.BooleanField(default=True)
    page_facts = models.JSONField(default=dict, blank=True, help_text="As `rules.written_facts` writes them.")
    staff_sign_in = models.CharField(max_length=10, choices=StaffSignIn, default=StaffSignIn.LOCAL)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("host"), name="authorities_council_host_once")]

    def __str__(self) -> str:
        return self.name


class StaffMember(CouncilOwned):
    """
    One person's work for one council: what they may do there, and until when.

    A leaver's row stays, inactive, because cases name the person. `by_council_account` is true of who came by the
    council's own sign-in: that alone opens the row, and says its roles. `was_ended` is true of whom a person ended:
    the council's sign-in does not bring them back. `email` is where the council's sign-in says they are written to.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    by_council_account = models.BooleanField(default=False)
    was_ended = models.BooleanField(default=False)
    email = models.CharField(max_length=320, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "user"], name="authorities_staff_once_a_council")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.council_id}"
