"""In which councils many places were on a day: by postcode, by point, by what the day's files tell."""

from datetime import date

import numpy as np
import pytest
import shapely
from tests.support.register import the_register

from commonwheel.core.places.areas.area_file import pack_areas, read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, Area, make_boundaries
from commonwheel.core.places.grid_arrays import grid_of_spots
from commonwheel.core.places.locate import Parents, Sources, locate_grid, locate_points, locate_postcodes, sources_on
from commonwheel.core.places.locate_table import ADDED, Counted, NoPlaces, add_councils, read_heading
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace, PostcodeTable, read_table
from commonwheel.core.places.vintages import newest

DAY = date(2025, 11, 1)
# The district of Lewes and its county; Barnsley, whose code changed, and its combined authority.
LEWES, BARNSLEY, COUNTY, MAYOR = "E07000063", "E08000016", "E10000011", "E47000002"
CUMBERLAND, CARLISLE = "E06000063", "E07000028"
BARNSLEY_SINCE_2025 = "E08000038"


def areas(level: str, *boxes: tuple[str, float, float], holds_from: date = date(2025, 4, 1)) -> AreaSet:
    shapes = np.empty(len(boxes), dtype=object)
    shapes[:] = [shapely.box(west, 50.8, east, 51.0) for _, west, east in boxes]
    made = make_boundaries([Area(code, "") for code, *_ in boxes], shapes)
    return read_areas(pack_areas(made, About(level, holds_from, None, "by hand", "")))


DISTRICTS = areas("district", (LEWES, 0.0, 0.2), (BARNSLEY, 0.2, 0.4))


def at(lon: float, lat: float = 50.9) -> tuple[int, int]:
    east, north = grid_of_spots(np.array([lon]), np.array([lat]))
    return round(east[0]), round(north[0])


def table(*rows: PostcodePlace, holds_from: date = date(2025, 4, 22)) -> PostcodeTable:
    return read_table(pack_table(rows, source="by hand", holds_from=holds_from))


TABLE = table(
    PostcodePlace("BN7 1AA", LEWES, COUNTY, *at(0.3)),
    PostcodePlace("S70 1AA", BARNSLEY, "", *at(0.3)),
    PostcodePlace("BN7 1AB", "", "", *at(0.1)),
    PostcodePlace("BN7 1AC", "", "", None, None),
    PostcodePlace("BN7 1AD", LEWES, COUNTY, *at(0.1), "", "2019-06"),
)


def sources(on: date = DAY, held: PostcodeTable | None = TABLE, districts: AreaSet | None = DISTRICTS) -> Sources:
    return sources_on(on, register=the_register(), table=held, districts=districts)


def districts_of(texts: list[str], given: Sources) -> list[str]:
    return locate_postcodes(given, texts).districts.tolist()


def test_the_postcode_beats_the_outline() -> None:
    found = locate_postcodes(sources(), ["bn71aa", "S70 1AA"])
    assert found.districts.tolist() == [LEWES, BARNSLEY_SINCE_2025]
    assert found.problems.tolist() == ["", ""]


def test_where_the_table_names_no_council_the_outline_does() -> None:
    found = locate_postcodes(sources(), ["BN7 1AB", "BN7 1AC"])
    assert found.districts.tolist() == [LEWES, ""]
    assert found.problems.tolist() == ["", "The postcode file names no council for this postcode."]
    assert districts_of(["BN7 1AB"], sources(districts=None)) == [""]


def test_each_problem_is_said() -> None:
    found = locate_postcodes(sources(), ["nowhere", "", "ZE1 0AA", "BN7 1AD"])
    assert found.districts.tolist() == ["", "", "", LEWES]
    assert found.problems.tolist() == [
        "This is not a postcode.",
        "This is not a postcode.",
        "This postcode is not in the postcode file (by hand).",
        "This postcode ended in 2019-06.",
    ]


def test_without_postcodes_or_with_none_in_them_nothing_is_located() -> None:
    assert locate_postcodes(sources(held=None), ["BN7 1AA"]).problems.tolist() == ["No postcodes are held."]
    assert districts_of(["BN7 1AA"], sources(held=table())) == [""]


def test_a_district_that_was_divided_otherwise_is_told_by_the_outlines_of_that_day() -> None:
    later = table(
        PostcodePlace("CA1 1AA", CUMBERLAND, "", *at(0.1)), PostcodePlace("CA1 1AB", CUMBERLAND, "", None, None)
    )
    outlines = areas("district", (CARLISLE, 0.0, 0.4), holds_from=date(2018, 4, 1))
    then = sources(date(2022, 4, 1), later, outlines)
    assert districts_of(["CA1 1AA", "CA1 1AB"], then) == [CARLISLE, ""]
    assert then.parents[CARLISLE] == Parents("E10000006", "")
    for other in (None, areas("district", (CUMBERLAND, 0.0, 0.4))):
        found = locate_postcodes(sources(date(2022, 4, 1), later, other), ["CA1 1AA"])
        assert found.districts.tolist() == [""]
        assert found.problems[0].startswith("The district here was divided otherwise")


def test_codes_of_another_day_are_carried_to_the_day_asked_for() -> None:
    older = table(PostcodePlace("CA1 1AA", CARLISLE, "", *at(0.1)), holds_from=date(2022, 1, 1))
    assert districts_of(["CA1 1AA"], sources(held=older)) == [CUMBERLAND]
    unknown = table(PostcodePlace("CA1 1AA", "E07999999", "", None, None))
    assert districts_of(["CA1 1AA"], sources(held=unknown)) == ["E07999999"]
    assert "E07999999" not in sources(held=unknown).parents


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2025, 3, 31), BARNSLEY), (date(2025, 4, 1), BARNSLEY_SINCE_2025), (DAY, BARNSLEY_SINCE_2025)],
)
def test_a_code_is_the_one_of_the_day(day: date, code: str) -> None:
    assert districts_of(["S70 1AA"], sources(day)) == [code]
    x, y = np.array([0.3]), np.array([50.9])
    assert locate_points(sources(day), x, y).districts.tolist() == [code]


def test_county_and_combined_authority_are_those_of_the_district_on_the_day() -> None:
    assert sources().parents == {LEWES: Parents(COUNTY, ""), BARNSLEY_SINCE_2025: Parents("", MAYOR)}
    assert sources(held=None).parents == sources(districts=None).parents == sources().parents
    assert sources(date(2013, 4, 1)).parents[BARNSLEY] == Parents("", "")
    london = areas("district", ("E09000007", 0.0, 0.2))
    assert sources(held=None, districts=london).parents == {"E09000007": Parents("", "")}


def test_points_are_located_and_what_is_wrong_is_said() -> None:
    longitudes = np.array([0.1, 0.2, 0.401, 0.5, 50.9, np.nan, np.inf])
    latitudes = np.array([50.9, 50.9, 50.9, 50.9, 0.1, 50.9, 50.9])
    found = locate_points(sources(), longitudes, latitudes)
    assert found.districts.tolist() == [LEWES, LEWES, BARNSLEY_SINCE_2025, "", "", "", ""]
    problems = found.problems.tolist()
    assert problems[:2] == ["", ""]
    assert problems[2] == "In no district's outline; the nearest is 70 metres away."
    assert problems[3].startswith("In no district, nor within 500 metres")
    assert problems[4] == "Latitude and longitude look exchanged."
    assert problems[5] == problems[6] == "This is not a position: a number is missing, or is none."
    assert locate_points(sources(districts=None), longitudes, latitudes).problems[0].startswith("No boundaries")


def test_grid_positions_are_located() -> None:
    east, north = np.array([at(0.1), (-5, 100), (800_000, 100), (100, 2_000_000), at(0.3)], dtype=float).T
    east[4] = np.nan
    found = locate_grid(sources(), east, north)
    assert found.districts.tolist() == [LEWES, "", "", "", ""]
    assert found.problems.tolist()[1:4] == ["This is not on the National Grid."] * 3
    assert found.problems[4].startswith("This is not a position")
    assert locate_grid(sources(districts=None), east, north).problems[1].startswith("No boundaries")


def rows_with(heading: list[str], rows: list[list[str]], by: str | None = None) -> tuple[list[list[str]], Counted]:
    counted = Counted()
    found = list(add_councils(sources(), read_heading(heading, by), rows, counted))  # type: ignore[arg-type]
    return found, counted


def test_rows_keep_what_they_had_and_their_order() -> None:
    found, counted = rows_with(
        ["name", " Postcode ", "x"], [["a", "S70 1AA", "1"], ["b", "no", "2"], ["c"], ["d", "BN7 1AA", "3", "4"]]
    )
    assert [row[:3] for row in found] == [["a", "S70 1AA", "1"], ["b", "no", "2"], ["c", "", ""], ["d", "BN7 1AA", "3"]]
    assert found[0][3:] == [BARNSLEY_SINCE_2025, "", MAYOR, ""]
    assert found[3][3:6] == [LEWES, COUNTY, ""]
    assert found[3][6].startswith("This row has more cells")
    assert (counted.rows, counted.located, counted.problems) == (4, 2, 3)
    assert len(ADDED) == 4


def test_points_are_read_by_either_pair_of_columns() -> None:
    found, _ = rows_with(["lat", "lon"], [["50.9", "0.1"], ["", "x"]])
    assert [row[2] for row in found] == [LEWES, ""]
    east, north = at(0.3)
    found, _ = rows_with(["easting", "northing", "postcode"], [[str(east), str(north), "BN7 1AA"]], "point")
    assert found[0][3] == BARNSLEY_SINCE_2025


def test_without_a_choice_the_point_answers_where_the_postcode_does_not() -> None:
    heading, rows = (
        ["postcode", "latitude", "longitude"],
        [["BN7 1AA", "50.9", "0.3"], ["ZE1 0AA", "50.9", "0.3"], ["", "", ""]],
    )
    found, _ = rows_with(heading, rows)
    assert [row[3] for row in found] == [LEWES, BARNSLEY_SINCE_2025, ""]
    assert found[1][6] == "This postcode is not in the postcode file (by hand). The point was taken instead."
    found, _ = rows_with(heading, rows, "postcode")
    assert [row[3] for row in found] == [LEWES, "", ""]
    found, _ = rows_with(heading, rows[:1])
    assert [row[3] for row in found] == [LEWES]


@pytest.mark.parametrize(
    ("heading", "by", "why"),
    [
        ([], None, "postcode, lat and lon, or easting and northing. Its columns: none"),
        (["lat"], None, "Its columns: lat"),
        (["lat", "lon"], "postcode", "needs columns postcode"),
        (["postcode"], "point", "needs columns lat and lon, or easting and northing"),
    ],
)
def test_a_heading_without_places_is_told(heading: list[str], by: str | None, why: str) -> None:
    with pytest.raises(NoPlaces, match=why):
        read_heading(heading, by)  # type: ignore[arg-type]


def test_the_newest_vintage_of_a_day_is_the_last_before_it() -> None:
    days = [date(2018, 4, 1), date(2025, 4, 1)]
    assert newest(days, date(2025, 3, 31)) == days[0]
    assert newest(days, date(2025, 4, 1)) == days[1]
    assert newest(days, date(2018, 3, 31)) is None
