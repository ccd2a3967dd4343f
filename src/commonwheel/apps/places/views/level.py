"""The page that lays levels of local side by side."""

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonwheel.apps.places import queries
from commonwheel.apps.places.forms.level import read_level
from commonwheel.apps.places.presenters.levels import (
    asking_fields,
    errors_in,
    hidden_answers,
    joining_field,
    level_page,
    what_to_load,
)
from commonwheel.apps.places.queries import LevelAnswer, NoAnswer
from commonwheel.apps.places.rules import LevelAsked
from commonwheel.core.places.local.geography import NotAGeography
from commonwheel.core.places.register.authority import Authority
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.frames import places_frame
from commonwheel.foundation.requests import NodeRequest

UNPROCESSABLE = 422


@open_to_all
@require_safe
def level(request: HttpRequest) -> HttpResponse:
    """Ask for a service and a region, and lay the ways to part it into councils side by side."""
    on = timezone.localdate()
    regions = queries.regions_to_compare(on=on)
    asked = read_level(request.GET)
    region = next((each for each in regions if each.id == asked.region), None)
    if asked.region and region is None:
        asked = _with_problem(asked, "region", _("Choose a region from the list"))
    answer, asked = _answer(asked, region)
    context: dict[str, Any] = {
        "frame": places_frame(cast("NodeRequest", request)),
        "fields": asking_fields(asked, regions),
        "errors": errors_in(asked),
        "page": None,
        "lacks": None,
        "on": on,
    }
    if region and isinstance(answer, LevelAnswer):
        context["page"] = level_page(asked, answer, region)
        context["joining"], context["hidden"] = joining_field(asked, answer), hidden_answers(asked)
    elif answer or not regions:
        context["lacks"] = what_to_load(asked, cast("NoAnswer | None", answer))
    return render(request, "places/level.html", context, status=UNPROCESSABLE if asked.problems else 200)


def _answer(asked: LevelAsked, region: Authority | None) -> tuple[LevelAnswer | NoAnswer | None, LevelAsked]:
    """Return what is found, and what was asked without what cannot be joined; None where there is no whole question."""
    if asked.duty is None or region is None:
        return None, asked
    on = timezone.localdate()
    try:
        return queries.compare_levels(asked.duty, region, scale=asked.scale, groups=asked.joined, on=on), asked
    except NotAGeography:
        plain = replace(_with_problem(asked, "tick", _("Tick councils from the list, each of them once")), joined=())
        return queries.compare_levels(asked.duty, region, scale=asked.scale, groups=(), on=on), plain


def _with_problem(asked: LevelAsked, name: str, words: str) -> LevelAsked:
    return replace(asked, problems=(*asked.problems, (name, words)))
