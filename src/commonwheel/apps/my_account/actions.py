"""Tracking a request by its reference and putting it into an account, with a limit on wrong tries."""

import datetime as dt
import uuid

from django.db.models import F, Sum

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.cases import api as cases
from commonwheel.apps.my_account.models import TrackingTries
from commonwheel.core.problems import Failure
from commonwheel.foundation.transactions import action

BY_ONE_SENDER_AN_HOUR = 10
AT_ONE_COUNCIL_AN_HOUR = 1_000
COUNTED_TOGETHER = dt.timedelta(minutes=10)
KEPT_FOR = dt.timedelta(days=1)
WHOLE_COUNCIL = ""


class TooManyTries(Failure):
    """Tracking was tried in vain too often within an hour."""

    def __init__(self) -> None:
        super().__init__("There have been too many wrong tries. Wait an hour and try again, or phone us.")


@action
def track(
    council_id: uuid.UUID, *, reference: str, proof: str, sender: str, now: dt.datetime
) -> cases.TrackedCase | None:
    """
    Return the request with this reference, where `proof` shows that it is the sender's; None for any other.

    Each try is counted before it is answered and taken back when it was right, so that tries made at
    the same moment count as well.

    Args:
        sender: keyed hash of where the try comes from.

    Raises:
        TooManyTries: whether or not this one would be right.
    """
    _count_try(council_id, sender, now)
    found = cases.find_tracked(council_id, reference=reference, proof=proof)
    if found is not None:
        _take_try_back(council_id, sender, now)
    return found


@action
def claim(
    council_id: uuid.UUID, *, account_id: uuid.UUID, reference: str, sender: str, now: dt.datetime
) -> uuid.UUID | None:
    """
    Put the request with this reference into the account; return its key, or None where it is not this person's.

    Only a request sent with the account's own email address is; every other reads alike and counts as a wrong try,
    together with those at tracking.

    Raises:
        TooManyTries: whether or not this one would be right.
    """
    _count_try(council_id, sender, now)
    email = accounts.email_of(account_id)
    found = cases.claim_by_reference(council_id, account_id=account_id, email=email, reference=reference, now=now)
    if found is not None:
        _take_try_back(council_id, sender, now)
    return found


@action
def delete_account(account_id: uuid.UUID) -> None:
    """Delete a resident's account: the links to their requests and the sign-in. The cases stay with their councils."""
    cases.take_from_account(account_id)
    accounts.remove_person(account_id)


@action
def sweep_tries(council_id: uuid.UUID, *, now: dt.datetime) -> int:
    """Forget what no longer counts; return how many counts were forgotten."""
    return TrackingTries.objects.filter(council_id=council_id, since__lt=now - KEPT_FOR).delete()[0]


def _count_try(council_id: uuid.UUID, sender: str, now: dt.datetime) -> None:
    """Count a try before it is answered, and refuse it where there were too many."""
    own = _count(council_id, sender, now)
    everybodys = _count(council_id, WHOLE_COUNCIL, now)
    if own > BY_ONE_SENDER_AN_HOUR or everybodys > AT_ONE_COUNCIL_AN_HOUR:
        raise TooManyTries


def _take_try_back(council_id: uuid.UUID, sender: str, now: dt.datetime) -> None:
    """Uncount a try that was right."""
    _take_back(council_id, sender, now)
    _take_back(council_id, WHOLE_COUNCIL, now)


def _count(council_id: uuid.UUID, sender: str, now: dt.datetime) -> int:
    """Count one more try and return those of the last hour, this one included."""
    since = _bucket(now)
    TrackingTries.objects.get_or_create(council_id=council_id, sender=sender, since=since)
    rows = TrackingTries.objects.filter(council_id=council_id, sender=sender)
    rows.filter(since=since).update(count=F("count") + 1)
    hour = rows.filter(since__gt=now - dt.timedelta(hours=1) - COUNTED_TOGETHER)
    return int(hour.aggregate(sum=Sum("count"))["sum"])


def _take_back(council_id: uuid.UUID, sender: str, now: dt.datetime) -> None:
    rows = TrackingTries.objects.filter(council_id=council_id, sender=sender, since=_bucket(now), count__gt=0)
    rows.update(count=F("count") - 1)


def _bucket(now: dt.datetime) -> dt.datetime:
    seconds = int(COUNTED_TOGETHER.total_seconds())
    return dt.datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=dt.UTC)
