"""The node's front page, and in a demonstration the page of people to be and of differences."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.services import api as services
from commonwheel.design.frame import Link
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.frames import node_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope
from commonwheel.project.demonstration.councils import PASSWORD
from commonwheel.project.demonstration.differences import Row, differences
from commonwheel.project.demonstration.people import PersonToBe, people_to_be

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
Offered = tuple[CouncilView, services.ServiceView]
COMPARED = "commonwheel-examples/report-missed-bin"
SHOWN_COUNCILS = 50
"""How many councils the front page lists; a node with more is reached by each council's own address."""


@dataclass(frozen=True, slots=True)
class CouncilEntry:
    """A council on the front page, with a few words on what it offers."""

    name: str
    href: str
    services: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows; addresses are "" where there is nothing to lead to."""

    demonstration: bool
    councils: tuple[CouncilEntry, ...]
    first_service: Link | None
    people_url: str
    mailbox_url: str
    staff_url: str
    compare_url: str
    running: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The page of people to be."""

    people: tuple[PersonToBe, ...]
    password: str
    sign_in_url: str
    again_url: str
    councils_url: str


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """One service at several councils."""

    title: str
    councils: tuple[Link, ...]
    rows: tuple[Row, ...]


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    """Tell a newcomer what this is and where to begin."""
    councils = [council for council in authorities.list_councils() if council.is_open][:SHOWN_COUNCILS]
    # Only a demonstration says what each council offers: on a large node that would be a query for each.
    listed = [(council, _live(council) if settings.DEMONSTRATION else []) for council in councils]
    first = _first([(council, service) for council, live in listed for service in live])
    page = FrontPage(
        demonstration=settings.DEMONSTRATION,
        councils=tuple(_entry(council, live) for council, live in listed),
        first_service=_first_link(*first) if first else None,
        people_url=reverse("people"),
        mailbox_url=_address("messages:mailbox"),
        staff_url=reverse("accounts:home"),
        compare_url=reverse("differences") if settings.DEMONSTRATION else "",
        running=NUMBERS.get(sum(_runs_compared(live) for _, live in listed), "several"),
    )
    return render(request, "node/front.html", {"page": page, "frame": node_frame()})


@open_to_all
def people(request: HttpRequest) -> HttpResponse:
    """List the invented people; only a demonstration has any."""
    if not settings.DEMONSTRATION:
        raise Http404
    page = PeoplePage(
        people=tuple(people_to_be(now=timezone.now())),
        password=PASSWORD,
        sign_in_url=settings.LOGIN_URL,
        again_url=reverse("people"),
        councils_url=f"{reverse('front')}#councils",
    )
    return render(request, "node/people.html", {"page": page, "frame": node_frame(current="people")})


@open_to_all
def compare(request: HttpRequest) -> HttpResponse:
    """Show what differs between the demonstration's councils that run one service."""
    if not settings.DEMONSTRATION:
        raise Http404
    running = [(council, shared) for council in authorities.list_councils() if (shared := _shared(council))]
    if not running:
        raise Http404
    page = DifferencesPage(
        title=running[0][1].title_in("en"),
        councils=tuple(
            Link(council.name, council_url(council, "journeys:start", service=service.slug))
            for council, service in running
        ),
        rows=differences([services.get_effective(service.digest) for _, service in running]),
    )
    return render(request, "node/differences.html", {"page": page, "frame": node_frame()})


def _first(offered: Sequence[Offered]) -> Offered | None:
    """Return where a newcomer begins: at the short service that is compared, where some council runs it."""
    compared = (one for one in offered if one[1].pattern_name == COMPARED)
    return next(compared, offered[0] if offered else None)


def _runs_compared(live: list[services.ServiceView]) -> bool:
    return any(service.pattern_name == COMPARED for service in live)


def _live(council: CouncilView) -> list[services.ServiceView]:
    with council_scope(council.id):
        return list(services.list_live_services(council.id))


def _shared(council: CouncilView) -> services.ServiceView | None:
    """Return the council's own of the service that the demonstration compares."""
    with council_scope(council.id):
        return services.find_live_by_pattern(council.id, pattern_name=COMPARED)


def _entry(council: CouncilView, live: list[services.ServiceView]) -> CouncilEntry:
    words = ", ".join(service.title_in("en") for service in live)
    if settings.DEMONSTRATION and not words:
        words = "No services here yet"
    names = " / ".join(dict.fromkeys(name for name in (council.name, council.name_cy) if name))
    return CouncilEntry(name=names, href=council_url(council, "services:home"), services=words)


def _first_link(council: CouncilView, service: services.ServiceView) -> Link:
    words = f"{service.title_in('en')} in {council.name}"
    return Link(words, council_url(council, "journeys:start", service=service.slug))


def _address(name: str) -> str:
    """Return the address of a page; "" on a node that does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
