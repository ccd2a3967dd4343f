"""The page of a rehearsal, in values that its template prints."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.core.reorganising.conflicts import Conflict
from commonwheel.core.reorganising.report import Ending, Joining, Meeting, Report
from commonwheel.core.reorganising.running import REASONS, Reason
from commonwheel.core.reorganising.sentences import listed
from commonwheel.design.moments import day
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value, as lines, and the councils that have it; no lines where they have nothing there."""

    lines: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """
    One thing in which councils differ.

    Attributes:
        now: each value, with the councils that have it.
        after: what the new council, or its draft, has; no lines where it has nothing.
        stands: in words: decided, in the draft, or to be decided.
    """

    what: str
    now: tuple[ValueLine, ...]
    after: tuple[str, ...]
    stands: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ServiceBlock:
    """One service at a new council; `change_url` is "" where whoever looks cannot change it."""

    title: str
    says: tuple[str, ...]
    conflicts: tuple[ConflictLine, ...]
    change_url: str


@dataclass(frozen=True, slots=True)
class NewBlock:
    """One new council: what it is made of, and each service that comes to it."""

    name: str
    says: tuple[str, ...]
    services: tuple[ServiceBlock, ...]


@dataclass(frozen=True, slots=True)
class EndingRow:
    """What of one council that ends goes, in numbers; `stays` says of each reason how many requests stay."""

    name: str
    open: int
    closed: int
    stays: tuple[str, ...]
    residents: int
    started: int


@dataclass(frozen=True, slots=True)
class EndingBlock:
    """One council that ends: all of it in sentences, and where its addresses lead."""

    name: str
    says: tuple[str, ...]
    redirects: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class RehearsalPage:
    """
    What the page shows.

    Attributes:
        day: the first day of the new councils, in words.
        is_past: whether it was before today.
        undecided: how many things are to be decided.
        residents: how many accounts of residents are affected, each council's counted by itself.
        rows: the councils that end and are on this site.
    """

    day: str
    is_past: bool
    undecided: int
    residents: int
    new: tuple[NewBlock, ...]
    rows: tuple[EndingRow, ...]
    ending: tuple[EndingBlock, ...]


def rehearsal_page(report: Report, council: CouncilView, *, may_change: bool, today: dt.date) -> RehearsalPage:
    """
    Return the page.

    Args:
        council: whose page it is: only its own services can be changed from here.
        may_change: whether whoever looks may do so.
    """
    names = {each.council: each.name for each in report.endings}
    return RehearsalPage(
        day=day(report.plan.on),
        is_past=report.plan.on < today,
        undecided=report.undecided,
        residents=sum(each.residents for each in report.endings),
        new=tuple(_new(each, names, council if may_change else None) for each in report.joinings),
        rows=tuple(map(_row, report.endings)),
        ending=tuple(
            EndingBlock(one.name, one.says, tuple((each.before, each.after) for each in one.redirects))
            for one in report.endings
        ),
    )


# Private


def _new(one: Joining, names: Mapping[str, str], council: CouncilView | None) -> NewBlock:
    own = council if council and one.council == council.slug else None
    return NewBlock(
        one.name,
        (*_made_of(one), *(each.says for each in one.clashes)),
        tuple(_service(each, names, own) for each in one.meetings),
    )


def _made_of(one: Joining) -> Iterator[str]:
    yield _("It is made of %(councils)s.") % {"councils": listed([one.names[each] for each in one.made_of])}
    if not one.is_here:
        yield _("It has no place on this website yet. Whoever runs the website gives it one.")
    if one.missing:
        missing = listed([one.names[each] for each in one.missing])
        yield _("Not on this website, so not looked at: %(councils)s.") % {"councils": missing}


def _service(one: Meeting, names: Mapping[str, str], own: CouncilView | None) -> ServiceBlock:
    conflicts = tuple(_conflict(each, names) for each in one.conflicts)
    url = council_url(own, "changes:overview", slug=one.slug) if own and one.slug else ""
    return ServiceBlock(one.title, one.says, conflicts, url)


def _conflict(one: Conflict, names: Mapping[str, str]) -> ConflictLine:
    if one.decided is not None:
        after, stands = one.decided, _("Decided")
    elif one.drafted is not None:
        after, stands = one.drafted, _("In the draft, to be settled")
    else:
        after, stands = "", _("To be decided")
    return ConflictLine(one.what, tuple(_values(one, names)), _lines(after), stands, is_open=one.decided is None)


def _values(one: Conflict, names: Mapping[str, str]) -> Iterator[ValueLine]:
    having: dict[str, list[str]] = {}
    for council, value in one.values.items():
        having.setdefault(value, []).append(names[council])
    yield from (ValueLine(_lines(value), listed(at)) for value, at in having.items())


def _lines(value: str) -> tuple[str, ...]:
    return tuple(value.split("\n")) if value else ()


def _row(one: Ending) -> EndingRow:
    staying = {why: one.staying[why].all for why in REASONS if one.staying[why].all}
    return EndingRow(
        one.name,
        one.requests.open - sum(each.open for each in one.staying.values()),
        one.requests.closed - sum(each.closed for each in one.staying.values()),
        tuple(f"{number:,} {_why()[why]}" for why, number in staying.items()),
        one.residents,
        one.started,
    )


def _why() -> Mapping[Reason, str]:
    return {
        "system": _("worked in another system"),
        "payment": _("in the middle of a payment"),
        "place": _("at a place that does not say who follows"),
    }
