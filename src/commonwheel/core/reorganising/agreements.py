"""What councils that end agreed on their duties: what of it goes on at which new council, where, and until when."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commonwheel.core.reorganising.plan import Plan
from commonwheel.core.reorganising.sentences import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """
    One agreement of a council on a duty that the law gives it.

    Attributes:
        holder: id of who does it; "" for a body of the councils' own.
        holder_name: what they are called, whoever they are.
        districts: ids of those in which it holds; empty for the whole of the council's area.
        begins_on, ends_on: first and last day; None for without.
    """

    slug: str
    duty: str
    holder: str
    holder_name: str
    districts: tuple[str, ...] = ()
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """
    What becomes of one agreement at one new council.

    Attributes:
        slug: what the council that ends calls it.
        council: id of the new council.
        goes_on: as it holds there; None where it does not.
        says: the same in a sentence.
    """

    slug: str
    council: str
    goes_on: Agreed | None
    says: str


@dataclass(frozen=True, slots=True)
class Around:
    """
    What has to be known of the councils of a plan.

    Attributes:
        names: of all of them, by id.
        counties: ids of those that have districts below them.
        going_on: ids of the new councils that were there before: their area is more than that of those they follow.
    """

    plan: Plan
    names: Mapping[str, str]
    counties: Collection[str] = ()
    going_on: Collection[str] = ()


def passages(council: str, agreed: Sequence[Agreed], around: Around) -> tuple[Passage, ...]:
    """
    Return what becomes of all that a council which ends agreed, and that would reach the day of the new councils.

    An agreement binds who follows, in the area where it held, from the day on and as long as it was agreed. Where the
    new council, or the one that follows whom it was agreed with, is the same, there is nothing to agree any more.
    """
    followers = around.plan.followers(council)
    reaching = [one for one in agreed if one.ends_on is None or one.ends_on >= around.plan.on]
    return tuple(each for one in reaching for new in followers for each in _at(council, one, new, around))


# Private


def _at(council: str, one: Agreed, new: str, around: Around) -> Iterator[Passage]:
    area = _area(council, new, around)
    kept = tuple(each for each in area if not one.districts or each in one.districts)
    if not kept:
        return
    holders = around.plan.followers(one.holder) or (one.holder,)
    said, name = f"Its agreement “{one.slug}” with {one.holder_name}", around.names[new]
    if one.holder == council or new in holders:
        yield Passage(one.slug, new, None, f"{said} ends: from then on {name} has the duty, and does it.")
    elif len(holders) > 1:
        several = listed([around.names[each] for each in holders])
        yield Passage(one.slug, new, None, f"{said} ends at {name}: {several} follow them. Declare it anew.")
    else:
        goes_on = replace(
            one,
            holder=holders[0],
            holder_name=around.names.get(holders[0], one.holder_name),
            districts=() if kept == _whole(new, around) else kept,
            begins_on=max(around.plan.on, one.begins_on or around.plan.on),
        )
        yield Passage(one.slug, new, goes_on, f"{said} goes on at {name}{_where(goes_on, around)}{_until(goes_on)}.")


def _area(council: str, new: str, around: Around) -> tuple[str, ...]:
    """Return the districts of a council that go to a new one."""
    return _districts(new, around) if council in around.counties else (council,)


def _whole(new: str, around: Around) -> tuple[str, ...] | None:
    """Return the districts that are all of a new council; None where it had an area of its own before."""
    return None if new in around.going_on else _districts(new, around)


def _districts(new: str, around: Around) -> tuple[str, ...]:
    return tuple(each for each in around.plan.into[new] if each not in around.counties)


def _where(one: Agreed, around: Around) -> str:
    return f", in what was {listed([around.names[each] for each in one.districts])}" if one.districts else ""


def _until(one: Agreed) -> str:
    return f", until {one.ends_on}" if one.ends_on else ""
