"""What level of local, on a page: a service and a region, and the ways to part it into councils side by side."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from tests.support.cast import add_council
from tests.support.local_ground import SIDE, SOUTH, SURREY, WEST, keep_people, keep_surrey

from commonwheel.apps.places.queries import levels
from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.ground import Points
from commonwheel.core.places.local.kept import Kept
from commonwheel.integrations.places.figures import FigureFolder

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.DEMONSTRATION = False
    return tmp_path


@pytest.fixture
def surrey(data: Path) -> Path:
    keep_surrey(data)
    keep_people(data, demand=5, need=2, cost=100)
    return data


def opened(status: int = 200, **query: Any) -> str:
    answer = Client().get("/places/level/", query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def compared(status: int = 200, **query: Any) -> str:
    return opened(status, **{"service": "waste-collection", "region": "surrey", **query})


def table(page: str, title: str) -> list[list[str]]:
    """The cells of each row below the heading of the table of this title."""
    body = re.search(rf">{re.escape(title)}</caption>.*?<tbody[^>]*>(.*?)</tbody>", page)
    assert body, title
    rows = body[1].split("</tr>")[:-1]
    return [[cell.strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


@pytest.mark.usefixtures("surrey")
def test_an_empty_page_asks_offers_what_is_held_and_finds_no_fault() -> None:
    page = opened()
    assert "There is a problem" not in page
    assert '<option value="surrey">Surrey County Council</option>' in page
    assert "kent" not in re.findall(r'<option value="([^"]*)"', page)
    assert 'href="/places/level/"' in " ".join(Client().get("/places/").content.decode().split())


@pytest.mark.usefixtures("surrey")
def test_each_geography_has_a_map_and_a_table_by_the_same_numbers() -> None:
    page = compared()
    assert page.count("<svg") == 4
    districts = table(page, "Districts and unitaries")
    assert districts[0] == ["1 Elmbridge", "10,000 (9,850 to 10,150)", "25.0% (25.0% to 25.0%)"]
    assert len(districts) == 11
    assert [row[0] for row in table(page, "Announced from 1 April 2027")] == ["1 East Surrey", "2 West Surrey"]
    assert [row[0] for row in table(page, "One council")] == ["1 The whole region"]
    first = page[page.index("<svg") : page.index("</svg>")]
    assert re.findall(r"<text[^>]*>(\d+)</text>", first) == [str(number) for number in range(1, 12)]
    assert "It shows the area of Elmbridge, Epsom and Ewell, Guildford" in first


@pytest.mark.usefixtures("surrey")
def test_each_measure_has_its_range_and_says_what_is_too_small_to_tell() -> None:
    page = compared()
    smallest = table(page, "Residents of the smallest council")
    assert smallest[0] == ["Districts and unitaries", "10,000 (9,850 to 10,150)", "today"]
    assert smallest[2][2] == "more than today"
    assert {row[2] for row in table(page, "Cost of a unit, where today is 100")[1:]} == {"too small to tell"}
    assert table(page, "Pounds for a unit")[0] == ["Districts and unitaries", "20.00 (19.41 to 20.61)", "today"]
    for title in (
        "Demand for each resident: highest council over lowest",
        "Need for each resident: highest council over lowest",
    ):
        assert len(table(page, title)) == 4
    assert "“One council” draws the same borders as “Counties and unitaries”." in page
    assert "twice the size costs from 7% less to 4% more for a unit. That is an assumption." in page
    for source in (
        "Residents: People by hand (2026)",
        "Need: Need by hand (2026)",
        "Contains OS data © Crown copyright",
    ):
        assert source in page


@pytest.mark.usefixtures("surrey")
def test_what_holds_depends_on_how_cost_goes_with_size_and_the_page_says_so() -> None:
    title = "Cost of a unit, where today is 100"
    assert {row[2] for row in table(compared(scale="saves"), title)[1:]} == {"less than today"}
    assert {row[2] for row in table(compared(scale="costs"), title)[1:]} == {"more than today"}
    assert {row[1] for row in table(compared(scale="nothing"), title)} == {"100 (100 to 100)"}
    assert table(compared(scale="best"), title) == table(compared(), title)


@pytest.mark.usefixtures("surrey")
def test_councils_are_joined_group_by_group_and_parted_again() -> None:
    page = compared(tick=[SURREY[2], SURREY[10]])
    joined = table(page, "What you joined")
    assert len(joined) == 10
    assert joined[2][:2] == ["3 Guildford + Woking", "32,000 (31,520 to 32,480)"]
    assert f'<input type="hidden" name="join" value="{SURREY[2]}.{SURREY[10]}">' in page
    assert re.findall(r'name="tick"[^>]*value="([^"]*)"', page) == [
        code for code in SURREY if code not in {SURREY[2], SURREY[10]}
    ]
    twice = compared(join=f"{SURREY[2]}.{SURREY[10]}", tick=[SURREY[0], SURREY[1]])
    assert len(table(twice, "What you joined")) == 9
    parted = re.findall(r'href="(/places/level/\?[^"]*)"[^>]*>Part them again', twice)
    assert [len(re.findall("join=", each)) for each in parted] == [1, 1]
    first = " ".join(Client().get(parted[0].replace("&amp;", "&")).content.decode().split())
    assert "Elmbridge + Epsom and Ewell" in first
    assert "Guildford + Woking" not in first


@pytest.mark.usefixtures("surrey")
def test_when_all_are_joined_none_is_left_to_tick() -> None:
    page = compared(tick=SURREY)
    assert "“What you joined” draws the same borders as “Counties and unitaries”." in page
    assert 'name="tick"' not in page


@pytest.mark.usefixtures("surrey")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"tick": SURREY[0]}, "Tick two councils or more, which would be one"),
        ({"tick": [SURREY[0], "E07000999"]}, "Tick councils from the list, each of them once"),
        ({"tick": [SURREY[0], SURREY[0]]}, "Tick councils from the list, each of them once"),
        ({"tick": [SURREY[0], "<script>"]}, "Tick councils from the list"),
        ({"tick": ["x" * 61, SURREY[0]]}, "Tick councils from the list"),
        ({"tick": SURREY * 4}, "Tick councils from the list"),
        ({"join": [".".join(SURREY)] * 200}, "Tick councils from the list"),
        ({"join": ""}, "Tick councils from the list"),
    ],
)
def test_what_cannot_be_joined_is_refused_and_the_rest_is_still_compared(query: dict[str, Any], words: str) -> None:
    page = compared(422, **query)
    assert "There is a problem" in page
    assert f'<a href="#tick">{words}</a>' in page
    assert "What you joined" not in page
    assert len(table(page, "Districts and unitaries")) == 11
    assert "<script>" not in page


@pytest.mark.usefixtures("surrey")
@pytest.mark.parametrize(
    ("query", "target", "words"),
    [
        ({"service": "../../etc", "region": "surrey"}, "service", "Choose a service"),
        ({"service": "libraries"}, "region", "Choose a region"),
        ({"service": "libraries", "region": "kent"}, "region", "Choose a region from the list"),
        ({"service": "libraries", "region": "x" * 5_000}, "region", "Choose a region from the list"),
    ],
)
def test_a_question_that_is_not_whole_is_asked_again(query: dict[str, str], target: str, words: str) -> None:
    page = opened(422, **query)
    assert f'<a href="#{target}">{words}</a>' in page
    assert "<svg" not in page


def test_where_nothing_is_held_it_says_what_to_load_and_how(data: Path) -> None:
    assert "commonwheel places import FILE" in opened()
    keep_surrey(data)
    page = compared()
    assert "This site keeps no figures of residents that cover this region." in page
    assert "commonwheel places figures keep population population.csv@2024" in page
    assert "<svg" not in page
    FigureFolder(data).keep(Kept("population", "", Figures({"E07000001": 5.0}, 2026, "of elsewhere")))
    assert "This site keeps no figures of residents that cover this region." in compared()


def test_where_the_postcodes_are_of_elsewhere_it_says_so(data: Path) -> None:
    from tests.support import streets

    keep_surrey(data)
    for path in (data / "places").glob("postcodes-*"):
        path.unlink()
    assert "commonwheel places import FILE" in compared()
    streets.keep_postcodes(data)
    assert "This site holds no postcodes and boundaries of a whole region yet." in compared()


def test_what_is_not_kept_or_does_not_cover_the_region_is_named_and_all_else_compared(data: Path) -> None:
    keep_surrey(data)
    keep_people(data)
    FigureFolder(data).keep(Kept("need", "libraries", Figures({"E07000001": 5.0}, 2026, "of elsewhere")))
    page = compared(service="libraries")
    assert "No figures are kept. Whoever runs this site loads them with" in page
    assert "commonwheel places figures keep points places.csv --service libraries" in page
    assert "The figures that are kept do not cover this region." in page
    assert len(table(page, "Residents within a kilometre of a border to another council")) == 4
    assert "of elsewhere" not in page


def test_service_points_tell_how_far_it_is_and_those_of_elsewhere_do_not(surrey: Path) -> None:
    title = "Kilometres to the nearest service point of one&#39;s own council"
    spots = np.array([[WEST + 500.0 + place * SIDE, SOUTH + 500.0] for place in range(11)]).T
    keep_points(surrey, spots[0, :1], spots[1, :1])
    only_one = table(compared(), title)
    assert [row[1] for row in only_one] == ["not known", only_one[1][1], "not known", only_one[3][1]]
    keep_points(surrey, *spots)
    (today, _, _, one) = (float(row[1].split()[0]) for row in table(compared(), title))
    assert 2 < one <= today < 4
    keep_points(surrey, np.zeros(1), np.zeros(1))
    page = compared()
    assert title not in page
    assert "Service points: where it is given.</strong> The figures that are kept do not cover this region." in page


def keep_points(data: Path, easting: Any, northing: Any) -> None:
    points = Points(easting, northing, "Tips by hand")
    FigureFolder(data).keep(Kept("points", "waste-collection", points))


def test_newer_figures_answer_at_once(surrey: Path) -> None:
    assert "People by hand (2026)" in compared()
    FigureFolder(surrey).keep(Kept("population", "", Figures(dict.fromkeys(SURREY, 1.0), 2025, "Newer")))
    assert "Newer (2025)" in compared()


@pytest.mark.usefixtures("surrey")
def test_who_asks_again_is_answered_from_memory() -> None:
    compared()
    before = levels._ground.cache_info().misses  # what is remembered is what is tried
    for scale in ("saves", "costs"):
        compared(scale=scale, service="libraries")
    assert levels._ground.cache_info().misses == before


@pytest.mark.usefixtures("surrey")
def test_in_welsh() -> None:
    add_council("caerdydd", name="Cardiff Council", gss_code="W06000015", languages=("en", "cy"), nation="wales")
    page = compared(language="cy", tick=[SURREY[0], SURREY[1]])
    assert "Pa lefel o leol?" in page
    assert "Preswylwyr y cyngor lleiaf" in page
    assert "Cyhoeddwyd o 1 Ebrill 2027" in page
    assert "too small to tell" not in page
