"""The page that says who serves a place on a day."""

import datetime as dt
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places import queries
from commonwheel.apps.places.forms.page import read_asked
from commonwheel.apps.places.presenters.area_map import AreaMap, area_map
from commonwheel.apps.places.presenters.serving import ServingPage, asking_fields, errors_in, serving_page
from commonwheel.apps.places.rules import Asked
from commonwheel.core.places.grid import Spot
from commonwheel.core.places.placing import NOWHERE, Placing, place_council
from commonwheel.core.places.register.authority import COUNCILS
from commonwheel.core.places.serving import Serving, who_serves
from commonwheel.design.authorities import name_of
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.frames import places_frame
from commonwheel.foundation.requests import NodeRequest

UNPROCESSABLE = 422


@open_to_all
@require_safe
def serving(request: HttpRequest) -> HttpResponse:
    """Ask for a place and a day, and say who serves it."""
    asked = read_asked(request.GET.dict(), today=timezone.localdate())
    page, drawn, asked = _answer(asked)
    register, day = authorities.the_register(), asked.on or timezone.localdate()
    choices = sorted(register.in_being(day, kinds=COUNCILS), key=lambda each: each.name.short)
    context = {
        "frame": places_frame(cast("NodeRequest", request)),
        "fields": asking_fields(asked, choices),
        "errors": errors_in(asked),
        "page": page,
        "map": drawn,
        "as_of": register.as_of,
    }
    return render(request, "places/serving.html", context, status=UNPROCESSABLE if asked.problems else 200)


def _answer(asked: Asked) -> tuple[ServingPage | None, AreaMap | None, Asked]:
    """Return the page that answers, with a map; or what is wrong with the question; neither where nothing was asked."""
    if asked.problems or not asked.is_asked or asked.on is None:
        return None, None, asked
    placing = _placing(asked, asked.on)
    if not placing.areas:
        return None, None, _with_problem(asked)
    found = who_serves(placing.areas, ground=authorities.ground_on(asked.on, placing.areas))
    what = asked.postcode or name_of(authorities.the_register().get(asked.area))
    parish = queries.name_of_parish(found.parish, on=asked.on)
    return serving_page(found, placing, what=what, parish=parish), _map(found, asked.spot, what=what), asked


def _placing(asked: Asked, on: dt.date) -> Placing:
    if asked.spot:
        return queries.place_of_point(asked.spot, on=on)
    if asked.postcode:
        return queries.place_of_postcode(asked.postcode, on=on)
    register = authorities.the_register()
    found = register.find(asked.area)
    return place_council(found, register=register, on=on) if found else NOWHERE


def _map(found: Serving, spot: Spot | None, *, what: str) -> AreaMap | None:
    """Return the map of what serves a place; None where no boundaries are held that have it."""
    councils = {standing.lowest.id for standing in found.standings}
    counties = {
        one.id: one for standing in found.standings if (one := standing.of_kind("county", on=found.on)) is not None
    }
    around = queries.surroundings(councils, counties.keys(), on=found.on)
    if around is None:
        return None
    outlines = (
        queries.find_outline([code.value for code in one.codes], on=found.on, levels=["county"])
        for one in counties.values()
    )
    return area_map(
        around.districts,
        {"here": around.here, "county": around.county, "beside": around.beside},
        what=what,
        counties=[each.shape for each in outlines if each],
        spot=spot,
        register=authorities.the_register(),
        on=found.on,
    )


def _with_problem(asked: Asked) -> Asked:
    if asked.spot:
        problem = ("postcode", _("We do not know whose area this point is in. Check it, or choose a council instead."))
    elif asked.postcode:
        problem = ("postcode", _no_postcode())
    else:
        problem = ("area", _("Choose a council from the list"))
    return Asked(asked.postcode, asked.area, asked.parts, asked.on, (problem,))


def _no_postcode() -> str:
    if queries.postcode_table() is None:
        return _("This site has no list of postcodes yet. Choose a council instead.")
    return _("We do not know this postcode. Check it, or choose a council instead.")
