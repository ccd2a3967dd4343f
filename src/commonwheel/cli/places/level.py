"""`commonwheel places level`: a region cut into councils in several ways, and what can be told between them."""

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from commonwheel.cli.on_node import as_json_option, refuse, say, set_up_django
from commonwheel.cli.places.options import DAY, FILE, encoding_of, node_data, replacing
from commonwheel.core.problems import Failure

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from commonwheel.core.places.local.amounts import Amounts
    from commonwheel.core.places.local.compare import Evidence, Measured, Pair
    from commonwheel.core.places.local.figures import Figures
    from commonwheel.core.places.local.geography import Geography
    from commonwheel.core.places.local.ground import Outlined
    from commonwheel.core.places.local.homes import Homes
    from commonwheel.core.places.local.span import Span
    from commonwheel.core.places.postcode_table import PostcodeTable
    from commonwheel.core.places.register.authority import Authority

_TERMS = (
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
    "database right. Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
)
_FIGURES = "CSV by GSS code: FILE, FILE:COLUMN or FILE:FIRST..LAST, each with @YEAR where the column tells none."


@click.command()
@click.option("--region", required=True, help="A county, combined authority or council: its id or GSS code.")
@click.option("--service", required=True, help="A duty, such as waste-collection; the reference lists them all.")
@click.option("--population", required=True, help=f"Residents. {_FIGURES}")
@click.option("--demand", default="", help="What the service is asked for, such as households. The same forms.")
@click.option("--need", default="", help="Who needs it most, such as residents of 65 and over. The same forms.")
@click.option("--cost", default="", help="Pounds that each council spends on it today. The same forms.")
@click.option("--points", type=FILE, help="Service points: CSV with postcode, lat and lon, or easting and northing.")
@click.option("--candidate", "drawings", multiple=True, help="A geography of your own: NAME=code,code;code,code")
@click.option("--on", "day", type=DAY, help="The day, such as 2026-11-01. Default: today.")
@click.option("--elasticity", default="", help="Of unit cost to size, LOW,HIGH. Default: -0.10,0.05, an assumption.")
@click.option("--map", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write a map of each, as SVG.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write tables and maps as one page, as HTML."
)
@as_json_option
def level(
    *,
    region: str,
    service: str,
    drawings: tuple[str, ...],
    day: "dt.datetime | None",
    target: Path | None,
    report: Path | None,
    as_json: bool,
    **files: Any,
) -> None:
    """
    Compare councils of several sizes for one service in one region.

    Today's councils, those that are announced, a combined authority, the whole region and what you draw are set
    beside each other. Every number has its range, and differences that are too small to tell are said to be so.
    """
    set_up_django()
    from django.utils import timezone

    from commonwheel.cli.places import level_words
    from commonwheel.core.places.local.compare import compare, measure
    from commonwheel.core.places.local.drawing import draw

    try:
        asked = _Asked(region, service, drawings, day.date() if day else timezone.localdate())
        evidence = asked.evidence(_Files(**files))
        measured = measure(asked.geographies, evidence)
        pairs = compare(measured)
        _write(target, lambda: draw(asked.geographies, asked.outlined, asked.terms))
        _write(report, lambda: asked.report(measured, pairs, evidence))
    except (Failure, OSError) as problem:
        refuse(str(problem))
    words = [asked.title, "", *level_words.lines(measured, pairs, evidence)]
    say("\n".join(words), {**asked.head, **level_words.as_json(measured, pairs, evidence)}, as_json=as_json)


def _write(target: Path | None, text: "Callable[[], str]") -> None:
    if target:
        with replacing(target, "utf-8") as out:
            out.write(text())


@contextmanager
def _opened(path: Path) -> "Iterator[TextIO]":
    """Yield the text of a CSV file; end the command where it is none."""
    with path.open(encoding=encoding_of(path), newline="") as file:
        try:
            yield file
        except csv.Error as problem:
            refuse(f"{path.name} is no CSV file: {problem}. Nothing was compared.")


@dataclass(frozen=True, slots=True)
class _Files:
    """What is given beside the region, as it was given; empty for not given."""

    population: str
    demand: str
    need: str
    cost: str
    points: Path | None
    elasticity: str


class _Asked:
    """What was asked, with what the node holds of it."""

    def __init__(self, region: str, service: str, drawings: "Sequence[str]", on: "dt.date") -> None:
        from commonwheel.apps.authorities import api as authorities
        from commonwheel.core.places.duties import duty_named
        from commonwheel.core.places.local.candidates import districts_of, known_candidates
        from commonwheel.core.places.local.geography import check_names, drawn, read_drawn
        from commonwheel.core.places.local.ground import settle

        self.on, self.register = on, authorities.the_register()
        duty = duty_named(service)
        self.region: Authority = self.register.get(region)
        districts = districts_of(self.register, self.region, on=on)
        own = [read_drawn(each) for each in drawings]
        named = {code for _, groups in own for group in groups for code in group}
        self.table, self.outlined, self.terms = _held(districts, named, on)
        self.homes: Homes = settle(self.outlined, self.table, self.register, on=on)
        pieces = self.outlined.pieces
        known = known_candidates(self.register, districts, pieces, duty=duty, on=on)
        self.geographies: tuple[Geography, ...] = (*known, *(drawn(name, groups, pieces) for name, groups in own))
        check_names(self.geographies)
        self.title = f"{self.region.name.full}: {duty.label}, {on}"
        self.sources: dict[str, str] = {"postcodes": self.table.source}
        self.head: dict[str, Any] = {
            "region": self.region.id, "service": service, "on": str(on), "sources": self.sources, "terms": self.terms
        }  # fmt: skip

    def evidence(self, files: _Files) -> "Evidence":
        """Read the files."""
        from commonwheel.core.places.local.compare import Evidence
        from commonwheel.core.places.local.cost import ASSUMED, read_curve
        from commonwheel.core.places.local.ground import read_points

        curve = read_curve(files.elasticity) if files.elasticity else ASSUMED
        people = self._amounts("population", files.population)
        asked = self._amounts("demand", files.demand) if files.demand else None
        needed = self._amounts("need", files.need) if files.need else None
        spent = self._unit_cost(files.cost, asked or people) if files.cost else None
        spots = None
        if files.points:
            with _opened(files.points) as file:
                spots = read_points(file, self.outlined, self.table, name=files.points.name)
            self.sources["points"] = files.points.name
        return Evidence(self.outlined.pieces, self.homes, people, asked, needed, spots, spent, curve)

    def report(self, measured: "Sequence[Measured]", pairs: "Sequence[Pair]", evidence: "Evidence") -> str:
        """Return the page."""
        import jinja2
        from markupsafe import Markup

        from commonwheel.cli.places import level_words
        from commonwheel.core.places.local.drawing import draw

        pages = jinja2.Environment(loader=jinja2.PackageLoader("commonwheel.cli.places", ""), autoescape=True)
        return pages.get_template("level_report.html").render(
            title=self.title,
            tables=level_words.tables(measured, pairs),
            councils=level_words.councils(measured),
            says=level_words.sentences(measured, pairs, evidence),
            sources=self.sources,
            terms=self.terms,
            maps=Markup(draw(self.geographies, self.outlined, self.terms)),  # noqa: S704  # it escapes all names
        )

    def _unit_cost(self, given: str, units: "Amounts") -> "Span":
        from commonwheel.core.places.local.amounts import unit_cost

        figures, values = self._figures("cost", given)
        every = [piece.code for piece in self.outlined.pieces]
        holders = [part.code for part in self.geographies[0].parts]
        return unit_cost(figures, values, holders, units.of(every), self.on)

    def _amounts(self, title: str, given: str) -> "Amounts":
        from commonwheel.core.places.local.amounts import lay

        figures, values = self._figures(title, given)
        counts = self.homes.counts(len(self.outlined.pieces))
        return lay(figures, values, self.outlined.pieces, counts, on=self.on)

    def _figures(self, title: str, given: str) -> "tuple[Figures, Mapping[str, float]]":
        from commonwheel.core.places.local.figures import carried, read_figures, read_wanted

        wanted = read_wanted(given)
        path = Path(wanted.path)
        with _opened(path) as file:
            figures = read_figures(file, wanted, name=path.name)
        self.sources[title] = f"{figures.source} ({figures.year})"
        return figures, carried(figures, self.register, on=self.on)


def _held(districts: "Sequence[Authority]", named: "set[str]", on: "dt.date") -> "tuple[PostcodeTable, Outlined, str]":
    """Return the postcodes, the outlines, and the terms on which both may be shown."""
    from commonwheel.core.places.local.ground import GroundIsMissing, outline
    from commonwheel.integrations.places.folder import PlaceFolder

    folder = PlaceFolder(node_data())
    table = folder.postcodes(on)
    areas = folder.areas("district", on) or folder.nearest_areas("district", on)
    if table is None or areas is None:
        what = "postcodes" if table is None else "outlines of districts"
        raise GroundIsMissing(f"This node holds no {what}", "Take them in with `commonwheel places import`.")
    wards = folder.areas("ward", on) or folder.nearest_areas("ward", on)
    terms = " ".join(dict.fromkeys(each for each in (areas.about.licence, _TERMS) if each))
    return table, outline(districts, areas, wards, named=named, on=on), terms
