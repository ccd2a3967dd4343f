"""`commonwheel places import | list | compare | drop | locate`, as somebody at a terminal meets them."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonwheel.cli.main import commonwheel

ROWS = (
    '"BN7 1AA",10,541500,110100,"E92000001","E19000002","E18000008","E10000011","E07000063","E05011539"\n'
    '"S70 1AA",10,434500,406500,"E92000001","E19000002","E18000008","","E08000016","E05011540"\n'
)
LEWES, BARNSLEY = (-0.1, 50.8, 0.2, 51.0), (-1.6, 53.4, -1.3, 53.7)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMMONWHEEL_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*words: object) -> Result:
    return CliRunner().invoke(commonwheel, ["places", *map(str, words)])


def code_point(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/CSV/bn.csv", ROWS)
        archive.writestr("Doc/metadata.txt", "DATASET VERSION NUMBER: 2025.2.0\nCOPYRIGHT DATE: 20250422\n")
    return path


def boundaries(path: Path, **boxes: tuple[float, float, float, float]) -> Path:
    features = [
        {
            "properties": {"areacd": code, "areanm": f"Area {code}"},
            "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]},
        }
        for code, (w, s, e, n) in boxes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def held(tmp_path: Path) -> None:
    """Hold postcodes, districts and a combined authority."""
    assert run("import", code_point(tmp_path / "codepo_gb.zip")).exit_code == 0
    districts = boundaries(tmp_path / "ltla.geojson", E07000063=LEWES, E08000016=BARNSLEY)
    mayors = boundaries(tmp_path / "cauth.geojson", E47000002=BARNSLEY)
    done = run("import", districts, mayors, "--vintage", "2025-04-01")
    assert (done.exit_code, done.stdout) == (
        0,
        (
            "Areas: 2 of level district, from ltla.geojson, held from 2025-04-01.\n"
            "Areas: 1 of level combined-authority, from cauth.geojson, held from 2025-04-01.\n"
        ),
    )


def located(tmp_path: Path, text: str, *words: object, encoding: str = "utf-8") -> tuple[Result, str]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(text.encode(encoding))
    done = run("locate", "--input", source, "--output", target, "--on", "2025-11-01", *words)
    return done, target.read_bytes().decode(encoding) if target.exists() else ""


@pytest.mark.usefixtures("held")
def test_what_is_held_is_listed() -> None:
    rows = json.loads(run("list", "--json").stdout)
    assert [(row["kind"], row["holds_from"], row["number"], row["source"]) for row in rows] == [
        ("combined-authority", "2025-04-01", 1, "cauth.geojson"),
        ("district", "2025-04-01", 2, "ltla.geojson"),
        ("postcodes", "2025-04-22", 2, "OS Code-Point Open 2025.2.0"),
    ]
    assert "district  2025-04-01  2  ltla.geojson" in run("list").stdout
    assert "Open Government Licence" in rows[0]["licence"]


def test_nothing_is_held_at_first(tmp_path: Path) -> None:
    assert run("list").stdout.startswith("Nothing is held yet.")
    done, out = located(tmp_path, "postcode\nBN7 1AA\n")
    assert (done.exit_code, out) == (1, "")
    assert "neither postcodes nor districts of 2025-11-01" in done.stderr


@pytest.mark.usefixtures("held")
def test_a_file_of_postcodes_is_located(tmp_path: Path) -> None:
    done, out = located(tmp_path, 'id,postcode,note\n1,bn71aa,Tŷ\n2,S70 1AA,"a,b"\n\n3,nowhere,\n')
    assert (done.exit_code, done.stdout) == (
        0,
        f"3 rows, 2 located, 1 with a problem. Written to {tmp_path / 'out.csv'}.\n",
    )
    assert out == (
        "id,postcode,note,district,county,combined_authority,problem\n"
        "1,bn71aa,Tŷ,E07000063,E10000011,,\n"
        '2,S70 1AA,"a,b",E08000038,,E47000002,\n'
        "3,nowhere,,,,,This is not a postcode.\n"
    )


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-8", "\t")])
def test_a_spreadsheets_own_letters_and_marks_are_kept(tmp_path: Path, encoding: str, mark: str) -> None:
    done, out = located(tmp_path, f"lat{mark}lon{mark}name\n50.9{mark}0.0{mark}Café\n", encoding=encoding)
    assert done.exit_code == 0
    assert list(csv.DictReader(out.splitlines(), delimiter=mark)) == [
        {"lat": "50.9", "lon": "0.0", "name": "Café", "district": "E07000063", "county": "E10000011", "combined_authority": "", "problem": ""}
    ]  # fmt: skip


@pytest.mark.usefixtures("held")
def test_what_to_go_by_can_be_chosen_and_a_summary_printed_for_programs(tmp_path: Path) -> None:
    text = "postcode,easting,northing\nBN7 1AA,434500,406500\n"
    done, out = located(tmp_path, text, "--by", "point", "--json")
    assert "E08000038" in out
    told = json.loads(done.stdout)
    assert (told["rows"], told["located"], told["problems"]) == (1, 1, 0)
    assert (told["postcodes_from"], told["districts_from"]) == ("2025-04-22", "2025-04-01")


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("text", "why"),
    [("name\nx\n", "needs columns"), ("", "Its columns: none"), ("postcode\n" + "x" * 200_000, "field larger")],
)
def test_a_file_that_cannot_be_located_changes_nothing(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "out.csv").write_text("before")
    done, out = located(tmp_path, text)
    assert (done.exit_code, out) == (1, "before")
    assert why in done.stderr
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.csv"]


def test_called_wrongly_it_ends_with_2(tmp_path: Path) -> None:
    assert run("locate", "--on", "yesterday").exit_code == 2
    assert run("import", tmp_path / "nowhere.zip").exit_code == 2


def test_a_wrong_setting_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONWHEEL_DEBUG", "perhaps")
    assert run("list").exit_code == 2


@pytest.mark.usefixtures("held")
def test_two_vintages_are_compared_and_one_is_dropped(tmp_path: Path) -> None:
    merged = boundaries(tmp_path / "later.geojson", E06000099=LEWES, E08000016=BARNSLEY)
    assert run("import", merged, "--vintage", "2027-04-01").exit_code == 0
    done = run("compare", "district@2025-04-01", "district@2027-04-01")
    assert done.stdout == (
        "gone     E07000063  Area E07000063\n"
        "new      E06000099  Area E06000099\n"
        "moved    E07000063  100.0% of Area E07000063 to E06000099  Area E06000099\n"
    )
    told = json.loads(run("compare", "district@2025-04-01", "district@2027-04-01", "--json").stdout)
    assert told["moved"][0]["share"] == 1.0
    assert run("compare", "district@2025-04-01", "district@2025-04-01").stdout == "Nothing differs.\n"
    assert run("drop", "district", "2027-04-01").exit_code == 0
    assert run("drop", "district", "2027-04-01").exit_code == 1


@pytest.mark.parametrize("named", ["district@2030-01-01", "district", "postcodes@2025-04-22", "district@soon"])
@pytest.mark.usefixtures("held")
def test_a_vintage_that_is_not_held_is_told(named: str) -> None:
    refused = run("compare", named, "district@2025-04-01")
    assert refused.exit_code == 1
    assert "is not held" in refused.stderr


@pytest.mark.usefixtures("held")
def test_what_an_import_replaces_and_mends_is_said(tmp_path: Path) -> None:
    bow = boundaries(tmp_path / "bow.geojson", E07000063=LEWES)
    bow.write_text(bow.read_text().replace("[[-0.1, 50.8], [0.2, 50.8]", "[[0.2, 50.8], [-0.1, 50.8]"))
    assert run("import", bow, "--vintage", "2025-04-01").stdout == (
        "Areas: 1 of level district, from bow.geojson, held from 2025-04-01. They replace 2. "
        "The outlines of 1 crossed themselves and were mended.\n"
    )


def test_boundaries_given_at_once_are_joined(tmp_path: Path) -> None:
    first = boundaries(tmp_path / "a.geojson", E05000001=LEWES)
    second = boundaries(tmp_path / "b.geojson", E05000002=BARNSLEY)
    assert run("import", first, second, "--vintage", "2023-12-01").exit_code == 0
    row = json.loads(run("list", "--json").stdout)[0]
    assert (row["kind"], row["number"], row["source"]) == ("ward", 2, "a.geojson; b.geojson")
    refused = run("import", first, first, "--vintage", "2023-12-01")
    assert (refused.exit_code, "1 codes come more than once: E05000001" in refused.stderr) == (1, True)


def test_files_before_a_wrong_one_stay_done(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    refused = run("import", code_point(tmp_path / "codepo_gb.zip"), tmp_path / "empty")
    assert refused.exit_code == 1
    assert refused.stderr.lstrip().startswith("Postcodes: 2, from OS Code-Point Open 2025.2.0, held from 2025-04-22.\n")
    assert "it is empty" in refused.stderr
    assert len(json.loads(run("list", "--json").stdout)) == 1


def test_a_directory_tells_how_many_ended(tmp_path: Path) -> None:
    path = tmp_path / "onspd_nov2025.csv"
    path.write_text("pcds,doterm,east1m,north1m,lad25cd\nBN7 1AA,201906,541500,110100,E07000063\nBN7 1AB,,,,\n")
    said = "Postcodes: 2, of which 1 ended, from ONS Postcode Directory, November 2025, held from 2025-11-01.\n"
    assert run("import", path).stdout == said
    _, out = located(tmp_path, "postcode\nBN7 1AA\n")
    assert out.splitlines()[1] == "BN7 1AA,E07000063,E10000011,,This postcode ended in 2019-06."


def test_a_broken_file_in_the_folder_is_told(tmp_path: Path, data: Path) -> None:
    (data / "places").mkdir(parents=True)
    (data / "places" / "district-2025-04-01.bin").write_bytes(b"broken")
    assert "Make it again" in run("list").stderr
    done, _ = located(tmp_path, "postcode\nBN7 1AA\n")
    assert done.exit_code == 1
