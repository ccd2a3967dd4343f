"""What programs may ask about places: open to all, and nothing is changed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache, wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from pydantic import TypeAdapter

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places import queries
from commonwheel.apps.places.forms import programs as forms
from commonwheel.apps.places.presenters import answers, features, openapi
from commonwheel.apps.places.presenters.openapi import GEOJSON, JSON, PROBLEM
from commonwheel.apps.places.rules import PlaceAsked, QuestionIsWrong
from commonwheel.core.places.placing import Placing, place_council
from commonwheel.core.places.serving import who_serves
from commonwheel.design.serving import serving_facts
from commonwheel.foundation.access import open_to_all

_SHORT = "public, max-age=60"
_WRONG, _NOT_FOUND, _NO_SUCH_METHOD, _UNAVAILABLE = 400, 404, 405, 503
View = Callable[..., object]


def for_programs(*methods: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Answer with what the view returns, as JSON; what is wrong with the question is told as RFC 9457 has it."""

    def mark(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_exempt  # Nothing here changes anything, whoever makes a browser send it.
        @open_to_all
        @wraps(view)
        def within(request: HttpRequest, **arguments: str) -> HttpResponseBase:
            try:
                _check_method(request, methods)
                response = _response(view(request, **arguments))
            except QuestionIsWrong as reason:
                response = HttpResponse(_dumped(answers.problem_of(reason)), PROBLEM, reason.status)
            if response.status_code == _NO_SUCH_METHOD:
                response.headers["Allow"] = ", ".join(methods)
            return _cacheable(request, response)

        return within

    return mark


READING = ("GET", "HEAD")


@for_programs(*READING)
def who(request: HttpRequest) -> object:
    """Who serves a place on a day."""
    asked = forms.read_who(request.GET, today=timezone.localdate(), find=authorities.the_register().find)
    placing = _placing(asked.place)
    if asked.park:
        placing = replace(placing, areas=tuple(replace(area, park=asked.park) for area in placing.areas))
    ground = authorities.ground_on(asked.place.on, placing.areas)
    serving = who_serves(placing.areas, ground=ground, road=asked.road, duties=asked.duties)
    return answers.who_answer(serving_facts(serving), placing, as_of=authorities.the_register().as_of)


@for_programs(*READING)
def postcode(request: HttpRequest, postcode: str) -> object:
    """Where a postcode is."""
    on = _day(request, forms.OF_A_DAY)
    written = forms.read_postcode(postcode)
    known = queries.find_in_tables(written, on)
    if known is None:
        raise _unknown_postcode(written)
    found, table = known
    spot = queries.spot_of_postcode(found)
    return answers.postcode_answer(found, spot, table=table, register=authorities.the_register(), on=on)


@for_programs(*READING)
def point(request: HttpRequest) -> object:
    """Where a point lies."""
    read = forms.read_only(request.GET, (*forms.OF_A_POINT, *forms.OF_A_DAY))
    on, spot = forms.read_day(read.get("on", ""), today=timezone.localdate()), forms.read_point_asked(read)
    placing = queries.place_of_point(spot, on=on)
    outlines = [(each.areas.about, each.area) for each in queries.outlines_at(spot, on=on)]
    return answers.point_answer(spot, placing, outlines, register=authorities.the_register(), on=on)


@for_programs("POST")
def many(request: HttpRequest) -> object:
    """Where many places lie."""
    asked = forms.read_many(request, today=timezone.localdate())
    found = queries.locate_many(asked)
    if found is None:
        says, mend = "This site holds neither postcodes nor boundaries.", "Ask whoever runs it to take them in."
        raise QuestionIsWrong("nothing-held", where="", says=says, mend=mend, status=_UNAVAILABLE)
    sources, located = found
    texts = asked.postcodes or tuple(f"{one!r}, {other!r}" for one, other in asked.degrees or asked.metres)
    return answers.many_answer(texts, located, sources, on=asked.on)


@for_programs(*READING)
def areas(request: HttpRequest) -> object:
    """The areas of a level."""
    read = forms.read_only(request.GET, ("level", *forms.OF_A_DAY))
    level = forms.read_level(read.get("level", ""))
    on = forms.read_day(read.get("on", ""), today=timezone.localdate())
    return features.areas_answer(level, queries.areas_on(level, on), register=authorities.the_register(), on=on)


@for_programs(*READING)
def area(request: HttpRequest, area: str) -> object:
    """An area with its outline, as GeoJSON."""
    read = forms.read_only(request.GET, ("tolerance", *forms.OF_A_DAY))
    on, tolerance = (
        forms.read_day(read.get("on", ""), today=timezone.localdate()),
        forms.read_tolerance(read.get("tolerance", "")),
    )
    register = authorities.the_register()
    known = register.find(area)
    codes = [code.value for code in known.codes][::-1] if known else [area]
    outline = queries.find_outline(codes, on=on)
    if known is None and outline is None:
        says, mend = (
            f"{area[:60]!r} is no area of the register or of the boundaries held.",
            "Lists: areas?level=district.",
        )
        raise QuestionIsWrong("unknown-area", where="area", says=says, mend=mend, status=_NOT_FOUND)
    drawn = (outline.areas.about, outline.area, outline.shape) if outline else None
    return features.feature_of(known, drawn, register=register, on=on, tolerance=tolerance)


@for_programs(*READING)
def description(request: HttpRequest) -> object:
    """The description of all this, as OpenAPI 3.1."""
    forms.read_only(request.GET, ())
    return openapi.document()


# Private


def _placing(asked: PlaceAsked) -> Placing:
    """Return where a place lies; refuse what nothing tells of."""
    if asked.council:
        found = place_council(asked.council, register=authorities.the_register(), on=asked.on)
    elif asked.spot:
        found = queries.place_of_point(asked.spot, on=asked.on)
    elif queries.find_postcode(asked.postcode, asked.on) is None:
        raise _unknown_postcode(asked.postcode)
    else:
        found = queries.place_of_postcode(asked.postcode, on=asked.on)
    if found.areas:
        return found
    says = "Nothing tells in which council’s area this place lies: it is in the sea, or nothing is held of it."
    mend = "Ask for a council with area, or whoever runs this site to take in postcodes and boundaries."
    raise QuestionIsWrong("nowhere", where="", says=says, mend=mend, status=_NOT_FOUND)


def _unknown_postcode(written: str) -> QuestionIsWrong:
    mend = "Check it, or ask for a point or a council instead."
    says = f"{written} is not in the list of postcodes that is held here."
    return QuestionIsWrong("unknown-postcode", where="postcode", says=says, mend=mend, status=_NOT_FOUND)


def _day(request: HttpRequest, allowed: tuple[str, ...]) -> dt.date:
    return forms.read_day(forms.read_only(request.GET, allowed).get("on", ""), today=timezone.localdate())


def _check_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        says, mend = f"This address does not answer {request.method}.", f"Use {' or '.join(methods)}."
        raise QuestionIsWrong("no-such-method", where="", says=says, mend=mend, status=_NO_SUCH_METHOD)


def _response(answer: object) -> HttpResponse:
    return HttpResponse(_dumped(answer), GEOJSON if isinstance(answer, answers.Feature) else JSON)


def _cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Let every page read it, and programs keep it for a minute and ask afterwards only whether it has changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method not in READING or response.status_code >= _WRONG:
        response.headers["Cache-Control"] = "no-store"
        return response
    etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    # Most programs keep nothing, and to read that out of their headers costs a tenth of the answer.
    kept = "HTTP_IF_NONE_MATCH" in request.META
    answer: HttpResponseBase = (get_conditional_response(request, etag=etag) if kept else None) or response
    answer.headers["ETag"], answer.headers["Cache-Control"] = etag, _SHORT
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _dumped(answer: object) -> bytes:
    kind: Any = type(answer)
    return _adapter(kind).dump_json(answer)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
