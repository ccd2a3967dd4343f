"""`commonwheel places level`: what somebody at a terminal is told of councils of several sizes."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.support.local_ground import SURREY, keep_surrey

from commonwheel.cli.main import commonwheel
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.integrations.places.folder import PlaceFolder

pytestmark = pytest.mark.django_db

OPEN_DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not OPEN_DATA.is_dir(), reason="the folder of open data is not beside the repository, at ../shared/data"
)
WARDS = ("E05000001", "E05000002")
ON = ("--on", "2026-11-01")


def run(*words: object) -> Result:
    return CliRunner().invoke(commonwheel, ["places", *map(str, words)], catch_exceptions=False)


def level(*words: object, region: str = "surrey", service: str = "waste-collection") -> Result:
    return run("level", "--region", region, "--service", service, *words, *ON)


def asked(*words: object, **more: str) -> dict[str, Any]:
    done = level(*words, "--json", **more)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlaceFolder:
    monkeypatch.setenv("COMMONWHEEL_DATA", str(tmp_path / "data"))
    return PlaceFolder(tmp_path / "data")


@pytest.fixture
def held(tmp_path: Path) -> None:
    keep_surrey(tmp_path / "data")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(
        "code,value\n" + "".join(f"{code},{1_000 * place}\n" for place, code in enumerate(SURREY, start=10))
    )
    return path


@pytest.mark.usefixtures("held")
def test_every_number_stands_with_its_range_and_what_can_be_told_of_it(people: Path) -> None:
    text = level("--population", f"{people}@2026").stdout
    lines = text.splitlines()
    assert lines[0] == "Surrey County Council: Waste and recycling collection, 2026-11-01"
    assert "  Districts and unitaries      10,000 (9,850 to 10,150)                today" in lines
    cost = lines[lines.index("Cost of a unit, where today is 100") + 1 :][:4]
    assert cost[0].split() == ["Districts", "and", "unitaries", "100", "(100", "to", "100)", "today"]
    assert all(line.endswith("too small to tell") for line in cost[1:])
    assert "“One council” draws the same borders as “Counties and unitaries”." in lines
    assert any("That is an assumption. Nobody knows it for any English service." in line for line in lines)
    assert any("twice the size costs from 7% less to 4% more for a unit" in line for line in lines)
    assert "Size is by people.csv, value (2026), and a unit is one of what it counts." in lines


@pytest.mark.usefixtures("held")
def test_for_programs_it_says_the_same(people: Path) -> None:
    found = asked("--population", f"{people}@2024")
    assert (found["region"], found["service"], found["on"]) == ("surrey", "waste-collection", "2026-11-01")
    assert (found["today"], found["elasticity"]) == ("Districts and unitaries", [-0.1, 0.05])
    assert found["sources"] == {"postcodes": "by hand", "population": "people.csv, value (2024)"}
    east, west = found["geographies"][2]["councils"]
    assert (east["name"], west["name"]) == ("East Surrey", "West Surrey")
    for each in found["geographies"]:
        assert sum(council["population"][1] for council in each["councils"]) == pytest.approx(165_000)
    low, middle, high = found["geographies"][1]["measures"]["smallest"]
    assert (low, middle, high) == (pytest.approx(155_100), 165_000, pytest.approx(174_900))


@pytest.mark.usefixtures("held")
def test_demand_need_cost_and_points_are_compared_where_they_are_given(people: Path, tmp_path: Path) -> None:
    (tmp_path / "cost.csv").write_text("code,spent_k\n" + "".join(f"{code},100\n" for code in SURREY))
    (tmp_path / "points.csv").write_text("postcode\n" + "".join(f"GU{place} 2AA\n" for place in range(1, 12)))
    found = asked(
        "--population", f"{people}@2026", "--demand", f"{people}@2026", "--need", f"{people}:value@2025",
        "--cost", f"{tmp_path / 'cost.csv'}:spent_k@2026", "--points", tmp_path / "points.csv",
        "--elasticity", "-0.2,-0.1",
    )  # fmt: skip
    today, county = found["geographies"][:2]
    assert today["measures"]["demand_gap"][:2] == [1, 1]
    assert today["measures"]["need_gap"][0] == 1
    assert today["measures"]["need_gap"][1] == 1
    assert today["measures"]["need_gap"][2] > 1
    low, middle, high = today["pounds"]
    assert low < middle < high
    assert middle == pytest.approx(1_100_000 / 165_000, rel=1e-6)
    assert county["pounds"][1] < low
    assert county["measures"]["distance"][1] <= today["measures"]["distance"][1]
    assert found["pairs"][0]["told"]["cost"] == "less"
    text = level(
        "--population", f"{people}@2026", "--cost", f"{tmp_path / 'cost.csv'}:spent_k@2026",
        "--points", tmp_path / "points.csv",
    ).stdout  # fmt: skip
    pounds = text[text.index("Pounds for a unit\n") :].splitlines()
    assert pounds[1].split() == ["Districts", "and", "unitaries", "6.67", "(6.47", "to", "6.87)", "today"]
    assert pounds[2].endswith("too small to tell")
    assert "Kilometres to the nearest service point" in text


@pytest.mark.usefixtures("held")
def test_whoever_asks_draws_candidates_of_districts_and_wards(people: Path) -> None:
    rest = ",".join(SURREY[1:])
    found = asked("--population", f"{people}@2026", "--candidate", f"Split={WARDS[0]};{WARDS[1]},{rest}")
    split = found["geographies"][-1]
    assert [each["pieces"] for each in split["councils"]] == [[WARDS[0]], [WARDS[1], *SURREY[1:]]]
    # A quarter of the postcodes of a district of 10,000, known to 30 %.
    assert split["councils"][0]["population"] == [
        pytest.approx(2_500 * (0.985 - 0.3)),
        2_500,
        pytest.approx(2_500 * (1.015 + 0.3)),
    ]
    assert found["geographies"][0]["councils"][0]["population"] == [9_850, 10_000, 10_150]
    assert "Residents of wards are their district’s" in found["says"][-1]


@pytest.mark.usefixtures("held")
def test_where_a_council_has_no_point_its_geography_s_distance_is_not_known(people: Path, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("postcode\nGU1 2AA\n")
    lines = level("--population", f"{people}@2026", "--points", tmp_path / "points.csv").stdout.splitlines()
    begin = lines.index("Kilometres to the nearest service point of one's own council")
    assert lines[begin + 1].split() == ["Districts", "and", "unitaries", "not", "known", "today"]
    assert "not known" not in lines[begin + 2]


@pytest.mark.usefixtures("held")
def test_the_map_is_written_whole_beside_the_table(people: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.svg"
    assert level("--population", f"{people}@2026", "--map", target).exit_code == 0
    assert target.read_text().startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert [path.name for path in tmp_path.glob(".map*")] == []


@pytest.mark.usefixtures("held")
def test_the_report_is_one_page_with_tables_maps_and_terms(people: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    drawing = f"<Mine>={','.join(SURREY)}"
    assert level("--population", f"{people}@2026", "--candidate", drawing, "--report", target).exit_code == 0
    page = target.read_text()
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="en-GB">' in page
    assert page.count("<table>") == page.count("<caption>") == 4 + 5
    assert page.count("<svg") == 1
    assert "&lt;Mine&gt;" in page
    assert "<Mine>" not in page
    assert "too small to tell" in page
    assert "Contains OS data © Crown copyright" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--region", "atlantis"), "The register has no authority 'atlantis'"),
        (("--service", "dragons"), "There is no duty 'dragons'"),
        (("--elasticity", "cheap"), "no range of elasticities"),
        (("--candidate", f"Mine={SURREY[0]}"), "Epsom and Ewell"),
        (("--candidate", f"One council={','.join(SURREY)}"), "another candidate has this name"),
        (("--demand", "/nowhere.csv"), "No such file"),
        (("--report", "/nowhere/report.html"), "No such file"),
        (("--on", "2030-01-01"), "The register knows no councils in the area of Surrey County Council"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(people: Path, words: tuple[str, ...], why: str) -> None:
    done = run(
        "level", "--region", "surrey", "--service", "planning", "--population", f"{people}@2026", *ON, *words
    )  # fmt: skip
    assert done.exit_code == 1
    assert why in done.stderr
    assert done.stdout == ""


@pytest.mark.usefixtures("held")
def test_a_broken_file_writes_no_map(people: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_bytes(b"code,value\n" + b"x" * 200_000)
    target = tmp_path / "map.svg"
    done = level("--population", f"{people}@2026", "--need", f"{tmp_path / 'broken.csv'}@2026", "--map", target)
    assert (done.exit_code, target.exists()) == (1, False)
    assert done.stderr.startswith("broken.csv is no CSV file: field larger than field limit")


def test_a_node_that_holds_nothing_says_what_to_take_in(people: Path, folder: PlaceFolder) -> None:
    assert "This node holds no postcodes. Take them in" in level("--population", f"{people}@2026").stderr
    folder.keep_postcodes(pack_table([], source="by hand"))
    done = level("--population", f"{people}@2026")
    assert (done.exit_code, "This node holds no outlines of districts" in done.stderr) == (1, True)


@pytest.mark.usefixtures("held")
def test_figures_that_are_kept_answer_where_none_are_given(people: Path) -> None:
    refused = level()
    assert (refused.exit_code, "Give them: --population population.csv@2024." in refused.stderr) == (1, True)
    assert run("figures", "keep", "population", f"{people}@2026").exit_code == 0
    assert run("figures", "keep", "demand", f"{people}@2026", "--service", "waste-collection").exit_code == 0
    found = asked()
    assert list(found["sources"]) == ["postcodes", "population", "demand"]
    assert found["geographies"] == asked("--population", f"{people}@2026", "--demand", f"{people}@2026")["geographies"]


def test_called_wrongly_it_ends_with_2() -> None:
    assert run("level", "--region", "surrey").exit_code == 2


def real(tmp_path: Path, wards: str, *areas: str) -> None:
    """Hold the real postcodes of some postcode areas, the districts of 2025 and the wards of a county."""
    chosen = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(OPEN_DATA / "postcodes" / "codepo_gb.zip") as whole, zipfile.ZipFile(chosen, "w") as part:
        for name in whole.namelist():
            if name.startswith("Doc/metadata") or Path(name).stem in areas:
                part.writestr(name, whole.read(name))
    boundaries = OPEN_DATA / "boundaries"
    assert run("import", chosen).exit_code == 0
    assert run("import", boundaries / "ltla_2025.geojson", "--vintage", "2025-04-01").exit_code == 0
    assert run("import", boundaries / f"wards_dec2023_{wards}.geojson").exit_code == 0


def figures(name: str) -> str:
    return str(OPEN_DATA / "finance_population" / name)


@needs_data
def test_surrey_as_eleven_districts_a_county_two_unitaries_and_one(tmp_path: Path) -> None:
    real(tmp_path, "surrey", "gu", "kt", "rh", "tw", "tn", "cr", "sm", "sl")
    ages = figures("population_by_single_age_lad.csv")
    budget = figures("english_councils_budget_by_service_and_council_tax_2021_2026.csv")
    found = asked(
        "--population", f"{ages}@2023", "--demand", f"{figures('council_tax_lad.csv')}:total_dwellings@2026",
        "--need", f"{ages}:65..90+@2023", "--cost", f"{budget}:budget_environmental_gbp_k@2026",
    )  # fmt: skip
    by_name = {each["name"]: each for each in found["geographies"]}
    assert {name: len(each["councils"]) for name, each in by_name.items()} == {
        "Districts and unitaries": 11,
        "Counties and unitaries": 1,
        "Announced from 2027-04-01": 2,
        "One council": 1,
    }
    for each in by_name.values():
        assert sum(one["population"][1] for one in each["councils"]) == pytest.approx(1_228_671, abs=11)
    near = [by_name[name]["measures"]["spillover"][1] for name in list(by_name)[:3]]
    assert near[0] > near[2] > near[1] == 0
    beside = next(each for each in found["pairs"] if each["name"].startswith("Announced"))
    assert beside["told"]["spillover"] == "less"
    assert beside["told"]["smallest"] == "more"
    assert beside["told"]["cost"] == beside["told"]["need_gap"] == "too small to tell"
    assert by_name["One council"]["pounds"][0] < by_name["Districts and unitaries"]["pounds"][0]


@needs_data
def test_a_ward_that_changes_sides_is_drawn_in_surrey(tmp_path: Path) -> None:
    real(tmp_path, "surrey", "gu", "kt", "rh", "tw", "tn", "cr", "sm", "sl")
    wards = json.loads((OPEN_DATA / "boundaries" / "wards_dec2023_surrey.geojson").read_text())["features"]
    elmbridge = [each["properties"]["WD23CD"] for each in wards if each["properties"]["LAD23CD"] == "E07000207"]
    one = f"Ward={elmbridge[0]};{','.join([*elmbridge[1:], *SURREY[1:]])}"
    found = asked("--population", f"{figures('population_by_single_age_lad.csv')}@2023", "--candidate", one)
    assert sum(len(each["pieces"]) for each in found["geographies"][0]["councils"]) == len(elmbridge) + 10
    small, _ = sorted(each["population"] for each in found["geographies"][-1]["councils"])
    assert 2_000 < small[0] < small[1] < small[2] < 20_000


@needs_data
def test_lancashire_as_fourteen_districts_a_county_with_two_unitaries_and_a_combined_authority(tmp_path: Path) -> None:
    real(tmp_path, "lancashire", "bb", "fy", "la", "pr", "l", "wn", "ol", "bl", "bd")
    found = asked(
        "--population", f"{figures('population_by_single_age_lad.csv')}@2023",
        region="lancashire-combined-county-authority", service="libraries",
    )  # fmt: skip
    assert [(each["name"], len(each["councils"])) for each in found["geographies"]] == [
        ("Counties and unitaries", 3),
        ("Districts and unitaries", 14),
        ("Combined authority", 1),
        ("One council", 1),
    ]
    told = {each["name"]: each["told"] for each in found["pairs"] if each["beside"] == "Counties and unitaries"}
    assert told["Districts and unitaries"]["spillover"] == "more"
    assert told["Districts and unitaries"]["cost"] == "too small to tell"
    assert told["Combined authority"]["spillover"] == "less"
    assert "“One council” draws the same borders as “Combined authority”." in found["says"]
