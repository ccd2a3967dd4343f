"""The page that says who serves a place on a day."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places import queries
from commonwheel.apps.places.forms.page import read_asked
from commonwheel.apps.places.presenters.serving import ServingPage, asking_fields, errors_in, serving_page
from commonwheel.apps.places.rules import Asked
from commonwheel.core.places.register.authority import COUNCILS
from commonwheel.core.places.responsibility import Area
from commonwheel.core.places.serving import who_serves
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
    page, asked = _answer(asked)
    register, day = authorities.the_register(), asked.on or timezone.localdate()
    choices = sorted(register.in_being(day, kinds=COUNCILS), key=lambda each: each.name.short)
    context = {
        "frame": places_frame(cast("NodeRequest", request)),
        "fields": asking_fields(asked, choices),
        "errors": errors_in(asked),
        "page": page,
        "as_of": register.as_of,
    }
    return render(request, "places/serving.html", context, status=UNPROCESSABLE if asked.problems else 200)


def _answer(asked: Asked) -> tuple[ServingPage | None, Asked]:
    """Return the page that answers, or what is wrong with the question; neither where nothing was asked."""
    if asked.problems or not asked.is_asked or asked.on is None:
        return None, asked
    areas = queries.areas_of_postcode(asked.postcode, on=asked.on) if asked.postcode else _areas_of_council(asked)
    if not areas:
        return None, _with_problem(asked)
    found = who_serves(areas, ground=authorities.ground_on(asked.on, areas))
    register = authorities.the_register()
    what = asked.postcode or name_of(register.get(asked.area))
    return serving_page(found, what=what, place_is_sure=len(areas) == 1), asked


def _areas_of_council(asked: Asked) -> tuple[Area, ...]:
    found = authorities.the_register().find(asked.area)
    return (Area(found.codes[-1].value),) if found and found.codes else ()


def _with_problem(asked: Asked) -> Asked:
    name, words = ("postcode", _no_postcode()) if asked.postcode else ("area", _("Choose a council from the list"))
    return Asked(asked.postcode, asked.area, asked.parts, asked.on, ((name, words),))


def _no_postcode() -> str:
    if queries.postcode_table() is None:
        return _("This site has no list of postcodes yet. Choose a council instead.")
    return _("We do not know this postcode. Check it, or choose a council instead.")
