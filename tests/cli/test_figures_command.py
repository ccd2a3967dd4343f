"""`commonwheel places figures`: what a node keeps for its page on levels of local."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonwheel.cli.main import commonwheel
from commonwheel.core.places.local.ground import Points
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.integrations.places.figures import FigureFolder
from commonwheel.integrations.places.folder import PlaceFolder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMMONWHEEL_DATA", str(tmp_path / "data"))
    (tmp_path / "people.csv").write_text("code,all,65\nE07000207,140000,28000\nE07000208,81000,15000\n")
    (tmp_path / "libraries.csv").write_text("postcode\nGU1 1AA\n")
    return tmp_path / "data"


def figures(*words: object) -> Result:
    return CliRunner().invoke(commonwheel, ["places", "figures", *map(str, words)], catch_exceptions=False)


def test_figures_are_kept_listed_and_dropped(tmp_path: Path) -> None:
    assert figures("list").stdout == "No figures are kept yet. Keep some with `commonwheel places figures keep`.\n"
    kept = figures("keep", "population", f"{tmp_path / 'people.csv'}@2023", "--source", "ONS, mid-2023")
    assert kept.stdout == "Kept: population  2  ONS, mid-2023 (2023).\n"
    need = figures("keep", "need", f"{tmp_path / 'people.csv'}:65@2023", "--service", "adult-social-care", "--json")
    assert json.loads(need.stdout) == {
        "measure": "need", "service": "adult-social-care", "number": 2, "year": 2023, "source": "people.csv, 65",
    }  # fmt: skip
    assert figures("list").stdout.splitlines() == [
        "need adult-social-care  2  people.csv, 65 (2023)",
        "population  2  ONS, mid-2023 (2023)",
    ]
    dropped = figures("drop", "need", "--service", "adult-social-care")
    assert dropped.stdout == "The figures of need adult-social-care are removed.\n"
    again = figures("drop", "need", "--service", "adult-social-care")
    assert (again.exit_code, "figures list` shows which are" in again.stderr) == (1, True)


def test_service_points_are_kept_by_their_postcodes(tmp_path: Path, data: Path) -> None:
    words = ("keep", "points", tmp_path / "libraries.csv", "--service", "libraries")
    refused = figures(*words)
    assert (refused.exit_code, "This node holds no postcodes" in refused.stderr) == (1, True)
    PlaceFolder(data).keep_postcodes(
        pack_table([PostcodePlace("GU1 1AA", "E07000209", "", 499_000, 149_000)], source="by hand")
    )
    assert figures(*words).stdout == "Kept: points libraries  1  libraries.csv.\n"
    kept = FigureFolder(data).find("points", "libraries")
    assert kept is not None
    assert isinstance(kept.content, Points)
    assert (kept.content.easting.tolist(), kept.content.northing.tolist()) == ([499_000], [149_000])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("need", "people.csv@2023"), "Figures of need need --service."),
        (("population", "people.csv@2023", "--service", "libraries"), "belong to no service: leave --service out"),
        (("need", "people.csv@2023", "--service", "../../etc"), "There is no duty '../../etc'"),
        (("population", "people.csv"), "nothing tells the year of its figures"),
        (("population", "nowhere.csv@2023"), "No such file"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = figures("keep", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert why in done.stderr
    assert figures("list", "--json").stdout.strip() == "[]"
    assert figures("drop", "need", "--service", "../../etc").exit_code == 1


def test_a_broken_file_is_told(data: Path) -> None:
    (data / "places" / "figures").mkdir(parents=True)
    (data / "places" / "figures" / "population.json").write_text("{}")
    done = figures("list")
    assert (done.exit_code, "The file of figures cannot be read" in done.stderr) == (1, True)
