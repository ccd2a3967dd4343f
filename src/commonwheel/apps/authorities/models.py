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
    succession = models.JSONField(default=dict, blank=True, help_text="As `rules.written_succession` writes it.")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("host"), name="authorities_council_host_once")]

    def __str__(self) -> str:
        return self.name


class StaffMember(CouncilOwned):
    """
    One person's work for one council: what they may do there, and until when.

    A leaver's row stays, inactive, because cases name the person. `by_council_account` is true of who came by the
    council's own sign-in: that alone opens the row, and says its roles. `was_ended` is true of whom a person ended:
    the council's sign-in does not bring them back. `signed_in_at` and `signed_in_by` are of the last sign-in that
    opened it. `email` is where the council's sign-in says they are written to.
    One that stands in a shared service (`shared`) repeats what was declared: it holds from `begins_on` to `ends_on`,
    for `services` (keys as text) and no others, with the roles that the person has at `home`, whose staff they are.
    """

    class SignedInBy(models.TextChoices):
        """With what somebody signed in."""

        NEVER = "", "not yet"
        NODE = "node", "an account of this node"
        COUNCIL = "council", "an account of the council"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    by_council_account = models.BooleanField(default=False)
    was_ended = models.BooleanField(default=False)
    email = models.CharField(max_length=320, blank=True, default="")
    signed_in_at = models.DateTimeField(null=True, blank=True)
    signed_in_by = models.CharField(max_length=10, choices=SignedInBy, blank=True, default=SignedInBy.NEVER)
    shared = models.ForeignKey(
        "authorities.SharedService", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    shared_name = models.CharField(max_length=120, blank=True, default="")
    home = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    services = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "user"], name="authorities_staff_once_a_council"),
            models.CheckConstraint(
                condition=models.Q(shared=None, home=None, begins_on=None, ends_on=None)
                | models.Q(shared__isnull=False, home__isnull=False, begins_on__isnull=False, ends_on__isnull=False),
                name="authorities_shared_staff_has_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.council_id}"


class SharedService(CouncilOwned):
    """
    One council's part in a service that several councils run together: one row for each of them.

    Identified on the node by `slug`, which all its councils' rows share. `agreement` names what it rests on. It holds
    from `begins_on` to `ends_on`, both included, in London, unless it was ended. `services` are the keys (as text) of
    the council's services that it is about.
    """

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    agreement = models.CharField(max_length=1_000)
    begins_on = models.DateField()
    ends_on = models.DateField()
    services = models.JSONField(default=list)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "slug"], name="authorities_shared_once_a_council"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="authorities_shared_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(agreement=""), name="authorities_shared_rests_on_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} at {self.council_id}"


class Agreement(CouncilOwned):
    """
    What a council agreed on a duty that the law gives it: that another does it, or that it does it itself.

    Identified within its council by `slug`. Who does it is an authority of the register (`holder`, its id) or a body
    of the councils' own (`holder_name`, with its page and telephone number). It holds from `begins_on` to `ends_on`,
    both included and in London, unless it was ended; in `districts` (ids of the register), or everywhere where there
    are none. Not personal data, and read for residents of every council.
    """

    slug = models.SlugField(max_length=60)
    duty = models.CharField(max_length=60)
    holder = models.CharField(max_length=120, blank=True)
    holder_name = models.CharField(max_length=120, blank=True)
    holder_page = models.URLField(blank=True)
    holder_phone = models.CharField(max_length=40, blank=True)
    districts = models.JSONField(default=list)
    rests_on = models.CharField(max_length=1_000)
    rests_on_page = models.URLField(blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "slug"], name="authorities_agreement_once_a_council"),
            models.CheckConstraint(
                condition=models.Q(begins_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="authorities_agreement_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(rests_on=""), name="authorities_agreement_rests_on_something"),
            models.CheckConstraint(
                condition=models.Q(holder="") ^ models.Q(holder_name=""), name="authorities_agreement_has_one_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} at {self.council_id}"
