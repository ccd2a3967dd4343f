"""A sheet with one question a row becomes a pattern, whatever its columns are called."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
import yaml
from tests.core.forms.imports import programme_of, walked

from commonwheel.core.forms import sheet
from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead

HEADS = ["Page", "Question", "Type", "Options", "Hint", "Required", "Show when", "Min", "Max", "Owner"]
ROWS = [
    ["About it", "Colour", "Dropdown", "Red | Light blue", "One only", "yes", "", "", "", "Ann"],
    ["About it", "How many?", "integer", "", "", "no", "", "1", "9", ""],
    ["", "", "", "", "", "", "", "", "", ""],
    ["More", "Which ones", "tick boxes", "a; b", "", "", "Colour is light blue", "", "2", ""],
    ["More", "Why red?", "paragraph", "", "", "y", "Colour = red and How many? > 3", "", "x", ""],
    ["", "Are you sure?", "yes/no", "", "", "yes", "Which ones includes b", "", "", ""],
    ["", "Anything", "riddle", "", "", "", "the moon is full", "", "", ""],
    ["", "Pick", "radio", "", "", "", "", "", "", ""],
    ["", "Not b", "text", "", "", "", "Which ones is not b", "", "", ""],
    ["", "Choose", "", "x|y", "", "", "Colour ~ red", "", "", ""],
]


def csv_of(*rows: list[str], separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows).encode("utf-8-sig")


def workbook_of(*rows: list[Any]) -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    second = book.create_sheet("Form")
    for row in rows:
        second.append([cell if cell != "" else None for cell in row])
    book.save(held)
    return held.getvalue()


def made_of(data: bytes, name: str = "our-form.csv") -> Imported:
    return import_form(data, name, given_for(publisher="us"))


def steps(made: Imported) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(made.files["pattern.yaml"])["steps"]
    return found


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (csv_of(HEADS, *ROWS), "our-form.csv"),
        (csv_of(["Draft of a form"], HEADS, *ROWS, separator=";"), "our-form.csv"),
        (workbook_of(HEADS, *ROWS), "our-form.xlsx"),
    ],
    ids=["csv", "semicolons", "excel"],
)
def test_rows_become_questions_on_pages(data: bytes, name: str) -> None:
    made = made_of(data, name)
    programme_of(made)
    pages = steps(made)
    assert [page["title"] for page in pages[:3]] == ["About it", "More", "Are you sure?"]
    colour, many = pages[0]["ask"]
    assert colour["options"][1] == {"value": "light-blue", "label": "Light blue"}
    assert (colour["hint"], "optional" in colour) == ("One only", False)
    assert (many["type"], many["optional"], many["min"], many["max"]) == ("number", "true", "1", "9")
    which, why = pages[1]["ask"]
    assert which["when"] == "colour == 'light-blue'"
    assert why["when"] == """colour == 'red' && answered("how_many") && how_many > 3"""
    assert pages[2]["ask"][0]["when"] == "'b' in which_ones"
    assert pages[5]["ask"][0]["when"].startswith("!(")
    assert [page["ask"][0]["type"] for page in pages[3:]] == ["text", "text", "text", "radios"]
    said = "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))
    for words in ("“Owner”", "`max`: x", "“riddle”", "“Pick”", "“the moon is full”", "“Colour ~ red”"):
        assert words in said
    assert (made.report.kept["conditions"], made.report.total["conditions"]) == (4, 6)


def test_residents_meet_the_rows_whose_condition_holds() -> None:
    made = made_of(csv_of(HEADS, *ROWS))
    programme = programme_of(made)
    key = next(one.key for one in made.form.questions if one.label == "Colour")
    assert "more" not in [page.page.id for page in walked(made, programme, {key: "Red"}).pages]
    assert "more" in [page.page.id for page in walked(made, programme, {key: "Light blue"}).pages]


def test_words_and_names_of_questions_are_read() -> None:
    heads = ["Question", "Name", "Optional", "Text", "Type"]
    rows = [
        ["Read this", "", "", "Some *words*", "heading"],
        ["Who?", "who_is_it", "x", "Say all", "full name"],
        ["", "bare", "", "", ""],
    ]
    made = made_of(csv_of(heads, *rows))
    programme_of(made)
    words, who, bare = (page["ask"][0] for page in steps(made))
    assert (words["type"], words["text"]) == ("show", "Some *words*")
    assert (who["id"], who["type"], who["hint"], who["optional"]) == ("who_is_it", "name", "Say all", "true")
    assert bare["type"] == "show"


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"a,b\n1,2\n", "x.csv", "no column called “Question”"),
        (b"", "x.csv", "no column called “Question”"),
        (b"\xff\xfe\x00", "x.csv", "not UTF-8"),
        (b"not a workbook", "x.xlsx", "broken archive"),
        (workbook_of(), "x.xlsx", "no cells"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused(data: bytes, name: str, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        made_of(data, name)


def test_a_workbook_without_its_parts_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(FormCannotBeRead, match="not a whole Excel workbook"):
        made_of(held.getvalue(), "x.xlsx")


def test_a_sheet_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    with pytest.raises(FormCannotBeRead, match="3 rows"):
        made_of(csv_of(["Question"], ["a"], ["b"]))


def test_numbers_of_a_workbook_are_written_without_a_point() -> None:
    made = made_of(workbook_of(["Question", "Options"], ["Size", 3.0], ["Other", 2.5]), "x.xlsx")
    assert [page["ask"][0]["options"][0]["label"] for page in steps(made)] == ["3", "2.5"]
