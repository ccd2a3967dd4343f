"""Somebody at a page of their journey: who, which journey, how far; and the pages that say why it does not open."""

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import get_urlconf
from django.utils import timezone
from django.utils.translation import gettext as _

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.journeys.actions.answering import JourneyMoved
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.entering import entering_words
from commonwheel.apps.journeys.presenters.pages import ProblemPage
from commonwheel.apps.journeys.presenters.trying import trial_label, trial_over, trial_words
from commonwheel.apps.journeys.presenters.wording import Wording, wording_of
from commonwheel.apps.journeys.queries import (
    Holding,
    JourneyExpired,
    JourneyNotHere,
    OpenJourney,
    TrialEnds,
    circumstances_of,
    get_journey,
    get_journey_again,
    who_holds,
)
from commonwheel.apps.journeys.rules.paths import PLACES, step_slug
from commonwheel.apps.journeys.rules.receiving import received_at
from commonwheel.apps.journeys.views.cookies import COOKIE
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.answers import Lookups
from commonwheel.core.patterns.answering.route import Circumstances, Walk, walk
from commonwheel.core.patterns.running.programme import Placed, PlacedStop, Programme
from commonwheel.foundation.access import Audience, Openness, open_to_residents
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.framing import may_be_framed
from commonwheel.foundation.gate import answer_instead, staff_of_another
from commonwheel.foundation.links import council_url
from commonwheel.foundation.pages import resident_page
from commonwheel.foundation.requests import CouncilRequest, account_facts_of, moment_of

ANY_COUNCIL = "any-council"
"""Of a place: it decides, with the duty, which council it is for."""
CHANGING = "return=check"
"""In an address: they came from "check your answers", and go back there."""
TRIES = 5
FOR_OFFICERS = Openness(Audience.STAFF, frozenset({Permission.ASSIST_RESIDENTS}), keeps_to_services=True)
FOR_WHO_TRIES = Openness(Audience.STAFF, frozenset({Permission.SEE_SERVICES}))
P = ParamSpec("P")


@dataclass(frozen=True)
class Visit:
    """A request for a page of a journey that opened."""

    request: CouncilRequest
    journey: OpenJourney
    now: dt.datetime
    helper: StaffView | None = None
    """The officer of another council who enters it for somebody; None for everybody else."""

    @property
    def council(self) -> CouncilView:
        """The council in whose name the page speaks."""
        return self.request.council

    @cached_property
    def language(self) -> str:
        """The language of the page; the service's own where it is not offered in the one asked for."""
        code = self.request.language.partition("-")[0]
        return code if code in self.journey.languages else self.journey.languages[0]

    @cached_property
    def received_at(self) -> dt.datetime:
        """From when what is sent counts: when it was sent or is seen, or the day that an officer gave."""
        zone = timezone.get_default_timezone()
        return received_at(self.journey.received_on, now=self.journey.closed_at or self.now, timezone=zone)

    @property
    def kept_language(self) -> str:
        """The language to keep: the resident's own; of what is entered for somebody the one chosen for them."""
        return self.journey.language if self.journey.is_entered else self.language

    @property
    def staff(self) -> StaffView | None:
        """The officer who enters it for somebody; None where a resident answers."""
        return (self.helper or self.request.staff) if self.journey.is_entered else None

    @cached_property
    def officers_council(self) -> CouncilView:
        """The council whose officer enters it for somebody: mostly the one that it is for."""
        elsewhere = self.journey.entered_from
        return self.council if elsewhere is None else authorities.get_council_by_id(elsewhere)

    @cached_property
    def programme(self) -> Programme:
        """The service as the journey pinned it."""
        return services.get_programme(self.journey.digest)

    @cached_property
    def wording(self) -> Wording:
        """Its words."""
        return wording_of(self.programme, self.language)

    @cached_property
    def circumstances(self) -> Circumstances:
        """What the journey runs in."""
        return circumstances_of(self.council, now=self.received_at, account=account_facts_of(self.request))

    @cached_property
    def walk(self) -> Walk:
        """The journey walked with the answers stored."""
        return self.walked(self.journey)

    @cached_property
    def posted(self) -> dict[str, list[str]]:
        """What was posted, by name of control."""
        return {name: [str(value) for value in values] for name, values in self.request.POST.lists()}

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the holes of words may name."""
        return self.wording.values(self.journey.answers, self.council)

    @property
    def is_changing(self) -> bool:
        """Whether they came from "check your answers"."""
        return self.request.GET.get("return") == "check"

    @cached_property
    def placing(self) -> Placed | None:
        """The question whose place decides, with the duty, which council it is for; None where none does."""
        asked = self.programme.questions.values()
        return next((one for one in asked if getattr(one.question, "within", "") == ANY_COUNCIL), None)

    @cached_property
    def holding(self) -> Holding | None:
        """Who may have the duty, with the answers stored; None while, or where, nothing decides it."""
        return self.holding_of(self.walk)

    def holding_of(self, found: Walk) -> Holding | None:
        """Return who may have the duty, as a walk has it."""
        place = found.answers.get(self.placing.id) if self.placing else None
        if place is None or found.duty is None:
            return None
        pattern = self.programme.effective.pattern
        name = f"{pattern.publisher}/{pattern.pattern}"
        return who_holds(self.council, duty=found.duty, place=place, pattern_name=name, on=self.today)

    @property
    def today(self) -> dt.date:
        """The day of this visit, in London."""
        return timezone.localdate(self.now)

    def is_for_us(self, found: Walk) -> bool:
        """Whether nothing says that it is for another council, or may be."""
        holding = self.holding if found is self.walk else self.holding_of(found)
        return holding is None or holding.is_settled(self.journey.chosen_of)

    def walked_to_send(self, journey: OpenJourney) -> Walk:
        """Walk a journey that is to be sent: not complete while it may be for another council."""
        found = self.walked(journey)
        return found if self.is_for_us(found) else replace(found, complete=False)

    def walked(self, journey: OpenJourney) -> Walk:
        """Walk a journey with its answers."""
        passed = frozenset(journey.passed_stops)
        return walk(self.programme, journey.answers, self.circumstances, passed_stops=passed)

    def walked_with(self, answers: Mapping[str, Any]) -> Walk:
        """Walk this journey with other answers."""
        return walk(self.programme, answers, self.circumstances, passed_stops=frozenset(self.journey.passed_stops))

    def untranslated_notice(self, is_translated: bool) -> str:  # noqa: FBT001  # the fact itself
        """Return what to say of a page whose words are not in the language asked for."""
        asked = self.request.language.partition("-")[0]
        if is_translated and asked == self.language:
            return ""
        return _("This page is not in Welsh yet, so it is shown in English.")

    @property
    def other_language(self) -> str:
        """The language of the service's words where it is not offered in the page's; else ""."""
        return "" if self.request.language.partition("-")[0] == self.language else self.language

    def start_url(self) -> str:
        """Return the address at which the service begins."""
        return _start_url(self.council, self.journey.service_slug, get_urlconf())

    def beginning_url(self) -> str:
        """Return where they began: the service's first page; of an officer the page of what is entered."""
        return self._entering_url if self.journey.is_entered else self.start_url()

    @property
    def _entering_url(self) -> str:
        return council_url(self.officers_council, "journeys:enter")

    @cached_property
    def base_url(self) -> str:
        """The journey's own address, with which those of all its pages begin."""
        return f"{self.start_url()}{self.journey.handle}/"

    @property
    def save_url(self) -> str:
        """Return where they go who want to come back later; what an officer enters waits on the officer's own page."""
        return self._entering_url if self.journey.is_entered else self.url("save")

    def url(self, name: str, **names: object) -> str:
        """Return the address of a page of this journey; one look into the table of addresses serves them all."""
        return self.base_url + PLACES[name].format(**names)

    def step_url(self, page_id: str) -> str:
        """Return the address of a page of questions."""
        return self.url("step", step=step_slug(page_id))

    def stop_url(self, placed: PlacedStop) -> str:
        """Return the address of a stop."""
        return self.url("stop", stop=placed.stop.id)

    def still_changing(self, address: str) -> str:
        """Return an address of this journey that remembers that they came from "check your answers"."""
        return f"{address}?{CHANGING}" if self.is_changing else address

    def on_url(self, found: Walk | None = None) -> str:
        """Return the address of what comes next: a stop, the first page not complete, or "check your answers"."""
        walked = found or self.walk
        if walked.stop is not None:
            return self.stop_url(walked.stop)
        if not self.is_for_us(walked):
            return self.url("council")
        return self.step_url(walked.next.id) if walked.next else self.url("check")

    def render(self, template: str, page: object, *, status: int = 200) -> HttpResponse:
        """Answer with a page in the journey's frame."""
        frame = resident_frame(
            self.request,
            service_name=self.wording.title(),
            service_url=self.beginning_url(),
            phone=self.journey.phone,
            phone_hours=self.journey.phone_hours,
            phone_hours_cy=self.journey.phone_hours_cy,
            languages=self.journey.languages,
            protect=self.programme.effective.pattern.protect,
            entering=trial_words() if self.journey.is_trial else self._entering_words(),
            entering_label=trial_label() if self.journey.is_trial else "",
        )
        return resident_page(self.request, f"journeys/{template}.html", frame=frame, page=page, status=status)

    def _entering_words(self) -> str:
        shared = self.staff.shared_service if self.staff and not self.helper else ""
        name = self.council.name if self.helper or shared else ""
        return entering_words(self.journey, council_name=name, shared_service=shared)

    def problem(self, page: ProblemPage, *, status: int) -> HttpResponse:
        """Answer with what stands in the way."""
        return self.render("problem", page, status=status)

    def again(self) -> "Visit":
        """Return this visit with the journey as it stands now."""
        return replace(self, journey=get_journey_again(self.journey))


@lru_cache(maxsize=4_096)
def _start_url(council: CouncilView, service_slug: str, _urlconf: str | None) -> str:
    return council_url(council, "journeys:start", service=service_slug)


JourneyView = Callable[Concatenate[Visit, P], HttpResponseBase]


def journey_page(view: JourneyView[P]) -> Callable[..., HttpResponseBase]:
    """
    Open the journey in the address with the cookie that goes with it, then the view; never kept by caches.

    What an officer enters for somebody opens to officers only, whoever has the cookie.
    """

    @open_to_residents
    @functools.wraps(view)
    def opened(request: CouncilRequest, service: str, handle: str, **names: Any) -> HttpResponseBase:
        response: HttpResponseBase
        now = moment_of(request)
        try:
            journey = get_journey(
                request.council.id,
                service_slug=service,
                handle=handle,
                secret=request.COOKIES.get(COOKIE, ""),
                now=now,
            )
            let_in = _let_in(request, journey)
            if isinstance(let_in, HttpResponseBase):
                response = let_in
            else:
                response = _until_ended(view, Visit(request, journey, now, let_in), names)
        except JourneyNotHere:
            response = _refuse(request, service, problems.not_here, status=404)
        except JourneyExpired:
            response = _refuse(request, service, problems.expired, status=410)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return opened


def _until_ended(view: JourneyView[Any], visit: Visit, names: dict[str, Any]) -> HttpResponseBase:
    """Answer with the page; of a trial with its end where it would go on for real, and so that it can be framed."""
    if not visit.journey.is_trial:
        return _until_stored(view, visit, names)
    try:
        response = _until_stored(view, visit, names)
    except TrialEnds:
        trial_url = council_url(visit.council, "journeys:try", slug=visit.journey.service_slug)
        response = visit.problem(trial_over(trial_url), status=200)
    return may_be_framed(response)


def _let_in(request: CouncilRequest, journey: OpenJourney) -> StaffView | HttpResponseBase | None:
    """Return what is answered instead of the page; the officer of another council who enters it here; else None."""
    if journey.entered_from is not None:
        found = staff_of_another(request, FOR_OFFICERS, council_id=journey.entered_from)
        if isinstance(found, HttpResponseBase):
            return found
        # In another council's timeline the name alone would be nobody's.
        return replace(found, name=f"{found.name}, {authorities.get_council_by_id(journey.entered_from).name}")
    if journey.is_trial:
        return _officers_only(request, journey, FOR_WHO_TRIES)
    return _officers_only(request, journey, FOR_OFFICERS) if journey.is_entered else None


def _officers_only(request: CouncilRequest, journey: OpenJourney, openness: Openness) -> HttpResponseBase | None:
    instead = answer_instead(request, openness)
    if instead is None and request.staff is not None and not request.staff.works_on(journey.service_id):
        raise JourneyNotHere
    return instead


def open_only(view: JourneyView[P]) -> JourneyView[P]:
    """Lead whoever has sent already to the confirmation."""

    def guarded(visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if visit.journey.closed_at is not None:
            return HttpResponseRedirect(visit.url("sent"))
        return view(visit, *args, **kwargs)

    functools.update_wrapper(guarded, view)
    return guarded


def lookups_of(visit: Visit, *, files: Mapping[str, Sequence[Mapping[str, Any]]]) -> Lookups:
    """Return what reading a page may ask the council's registers, with the files the page has."""
    return Lookups(
        find_property=lambda uprn: places.address_by_uprn(visit.council, uprn=uprn),
        find_postcode=places.middle_of_postcode,
        files=files,
    )


def _until_stored(view: JourneyView[P], visit: Visit, names: dict[str, Any]) -> HttpResponseBase:
    """Repeat a view whose answers somebody else's overtook, with what is stored now."""
    for _try in range(TRIES):
        try:
            return view(visit, **names)  # type: ignore[call-arg]  # names are those of the address
        except JourneyMoved:
            visit = visit.again()
            if visit.journey.closed_at is not None:
                return HttpResponseRedirect(visit.url("sent"))
    return visit.problem(problems.too_busy(visit.url("journey")), status=409)


def _refuse(request: CouncilRequest, service: str, make: Callable[[str], ProblemPage], *, status: int) -> HttpResponse:
    page = make(council_url(request.council, "journeys:start", service=service))
    return resident_page(request, "journeys/problem.html", frame=resident_frame(request), page=page, status=status)
