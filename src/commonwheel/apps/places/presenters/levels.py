"""The page that lays levels of local side by side: tables, maps, and what can and cannot be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwheel.apps.places.presenters.area_map import AreaMap, MappedArea
from commonwheel.apps.places.presenters.duty_names import duty_name
from commonwheel.apps.places.queries import LevelAnswer, NoAnswer
from commonwheel.apps.places.rules import SCALES, LevelAsked
from commonwheel.core.places.areas.drawing import WIDTH, Drawn
from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.local.compare import Measured
from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.kept import Measure
from commonwheel.core.places.register.authority import Authority
from commonwheel.design.authorities import name_of
from commonwheel.design.fields import FieldError, FieldView, OptionView
from commonwheel.design.frame import Link
from commonwheel.design.levels import (
    TERMS,
    Table,
    councils,
    curve_words,
    geography_name,
    part_name,
    rests_on,
    sentences,
    tables,
)

_MEASURES: Mapping[Measure, object] = {
    "population": gettext_lazy("Residents"),
    "demand": gettext_lazy("Demand: what the service is asked for, such as households"),
    "need": gettext_lazy("Need: who needs it most, such as residents of 65 and over"),
    "cost": gettext_lazy("Cost: pounds that each council spends on it"),
    "points": gettext_lazy("Service points: where it is given"),
}
_SCALES: Mapping[str, object] = {
    "unsure": gettext_lazy("Nobody knows"),
    "saves": gettext_lazy("If a larger council is always cheaper"),
    "nothing": gettext_lazy("If size makes no difference"),
    "costs": gettext_lazy("If a larger council is always dearer"),
}
_FILES: Mapping[Measure, str] = {
    "population": "population.csv@2024",
    "demand": "households.csv@2025",
    "need": "population.csv:65..90+@2024",
    "cost": "spending.csv@2025",
    "points": "places.csv",
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A measure that is not compared, why, and the command that would mend it."""

    name: str
    why: str
    command: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A geography: its map, and the table of its councils, by the numbers on the map."""

    id: str
    map: AreaMap
    table: Table


@dataclass(frozen=True, slots=True)
class LevelPage:
    """
    What the page shows.

    Attributes:
        heading: the region; caption: the service.
        says: sentences on what can and cannot be told.
        joined: each group of councils that somebody joined, with the address of the page without it.
        rests_on: what it takes for granted, and its sources.
        licences: words that must be shown with it.
        lacking: what is not compared.
    """

    heading: str
    caption: str
    says: tuple[str, ...]
    tables: tuple[Table, ...]
    geographies: tuple[Compared, ...]
    joined: tuple[Link, ...]
    rests_on: tuple[str, ...]
    licences: tuple[str, ...]
    lacking: tuple[Lacking, ...]


def asking_fields(asked: LevelAsked, regions: Iterable[Authority]) -> tuple[FieldView, ...]:
    """Return the questions of the page, as they were answered."""
    problems = dict(asked.problems)
    services = sorted(
        (OptionView(each.name, duty_name(each)) for each in DUTIES.values()), key=lambda option: option.label
    )
    places = sorted((OptionView(each.id, name_of(each)) for each in regions), key=lambda option: option.label)
    scales = (OptionView(name, f"{words}: {curve_words(SCALES[name])}") for name, words in _SCALES.items())
    service = asked.duty.name if asked.duty else ""
    return (
        FieldView(
            "service", "select", _("Which service?"), options=_by_label(services), value=service,
            error=problems.get("service", ""),
        ),
        FieldView(
            "region", "select", _("In which region?"), options=_by_label(places), value=asked.region,
            error=problems.get("region", ""),
        ),
        FieldView("scale", "radios", _("How does cost go with size?"), options=tuple(scales), value=asked.scale),
    )  # fmt: skip


def joining_field(asked: LevelAsked, answer: LevelAnswer) -> FieldView:
    """Return the question which councils to join; those that are joined already are no more on the list."""
    gone = {code for group in asked.joined for code in group}
    pieces = sorted(answer.ground.outlined.pieces, key=lambda piece: piece.name)
    return FieldView(
        "tick",
        "checkboxes",
        _("Which councils would be one?"),
        _("Tick two or more. The others stay as they are. You can join more councils afterwards."),
        tuple(OptionView(piece.code, piece.name) for piece in pieces if piece.code not in gone),
        error=dict(asked.problems).get("tick", ""),
    )


def hidden_answers(asked: LevelAsked) -> tuple[tuple[str, str], ...]:
    """Return what was asked as names and values, for the form in which councils are joined."""
    service = asked.duty.name if asked.duty else ""
    groups = (("join", ".".join(group)) for group in asked.joined)
    return ("service", service), ("region", asked.region), ("scale", asked.scale), *groups


def errors_in(asked: LevelAsked) -> tuple[FieldError, ...]:
    """Return what is wrong with the questions, for the summary."""
    return tuple(FieldError(name, words) for name, words in asked.problems)


def level_page(asked: LevelAsked, answer: LevelAnswer, region: Authority) -> LevelPage:
    """Return the page that answers."""
    drawn = zip(answer.measured, answer.drawn, strict=True)
    return LevelPage(
        heading=name_of(region),
        caption=duty_name(asked.duty) if asked.duty else "",
        says=tuple(sentences(answer.measured, answer.pairs)),
        tables=tuple(tables(answer.measured, answer.pairs)),
        geographies=tuple(
            _compared(each, outlines, answer, number) for number, (each, outlines) in enumerate(drawn, start=1)
        ),
        joined=_joined(asked, answer),
        rests_on=(*rests_on(answer.evidence), *_sources(answer)),
        licences=tuple(dict.fromkeys(each for each in (answer.licence, TERMS) if each)),
        lacking=_lacking(asked, answer),
    )


def what_to_load(asked: LevelAsked, found: NoAnswer | None) -> Lacking:
    """Return why nothing can be compared, and the command that would mend it."""
    if found and found.lacks == "population":
        why = _("This site keeps no figures of residents that cover this region.")
        return Lacking(str(_MEASURES["population"]), why, _command("population", asked))
    why = _("This site holds no postcodes and boundaries of a whole region yet.")
    return Lacking(_("Postcodes and boundaries"), why, "commonwheel places import FILE")


def _by_label(options: Iterable[OptionView]) -> tuple[OptionView, ...]:
    return tuple(sorted(options, key=lambda option: option.label))


def _compared(each: Measured, outlines: Sequence[Drawn], answer: LevelAnswer, number: int) -> Compared:
    name = geography_name(each.geography)
    parts = [part_name(each.geography, part) for part in each.geography.parts]
    areas = (
        MappedArea(place, part, "council", "", drawn.path, drawn.label)
        for place, (part, drawn) in enumerate(zip(parts, outlines, strict=True), start=1)
    )
    picture = AreaMap(
        title=_("Map: %(name)s") % {"name": name},
        description=_("It shows the area of %(names)s.") % {"names": ", ".join(parts)},
        width=WIDTH,
        height=answer.frame.height,
        areas=tuple(areas),
        above=(),
        mark=None,
        source=_map_note(outlines),
        licence="",
    )
    return Compared(f"map-{number}", picture, councils(each))


def _map_note(outlines: Sequence[Drawn]) -> str:
    if all(each.label for each in outlines):
        return _("Boundaries simplified.")
    return _("Boundaries simplified. Councils too small for their number are drawn without it.")


def _joined(asked: LevelAsked, answer: LevelAnswer) -> tuple[Link, ...]:
    names = {piece.code: piece.name for piece in answer.ground.outlined.pieces}
    found = []
    for group in asked.joined:
        others = [(name, value) for name, value in hidden_answers(asked) if value != ".".join(group)]
        href = f"{reverse('places:level')}?{urlencode(others)}"
        found.append(Link(" + ".join(names.get(code, code) for code in group), href))
    return tuple(found)


def _sources(answer: LevelAnswer) -> tuple[str, ...]:
    words = {
        _("Postcodes"): answer.postcodes,
        _("Boundaries"): answer.outlines,
        **{
            str(_MEASURES[name]).partition(":")[0]: f"{each.source} ({each.year})"
            if isinstance(each, Figures)
            else each.source
            for name, each in answer.content.items()
        },
    }
    return tuple(f"{name}: {source}" for name, source in words.items())


def _lacking(asked: LevelAsked, answer: LevelAnswer) -> tuple[Lacking, ...]:
    no_figures, not_whole = _("No figures are kept."), _("The figures that are kept do not cover this region.")
    found = [(name, no_figures) for name in answer.missing] + [(name, not_whole) for name in answer.lacking]
    return tuple(Lacking(str(_MEASURES[name]), why, _command(name, asked)) for name, why in found)


def _command(measure: Measure, asked: LevelAsked) -> str:
    service = f" --service {asked.duty.name}" if measure != "population" and asked.duty else ""
    return f"commonwheel places figures keep {measure} {_FILES[measure]}{service}"
