"""`commonwheel agreement`: declared, listed and ended from the command line."""

import json

import pytest
from click.testing import CliRunner, Result
from tests.support.cast import add_council

from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView

SAID = (
    "declare", "east-sussex", "parking-lewes", "--duty", "parking-permits", "--with", "E07000063", "--in", "lewes",
    "--because", "Agency agreement of 2026", "--until", "2027-03-31",
)  # fmt: skip


def call(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["agreement", *words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def county(db: None) -> CouncilView:
    return add_council("east-sussex", name="East Sussex County Council", gss_code="E10000011", tier="county")


def test_it_is_declared_listed_and_ended_and_each_again_is_as_good_as_once() -> None:
    for _ in range(2):
        made = json.loads(call(*SAID, "--json").stdout)
    assert made == {
        "council": "east-sussex",
        "slug": "parking-lewes",
        "duty": "parking-permits",
        "holder": "lewes",
        "holder_name": "Lewes District Council",
        "districts": ["lewes"],
        "because": "Agency agreement of 2026",
        "because_page": "",
        "from": None,
        "until": "2027-03-31",
        "is_ended": False,
    }
    assert json.loads(call("list", "--json").stdout) == [made]
    assert call(*SAID).stdout == "Lewes District Council does it for East Sussex County Council.\n"
    for _ in range(2):
        ended = call("end", "E10000011", "parking-lewes")
        assert ended.stdout == "The agreement “parking-lewes” of East Sussex County Council has ended.\n"
    assert "parking-permits          Lewes District Council (ended)" in call("list").stdout


def test_a_node_without_agreements_says_so() -> None:
    assert call("list").stdout == "No council of this node has declared an agreement.\n"


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ((*SAID[:4], "magic", *SAID[5:]), 1, "There is no duty 'magic'"),
        ((*SAID[:6], "nobody", *SAID[7:]), 1, "no authority 'nobody'"),
        ((SAID[0], "nowhere", *SAID[2:]), 2, "There is no council “nowhere” on this node"),
        (("end", "east-sussex", "roads"), 1, "declared no agreement “roads”"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(words: tuple[str, ...], code: int, why: str) -> None:
    result = call(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert why in result.stderr
    assert json.loads(call("list", "--json").stdout) == []
