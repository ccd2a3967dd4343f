"""
What is written down with the fact it reports and leaves afterwards: its columns, and how one worker takes it.

A message of the outbox and a request that is handed over are both such rows. Nothing leaves within a transaction:
a row is leased by a conditional update that is committed first, so two workers never send the same one; what came of
it is written only while the lease is still one's own. A worker that dies between the other side's yes and its own
commit leaves a lease behind that runs out; the next try carries the same key and is counted in `repeated`.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic

LEASE = dt.timedelta(minutes=5)
BUDGET = dt.timedelta(seconds=20)
"""After which a sweep ends, so that a slow other side holds up the other sweeps no longer."""
MOST_AT_ONCE = 2_000
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1_440))


class Delivered(CouncilOwned):
    """
    A row that leaves.

    `due_at` is when it is tried next, `attempts` counts tries, `repeated` those after a lease that nobody answered
    for; `last_error` says in plain words why the last try failed.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "WAITING"
        SENT = "SENT"
        GIVEN_UP = "GIVEN_UP"

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    repeated = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Abstract: each app has a table of its own."""

        abstract = True


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: counts of rows."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0

    @classmethod
    def of(cls, outcomes: Sequence[str | None]) -> "Swept":
        """Count the states in which rows were left."""
        state = Delivered.State
        return cls(outcomes.count(state.SENT), outcomes.count(state.WAITING), outcomes.count(state.GIVEN_UP))

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.sent + other.sent, self.put_off + other.put_off, self.given_up + other.given_up)


Row = TypeVar("Row", bound=Delivered)


def sent_has_time(name: str) -> models.CheckConstraint:
    """Return the constraint that a row has `sent_at` when it was sent, and only then."""
    is_sent = Q(state="SENT", sent_at__isnull=False) | (~Q(state="SENT") & Q(sent_at__isnull=True))
    return models.CheckConstraint(condition=is_sent, name=name)


def repeats_are_attempts(name: str) -> models.CheckConstraint:
    """Return the constraint that each repeat is one of the tries."""
    return models.CheckConstraint(condition=Q(repeated__lte=F("attempts")), name=name)


def due(now: dt.datetime) -> Q:
    """Return what is true of rows whose time has come and that no worker holds."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return is_free & Q(state=Delivered.State.WAITING, due_at__lte=now)


def lease_all(kind: type[Row], council_id: uuid.UUID, keys: Sequence[uuid.UUID], *, now: dt.datetime) -> list[Row]:
    """Take those of these rows that are due for `LEASE`, committed at once; no other worker has them then."""
    with council_scope(council_id), atomic():
        rows = kind._default_manager.filter(council_id=council_id, id__in=keys)  # noqa: SLF001  # Django's documented name
        free = [(row.id, row.leased_until is not None) for row in rows.filter(due(now)).select_for_update(of=("self",))]
        lease = {"leased_until": now + LEASE, "attempts": F("attempts") + 1}
        rows.filter(id__in=[key for key, was_leased in free if not was_leased]).update(**lease)
        # A lease that ran out was never answered for: it may have left already.
        again = [key for key, was_leased in free if was_leased]
        rows.filter(id__in=again).update(**lease, repeated=F("repeated") + 1)
        return list(rows.filter(id__in=[key for key, _ in free]).order_by("due_at", "id"))


def record(row: Delivered, **changes: object) -> bool:
    """Store what came of a try, and end the lease; False where it ran out meanwhile and another worker has the row."""
    with council_scope(row.council_id), atomic():
        mine = type(row)._default_manager.filter(  # noqa: SLF001  # as above
            council_id=row.council_id, id=row.id, state=Delivered.State.WAITING, leased_until=row.leased_until
        )
        return mine.update(leased_until=None, **changes) > 0


def record_sent(rows: Sequence[Delivered], *, now: dt.datetime, **changes: object) -> None:
    """Store that rows of one lease were taken; those of which the lease ran out meanwhile are another worker's."""
    if not rows:
        return
    first = rows[0]
    with council_scope(first.council_id), atomic():
        mine = type(first)._default_manager.filter(  # noqa: SLF001  # as above
            council_id=first.council_id, id__in=[row.id for row in rows], state=Delivered.State.WAITING,
            leased_until=first.leased_until,
        )  # fmt: skip
        mine.update(leased_until=None, state=Delivered.State.SENT, sent_at=now, last_error="", **changes)


def give_back(row: Delivered) -> None:
    """End the lease of a row that was not tried, as if nobody had taken it."""
    tried = F("attempts") - 1
    record(row, attempts=tried, repeated=Least(F("repeated"), tried))


def record_failure(row: Delivered, words: str, *, lasting: bool, now: dt.datetime) -> str:
    """Write down that a try failed: to be tried later, or given up where it is `lasting` or the last; say which."""
    if lasting or row.attempts > len(WAITS):
        record(row, state=Delivered.State.GIVEN_UP, last_error=words[:500])
        return Delivered.State.GIVEN_UP
    record(row, due_at=now + WAITS[row.attempts - 1], last_error=words[:500])
    return Delivered.State.WAITING


def from_the_first_try(now: dt.datetime) -> dict[str, object]:
    """Return the changes that put a row back in the queue, as if it had never been tried."""
    return {
        "state": Delivered.State.WAITING, "due_at": now, "attempts": 0, "repeated": 0, "leased_until": None,
    }  # fmt: skip
