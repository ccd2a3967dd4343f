"""Boundaries are read from what councils get; what is wrong is told with how to mend it."""

import struct
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.areas import rings
from commonwheel.core.places.areas.boundary_set import Area, AreasAreWrong, join, level_of_codes, make_boundaries
from commonwheel.core.places.areas.geojson import geometry_of, read_geojson, simplified
from commonwheel.core.places.areas.geopackage import read_blob
from commonwheel.core.places.areas.layer import Choice, Layer, boundaries_of, in_degrees, pick_layer
from commonwheel.core.places.areas.topojson import read_topojson

SQUARE = [[-1.0, 51.0], [-0.9, 51.0], [-0.9, 51.1], [-1.0, 51.1], [-1.0, 51.0]]
NEXT = [[-0.9, 51.0], [-0.8, 51.0], [-0.8, 51.1], [-0.9, 51.1], [-0.9, 51.0]]
HOLE = [[-0.98, 51.02], [-0.98, 51.04], [-0.96, 51.04], [-0.98, 51.02]]
DAY = date(2025, 4, 1)


def feature(code: str, name: str, *rings_: list[list[float]], **more: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings_)}
    return {"type": "Feature", "properties": {"LAD25CD": code, "LAD25NM": name, **more}, "geometry": geometry}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


PLAIN = collection(feature("E06000002", "B", NEXT), feature("E06000001", "A", SQUARE, HOLE))


def test_geojson_becomes_areas_by_the_usual_columns() -> None:
    found, day = boundaries_of(read_geojson(PLAIN), Choice())
    assert (found.areas, day) == ((Area("E06000001", "A"), Area("E06000002", "B")), DAY)
    assert shapely.get_num_interior_rings(found.shapes[0]) == 1
    assert found.mended == ()


def test_several_parts_and_heights_are_read() -> None:
    parts = {
        "type": "MultiPolygon",
        "coordinates": [[[[*each, 9.5] for each in SQUARE]], [[[x + 1, y] for x, y in NEXT]]],
    }
    layer = read_geojson(collection({"properties": {"areacd": "E06000001", "areanm": "A"}, "geometry": parts}))
    found, _ = boundaries_of(layer, Choice(vintage=DAY))
    assert shapely.get_num_geometries(found.shapes[0]) == 2
    assert found.areas == (Area("E06000001", "A"),)


@pytest.mark.parametrize(
    ("document", "choice", "why"),
    [
        ({}, Choice(), "no list of features"),
        ({"features": [1]}, Choice(), "no list of features"),
        (collection(), Choice(code="x"), "no column 'x'"),
        (collection({"properties": None, "geometry": PLAIN["features"][0]["geometry"]}), Choice(), "No column of codes"),
        (collection(feature("", "A", SQUARE)), Choice(), "1 areas have no code"),
        (collection(feature("E06000001", "A", SQUARE), feature("E06000001", "A", NEXT)), Choice(), "more than once: E06000001"),
        (collection({"properties": {"code": "a"}, "geometry": PLAIN["features"][0]["geometry"]}), Choice(), "tells its day"),
        (collection(feature("E06000001", "A", SQUARE, end=2019)), Choice(vintage=DAY), "no areas in it"),
        (collection(feature("E06000001", "A", SQUARE[:3])), Choice(), "feature 1 cannot be read"),
        (collection(feature("E06000001", "A", [[0.0], [1.0], [2.0], [0.0]])), Choice(), "feature 1 cannot be read"),
        (collection(feature("E06000001", "A", [["a", "b"]] * 4)), Choice(), "feature 1 cannot be read"),
        (collection(feature("E06000001", "A")), Choice(), "feature 1 cannot be read"),
        (collection({"geometry": {"type": "Point", "coordinates": [1, 2]}}), Choice(), "it is a Point"),
        (collection({"geometry": None}), Choice(), "feature 1 cannot be read"),
        (collection(feature("E06000001", "A", [[-1.0, 51.0]] * 5)), Choice(), r"A \(E06000001\) encloses nothing"),
        (collection(feature("E06000001", "A", [[float("inf"), 51.0], *SQUARE[1:-1], [float("inf"), 51.0]])), Choice(), "no number"),
        (collection(feature("E06000001", "A", [[y, x] for x, y in SQUARE])), Choice(), "latitudes stand where longitudes"),
        (collection(feature("E06000001", "A", [[500_000 + x, y] for x, y in SQUARE])), Choice(), "say --crs 27700"),
        (PLAIN, Choice(crs=27700), "Leave out --crs"),
        (PLAIN, Choice(crs=3857), "EPSG:3857"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_how_to_mend_it(document: dict[str, Any], choice: Choice, why: str) -> None:
    with pytest.raises(AreasAreWrong, match=why) as caught:
        boundaries_of(read_geojson(document), choice)
    assert caught.value.mend
    assert "Nothing was changed" in str(caught.value)


def test_many_faults_are_told_shortly() -> None:
    twice = [feature(f"E0600000{number}", "A", SQUARE) for number in range(9)] * 2
    with pytest.raises(AreasAreWrong, match="9 codes come more than once: E06000000, E06000001, E06000002 and 6 more"):
        boundaries_of(read_geojson(collection(*twice)), Choice())
    many = {f"column{number}": 1 for number in range(20)}
    with pytest.raises(AreasAreWrong, match=r"column11 …"):
        boundaries_of(
            read_geojson(collection({"properties": many, "geometry": PLAIN["features"][0]["geometry"]})), Choice()
        )


def test_an_outline_that_crosses_itself_is_mended() -> None:
    bow = [[-1.0, 51.0], [-0.9, 51.1], [-0.9, 51.0], [-1.0, 51.1], [-1.0, 51.0]]
    found, _ = boundaries_of(read_geojson(collection(feature("E06000001", "A", bow))), Choice())
    assert found.mended == ("E06000001",)
    assert shapely.is_valid(found.shapes).all()


def test_a_spike_is_cut_off() -> None:
    spike = [*SQUARE[:-1], [-1.0, 51.2], [-1.0, 51.1], SQUARE[0]]
    found, _ = boundaries_of(read_geojson(collection(feature("E06000001", "A", spike))), Choice())
    assert shapely.area(found.shapes[0]) == pytest.approx(0.01)


def test_columns_are_found_by_any_of_their_usual_names_and_any_can_be_named() -> None:
    def area(choice: Choice, **properties: Any) -> Area:
        one = {"properties": properties, "geometry": PLAIN["features"][0]["geometry"]}
        return boundaries_of(read_geojson(collection(one)), choice)[0].areas[0]

    assert area(Choice(), cty23cd="E10000001", CTY23NM="C") == Area("E10000001", "C")
    assert area(Choice(vintage=DAY), area_code="x", area_name=None) == Area("x", "")
    assert area(Choice(vintage=DAY), code=7) == Area("7", "")
    assert area(Choice(code="odd", name="title", vintage=DAY), odd="x", title=" T ", code="y") == Area("x", "T")


def test_of_several_columns_the_one_with_different_values_tells_the_code() -> None:
    wards = [feature("E07000001", "District", SQUARE, WD23CD=f"E0500000{n}", WD23NM=f"Ward {n}") for n in range(2)]
    found, day = boundaries_of(read_geojson(collection(*wards)), Choice())
    assert found.areas == (Area("E05000000", "Ward 0"), Area("E05000001", "Ward 1"))
    assert day == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("day", "codes"),
    [(date(2019, 3, 31), {"E06000001"}), (date(2019, 4, 1), {"E06000002"}), (date(2030, 1, 1), {"E06000002"})],
)
def test_of_features_with_years_those_of_the_day_count(day: date, codes: set[str]) -> None:
    both = collection(feature("E06000001", "A", SQUARE, end=2018), feature("E06000002", "B", NEXT, start=2019))
    found, held_from = boundaries_of(read_geojson(both), Choice(vintage=day))
    assert {area.code for area in found.areas} == codes
    assert held_from == day


@pytest.mark.parametrize(
    ("crs", "number"),
    [
        ("urn:ogc:def:crs:EPSG::27700", 27700),
        ("EPSG:4326", 4326),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        (None, 4326),
    ],
)
def test_the_coordinates_of_older_geojson_are_told_by_it(crs: str | None, number: int) -> None:
    assert read_geojson(collection(crs={"properties": {"name": crs}} if crs else None)).crs == number


def test_metres_of_the_national_grid_become_degrees() -> None:
    metres = [[651_409.804, 313_177.45], [652_409, 313_177], [652_409, 314_177], [651_409.804, 313_177.45]]
    document = collection(feature("E06000001", "A", metres), crs={"properties": {"name": "EPSG:27700"}})
    found, _ = boundaries_of(read_geojson(document), Choice())
    assert shapely.get_coordinates(found.shapes[0])[0] == pytest.approx([1.716073973, 52.658007833], abs=1e-8)
    assert len(in_degrees(np.empty(0, dtype=object), 27700)) == 0


@pytest.mark.parametrize(
    ("codes", "level"),
    [
        (["E06000001", "E07000001"], "district"),
        (["E47000001"], "combined-authority"),
        (["X1", "X2", "E05000001"], ""),
        ([], ""),
    ],
)
def test_the_codes_tell_the_level(codes: list[str], level: str) -> None:
    assert level_of_codes([Area(code, "") for code in codes]) == level


ARCS = [[[-1, 51], [-0.9, 51]], [[-0.9, 51], [-0.9, 51.1]], [[-0.9, 51.1], [-1, 51.1], [-1, 51]], [[-0.9, 51], [-0.8, 51], [-0.8, 51.1], [-0.9, 51.1]]]  # fmt: skip
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "arcs": ARCS,
    "objects": {
        "lad": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1, 2]], "properties": {"LAD25CD": "E06000001"}, "id": "a"},
                {"type": "MultiPolygon", "arcs": [[[3, ~1]]], "properties": {"LAD25CD": "E06000002"}},
            ],
        }
    },
}


def test_topojson_is_put_together_from_its_arcs() -> None:
    found, _ = boundaries_of(read_topojson(TOPOLOGY, Choice()), Choice())
    assert shapely.equals(found.shapes[0], shapely.Polygon(SQUARE))
    assert shapely.equals(found.shapes[1], shapely.Polygon(NEXT))


def test_quantised_arcs_count_from_the_one_before() -> None:
    steps = [[[0, 0], [10, 0]], [[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]]
    transform = {"scale": [0.01, 0.01], "translate": [-1, 51]}
    first = {"lad": {"geometries": TOPOLOGY["objects"]["lad"]["geometries"][:1]}}
    layer = read_topojson({**TOPOLOGY, "arcs": steps, "transform": transform, "objects": first}, Choice())
    assert shapely.equals_exact(layer.shapes[0], shapely.Polygon(SQUARE), 1e-9)


def test_a_layer_is_chosen_where_there_are_several() -> None:
    two = {**TOPOLOGY, "objects": {**TOPOLOGY["objects"], "other": {"geometries": []}}}
    assert read_topojson(two, Choice(layer="lad")).name == "lad"
    with pytest.raises(AreasAreWrong, match=r"2 layers\. Name one with --layer: lad, other"):
        read_topojson(two, Choice())
    with pytest.raises(AreasAreWrong, match="no layer 'x'"):
        read_topojson(two, Choice(layer="x"))
    with pytest.raises(AreasAreWrong, match="Name one with --layer: none"):
        pick_layer([], Choice())


def replaced(**more: Any) -> dict[str, Any]:
    return {**TOPOLOGY, **more}


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"type": "Topology"}, "no topology"),
        (replaced(arcs=None), "no topology"),
        (replaced(objects={"lad": None}), "no collection of areas"),
        (replaced(objects={"lad": {"geometries": [1]}}), "no collection of areas"),
        (replaced(arcs=[[["a", 1]]]), "An arc cannot be read"),
        (replaced(arcs=[None]), "An arc cannot be read"),
        (replaced(transform={}), "An arc cannot be read"),
        (replaced(arcs=ARCS[:1]), "feature 1 cannot be read"),
        (replaced(objects={"lad": {"geometries": [{"type": "Polygon", "arcs": [["a"]]}]}}), "feature 1 cannot be read"),
        (
            replaced(objects={"lad": {"geometries": [{"type": "Polygon", "arcs": [[]], "properties": 1}]}}),
            "cannot be read",
        ),
    ],
)
def test_a_broken_topology_is_told(document: dict[str, Any], why: str) -> None:
    with pytest.raises(AreasAreWrong, match=why):
        read_topojson(document, Choice())


def test_a_small_file_that_unfolds_into_very_many_vertices_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    arc = [[-1 + number / 10_000, 51] for number in range(10_000)]
    bomb = {"lad": {"geometries": [{"type": "Polygon", "arcs": [[0] * 10_000]}]}}
    began = time.process_time()
    with pytest.raises(AreasAreWrong, match=f"more than {rings.MOST_VERTICES:,} vertices"):
        read_topojson({**TOPOLOGY, "arcs": [arc], "objects": bomb}, Choice())
    assert time.process_time() - began < 2


def blob(shape: Any, *, envelope: int = 0, little: bool = True, srs: int = 27700) -> bytes:
    head = struct.pack("<2sBB" if little else ">2sBB", b"GP", 0, (envelope << 1) | little)
    size = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[envelope]
    return head + struct.pack("<i" if little else ">i", srs) + bytes(size) + shapely.to_wkb(shape)


@pytest.mark.parametrize("envelope", range(5))
@pytest.mark.parametrize("little", [True, False])
def test_the_geometry_of_a_geopackage_is_read_behind_its_header(*, envelope: int, little: bool) -> None:
    shape, srs = read_blob(blob(shapely.Polygon(SQUARE), envelope=envelope, little=little), row=1)
    assert shapely.equals(shape, shapely.Polygon(SQUARE))
    assert srs == 27700


@pytest.mark.parametrize(
    "wrong",
    [None, 7, b"", b"GP", b"GP\0\1\0\0\0\0", blob(shapely.Point(1, 2)), b"XX" + blob(shapely.Polygon(SQUARE))[2:], b"GP\0\x0f" + bytes(90)],
)  # fmt: skip
def test_what_is_no_polygon_is_told_with_its_row(wrong: Any) -> None:
    with pytest.raises(AreasAreWrong, match="row 1,234"):
        read_blob(wrong, row=1_234)


@given(st.binary(max_size=60))
def test_no_bytes_break_it(data: bytes) -> None:
    with pytest.raises(AreasAreWrong):
        read_blob(b"GP\0\1" + data, row=1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "arcs", "coordinates", "geometries", "x"]), inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


def _geojson(value: Any) -> Layer:
    return read_geojson({"features": [{"geometry": {"type": "Polygon", "coordinates": value}, "properties": value}]})


def _topojson(value: Any) -> Layer:
    return read_topojson({"objects": {"x": {"geometries": [value]}}, "arcs": [value, *ARCS]}, Choice())


@pytest.mark.parametrize("read", [_geojson, _topojson])
@given(value=json_values)
def test_whatever_stands_in_the_file_is_read_or_refused(read: Callable[[Any], Layer], value: Any) -> None:
    try:
        boundaries_of(read(value), Choice(vintage=DAY))
    except AreasAreWrong as refused:
        mend = refused.mend
    else:
        mend = "nothing to mend"
    assert mend


def test_there_must_be_areas() -> None:
    with pytest.raises(AreasAreWrong, match="no areas"):
        make_boundaries([], np.empty(0, dtype=object))


def test_two_files_are_joined_with_what_was_mended() -> None:
    bow = [[-1.0, 52.0], [-0.9, 52.1], [-0.9, 52.0], [-1.0, 52.1], [-1.0, 52.0]]
    mended, _ = boundaries_of(read_geojson(collection(feature("E06000000", "M", bow))), Choice())
    plain, _ = boundaries_of(read_geojson(PLAIN), Choice())
    both = join(plain, mended)
    assert [area.code for area in both.areas] == ["E06000000", "E06000001", "E06000002"]
    assert both.mended == ("E06000000",)
    with pytest.raises(AreasAreWrong, match="more than once"):
        join(plain, plain)


def test_an_outline_is_written_as_geojson_wants_it() -> None:
    outline = shapely.Polygon(SQUARE[::-1], [HOLE])
    written = geometry_of(outline)
    outer, inner = (shapely.LinearRing(ring) for ring in written["coordinates"])
    assert (written["type"], outer.is_ccw, inner.is_ccw) == ("Polygon", True, False)
    assert shapely.geometry.shape(written).equals(outline)
    islands = geometry_of(shapely.MultiPolygon([shapely.box(-1, 51, -0.9, 51.1), shapely.box(0, 51, 1 / 3, 51.1)]))
    assert islands["type"] == "MultiPolygon"
    assert max(lon for part in islands["coordinates"] for lon, _ in part[0]) == 0.333333


def test_an_outline_is_simplified_by_metres_in_either_direction() -> None:
    """A bump of 70 metres to the east and one of 70 metres to the north: first their feet are left out, then they are."""
    east, north = 0.001, 70 / 111_320
    bumps = [(0, 51), (0.1, 51), (0.1, 51.04), (0.1 + east, 51.05), (0.1, 51.06), (0.1, 51.1), (0.06, 51.1)]
    outline = shapely.Polygon([*bumps, (0.05, 51.1 + north), (0.04, 51.1), (0, 51.1)])
    assert simplified(outline, 0) is outline
    corners = [shapely.get_num_coordinates(simplified(outline, metres)) for metres in (1, 65, 75)]
    assert corners == [11, 7, 5]
    assert shapely.hausdorff_distance(simplified(outline, 1), outline) < 1e-9
