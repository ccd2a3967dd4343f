"""The commands about places, as somebody at a terminal meets them."""

import csv
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonwheel.apps.places import api as register
from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

ROW = '"BN1 1AA",10,531040,104624,"E92000001","E19000002","E18000008","","E06000043","E05015415"\n'
NAMES = ["UPRN", "X_COORDINATE", "Y_COORDINATE", "STREET_DESCRIPTION", "PAO_START_NUMBER", "POSTCODE_LOCATOR"]


def run(*words: object) -> Result:
    return CliRunner().invoke(commonwheel, ["places", *map(str, words)])


def gazetteer(path: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([NAMES, *rows])
    return path


def house(number: int, street: str = "SEA LANE") -> list[str]:
    return [str(1000 + number), "541500", "110100", street, str(number), "BN7 1AA"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    monkeypatch.setenv("COMMONWHEEL_DATA", str(tmp_path / "data"))
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]
    return tmp_path / "data"


def test_postcodes_are_taken_in_and_found(tmp_path: Path, data: Path) -> None:
    assert run("find", "BN1 1AA").exit_code == 1
    with zipfile.ZipFile(tmp_path / "codepo_gb.zip", "w") as archive:
        archive.writestr("Data/CSV/bn.csv", ROW)
    done = run("import", tmp_path / "codepo_gb.zip")
    assert (done.exit_code, done.stdout) == (0, "Postcodes: 1, from OS Code-Point Open, held from 1900-01-01.\n")
    assert (data / "places" / "postcodes-1900-01-01.bin").exists()
    assert run("find", "bn11aa").stdout == "BN1 1AA: E06000043; 531040 east, 104624 north\n"
    wrong = run("find", "nowhere")
    assert (wrong.exit_code, wrong.stderr) == (1, "Enter a full UK postcode, such as BN1 1AA\n")


def test_another_zip_changes_nothing(tmp_path: Path, data: Path) -> None:
    (tmp_path / "other.zip").write_bytes(b"no zip")
    refused = run("import", tmp_path / "other.zip")
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.stderr
    assert not (data / "places").exists()


@pytest.mark.django_db
def test_a_gazetteer_is_loaded_again_and_again(tmp_path: Path, council_a: CouncilView) -> None:
    path = gazetteer(tmp_path / "gazetteer.csv", *(house(number) for number in range(1, 31)))
    done = run("load", council_a.slug, path)
    assert (done.exit_code, done.stdout) == (
        0,
        "30 properties added, 0 changed, 0 no longer current, 0 as before.\n",
    )
    assert (
        "0 properties added, 0 changed, 0 no longer current, 30 as before." in run("load", council_a.slug, path).stdout
    )


@pytest.mark.django_db
def test_bad_rows_are_listed_with_their_line(tmp_path: Path, council_a: CouncilView) -> None:
    path = gazetteer(tmp_path / "gazetteer.csv", *(house(number) for number in range(1, 31)), ["x", *house(40)[1:]])
    done = run("load", council_a.slug, path)
    assert done.exit_code == 0
    assert done.stderr == "line 32: 'x' is not a UPRN\n"
    assert "Rows that could not be used: 1. Nothing was withdrawn" in done.stdout


@pytest.mark.django_db
def test_a_file_that_is_mostly_wrong_changes_nothing(tmp_path: Path, council_a: CouncilView) -> None:
    path = gazetteer(tmp_path / "gazetteer.csv", house(1), *([["x"] * 6] * 150))
    refused = run("load", council_a.slug, path)
    assert refused.exit_code == 1
    assert "and 50 more" in refused.stderr
    assert "nothing was changed" in refused.stderr
    with council_scope(council_a.id):
        assert not register.has_register(council_a.id)


@pytest.mark.django_db
def test_windows_letters_are_read(tmp_path: Path, council_a: CouncilView) -> None:
    path = gazetteer(tmp_path / "gazetteer.csv", house(1, "LÔN Y MÔR"), encoding="cp1252")
    assert run("load", council_a.slug, path).exit_code == 0
    with council_scope(council_a.id):
        assert register.get_property(council_a.id, uprn="1001").line == "1 Lôn Y Môr"


@pytest.mark.django_db
def test_a_council_that_is_not_here_is_named(tmp_path: Path) -> None:
    refused = run("load", "nowhere", gazetteer(tmp_path / "gazetteer.csv", house(1)))
    assert refused.exit_code == 1
    assert "nowhere" in refused.stderr
