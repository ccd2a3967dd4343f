"""
The index over a commons' folder, which is the truth: it can be made anew from the folder at any time.

These are public facts about publishers and what they publish. No council owns a row, so there is no scope to keep.
What councils say that they use is kept here too, once their key was admitted.
"""

from django.db import models


class Publisher(models.Model):
    """
    A publisher of the commons, by its name.

    `number` and `digest` are of the signed list that was read last; an older one is never put in its place.
    """

    name = models.SlugField(max_length=61, primary_key=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True)
    web = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    successor = models.CharField(max_length=61, blank=True)
    offers = models.JSONField(default=list, help_text="What it offers to do, as `core.packages.profile` has it.")
    stories = models.JSONField(default=list, help_text="What came of what it uses, likewise.")
    number = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    runs_out_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """
    Something that is shared, in all its versions: a pattern, a block or a connector.

    Its words are those of the newest version that is handed out, or of the newest where none is; `sha256` says which.
    `needs` and `languages` are written as ` 12 524 `, so that one of them is found by a look for ` 524 `.
    """

    id = models.BigAutoField(primary_key=True)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="entries")
    name = models.SlugField(max_length=61)
    full_name = models.CharField(max_length=130, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=250)
    summary = models.CharField(max_length=250, blank=True)
    needs = models.CharField(max_length=800, default=" ")
    languages = models.CharField(max_length=400, default=" ")
    licence = models.CharField(max_length=250, blank=True)
    version = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(full_name__contains="/"), name="commons_entry_has_a_full_name")
        ]
        indexes = [
            models.Index(fields=["title", "full_name"], name="commons_entry_by_title"),
            models.Index(fields=["kind", "title"], name="commons_entry_by_kind"),
        ]

    def __str__(self) -> str:
        return self.full_name


class EntryWords(models.Model):
    """
    What an entry is found by. SQLite keeps it as an FTS5 table, PostgreSQL as a table with a text search vector.

    Made by a migration of its own; written whole whenever an entry is.
    """

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, db_column="rowid", db_constraint=False, related_name="words"
    )
    title = models.TextField()
    summary = models.TextField()
    about = models.TextField()
    guidance = models.TextField()

    class Meta:
        managed = False
        db_table = "commons_entrywords"


class Release(models.Model):
    """
    One version, which never changes; only its state does.

    `differences` are told against the version before it, whose digest is `told_against`.
    """

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="releases")
    path = models.CharField(max_length=320, unique=True)
    version = models.CharField(max_length=60)
    order = models.CharField(max_length=120, help_text="The version, so that texts stand in the order of numbers.")
    sha256 = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateField(null=True, blank=True)
    changelog = models.TextField(blank=True)
    weight = models.CharField(max_length=10, blank=True)
    differences = models.JSONField(default=list, help_text="[weight, sentence, why] of each, the heaviest first.")
    told_against = models.CharField(max_length=64, blank=True)
    is_read = models.BooleanField(default=False, help_text="Whether its bytes were looked into.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="commons_sha256_is_hex")
        ]
        indexes = [
            models.Index(fields=["entry", "-order"], name="commons_releases_of_entry"),
            models.Index(fields=["-published_at", "path"], name="commons_newest_releases"),
        ]

    def __str__(self) -> str:
        return self.path


class Admitted(models.Model):
    """A council whose statements of use are taken, by its name in the register, with its public key as text."""

    council = models.SlugField(max_length=61, primary_key=True)
    title = models.CharField(max_length=200)
    key = models.TextField()
    admitted_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0, help_text="Of the statement that was taken last.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of its text.")
    said_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Use(models.Model):
    """What a council said and signed of one shared service that it runs; replaced whole by its next statement."""

    id = models.BigAutoField(primary_key=True)
    council = models.ForeignKey(Admitted, on_delete=models.CASCADE, related_name="uses")
    service = models.CharField(max_length=130, help_text="`publisher/name`.")
    version = models.CharField(max_length=24)
    digest = models.CharField(max_length=64)
    live_since = models.DateField()
    first_month = models.CharField(max_length=7)
    requests = models.PositiveIntegerField(null=True, blank=True)
    closed = models.PositiveIntegerField(null=True, blank=True)
    within = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "service"], name="commons_use_once_a_council")]
        indexes = [models.Index(fields=["service", "council"], name="commons_uses_of_a_service")]

    def __str__(self) -> str:
        return f"{self.service} {self.version}, {self.council_id}"


class Software(models.Model):
    """
    Software of a public body, as its own publiccode.yml says: public facts, and no council's.

    `name` is made from the software's title and its repository, so the same file comes to the same row. `body` is the
    file as it was read; everything else is taken from it. `address` is where it was fetched, "" where it was given.
    """

    name = models.SlugField(max_length=80, primary_key=True)
    title = models.CharField(max_length=300)
    body = models.BinaryField()
    address = models.CharField(max_length=1_000, blank=True)
    found = models.TextField(help_text="What it is found by, in small letters.")
    errors = models.PositiveIntegerField()
    looked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["title", "name"], name="commons_software_by_title")]

    def __str__(self) -> str:
        return self.title
