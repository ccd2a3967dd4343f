"""The commons a node follows, what they offer, what was fetched from them, and what councils say they run."""

from django.db import models
from django.db.models import Q

from commonwheel.foundation import deliveries
from commonwheel.foundation.models import CouncilOwned, Keyed


class FollowedCommons(Keyed):
    """
    A commons that the operator has this node follow. It belongs to the node, not to a council.

    Identified by `name`, the operator's word for it. `root` is what the operator had from somebody they trust.
    """

    name = models.SlugField(max_length=61, unique=True)
    address = models.URLField(max_length=300)
    root = models.TextField(help_text="The signed root that was pinned when the commons was first followed: JSON.")
    position = models.PositiveSmallIntegerField(help_text="Asked first where it is least.")
    followed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it last answered well.")
    failed_at = models.DateTimeField(null=True, blank=True, help_text="When it last did not; null since it has again.")
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failed_at=None, failure="") | Q(failed_at__isnull=False), name="adoption_failure_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OfferedRelease(Keyed):
    """
    A release that a followed commons lists, copied from what its publisher signed so that it can be looked up.

    Made anew from the commons at any time; nothing is adopted from it without the signed bytes.
    """

    commons = models.ForeignKey(FollowedCommons, on_delete=models.CASCADE, related_name="+", db_index=False)
    path = models.CharField(max_length=340)
    full_name = models.CharField(max_length=130, help_text="`publisher/name`.")
    kind = models.CharField(max_length=20)
    version = models.CharField(max_length=24)
    order = models.CharField(max_length=24, help_text="The version so that texts sort as numbers do.")
    title = models.CharField(max_length=300)
    summary = models.CharField(max_length=300, blank=True)
    needs = models.JSONField(default=list, help_text="LGSL numbers.")
    languages = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=600, blank=True)
    words = models.TextField(help_text="What is searched, folded.")
    is_newest = models.BooleanField(default=False, help_text="The greatest version that is still offered.")

    class Meta:
        indexes = [
            models.Index(fields=["full_name", "order"], name="adoption_releases_of_name"),
            models.Index(fields=["commons", "is_newest", "kind", "full_name"], name="adoption_newest"),
        ]
        constraints = [models.UniqueConstraint(fields=["commons", "path"], name="adoption_offered_once")]

    def __str__(self) -> str:
        return f"{self.full_name}@{self.version}"


class FetchedRelease(Keyed):
    """
    A release whose signed bytes this node has had: which commons, which path, which digest.

    Found by what services keep of it: the full name and the digest of its files. Never changed.
    """

    full_name = models.CharField(max_length=130)
    files_digest = models.CharField(max_length=64, help_text="As `services` keeps files.")
    version = models.CharField(max_length=24)
    commons = models.CharField(max_length=61, help_text="Its name when this was fetched.")
    path = models.CharField(max_length=340)
    sha256 = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["full_name", "files_digest"], name="adoption_fetched_once")]

    def __str__(self) -> str:
        return f"{self.full_name}@{self.version} from {self.commons}"


class Speaking(CouncilOwned):
    """
    A council's word that this node may say which shared services it runs, and the key that signs it.

    Taken back by `ended_at`; the key stays, so that the council can begin again under it.
    """

    sealed_key = models.TextField(help_text="Private key, PKCS #8, sealed.")
    public_key = models.TextField(help_text="What those who run a commons register: JSON.")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        "authorities.StaffMember", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="adoption_one_voice_per_council")]

    def __str__(self) -> str:
        return f"statements of {self.council_id}"


class Statement(deliveries.Delivered):
    """A statement of use to one commons: kept as it was signed, and sent until that commons has taken it."""

    commons = models.CharField(max_length=61)
    number = models.PositiveIntegerField()
    signed = models.TextField(help_text="As it is sent: JSON.")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["council", "state", "due_at"], name="adoption_statements_due")]
        constraints = [
            models.UniqueConstraint(fields=["council", "commons", "number"], name="adoption_statement_once"),
            deliveries.sent_has_time("adoption_sent_has_time"),
            deliveries.repeats_are_attempts("adoption_repeats_are_attempts"),
        ]

    def __str__(self) -> str:
        return f"statement {self.number} of {self.council_id} to {self.commons}"
