"""Files of boundaries as they lie on a disk: told apart by content, whole or refused."""

import gzip
import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from commonwheel.core.places.areas.boundary_set import Area
from commonwheel.core.places.areas.layer import Choice
from commonwheel.integrations.places import boundary_file
from commonwheel.integrations.places.boundary_file import BoundaryFileIsWrong, read_boundaries
from commonwheel.integrations.places.told_apart import NotAPlaceFile, kind_of

SQUARE = shapely.box(-1, 51, -0.9, 51.1)
GEOJSON: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {"properties": {"LAD25CD": "E06000001", "LAD25NM": "A"}, "geometry": json.loads(shapely.to_geojson(SQUARE))}
    ],
}
TOPOJSON: dict[str, Any] = {
    "type": "Topology",
    "arcs": [[[-1, 51], [-0.9, 51], [-0.9, 51.1], [-1, 51]]],
    "objects": {"lad": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"LAD25CD": "E06000001"}}]}},
}


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value))
    return path


def geopackage(path: Path, *rows: tuple[str, Any], epsg: int = 4326, tables: tuple[str, ...] = ("areas",)) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
        database.execute(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER)"
        )
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (7, 'epsg', ?), (8, 'NONE', 1)", (epsg,))
        for table in tables:
            quoted = '"' + table.replace('"', '""') + '"'
            database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 7)", (table,))
            database.execute(
                f"CREATE TABLE {quoted} (fid INTEGER, geom BLOB, LAD25CD TEXT, LAD25NM VARCHAR(9), photo BLOB)"
            )
            database.executemany(
                f"INSERT INTO {quoted} (geom, LAD25CD) VALUES (?, ?)", [(geom, code) for code, geom in rows]
            )
    return path


def blob(shape: Any, srs: int = 7) -> bytes:
    return struct.pack("<2sBBi", b"GP", 0, 1, srs) + shapely.to_wkb(shape)


def test_json_is_read_plain_and_packed(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.geojson", GEOJSON)
    packed = tmp_path / "b.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(TOPOJSON).encode()))
    for path, name in ((plain, "A"), (packed, "")):
        assert kind_of(path) == "boundaries"
        found, about = read_boundaries(path, Choice())
        assert found.areas == (Area("E06000001", name),)
        assert (about.level, about.holds_from) == ("district", date(2025, 4, 1))
        assert "Open Government Licence" in about.licence
    assert read_boundaries(packed, Choice())[1].source == "b.json.gz, layer lad"


def test_a_geopackage_is_read_in_either_coordinates(tmp_path: Path) -> None:
    degrees = geopackage(tmp_path / "a.gpkg", ("E06000001", blob(SQUARE)))
    metres = geopackage(
        tmp_path / "b.gpkg", ("E06000001", blob(shapely.box(531_000, 104_000, 532_000, 105_000))), epsg=27700
    )
    assert kind_of(degrees) == "boundaries"
    assert shapely.equals(read_boundaries(degrees, Choice())[0].shapes[0], SQUARE)
    assert read_boundaries(metres, Choice())[0].shapes[0].bounds == pytest.approx(
        (-0.14, 50.82, -0.12, 50.83), abs=0.01
    )


def test_a_layer_of_a_geopackage_is_chosen(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", ("E06000001", blob(SQUARE)), tables=("one", 'odd "name"'))
    assert read_boundaries(path, Choice(layer='odd "name"'))[1].source == 'a.gpkg, layer odd "name"'
    with pytest.raises(BoundaryFileIsWrong, match="2 layers"):
        read_boundaries(path, Choice())


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((), "no areas|No column"),
        ((("E06000001", None),), "row 1"),
        ((("E06000001", blob(SQUARE)), ("E06000002", blob(SQUARE, 8))), "different coordinate systems"),
        ((("E06000001", blob(SQUARE, 8)),), "EPSG:0"),
        ((("E06000001", blob(SQUARE, 9)),), "EPSG:0"),
    ],
)
def test_a_geopackage_with_faults_is_told(tmp_path: Path, rows: Any, why: str) -> None:
    with pytest.raises(BoundaryFileIsWrong, match=why):
        read_boundaries(geopackage(tmp_path / "a.gpkg", *rows), Choice())


def test_a_geopackage_that_is_broken_or_has_too_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = geopackage(tmp_path / "a.gpkg", *[(f"E0600000{n}", blob(SQUARE)) for n in range(3)])
    monkeypatch.setattr(boundary_file, "_MOST_ROWS", 2)
    with pytest.raises(BoundaryFileIsWrong, match="more than 2 rows"):
        read_boundaries(path, Choice())
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(BoundaryFileIsWrong, match="no whole GeoPackage"):
        read_boundaries(path, Choice())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"  ", "empty"),
        (b"{", "not whole, or no JSON"),
        (b'{"type": "FeatureCollection"', "not whole, or no JSON"),
        (b'{"type": "Moon"}', "neither GeoJSON nor TopoJSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1]", "neither GeoJSON nor TopoJSON"),
        (gzip.compress(b"{}", mtime=0)[:12], "cannot be unpacked"),
        (gzip.compress(b" " * 2_000, mtime=0), "more than 1,000 bytes"),
        (b'{"features": "' + b"x" * 2_000, "more than 1,000 bytes"),
    ],
)
def test_what_is_no_such_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, why: str) -> None:
    if b"[[" not in data:
        monkeypatch.setattr(boundary_file, "MOST_JSON", 1_000)
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(BoundaryFileIsWrong, match=why) as caught:
        read_boundaries(path, Choice())
    assert caught.value.path == path


def test_where_the_codes_tell_no_level_it_is_asked(tmp_path: Path) -> None:
    unusual = json.loads(json.dumps(GEOJSON).replace("E06000001", "X1"))
    path = written(tmp_path / "a.geojson", unusual)
    with pytest.raises(BoundaryFileIsWrong, match="--level district"):
        read_boundaries(path, Choice())
    assert read_boundaries(path, Choice(), level="ward")[1].level == "ward"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"pcds,laua\nBN1 1AA,E06000043\n", "directory"),
        (b"\xef\xbb\xbf {}", "boundaries"),
        (gzip.compress(b"pcds,laua", mtime=0), "directory"),
        (b"SQLite format 3\0", "boundaries"),
    ],
)
def test_files_are_told_apart_by_content(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"no commas", b"a,b\0", b"PK", gzip.compress(b"x", mtime=0)[:5], b"\x89PNG,\0"]
)
def test_other_files_are_refused_with_what_can_be_taken(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(NotAPlaceFile, match="These can be taken in") as caught:
        kind_of(path)
    assert caught.value.why


@pytest.mark.parametrize(
    ("member", "kind"),
    [("Data/CSV/ab.csv", "code-point"), ("Data/ONSPD_NOV_2025_UK.csv", "directory"), ("x.shp", None)],
)
def test_zips_are_told_apart_by_what_they_hold(tmp_path: Path, member: str, kind: str | None) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "")
    if kind:
        assert kind_of(path) == kind
    else:
        with pytest.raises(NotAPlaceFile, match="unpack boundaries first"):
            kind_of(path)
