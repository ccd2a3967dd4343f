"""What is given is laid on the ground of a region, or refused."""

import datetime as dt

import numpy as np
import pytest
from tests.support.local_ground import DAY, SOUTH, SURREY, WEST, area_set, postcode_table, square
from tests.support.register import the_register

from commonwheel.core.places.duties import duty_named
from commonwheel.core.places.local.candidates import known_candidates
from commonwheel.core.places.local.compare import Evidence
from commonwheel.core.places.local.cost import Curve
from commonwheel.core.places.local.figures import Figures, FiguresAreWrong
from commonwheel.core.places.local.ground import GroundIsMissing, Points, PointsAreWrong, take_ground
from commonwheel.core.places.local.laying import Given, evidence_of, of_the_day

AREAS = area_set("district", *((code, "", square(place)) for place, code in enumerate(SURREY)))
TABLE = postcode_table("E07000999")


def figures(year: int = 2026, **values: float) -> Figures:
    return Figures(values or dict.fromkeys(SURREY, 100.0), year, "by hand")


def test_the_ground_of_a_region_is_its_councils_with_their_outlines_and_postcodes() -> None:
    register = the_register()
    woking = register.get("woking")
    ground = take_ground(register, woking, table=postcode_table(SURREY[10]), areas=AREAS, on=DAY)
    assert [each.id for each in ground.districts] == ["woking"]
    assert [piece.name for piece in ground.outlined.pieces] == ["Woking"]
    assert ground.homes.counts(1).tolist() == [64]
    with pytest.raises(GroundIsMissing):
        take_ground(register, woking, table=TABLE, areas=AREAS, on=DAY)


def laid(given: Given) -> Evidence:
    register = the_register()
    ground = take_ground(register, register.get("woking"), table=postcode_table(SURREY[10]), areas=AREAS, on=DAY)
    duty = duty_named("libraries")
    today = known_candidates(register, ground.districts, ground.outlined.pieces, duty=duty, on=DAY)[0]
    return evidence_of(given, ground, today=today)


def test_residents_alone_are_enough() -> None:
    found = laid(Given(figures()))
    assert (found.demand, found.need, found.points, found.unit_cost) == (None, None, None, None)
    assert found.population.values.tolist() == [100]


def test_all_that_is_given_is_laid() -> None:
    points = Points(np.array([WEST + 10 * 4_000 + 250.0, 0.0]), np.array([SOUTH + 250.0, 0.0]), "libraries.csv")
    costs = figures(E07000207=1.0, E07000217=50.0)
    given = Given(figures(), figures(E07000217=20.0), figures(E07000217=5.0), costs, points, Curve(0.0, 0.0))
    found = laid(given)
    assert found.demand is not None
    assert found.need is not None
    assert found.points is not None
    assert found.unit_cost is not None
    assert (found.demand.values.tolist(), found.need.values.tolist()) == ([20], [5])
    assert (found.unit_cost.mid, found.points[1].tolist(), found.curve) == (2.5, [0], Curve(0.0, 0.0))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (Given(figures(E07000207=1.0)), FiguresAreWrong),
        (Given(figures(), need=figures(E07000207=1.0)), FiguresAreWrong),
        (Given(figures(), cost=figures(E07000207=1.0)), FiguresAreWrong),
        (Given(figures(), points=Points(np.zeros(1), np.zeros(1), "x")), PointsAreWrong),
    ],
)
def test_what_lacks_the_region_is_refused(given: Given, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        laid(given)


def test_figures_of_another_day_are_carried_to_the_codes_of_this_one_and_points_stay() -> None:
    register, after = the_register(), dt.date(2027, 4, 1)
    found = of_the_day(figures(), register, on=after)
    assert isinstance(found, Figures)
    assert sorted(found.values.values()) == [500, 600]
    assert (found.year, found.source) == (2026, "by hand")
    points = Points(np.zeros(1), np.zeros(1), "x")
    assert of_the_day(points, register, on=after) is points
