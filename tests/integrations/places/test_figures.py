"""The folder of figures: each measure of each service whole or not at all."""

from pathlib import Path

import pytest

from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.kept import Kept, KeptIsBroken
from commonwheel.integrations.places.figures import FigureFolder

PEOPLE = Kept("population", "", Figures({"E07000207": 1.0}, 2024, "people.csv"))
COST = Kept("cost", "waste-collection", Figures({"E07000207": 2.0}, 2025, "costs.csv"))


def test_what_is_kept_is_found_by_measure_and_service_until_it_is_dropped(tmp_path: Path) -> None:
    folder = FigureFolder(tmp_path)
    assert (folder.held(), folder.find("cost", "waste-collection")) == ((), None)
    folder.keep(COST)
    folder.keep(PEOPLE)
    assert folder.held() == (COST, PEOPLE)
    assert folder.find("population", "") == PEOPLE
    assert folder.find("cost", "libraries") is None
    assert folder.of_service("waste-collection") == {"population": PEOPLE.content, "cost": COST.content}
    assert folder.of_service("libraries") == {"population": PEOPLE.content}
    assert folder.drop("cost", "waste-collection")
    assert not folder.drop("cost", "waste-collection")
    assert folder.held() == (PEOPLE,)


def test_the_same_object_answers_until_others_replace_it(tmp_path: Path) -> None:
    folder = FigureFolder(tmp_path)
    folder.keep(PEOPLE)
    first = folder.find("population", "")
    assert folder.find("population", "") is first
    FigureFolder(tmp_path).keep(Kept("population", "", Figures({}, 2025, "newer.csv")))
    second = folder.find("population", "")
    assert second is not None
    assert second.content.source == "newer.csv"


def test_a_broken_file_is_told_and_other_files_are_left_alone(tmp_path: Path) -> None:
    folder = FigureFolder(tmp_path)
    folder.keep(PEOPLE)
    (tmp_path / "places" / "figures" / "notes.json").write_text("{}")
    assert folder.held() == (PEOPLE,)
    (tmp_path / "places" / "figures" / "need-libraries.json").write_text("{}")
    with pytest.raises(KeptIsBroken):
        folder.held()
