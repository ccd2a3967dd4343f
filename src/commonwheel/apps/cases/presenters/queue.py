"""The queue, ready to print."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.presenters.due import DueWords, due_words
from commonwheel.apps.cases.presenters.states import state_colour
from commonwheel.apps.cases.queries.queue import QueuePage, QueueRow, Tab
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.cases.queries.wording import state_label
from commonwheel.apps.services.api import ServiceView
from commonwheel.design.frame import Link
from commonwheel.design.moments import day
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url

_ANY = uuid.UUID(int=0)
"""Stands for a request in an address that is asked for once and is the same for all but its key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the list."""

    reference: str
    href: str
    service: str
    name: str
    state: str
    colour: str
    due: DueWords
    received: str
    closed: str
    assigned: str
    is_mine: bool
    is_owed: bool


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """One service to narrow the list to."""

    key: str
    title: str
    selected: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """
    What the queue shows.

    Attributes:
        empty: the sentence for when nothing is on it.
        enter_url: where an officer enters a request for somebody; "" for whoever may not.
    """

    title: str
    tabs: tuple[Link, ...]
    lines: tuple[Line, ...]
    services: tuple[ServiceChoice, ...]
    tab: str
    words: str
    previous: str
    following: str
    empty: str
    clear_url: str
    enter_url: str


def tab_names() -> dict[Tab, str]:
    """Return what the tabs are called."""
    return {
        Tab.DUE: _("Due"),
        Tab.MINE: _("Mine"),
        Tab.UNASSIGNED: _("Unassigned"),
        Tab.OPEN: _("All open"),
        Tab.CLOSED: _("Closed"),
    }


def queue_view(
    page: QueuePage,
    *,
    council: CouncilView,
    staff: StaffView,
    tab: Tab,
    words: str,
    service_id: uuid.UUID | None,
    services: Sequence[ServiceView],
    names: Mapping[uuid.UUID, str],
    owed: Collection[uuid.UUID],
    today: dt.date,
) -> QueueView:
    """
    Return one page of the queue, or of what a search found where there are `words`.

    Args:
        services: to narrow the list to one; not shown beside what a search found.
        names: of those who have one of the requests and still work here.
        owed: the keys of those that wait for money.
    """
    base = council_url(council, "cases:queue")
    kept = {"q": words} if words else {"tab": tab.value, **({"service": str(service_id)} if service_id else {})}
    one_request = council_url(council, "cases:request", case_id=_ANY)
    return QueueView(
        title=_("Search results") if words else tab_names()[tab],
        tabs=tuple(
            Link(name, f"{base}?{urlencode({'tab': one.value})}", current=one is tab and not words)
            for one, name in tab_names().items()
        ),
        lines=tuple(
            _line(row, hrefs=one_request, staff=staff, names=names, is_owed=row.id in owed, today=today)
            for row in page.rows
        ),
        services=_choices(services, service_id),
        tab=tab.value,
        words=words,
        previous=_page_url(base, kept, "before", page.before),
        following=_page_url(base, kept, "after", page.after),
        empty=_empty(tab, words),
        clear_url=base,
        enter_url=council_url(council, "journeys:enter") if Permission.ASSIST_RESIDENTS in staff.permissions else "",
    )


def _line(
    row: QueueRow,
    *,
    hrefs: str,
    staff: StaffView,
    names: Mapping[uuid.UUID, str],
    is_owed: bool,
    today: dt.date,
) -> Line:
    effective = effective_of(row.digest)
    assigned = names.get(row.assigned_to, _("Somebody who has left")) if row.assigned_to else ""
    return Line(
        reference=row.reference,
        href=hrefs.replace(str(_ANY), str(row.id)),
        service=row.service_title,
        name=row.contact_name,
        state=state_label(effective, row.state, "en"),
        colour=state_colour(effective, row.state),
        due=due_words(row.due_on, today=today),
        received=day(row.received_at),
        closed=day(row.closed_at) if row.closed_at else "",
        assigned=assigned,
        is_mine=row.assigned_to == staff.id,
        is_owed=is_owed,
    )


def _choices(services: Sequence[ServiceView], chosen: uuid.UUID | None) -> tuple[ServiceChoice, ...]:
    return tuple(ServiceChoice(str(one.id), one.title_in("en"), one.id == chosen) for one in services)


def _page_url(base: str, kept: Mapping[str, str], side: str, mark: str) -> str:
    return f"{base}?{urlencode({**kept, side: mark})}" if mark else ""


def _empty(tab: Tab, words: str) -> str:
    if words:
        return _("Nothing was found. Try the whole reference, a postcode, or the beginning of a surname.")
    return {
        Tab.DUE: _("Nothing is due."),
        Tab.MINE: _("You have no open requests. Take one from “Unassigned”."),
        Tab.UNASSIGNED: _("Every open request has somebody."),
        Tab.OPEN: _("There are no open requests."),
        Tab.CLOSED: _("No request has been closed yet."),
    }[tab]
