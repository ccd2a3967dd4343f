"""Follows commons, and keeps what they offer."""

import datetime as dt
from collections.abc import Iterable

from commonwheel.apps.adoption.models import FollowedCommons, OfferedRelease
from commonwheel.apps.adoption.queries.library import CommonsNotFollowed, Followed, list_followed, reach
from commonwheel.apps.adoption.rules import columns_of, newest_paths
from commonwheel.core.problems import Failure
from commonwheel.foundation.transactions import action
from commonwheel.integrations.trust.port import Commons, SignedRelease

_AT_ONCE = 500


class FollowedOtherwise(Failure):
    """A commons of this name is followed already, at another address or from another root."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}” is followed already, at another address or from another root. Choose another name, or "
            "stop following it first: commonwheel library unfollow."
        )


@action
def follow(name: str, *, address: str, root: str, now: dt.datetime) -> None:
    """
    Follow a commons after those that are followed; following it twice is as good as once.

    Raises:
        FollowedOtherwise: nothing is changed.
    """
    last = FollowedCommons.objects.order_by("-position").values_list("position", flat=True).first() or 0
    row, _ = FollowedCommons.objects.get_or_create(
        name=name, defaults={"address": address, "root": root, "position": last + 1, "followed_at": now}
    )
    if (row.address, row.root) != (address, root):
        raise FollowedOtherwise(name)


@action
def unfollow(name: str) -> None:
    """
    Follow a commons no longer; services that came from it stay, and so does what is remembered of publishers' keys.

    Raises:
        CommonsNotFollowed.
    """
    gone, _ = FollowedCommons.objects.filter(name=name).delete()
    if not gone:
        raise CommonsNotFollowed(name)


@action
def put_in_order(names: Iterable[str]) -> None:
    """
    Ask commons in this order from now on; those not named come after, in the order they have.

    Raises:
        CommonsNotFollowed: nothing is changed.
    """
    rows = {row.name: row for row in FollowedCommons.objects.order_by("position", "name")}
    wished = list(dict.fromkeys(names))
    for name in wished:
        if name not in rows:
            raise CommonsNotFollowed(name)
    for position, name in enumerate([*wished, *(name for name in rows if name not in wished)], start=1):
        rows[name].position = position
        rows[name].save(update_fields=["position"])


@action
def keep_offers(name: str, releases: Iterable[SignedRelease], *, now: dt.datetime) -> int:
    """
    Keep what a commons offers as it says now; returns how many releases that are. Again changes nothing.

    Raises:
        CommonsNotFollowed: where it is followed no longer.
    """
    commons = _locked(name)
    listed = list(releases)
    newest = newest_paths(listed)
    said = {one.path: {**columns, "is_newest": one.path in newest} for one in listed if (columns := columns_of(one))}
    there = {row.path: row for row in OfferedRelease.objects.filter(commons=commons)}
    gone = [row.id for path, row in there.items() if path not in said]
    for start in range(0, len(gone), _AT_ONCE):
        OfferedRelease.objects.filter(id__in=gone[start : start + _AT_ONCE]).delete()
    fresh = [OfferedRelease(commons=commons, path=path, **said[path]) for path in said if path not in there]
    OfferedRelease.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    for path, row in there.items():
        if path in said and any(getattr(row, key) != value for key, value in said[path].items()):
            OfferedRelease.objects.filter(id=row.id).update(**said[path])
    commons.asked_at, commons.failed_at, commons.failure = now, None, ""
    commons.save(update_fields=["asked_at", "failed_at", "failure"])
    return len(said)


@action
def note_failure(name: str, words: str, *, now: dt.datetime) -> None:
    """Note why a commons did not answer; what it offered before stays."""
    FollowedCommons.objects.filter(name=name).update(failed_at=now, failure=words[:2_000])


def refresh(commons: Followed, asked: Commons, *, now: dt.datetime) -> int:
    """
    Ask a commons what it offers, and keep it; returns how many releases. The asking is outside of any transaction.

    Raises:
        TrustRefused, CommonsUnavailable: noted; nothing else is changed.
    """
    try:
        asked.refresh(now=now)
    except Failure as why:
        note_failure(commons.name, str(why), now=now)
        raise
    return keep_offers(commons.name, asked.list_releases(), now=now)


def sweep_followed(*, now: dt.datetime) -> dict[str, int | str]:
    """Ask every library that is followed; return how many releases each offers, or why it did not answer."""
    said: dict[str, int | str] = {}
    for commons in list_followed():
        try:
            said[commons.name] = refresh(commons, reach(commons), now=now)
        except Failure as why:
            said[commons.name] = str(why)
    return said


# Private


def _locked(name: str) -> FollowedCommons:
    row = FollowedCommons.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise CommonsNotFollowed(name)
    return row
