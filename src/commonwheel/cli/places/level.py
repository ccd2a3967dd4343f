"""`commonwheel places level`: a region cut into councils in several ways, and what can be told between them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, refuse, say, set_up_django
from commonwheel.cli.places.figure_files import FIGURES, figures_of, points_of
from commonwheel.cli.places.options import DAY, FILE, node_data, replacing
from commonwheel.core.problems import Failure

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from commonwheel.core.places.local.compare import Evidence, Measured, Pair
    from commonwheel.core.places.local.geography import Geography
    from commonwheel.core.places.local.ground import Ground
    from commonwheel.core.places.postcode_table import PostcodeTable
    from commonwheel.core.places.register.authority import Authority
    from commonwheel.core.places.register.register import Register


@click.command()
@click.option("--region", required=True, help="A county, combined authority or council: its id or GSS code.")
@click.option("--service", required=True, help="A duty, such as waste-collection; the reference lists them all.")
@click.option("--population", default="", help=f"Residents. {FIGURES} Default of this and the next four: what is kept.")
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
        _write(target, lambda: draw(asked.geographies, asked.ground.outlined, asked.terms))
        _write(report, lambda: asked.report(measured, pairs, evidence))
    except (Failure, OSError) as problem:
        refuse(str(problem))
    words = [asked.title, "", *level_words.lines(measured, pairs, evidence)]
    say("\n".join(words), {**asked.head, **level_words.as_json(measured, pairs, evidence)}, as_json=as_json)


def _write(target: Path | None, text: "Callable[[], str]") -> None:
    if target:
        with replacing(target, "utf-8") as out:
            out.write(text())


@dataclass(frozen=True, slots=True)
class _Files:
    """What is given beside the region, as it was given; empty for not given."""

    population: str
    demand: str
    need: str
    cost: str
    points: Path | None
    elasticity: str

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """The figures by their measure."""
        return (("population", self.population), ("demand", self.demand), ("need", self.need), ("cost", self.cost))


class _Asked:
    """What was asked, with what the node holds of it."""

    def __init__(self, region: str, service: str, drawings: "Sequence[str]", on: "dt.date") -> None:
        from commonwheel.apps.authorities import api as authorities
        from commonwheel.core.places.duties import duty_named
        from commonwheel.core.places.local.candidates import known_candidates
        from commonwheel.core.places.local.geography import check_names, drawn, read_drawn

        self.on, self.register = on, authorities.the_register()
        self.duty = duty_named(service)
        self.region: Authority = self.register.get(region)
        own = [read_drawn(each) for each in drawings]
        named = {code for _, groups in own for group in groups for code in group}
        self.ground, self.table, self.terms = _ground(self.register, self.region, named, on)
        pieces = self.ground.outlined.pieces
        known = known_candidates(self.register, self.ground.districts, pieces, duty=self.duty, on=on)
        self.geographies: tuple[Geography, ...] = (*known, *(drawn(name, groups, pieces) for name, groups in own))
        check_names(self.geographies)
        self.title = f"{self.region.name.full}: {self.duty.label}, {on}"
        self.sources: dict[str, str] = {"postcodes": self.table.source}
        self.head: dict[str, Any] = {
            "region": self.region.id, "service": service, "on": str(on), "sources": self.sources, "terms": self.terms
        }  # fmt: skip

    def evidence(self, files: _Files) -> "Evidence":
        """Read the files."""
        from commonwheel.core.places.local.cost import ASSUMED, read_curve
        from commonwheel.core.places.local.figures import Figures
        from commonwheel.core.places.local.laying import Given, evidence_of, of_the_day
        from commonwheel.integrations.places.figures import FigureFolder

        contents: dict[str, Any] = dict(FigureFolder(node_data()).of_service(self.duty.name).items())
        contents |= {title: figures_of(given) for title, given in files.named if given}
        if files.points:
            contents["points"] = points_of(files.points, self.table)
        if "population" not in contents:
            refuse("This node keeps no figures of residents. Give them: --population population.csv@2024.")
        for title, each in contents.items():
            self.sources[title] = f"{each.source} ({each.year})" if isinstance(each, Figures) else each.source
        curve = read_curve(files.elasticity) if files.elasticity else ASSUMED
        carried: dict[str, Any] = {
            title: of_the_day(each, self.register, on=self.on) for title, each in contents.items()
        }
        return evidence_of(Given(**carried, curve=curve), self.ground, today=self.geographies[0])

    def report(self, measured: "Sequence[Measured]", pairs: "Sequence[Pair]", evidence: "Evidence") -> str:
        """Return the page."""
        import jinja2
        from markupsafe import Markup

        from commonwheel.core.places.local.drawing import draw
        from commonwheel.design import levels

        pages = jinja2.Environment(loader=jinja2.PackageLoader("commonwheel.cli.places", ""), autoescape=True)
        return pages.get_template("level_report.html").render(
            title=self.title,
            tables=levels.tables(measured, pairs),
            councils=list(map(levels.councils, measured)),
            says=[*levels.sentences(measured, pairs), *levels.rests_on(evidence)],
            sources=self.sources,
            terms=self.terms,
            maps=Markup(draw(self.geographies, self.ground.outlined, self.terms)),  # noqa: S704  # it escapes all names
        )


def _ground(
    register: "Register", region: "Authority", named: "set[str]", on: "dt.date"
) -> "tuple[Ground, PostcodeTable, str]":
    """Return the ground, the postcodes, and the terms on which both may be shown."""
    from commonwheel.core.places.local.ground import GroundIsMissing, take_ground
    from commonwheel.design.levels import TERMS
    from commonwheel.integrations.places.folder import PlaceFolder

    folder = PlaceFolder(node_data())
    table = folder.postcodes(on)
    areas = folder.areas("district", on) or folder.nearest_areas("district", on)
    if table is None or areas is None:
        what = "postcodes" if table is None else "outlines of districts"
        raise GroundIsMissing(f"This node holds no {what}", "Take them in with `commonwheel places import`.")
    wards = folder.areas("ward", on) or folder.nearest_areas("ward", on)
    terms = " ".join(dict.fromkeys(each for each in (areas.about.licence, TERMS) if each))
    ground = take_ground(register, region, table=table, areas=areas, wards=wards, named=named, on=on)
    return ground, table, terms
