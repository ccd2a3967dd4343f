"""The register beside official lists: what the one has and the other has not."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.register import the_register

from commonwheel.core.places.register.compare import (
    MOST_ROWS,
    Listed,
    ListIsUnreadable,
    count_by_kind,
    differences,
    read_list,
)

DATA = Path(__file__).parents[5] / "shared" / "data" / "authorities"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the folder of open data is not beside the repository")


def said(*rows: tuple[str, str], on: str = "2026-06-01") -> list[str]:
    found = differences(the_register(), [Listed(*row) for row in rows], on=dt.date.fromisoformat(on))
    return [each.says for each in found if each.what != "missing"]


@needs_data
@pytest.mark.parametrize(
    ("file", "on", "differ"),
    [
        ("ons_ltla25.csv", "2025-06-01", {"renamed": 1}),
        ("ons_cty23.csv", "2023-06-01", {}),
        ("ons_cauth22.csv", "2022-06-01", {}),
        ("ons_cauth24.csv", "2024-06-01", {}),
        ("ons_cauth25.csv", "2025-06-01", {}),
        ("govuk_local_authorities.csv", "2025-11-12", {"older-code": 8}),
    ],
)
def test_the_register_agrees_with_the_lists_of_the_office_for_national_statistics(
    file: str, on: str, differ: dict[str, int]
) -> None:
    """One council is called by its Gaelic name otherwise; GOV.UK still has eight codes that were replaced."""
    listed = read_list((DATA / file).read_text(encoding="utf-8-sig").splitlines())
    assert count_by_kind(differences(the_register(), listed, on=dt.date.fromisoformat(on))) == differ


def test_what_the_register_does_not_know_is_said() -> None:
    assert said(("E06000099", "Mid Surrey")) == ["Mid Surrey (E06000099) is in the list and not in the register."]


def test_what_has_ended_is_said_with_the_day() -> None:
    assert said(("E10000006", "Cumbria")) == [
        "Cumbria (E10000006) is in the list; by the register Cumbria County Council is not in being on 2026-06-01."
    ]
    assert said(("E10000006", "Cumbria"), on="2023-03-31") == []


def test_a_code_that_was_replaced_is_said_with_the_one_of_the_day() -> None:
    assert said(("E08000016", "Barnsley")) == [
        "Barnsley is E08000016 in the list; by the register its code on 2026-06-01 is E08000038."
    ]


def test_a_new_name_is_said_and_what_kind_of_council_it_is_makes_none() -> None:
    assert said(("E07000083", "North Gloucestershire")) == [
        "E07000083 is called “North Gloucestershire” in the list and “Tewkesbury Borough Council” in the register."
    ]
    for name in ("Bristol, City of", "City of Bristol", "Bristol City Council"):
        assert said(("E06000023", name)) == []
    assert said(("W06000015", "Caerdydd")) == []


def test_what_the_list_lacks_is_said_of_the_kinds_that_stand_in_it() -> None:
    counties = [Listed("E10000030", "Surrey")]
    found = differences(the_register(), counties, on=dt.date(2026, 6, 1))
    assert len(found) == 20
    assert {each.code[:3] for each in found} == {"E10"}
    assert "Devon County Council (E10000008) is in the register and not in the list." in {each.says for each in found}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it has no column of codes"),
        ("LAD25CD\nE07000209\n", "it has no column of names"),
        ("name\nGuildford\n", "it has no column of codes"),
        ("gss,name\nGU,Guildford\n", "no row has a GSS code"),
        ("gss,name\n" + "E07000209,Guildford\n" * (MOST_ROWS + 1), "more than 100,000 rows"),
        ("gss,name\nE07000209," + "x" * 200_000 + "\n", "field larger than field limit"),
    ],
)
def test_what_is_no_list_is_refused(text: str, why: str) -> None:
    with pytest.raises(ListIsUnreadable, match=why):
        read_list(text.splitlines(keepends=True))


def test_columns_are_found_by_their_usual_names_and_short_rows_are_read() -> None:
    assert read_list(["id,gss,snac,name", "1,E07000209", "2,E07000210,43UE,Mole Valley"]) == (
        Listed("E07000209", ""),
        Listed("E07000210", "Mole Valley"),
    )


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(ListIsUnreadable):
        read_list(text.splitlines(keepends=True))
