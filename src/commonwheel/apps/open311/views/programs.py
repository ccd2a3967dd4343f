"""GeoReport version 2: services, reports and how their requests stand, as XML and JSON."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from commonwheel.apps.cases import api as cases
from commonwheel.apps.open311.forms import read_asked, read_given, read_spot
from commonwheel.apps.open311.presenters import answers, openapi
from commonwheel.apps.open311.presenters.answers import FORMATS, Answer, plain_of
from commonwheel.apps.open311.queries import list_reports
from commonwheel.apps.open311.rules import MOST_TOLD, QuestionIsWrong
from commonwheel.apps.open311.views.asking import (
    NOT_FOUND,
    Asking,
    council_asked,
    council_named,
    offered_at,
    offers_at,
    partner_asking,
    require_offer,
)
from commonwheel.apps.open311.views.reporting import taken
from commonwheel.apps.services import api as services_
from commonwheel.core.open311.spark import as_json, as_xml
from commonwheel.foundation.access import open_to_all, open_to_residents
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, absolute_node_url
from commonwheel.foundation.requests import NodeRequest, moment_of

READING = ("GET", "HEAD")
_NO_SUCH_METHOD, _NOT_ACCEPTABLE = 405, 406
_FRESH, _KEPT = "no-store", "public, max-age=60"
Ask = Callable[..., Answer]
View = Callable[..., HttpResponse]


class Door:
    """
    One question of the interface.

    Attributes:
        ask: answers it.
        root: name of the answer's outermost element in XML.
        is_public: whether anybody is told the same, so that the answer may be kept.
        of_council, of_node: its views for a council's address, and for the node's own.
    """

    def __init__(self, ask: Ask, *, root: str, methods: tuple[str, ...], is_public: bool) -> None:
        self.ask, self.root, self.methods, self.is_public = ask, root, methods, is_public
        self.of_council: View = csrf_exempt(open_to_residents(self._view()))
        self.of_node: View = csrf_exempt(open_to_all(self._view()))

    def _view(self) -> View:
        @wraps(self.ask)
        def view(request: HttpRequest, format: str, **named: str) -> HttpResponse:  # noqa: A002  # the specification's word
            return _answer(cast("NodeRequest", request), self, format, named)

        return view


def _answer(request: NodeRequest, door: Door, form: str, named: dict[str, str]) -> HttpResponse:
    """Answer in the form that is asked for; what is wrong with the question is told in it too."""
    kind = form if form in FORMATS else "xml"
    root, status = door.root, 200
    try:
        _require_askable(request, door, form)
        answer = door.ask(Asking(request, read_given(request), moment_of(request)), **named)
    except QuestionIsWrong as reason:
        root, status, answer = "errors", reason.status, answers.errors_answer(reason)
    plain = plain_of(answer)
    body = as_json(plain) if kind == "json" else as_xml(root, plain)
    response = HttpResponse(body, f"{FORMATS[kind]}; charset=utf-8", status)
    response.headers["Cache-Control"] = _KEPT if door.is_public and status < 400 else _FRESH  # noqa: PLR2004  # answered
    if door.is_public:
        response.headers["Access-Control-Allow-Origin"] = "*"
    if status == _NO_SUCH_METHOD:
        response.headers["Allow"] = ", ".join(door.methods)
    return response


@open_to_all
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Send the description of the interface, as OpenAPI 3.1."""
    del request
    response = HttpResponse(as_json(openapi.document()), FORMATS["json"])
    response.headers["Access-Control-Allow-Origin"], response.headers["Cache-Control"] = "*", _KEPT
    return response


def _require_askable(request: NodeRequest, door: Door, form: str) -> None:
    if request.method not in door.methods:
        says = f"This address does not answer {request.method}. Use {' or '.join(door.methods)}."
        raise QuestionIsWrong(says, status=_NO_SUCH_METHOD)
    if form not in FORMATS:
        raise QuestionIsWrong("End the address in .xml or .json.", status=_NOT_ACCEPTABLE)


def _services(asking: Asking) -> Answer:
    """Which services there are; with lat and long only those of the councils that have the duty there."""
    spot, council = read_spot(asking.given), council_named(asking)
    if council is None and spot is not None:
        return answers.services_answer(offer for _council, offer in offered_at(spot, asking))
    return answers.services_answer(offers_at(council or council_asked(asking), spot, asking))


def _definition(asking: Asking, code: str) -> Answer:
    """What a service asks."""
    council = council_asked(asking)
    offer, _taken = require_offer(asking, council, code)
    return answers.definition_answer(offer)


def _requests(asking: Asking) -> Answer:
    """Take a report; or tell how the requests stand that came with the key, the newest first."""
    if asking.request.method == "POST":
        return taken(asking)
    council = council_asked(asking)
    partner, asked = partner_asking(asking, council), read_asked(asking.given, now=asking.now)
    told: list[Answer] = []
    skip = 0
    while len(told) < MOST_TOLD:
        reports = list_reports(council.id, partner.id, asked, skip=skip, most=MOST_TOLD)
        known = cases.standings(council.id, case_ids=[one.case_id for one in reports])
        told += [
            answers.request_answer(one, known[one.case_id], council)
            for one in reports
            if one.case_id in known and asked.is_open in {None, known[one.case_id].is_open}
        ]
        skip += MOST_TOLD
        if len(reports) < MOST_TOLD:
            break
    return told[:MOST_TOLD]


def _request(asking: Asking, reference: str) -> Answer:
    """How one request stands that came with the key."""
    council = council_asked(asking)
    partner = partner_asking(asking, council)
    asked = read_asked({"service_request_id": [reference[:40]]}, now=asking.now)
    reports = list_reports(council.id, partner.id, asked, skip=0, most=1)
    known = cases.standings(council.id, case_ids=[one.case_id for one in reports])
    found = [answers.request_answer(one, known[one.case_id], council) for one in reports if one.case_id in known]
    if not found:
        says = "service_request_id is none that came with this key, or it is no longer kept."
        raise QuestionIsWrong(says, status=NOT_FOUND)
    return found


def _token(asking: Asking, token: str) -> Answer:
    """The request of a token."""
    council = council_asked(asking)
    partner = partner_asking(asking, council)
    asked = read_asked({"service_request_id": [token[:40]]}, now=asking.now)
    reports = list_reports(council.id, partner.id, asked, skip=0, most=1)
    if not reports:
        raise QuestionIsWrong("token is none that came with this key.", status=NOT_FOUND)
    return answers.token_answer(reports[0])


def _discovery(asking: Asking) -> Answer:
    """Where the services are, and how to get a key."""
    council = council_named(asking)
    if council is None or asking.request.council is None:
        url = absolute_node_url("/api/open311/v2")
    else:
        url = absolute_council_url(council, "open311:services", format="json").rpartition("/")[0]
    since = services_.list_live_since(council.id) if council else {}
    return answers.discovery_answer(
        contact=_contact(council),
        key_service="Ask the council. An administrator gives a key to each partner, and ends it.",
        url=url,
        changeset=max(since.values(), default=asking.now) if since else asking.now,
        is_test=settings.DEMONSTRATION,
    )


def _contact(council: CouncilView | None) -> str:
    if council is None:
        return "Each council answers for itself: see the pages of the council."
    return ", ".join(part for part in (council.name, council.email, council.phone, council.website) if part)


services = Door(_services, root="services", methods=READING, is_public=True)
definition = Door(_definition, root="service_definition", methods=READING, is_public=True)
requests = Door(_requests, root="service_requests", methods=(*READING, "POST"), is_public=False)
request = Door(_request, root="service_requests", methods=READING, is_public=False)
token = Door(_token, root="service_requests", methods=READING, is_public=False)
discovery = Door(_discovery, root="discovery", methods=READING, is_public=True)
