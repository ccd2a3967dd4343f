"""Which councils become which on a day: as the register has it, or as a plan says.

A plan is a file of two keys: `on`, the first day of the new councils, and `into`, a map of each new council to those
it is made of, all by their ids in the register, which are their slugs on a node.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from commonwheel.core.patterns.model.keys import Shape, Slug, doc
from commonwheel.core.patterns.reading.faults import validate
from commonwheel.core.patterns.reading.text import parse
from commonwheel.core.places.register.authority import COUNCILS, Authority
from commonwheel.core.places.register.register import Register
from commonwheel.core.problems import Failure

PLAN_FILE = "plan.yaml"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class PlanIsUnreadable(Failure):
    """The file is no plan."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no plan of a reorganisation: {why} A plan says `on: 2027-04-01`, and `into:` with each new "
            "council and the list of those it is made of."
        )


class NothingEnds(Failure):
    """By the register no council is followed by another on the day."""

    def __init__(self, on: dt.date) -> None:
        super().__init__(
            f"By the register no council ends on {on}. Give the first day of the new councils, or a plan of your own."
        )


class _PlanFile(Shape):
    """The file of a plan."""

    on: str = doc("The first day of the new councils.", pattern=_DAY)
    into: dict[Slug, tuple[Slug, ...]] = doc("Each new council, and those it is made of.", min_length=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Which councils become which.

    Attributes:
        on: the first day of the new councils.
        into: ids of the councils that each new one is made of, by its id; both sorted. A council that goes on as it
            is stands under itself only, and is left out.
    """

    on: dt.date
    into: Mapping[str, tuple[str, ...]]

    @property
    def ending(self) -> tuple[str, ...]:
        """Ids of the councils that others follow."""
        return tuple(sorted({each for parts in self.into.values() for each in parts}))

    def followers(self, forerunner: str) -> tuple[str, ...]:
        """Return the ids of those that follow a council."""
        return tuple(new for new, parts in self.into.items() if forerunner in parts)

    def follower_at(self, forerunner: str, district: str) -> str | None:
        """
        Return who follows a council at a place.

        Args:
            district: id of the council in whose district the place lies; "" where that is not known.

        Returns:
            None where several may: the district is not known, or is split itself.
        """
        candidates = self.followers(forerunner)
        if len(candidates) > 1:
            candidates = tuple(new for new in candidates if district in (new, *self.into[new]))
        return candidates[0] if len(candidates) == 1 else None

    def kept_to(self, councils: Collection[str]) -> "Plan":
        """
        Return the part of the plan that some councils, new or ending, are in, with all that hangs together with it.

        A council that is shared out comes with all that follow it: left with one of them, it would all go there.
        """
        reached, before = set(councils), set[str]()
        while reached != before:
            before = set(reached)
            for new, parts in self.into.items():
                if reached & {new, *parts}:
                    reached |= {new, *parts}
        return Plan(self.on, {new: parts for new, parts in self.into.items() if new in reached})


def plan_of_register(register: Register, *, on: dt.date) -> Plan:
    """
    Return what the register says of a day.

    Raises:
        NothingEnds: no council is followed by another on it.
    """
    into: dict[str, list[str]] = {}
    for each in register.authorities.values():
        if each.days.ends == on and each.into and each.kind_on(on - dt.timedelta(days=1)) in COUNCILS:
            for follower in each.into:
                into.setdefault(follower, []).append(each.id)
    if not into:
        raise NothingEnds(on)
    return Plan(on, _sorted(into))


def days_at(register: Register, council: Authority) -> tuple[dt.date, ...]:
    """Return the days, in order, on which a council is followed by others or follows others, by the register."""
    ended = [council, *register.forerunners(council)]
    days = {each.days.ends for each in ended if each.days.ends and each.into}
    return tuple(sorted(each for each in days if _is_in(register, council, each)))


def plan_at(register: Register, council: Authority, *, today: dt.date) -> Plan | None:
    """
    Return the reorganisation that a council is part of: the next one from today, or the last one that was.

    Returns:
        None where it is part of none. Only councils that hang together with it are in the plan.
    """
    days = days_at(register, council)
    if not days:
        return None
    on = next((each for each in days if each >= today), days[-1])
    return plan_of_register(register, on=on).kept_to([council.id])


def read_plan(data: bytes) -> Plan:
    """
    Return the plan that a file (YAML) says.

    Raises:
        PlanIsUnreadable: it says none.
    """
    tree = parse(data, file=PLAN_FILE)
    read, problems = (None, tree.problems) if tree.problems else validate(_PlanFile, tree, file=PLAN_FILE)
    if read is None:
        first = problems[0]
        raise PlanIsUnreadable(f"line {first.line}: found {first.found}, expected {first.expected}.")
    try:
        on = dt.date.fromisoformat(read.on)
    except ValueError:
        raise PlanIsUnreadable(f"`on` is {read.on}, which is no day.") from None
    into = _sorted({new: [each for each in parts if each != new] for new, parts in read.into.items()})
    if not into:
        raise PlanIsUnreadable("every council in it goes on as it is.")
    chained = sorted({new for new in into if any(new in parts for parts in into.values())})
    if chained:
        raise PlanIsUnreadable(f"{chained[0]} is made of others and becomes another; rehearse one day at a time.")
    return Plan(on, into)


# Private


def _is_in(register: Register, council: Authority, on: dt.date) -> bool:
    """Whether a council is part of what happens on a day; of other bodies that end then it is not."""
    try:
        plan = plan_of_register(register, on=on)
    except NothingEnds:
        return False
    return bool(plan.kept_to([council.id]).into)


def _sorted(into: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    return {new: tuple(sorted(set(into[new]))) for new in sorted(into) if into[new]}
