"""The report of a rehearsal: what meets at each new council, what conflicts, what moves and what cannot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from commonwheel.core.reorganising.agreements import Around, Passage, passages
from commonwheel.core.reorganising.conflicts import Brought, Conflict, conflicts_of, same_place
from commonwheel.core.reorganising.plan import Plan
from commonwheel.core.reorganising.running import REASONS, Reason, Requests, Run, Running, common_route
from commonwheel.core.reorganising.sentences import listed, many

_WHY: Mapping[Reason, str] = {
    "system": "worked in another system; end the hand-over, or let it be finished there",
    "payment": "in the middle of a payment; run the steps again when it has ended",
    "place": "at a place that does not say which new council follows; decide on each by hand",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    One shared service, and the councils that bring it to a new one.

    Attributes:
        at: ids of the councils that run it.
        going: requests that come to the new council once it has set the service up.
        is_set_up: whether it has.
        slug: the place in addresses where it has; "" where it has not.
        conflicts: in what the councils differ.
        says: the same in sentences, conflicts left out.
    """

    pattern: str
    title: str
    at: tuple[str, ...]
    going: Requests
    is_set_up: bool
    slug: str
    conflicts: tuple[Conflict, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """
    An address that leads on from the day.

    Attributes:
        before: the path, or the host name, of a council that ends.
        after: where it leads; of several, a resident finds out which by their place.
    """

    before: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """
    What happens at one new council.

    Attributes:
        is_here: whether it has a place on the node already.
        made_of: ids of the councils it follows; `missing` are those of them that are not on the node.
        names: of those councils, by id.
        clashes: places in addresses at which its forerunners have different services.
    """

    council: str
    name: str
    is_here: bool
    made_of: tuple[str, ...]
    missing: tuple[str, ...]
    names: Mapping[str, str]
    meetings: tuple[Meeting, ...]
    clashes: tuple[Conflict, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """
    What happens to one council that others follow, as far as it is on the node.

    Attributes:
        into: ids of those that follow it.
        requests: all that it keeps; `staying` those that cannot move, by the reason.
        residents: accounts with requests of it.
        started: journeys begun and not sent.
        addresses: of its register, which the councils that follow have as well.
        agreements: what becomes of those on its duties.
    """

    council: str
    name: str
    into: tuple[str, ...]
    requests: Requests
    staying: Mapping[Reason, Requests]
    residents: int
    started: int
    staff: int
    addresses: int
    agreements: tuple[Passage, ...]
    redirects: tuple[Redirect, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a rehearsal found."""

    plan: Plan
    joinings: tuple[Joining, ...]
    endings: tuple[Ending, ...]

    @property
    def undecided(self) -> int:
        """How many things somebody still has to decide."""
        found = (one for each in self.joinings for meeting in each.meetings for one in meeting.conflicts)
        return sum(one.decided is None for one in found) + sum(len(each.clashes) for each in self.joinings)

    def as_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "on": str(self.plan.on),
            "undecided": self.undecided,
            "new": [asdict(one) for one in self.joinings],
            "ending": [asdict(one) for one in self.endings],
        }


def rehearse(running: Sequence[Running], around: Around) -> Report:
    """
    Return what would happen.

    Args:
        running: the councils of the plan that are on the node, new and ending.
        around: the plan, and what has to be known of its councils.
    """
    here, plan = {each.id: each for each in running}, around.plan
    return Report(
        plan,
        tuple(_joining(plan, new, here, around.names) for new in plan.into),
        tuple(_ending(around, here[each], here) for each in plan.ending if each in here),
    )


# Private


def _joining(plan: Plan, new: str, here: Mapping[str, Running], names: Mapping[str, str]) -> Joining:
    made_of = plan.into[new]
    parts = [here[each] for each in made_of if each in here]
    missing = tuple(each for each in made_of if each not in here)
    patterns = sorted({each.pattern for part in parts for each in part.services})
    says = [f"{names[new]} is made of {listed([names[each] for each in made_of])}."]
    if new not in here:
        says.append(f"{names[new]} has no place on this node yet: add it with `commonwheel council add {new}`.")
    if missing:
        says.append(f"Not on this node, so not looked at: {listed([names[each] for each in missing])}.")
    return Joining(
        council=new,
        name=names[new],
        is_here=new in here,
        made_of=made_of,
        missing=missing,
        names={each: names[each] for each in made_of},
        meetings=tuple(_meeting(new, pattern, parts, here.get(new), names[new]) for pattern in patterns),
        clashes=same_place(parts),
        says=tuple(says),
    )


def _meeting(new: str, pattern: str, parts: Sequence[Running], follower: Running | None, name: str) -> Meeting:
    brought = [(part, run) for part in parts if (run := part.find(pattern))]
    taker = follower.find(pattern) if follower else None
    going = sum((run.going.get(new, Requests()) for _, run in brought), start=Requests())
    return Meeting(
        pattern=pattern,
        title=brought[0][1].title,
        at=tuple(part.id for part, _ in brought),
        going=going,
        is_set_up=taker is not None,
        slug=taker.slug if taker else "",
        conflicts=conflicts_of(brought, taker),
        says=tuple(_meeting_says(brought, taker, going, name)),
    )


def _meeting_says(brought: Brought, taker: Run | None, going: Requests, name: str) -> Iterator[str]:
    title, at = brought[0][1].title, listed([part.name for part, _ in brought])
    if len(brought) > 1:
        yield f"“{title}” is run by {at}; at {name} it is one service with one set of changes."
    else:
        yield f"“{title}” is run by {at} only; whether {name} offers it everywhere is to be decided."
    if going.all:
        yield f"{many(going.open, 'open request')} and {many(going.closed, 'closed one')} come to {name}."
    if taker is None:
        yield f"{name} has not set it up yet; until it has, its requests stay where they are."
    elif not taker.is_live:
        yield f"{name} has set it up, and not put it live yet: its own people sign it off."
    yield from _route_says(brought, taker, name)
    drafts = [part.name for part, run in brought if run.has_draft]
    if drafts:
        yield f"A change of it is being prepared at {listed(drafts)}; it does not come along."


def _route_says(brought: Brought, taker: Run | None, name: str) -> Iterator[str]:
    route = common_route([run.route for _, run in brought])
    if route is None or (taker is not None and taker.route is not None):
        return
    at = f"Its requests are worked in {route.says}"
    if route.way == "WEBHOOK":
        yield f"{at}: each council has a secret of its own for that, so {name} sets it up anew."
    else:
        yield f"{at}: so are those of {name} from the day, unless it has said otherwise by then."


def _ending(around: Around, one: Running, here: Mapping[str, Running]) -> Ending:
    into, names = around.plan.followers(one.id), around.names
    agreements = passages(one.id, one.agreements, around)
    staying = {
        why: sum((run.staying.get(why, Requests()) for run in one.services), start=Requests()) for why in REASONS
    }
    going = sum((each for run in one.services for each in run.going.values()), start=Requests())
    return Ending(
        council=one.id,
        name=one.name,
        into=into,
        requests=sum(staying.values(), start=going),
        staying=staying,
        residents=one.residents,
        started=one.started,
        staff=one.staff,
        addresses=one.addresses,
        agreements=agreements,
        redirects=tuple(_redirects(one, into, here)),
        says=(
            *_ending_says(one, [names[each] for each in into], staying, going),
            *(each.says for each in agreements),
            *(f"The agreement {each} names it: that council declares it anew." for each in one.named_by),
        ),
    )


def _ending_says(
    one: Running, followers: Sequence[str], staying: Mapping[Reason, Requests], going: Requests
) -> Iterator[str]:
    yield f"{one.name} ends; {listed(followers)} {'follows' if len(followers) == 1 else 'follow'} it."
    if going.all:
        yield f"{many(going.open, 'open request')} and {many(going.closed, 'closed one')} move, with their references."
    else:
        yield "No requests move."
    for why in REASONS:
        if staying[why].all:
            yield f"{many(staying[why].all, 'request')} cannot move: {_WHY[why]}."
    if one.host:
        yield f"Its host name {one.host} stays in the web server and leads on."
    yield from _people_say(one, listed(followers))


def _people_say(one: Running, followers: str) -> Iterator[str]:
    if one.residents:
        yield f"{many(one.residents, 'account')} of residents keep their requests, under the new council's name."
    if one.started:
        yield f"{many(one.started, 'form')} begun and not sent can still be finished; run the steps again afterwards."
    if one.staff:
        yield f"{many(one.staff, 'person works', 'people work')} for it; whom {followers} need is invited there."
    if one.addresses:
        yield f"{many(one.addresses, 'address', 'addresses')} of its register will be in that of {followers} too."


def _redirects(one: Running, into: Sequence[str], here: Mapping[str, Running]) -> Iterator[Redirect]:
    yield Redirect(_home(one), tuple(_home(here[each]) if each in here else f"/{each}/" for each in into))
    # Of several that follow, which has the service depends on the place.
    for only in [here[each] for each in into if each in here and len(into) == 1]:
        for run in one.services:
            if taker := only.find(run.pattern):
                yield Redirect(f"{_home(one)}{run.slug}/", (f"{_home(only)}{taker.slug}/",))


def _home(one: Running) -> str:
    return f"https://{one.host}/" if one.host else f"/{one.slug}/"
