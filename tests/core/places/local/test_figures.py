"""Figures of areas are read from the files that councils have, and carried to the codes of a day."""

import datetime as dt

import pytest
from tests.support.register import the_register

from commonwheel.core.places.local.figures import (
    Figures,
    FiguresAreWrong,
    Wanted,
    carried,
    read_figures,
    read_wanted,
)

PLAIN = ["code,value\n", "E07000207,100\n", "E07000208,\n", "total,900\n", '"E07000209","1,200.5"\n', "E07\n"]
AGES = ["code,name,all,0,1,90+\n", "E07000207,Elmbridge,6,1,2,3\n"]


def figures(**values: float) -> Figures:
    return Figures(values, 2024, "by hand")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a.csv", Wanted("a.csv")),
        ("/x/a.csv@2024", Wanted("/x/a.csv", "", 2024)),
        ("a.csv:households", Wanted("a.csv", "households")),
        ("a.csv:65..90+@2023", Wanted("a.csv", "65..90+", 2023)),
        ("", Wanted("")),
    ],
)
def test_a_file_is_named_with_its_column_and_year(text: str, wanted: Wanted) -> None:
    assert read_wanted(text) == wanted


def test_the_plain_form_is_a_code_and_a_value() -> None:
    found = read_figures(PLAIN, Wanted("a", "", 2024), name="a.csv")
    assert found == Figures({"E07000207": 100.0, "E07000209": 1200.5}, 2024, "a.csv, value")


def test_columns_from_one_to_another_are_summed() -> None:
    found = read_figures(AGES, Wanted("a", "1..90+", 2023), name="ages.csv")
    assert (found.values, found.source) == ({"E07000207": 5.0}, "ages.csv, 1 to 90+")


@pytest.mark.parametrize(
    ("heading", "value"),
    [("all", 4), ("households_2025", 4), ("population_mid2024", 4), ("value", 4)],
)
def test_known_columns_need_no_naming(heading: str, value: float) -> None:
    lines = [f"ons_code,name,{heading}\n", f"E07000207,x,{value}\n"]
    assert read_figures(lines, Wanted("a", "", 2024), name="a").values == {"E07000207": value}


def test_the_year_stands_in_the_column_or_is_given() -> None:
    lines = ["code,households_2025\n", "E07000207,4\n"]
    assert read_figures(lines, Wanted("a"), name="a").year == 2025
    assert read_figures(lines, Wanted("a", "", 2021), name="a").year == 2021


def test_columns_of_thousands_are_made_whole() -> None:
    lines = ["code,budget_gbp_k\n", "E07000207,-4.5\n"]
    assert read_figures(lines, Wanted("a", "budget_gbp_k", 2026), name="a").values == {"E07000207": -4500.0}


@pytest.mark.parametrize(
    ("lines", "wanted", "why"),
    [
        ([], Wanted("a"), "no column of codes"),
        (["name,value\n"], Wanted("a"), "no column of codes"),
        (["code,x,y\n"], Wanted("a"), "0 columns may hold the values. Name one: code, x, y"),
        (["code,value,all\n"], Wanted("a"), "2 columns may hold the values"),
        (["code,x\n"], Wanted("a", "z"), "no column 'z'"),
        (["code,x,y\n"], Wanted("a", "x..z"), "no column 'z'"),
        (["code,x,y\n"], Wanted("a", "y..x"), "column 'x' stands before 'y'"),
        (["code,value\n", "E07000207,4\n"], Wanted("a"), "nothing tells the year"),
        (["code,value\n", "E07000207,four\n"], Wanted("a", "", 2024), "line 2: 'four' is no number"),
        (["code,value\n", "E07000207,1e99\n"], Wanted("a", "", 2024), "is no number"),
        (["code,value\n", "E07000207,nan\n"], Wanted("a", "", 2024), "is no number"),
        (["code,value\n", "E07000207,4\n", "E07000207,5\n"], Wanted("a", "", 2024), "line 3: E07000207 comes twice"),
        ([f"code,{','.join(f'c{place}' for place in range(20))}\n"], Wanted("a", "z"), "c10 …"),
    ],
)
def test_a_file_of_another_form_is_refused_with_where_and_why(lines: list[str], wanted: Wanted, why: str) -> None:
    with pytest.raises(FiguresAreWrong, match=why):
        read_figures(lines, wanted, name="a.csv")


def test_councils_that_followed_others_have_the_sum_of_theirs() -> None:
    before = figures(E07000026=10, E07000028=20, E07000029=30, E10000006=99)
    found = carried(before, the_register(), on=dt.date(2026, 6, 1))
    assert found["E06000063"] == 60


def test_a_code_of_the_day_itself_counts_alone() -> None:
    both = figures(E07000026=10, E06000063=64)
    assert carried(both, the_register(), on=dt.date(2026, 6, 1)) == {"E06000063": 64}


def test_before_the_merger_the_figure_of_the_whole_belongs_to_nobody() -> None:
    assert carried(figures(E06000063=64), the_register(), on=dt.date(2020, 6, 1)) == {}


def test_counties_and_wards_stay_as_they_are() -> None:
    given = figures(E10000030=5, E05014947=6)
    assert carried(given, the_register(), on=dt.date(2026, 6, 1)) == given.values


def test_a_council_that_has_no_code_yet_is_known_by_its_id() -> None:
    found = carried(figures(E07000207=1, E07000208=2, E07000209=4), the_register(), on=dt.date(2027, 6, 1))
    assert found == {"east-surrey": 3, "west-surrey": 4}
