"""Postcodes: the node's own file, or the demonstration's extract."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from tests.support import outlines, streets

from commonwheel.apps.places import api as places
from commonwheel.core.places.areas.area_file import pack_areas
from commonwheel.core.places.areas.boundary_set import About, Area, make_boundaries
from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.places.invented import invent_properties
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.core.places.responsibility import NO_PARK
from commonwheel.integrations.places.folder import PlaceFolder

TODAY = date(2026, 11, 1)
LEWES = PostcodePlace("BN7 1AA", "E07000063", "E10000011", 541_500, 110_100)
DISTRICTS = {"E06000043", "E07000061", "E07000062", "E07000063", "E07000064", "E07000065"}


def test_without_a_file_a_postcode_is_not_known(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert places.find_postcode("BN7 1AA") is None


def test_the_nodes_own_file_answers_and_a_new_one_takes_over(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    PlaceFolder(tmp_path).keep_postcodes(pack_table([LEWES], source="x"))
    assert places.find_postcode("bn7 1aa") == LEWES
    PlaceFolder(tmp_path).keep_postcodes(pack_table([], source="x"))
    assert places.find_postcode("bn7 1aa") is None


def test_the_vintage_of_a_day_answers(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    for year in (2024, 2025):
        moved = LEWES._replace(district=f"E0700{year}")
        PlaceFolder(tmp_path).keep_postcodes(pack_table([moved], source="x", holds_from=date(year, 4, 1)))
    then, now = places.postcode_table(date(2024, 12, 31)), places.postcode_table()
    assert then is not None
    assert now is not None
    assert [table.find("BN7 1AA") for table in (then, now)] == [
        LEWES._replace(district="E07002024"),
        LEWES._replace(district="E07002025"),
    ]


def test_the_areas_of_a_day_are_told(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert places.areas_on("district", date(2025, 4, 1)) is None
    shapes = np.array([shapely.box(0, 50, 1, 51), None], dtype=object)[:1]
    lewes = make_boundaries([Area("E07000063", "Lewes")], shapes)
    about = About("district", date(2025, 4, 1), None, "by hand", "")
    PlaceFolder(tmp_path).keep_areas(pack_areas(lewes, about))
    held = places.areas_on("district", date(2025, 4, 1))
    assert held is not None
    hit = held.find(0.5, 50.5)
    assert hit is not None
    assert hit.area.code == "E07000063"


def test_the_demonstration_has_an_extract_of_real_postcodes(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.DEMONSTRATION = tmp_path, True
    table = places.postcode_table()
    assert table is not None
    for district in DISTRICTS:
        here = table.in_area(district)
        assert len(here) == 150
        assert all(place.county == ("E10000011" if district.startswith("E07") else "") for place in here)
        found = places.find_postcode(here[0].postcode)
        assert found is not None
        assert places.is_within(found, gss_code=district)
    assert len(invent_properties(table.in_area("E07000063"), town="Lewes", seed=b"1")) > 1_000


def test_a_postcode_is_within_its_district_and_its_county() -> None:
    assert places.is_within(LEWES, gss_code="E07000063")
    assert places.is_within(LEWES, gss_code="E10000011")
    assert not places.is_within(LEWES, gss_code="E06000043")
    assert not places.is_within(PostcodePlace("GIR 0AA", "", "", None, None), gss_code="")


def on_the_line(easting: int, **more: str) -> dict[str, Any]:
    spot = spot_of_grid(easting, 110_000)
    return {"lat": spot.lat, "lon": spot.lon, **more}


def districts_of(place: dict[str, Any]) -> list[str]:
    return [area.district for area in places.areas_of_place(place, on=TODAY)]


@pytest.mark.usefixtures("held")
def test_a_point_that_was_answered_is_told_by_the_boundaries_of_the_day() -> None:
    """The postcodes around 541,350 are of both districts; its outline is one's, 150 metres from the border."""
    assert districts_of(on_the_line(541_350)) == [streets.LEWES]
    assert districts_of(on_the_line(541_450)) == [streets.LEWES, streets.WEALDEN]
    assert districts_of({}) == []


@pytest.mark.usefixtures("street_postcodes")
def test_where_no_boundaries_are_held_the_postcodes_around_tell() -> None:
    assert districts_of(on_the_line(541_350)) == [streets.LEWES, streets.WEALDEN]


def test_the_middle_of_a_postcode_is_in_the_postcode_s_area_whatever_the_outline_says(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    outlines.keep_all(tmp_path)
    outlines.keep_areas(tmp_path, "district", **{streets.WEALDEN: (540_000, 545_000)})
    assert districts_of(on_the_line(541_000)) == [streets.WEALDEN]
    assert districts_of(on_the_line(541_000, postcode="BN7 1AA")) == [streets.LEWES]
    assert districts_of(on_the_line(541_200, postcode="BN7 1AA")) == [streets.WEALDEN]
    assert districts_of(on_the_line(541_000, postcode="BN99 9ZZ")) == [streets.WEALDEN]


@pytest.mark.usefixtures("held")
def test_a_postcode_and_a_point_know_their_national_park() -> None:
    (area,) = places.areas_of_postcode("BN8 1AA", on=TODAY)
    assert area.park == outlines.PARK
    (area,) = places.areas_of_place(on_the_line(540_700), on=TODAY)
    assert area.park == NO_PARK


def test_a_postcode_of_a_later_file_is_found_on_an_earlier_day(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    PlaceFolder(tmp_path).keep_postcodes(pack_table([LEWES], source="old", holds_from=date(2024, 4, 1)))
    new = LEWES._replace(postcode="BN7 9ZZ")
    PlaceFolder(tmp_path).keep_postcodes(pack_table([LEWES, new], source="new", holds_from=date(2025, 4, 1)))
    found = places.place_of_postcode("BN7 9ZZ", on=date(2024, 12, 1))
    assert (found.areas[0].district, found.source) == (LEWES.district, "new")
    assert places.place_of_postcode("BN7 1AA", on=date(2024, 12, 1)).source == "old"
    assert places.place_of_postcode("nonsense", on=TODAY).areas == ()
