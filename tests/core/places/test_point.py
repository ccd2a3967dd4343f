"""A point is read as people write it. Each reference is worked by hand from the letters of the grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.grid import Spot, grid_of_spot
from commonwheel.core.places.point import NotOnTheMap, read_point


def metres(text: str) -> tuple[int, int]:
    spot = read_point(text)
    assert spot is not None
    return grid_of_spot(spot)


@pytest.mark.parametrize(
    ("text", "easting", "northing"),
    [
        # TQ begins at 500,000 and 100,000; the middle of a square of 100, 10 or 1 metres.
        ("TQ 123 456", 512_350, 145_650),
        ("TQ123456", 512_350, 145_650),
        ("tq 123456", 512_350, 145_650),
        ("TQ 1234 4567", 512_345, 145_675),
        ("TQ 12345 45678", 512_346, 145_678),
        ("TQ1234545678", 512_346, 145_678),
        ("By the gate, TQ 414 101", 541_450, 110_150),
        ("TQ 414 101 (by the gate)", 541_450, 110_150),
        # HP begins at 400,000 and 1,200,000; SV at 0 and 0.
        ("HP 600 100", 460_050, 1_210_050),
        ("SV 900 100", 90_050, 10_050),
        ("531000 104000", 531_000, 104_000),
        ("531000,104000", 531_000, 104_000),
        ("531000, 104000", 531_000, 104_000),
        ("E531000 N104000", 531_000, 104_000),
        ("531000E 104000N", 531_000, 104_000),
        ("531000.50, 104000.40", 531_000, 104_000),
        ("460000 1210000", 460_000, 1_210_000),
    ],
)
def test_a_reference_and_an_easting_with_its_northing_are_found(text: str, easting: int, northing: int) -> None:
    east, north = metres(text)
    assert abs(east - easting) <= 1
    assert abs(north - northing) <= 1


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("50.8225, -0.1372", Spot(50.8225, -0.1372)),
        ("50.8225 -0.1372", Spot(50.8225, -0.1372)),
        ("50.8225,-0.1372", Spot(50.8225, -0.1372)),
        ("50.8225° N, 0.1372° W", Spot(50.8225, -0.1372)),
        ("52.6580N, 1.7160E", Spot(52.658, 1.716)),
        ("54.5973, -5.9301", Spot(54.5973, -5.9301)),
    ],
)
def test_latitude_and_longitude_stay_as_they_were_written(text: str, spot: Spot) -> None:
    assert read_point(text) == spot


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Outside 12 Example Street",
        "No 1215",
        "At 12 15",
        "Flat 3, 100 High Street",
        "TQ 12 34",
        "BN1 1AA",
        "lamp post 531000",
        "by the gate, tq 414 101",
        "XTQ 414 101",
        "by ZZ 123 456",
        "50, 0",
        "call 01632 960707 now",
        "TQ 123 456" + " " * 500 + "x" * 30_000,
    ],
)
def test_words_are_no_point(text: str) -> None:
    found = read_point(text)
    assert found is None or text.startswith("TQ 123 456 ")


@pytest.mark.parametrize(
    "text",
    [
        "ZZ 123 456",
        "II 123 456",
        "TQ 123 4567",
        "TQ 414 1012",
        "TQ 12345 6789",
        "XA 123 456",
        "710000 104000",
        "531000 1310000",
        "0.0001, 0.0001",
        "50.8225 S, 0.1372 W",
        "51.5074, 20.1278",
        "-0.1372, 50.8225",
        "999.5, 999.5",
        "49.01, 2.99",
    ],
)
def test_what_looks_like_a_point_and_is_none_of_great_britain_is_said(text: str) -> None:
    with pytest.raises(NotOnTheMap, match="not on the map of Great Britain"):
        read_point(text)


@given(st.text(alphabet="TQHI0123456789 .,-°NESWab", max_size=80))
def test_any_text_is_a_point_of_the_grid_or_words_or_not_on_the_map(text: str) -> None:
    try:
        found = read_point(text)
    except NotOnTheMap:
        return
    if found is not None:
        easting, northing = grid_of_spot(found)
        assert -1 <= easting <= 700_001
        assert -1 <= northing <= 1_300_001
