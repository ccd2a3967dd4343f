"""The page that says who serves a place on a day, service by service."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.places.presenters.duty_names import duty_name
from commonwheel.apps.places.presenters.placing_words import placing_words
from commonwheel.apps.places.rules import Asked
from commonwheel.core.places.placing import Placing
from commonwheel.core.places.register.authority import Authority, Kind
from commonwheel.core.places.responsibility import Candidate
from commonwheel.core.places.serving import Answer, Change, Serving
from commonwheel.design.authorities import kind_words, name_of, why
from commonwheel.design.fields import FieldError, FieldView, OptionView
from commonwheel.design.frame import Link
from commonwheel.design.moments import day
from commonwheel.design.parishes import parish_words

# In the order in which residents look for them; those that are not here come last.
_ORDER: tuple[Kind, ...] = ("district", "unitary", "metropolitan", "london", "county", "combined")


@dataclass(frozen=True, slots=True)
class ServedBy:
    """One authority: what it is called and is, its page ("" for none), its phone number ("" for none)."""

    name: str
    kind: str
    page: str
    phone: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One service, with the law that gives it."""

    name: str
    law: Link


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """Services that the same authorities have for the same reason."""

    names: tuple[Link, ...]
    why: str
    besides: str
    lines: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True)
class ServingPage:
    """
    What the page shows.

    Attributes:
        heading: what was asked.
        day: the day it is of, in words.
        unsure: why there may be several; "" where it is certain.
        councils: those that serve the place, with the authorities above them.
        bodies: others that do.
        changes: what is known to change, as sentences.
        groups: services by who has them.
        nobody: services of which nobody can say.
        parish: a sentence on the parish, town or community council; "" where there can be none.
    """

    heading: str
    day: str
    unsure: str
    councils: tuple[ServedBy, ...]
    bodies: tuple[ServedBy, ...]
    changes: tuple[str, ...]
    groups: tuple[DutyGroup, ...]
    nobody: tuple[str, ...]
    parish: str


def asking_fields(asked: Asked, choices: Iterable[Authority]) -> tuple[FieldView, ...]:
    """Return the questions of the page, as they were answered."""
    problems = dict(asked.problems)
    options = tuple(OptionView(each.id, name_of(each)) for each in choices)
    return (
        FieldView(
            "postcode",
            "text",
            _("Postcode or point"),
            _("A point is a grid reference, such as TQ 310 046, or latitude and longitude."),
            value=asked.postcode,
            error=problems.get("postcode", ""),
        ),
        FieldView(
            "area",
            "select",
            _("Or choose a council"),
            _("If you do not know the postcode"),
            options,
            value=asked.area,
            error=problems.get("area", ""),
            optional=True,
        ),
        FieldView(
            "on",
            "date",
            _("On which day?"),
            _("For today, leave this empty. You can ask about the past and the future."),
            parts=asked.parts,
            error=problems.get("on", ""),
            optional=True,
        ),
    )


def errors_in(asked: Asked) -> tuple[FieldError, ...]:
    """Return what is wrong with the questions, for the summary."""
    targets = {"on": "on-day"}
    return tuple(FieldError(targets.get(name, name), words) for name, words in asked.problems)


def serving_page(serving: Serving, placing: Placing, *, what: str, parish: str) -> ServingPage:
    """
    Return the page on who serves a place.

    Args:
        placing: how it was found where it lies.
        what: the postcode, the point or the council, as it is written.
        parish: name of the parish or community; "" where it is not known.
    """
    everybody = {
        each.id: each for standing in serving.standings for each in (standing.lowest, *standing.above, *serving.parks)
    }
    unsure = set() if serving.is_park_known else {park.id for park in serving.parks}
    ordered = sorted(everybody.values(), key=lambda each: (_rank(each.kind_on(serving.on)), name_of(each)))
    served = [_served_by(each, serving.on, is_sure=each.id not in unsure) for each in ordered]
    councils = sum(each.kind_on(serving.on) in _ORDER for each in ordered)
    return ServingPage(
        heading=what,
        day=day(serving.on),
        unsure=_unsure(serving, placing),
        councils=tuple(served[:councils]),
        bodies=tuple(served[councils:]),
        changes=tuple(map(_change, serving.changes)),
        groups=_groups(serving.answers),
        nobody=tuple(sorted(duty_name(answer.duty) for answer in serving.answers if not answer.candidates)),
        parish=parish_words(serving, parish),
    )


def _rank(kind: Kind) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _served_by(authority: Authority, on: dt.date, *, is_sure: bool) -> ServedBy:
    kind = kind_words(authority.kind_on(on)) if is_sure else _("National park, if the place is inside it")
    return ServedBy(name_of(authority), kind, authority.page, authority.phone)


def _unsure(serving: Serving, placing: Placing) -> str:
    if len(placing.areas) > 1 or placing.how == "nearest":
        return placing_words(placing)
    if len(serving.standings) > 1:
        return _("We only know that it was one of these on that day.")
    return ""


def _change(change: Change) -> str:
    names = _(" or ").join(name_of(each) for each in change.into)
    words = {"day": day(change.on), "name": name_of(change.authority), "into": names}
    if not names:
        return _("On %(day)s %(name)s ends.") % words
    return _("On %(day)s %(name)s ends, and %(into)s follows.") % words


def _groups(answers: Iterable[Answer]) -> tuple[DutyGroup, ...]:
    """Put services together that the same authorities have for the same reason; the largest group first."""
    found: dict[tuple[tuple[str, str], ...], list[Answer]] = {}
    for answer in answers:
        if answer.candidates:
            key = tuple((each.authority.id, each.reason) for each in answer.candidates)
            found.setdefault((*key, ("", str(bool(answer.candidates[0].elsewhere)))), []).append(answer)
    return tuple(_group(together) for together in sorted(found.values(), key=len, reverse=True))


def _group(together: list[Answer]) -> DutyGroup:
    first = together[0].candidates
    lines = (DutyLine(duty_name(one.duty), Link(one.candidates[0].law, one.candidates[0].law_page)) for one in together)
    return DutyGroup(
        names=tuple(Link(name_of(each.authority), each.authority.page) for each in first),
        why=why(first[-1].reason),
        besides=_besides(first[0]),
        lines=tuple(sorted(lines, key=lambda line: line.name)),
    )


def _besides(candidate: Candidate) -> str:
    said = {
        "trunk-road": _("On a trunk road it is %(name)s."),
        "red-route": _("On a red route it is %(name)s."),
    }
    return " ".join(said[each.reason] % {"name": name_of(each.authority)} for each in candidate.elsewhere)
