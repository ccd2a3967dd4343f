"""What somebody asks of levels of local: a service, a region, how cost goes with size, and councils to join."""

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from commonwheel.apps.places.rules import MOST_COUNCILS, SCALES, LevelAsked
from commonwheel.core.places.duties import DUTIES

_LONGEST = 60
_CODE = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)
_BETWEEN = "."


def read_level(given: QueryDict) -> LevelAsked:
    """Read what was asked. What is ticked is joined to one more council."""
    problems: list[tuple[str, str]] = []
    name, region = (given.get(each, "").strip()[:_LONGEST] for each in ("service", "region"))
    duty = DUTIES.get(name)
    joined = [tuple(group.split(_BETWEEN)) for group in given.getlist("join")[:MOST_COUNCILS]]
    ticked = tuple(given.getlist("tick")[: MOST_COUNCILS + 1])
    if (name or region) and not duty:
        problems.append(("service", _("Choose a service")))
    if duty and not region:
        problems.append(("region", _("Choose a region")))
    if len(ticked) == 1:
        problems.append(("tick", _("Tick two councils or more, which would be one")))
    elif ticked:
        joined.append(ticked)
    codes = [code for group in joined for code in group]
    if len(codes) > MOST_COUNCILS or not all(map(_CODE.fullmatch, codes)):
        problems.append(("tick", _("Tick councils from the list")))
        joined = []
    scale = given.get("scale", "")
    return LevelAsked(duty, region, scale if scale in SCALES else next(iter(SCALES)), tuple(joined), tuple(problems))
