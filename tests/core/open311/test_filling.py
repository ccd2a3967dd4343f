"""A report gone through the pages of its service: the rules that hold for a resident hold for it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.programmes import circumstances, programme, question, step

from commonwheel.core.open311.filling import Filled, fill
from commonwheel.core.patterns.answering.answers import NO_LOOKUPS

STOPS = [
    {"id": "sure", "when": "risky", "title": "Phone first"},
    {"id": "law", "when": "size > 9", "title": "Not ours", "law": "A law"},
]
SERVICE = programme(
    step("first", question("risky", "yes-no")),
    step("then", question("why", min=3), when="risky"),
    step("size", question("size", "number", optional=True)),
    step("last", question("more", optional=True)),
    stops=STOPS,
)


def filled(**controls: str) -> Filled:
    return fill(SERVICE, {name: [value] for name, value in controls.items()}, circumstances(), NO_LOOKUPS)


def test_pages_that_are_shown_are_answered() -> None:
    found = filled(risky="no", size="4", more="Thank you")
    assert found.answers == {"risky": False, "size": 4, "more": "Thank you"}
    assert (found.errors, found.passed, found.stop, found.walk.complete) == ((), (), None, True)


def test_what_no_page_asks_is_not_kept() -> None:
    assert filled(risky="no", why="Because", other="x").answers == {"risky": False}


def test_a_stop_that_may_be_passed_is_passed_and_told() -> None:
    found = filled(risky="yes", why="Because")
    assert [one.stop.id for one in found.passed] == ["sure"]
    assert found.walk.complete
    assert found.answers == {"risky": True, "why": "Because"}


def test_a_stop_of_a_law_ends_it() -> None:
    found = filled(risky="no", size="10", more="x")
    assert found.stop is not None
    assert (found.stop.stop.id, found.walk.complete) == ("law", False)


def test_everything_that_is_wrong_is_found() -> None:
    found = filled(risky="yes", why="x", size="many")
    assert [(one.question, one.code) for one in found.errors] == [("why", "too-short"), ("size", "not-a-number")]
    assert [(one.question, one.code) for one in filled().errors] == [("risky", "required")]


_TEXTS = st.sampled_from(["", "yes", "no", "1", "10", "99999999999999999999", "\x00", "x" * 30_000, "<b>", "ŷ"])


@given(st.dictionaries(st.sampled_from(["risky", "why", "size", "more", "spot-lat"]), st.lists(_TEXTS, max_size=3)))
def test_it_always_ends_and_what_is_complete_has_no_errors(controls: dict[str, Any]) -> None:
    found = fill(SERVICE, controls, circumstances(), NO_LOOKUPS)
    assert not (found.walk.complete and any(one.code == "required" for one in found.errors))
