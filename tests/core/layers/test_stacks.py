"""A stack of layers, merged one after the other: what each layer's merge has to say, and what it has not."""

from collections.abc import Sequence
from typing import Any

from tests.core.layers.test_changes import layer
from tests.core.layers.test_merge import newer, read_folder_of
from tests.support.pattern_text import PATTERN, bundle_of

from commonwheel.core.layers.apply import lay_over, made_against
from commonwheel.core.layers.merge import Merge, merge_stack
from commonwheel.core.layers.tree import Layered
from commonwheel.core.layers.walkable import walkable
from commonwheel.core.patterns.versions.effective import effective_of

ADDRESS_PAGE = PATTERN[PATTERN.index("  - id: address\n") : PATTERN.index("  - id: bin\n")]
BIN_PAGE = PATTERN[PATTERN.index("  - id: bin\n") : PATTERN.index("  - id: assisted\n")]
CONTAINER = BIN_PAGE[BIN_PAGE.index("      - id: container") : BIN_PAGE.index("      - id: missed_on")]
MISSED_ON = BIN_PAGE[BIN_PAGE.index("      - id: missed_on") :]
PROPERTY = ADDRESS_PAGE[ADDRESS_PAGE.index("      - id: property") :]

Entries = Sequence[dict[str, Any]]


def merged(*layers: Entries, swap: tuple[str, str]) -> tuple[Merge, ...]:
    """Merge layers, each made against what lies beneath it, over a new version that differs by one swap of text."""
    beneath, made = Layered(bundle_of(), {}), []
    for changes in layers:
        against = made_against(effective_of(beneath.bundle, beneath.values))
        made.append(layer(*changes).model_copy(update={"made_against": against}))
        beneath = lay_over(beneath, made[-1])
    return merge_stack(bundle_of(), read_folder_of(newer(swap)), made)


def pages(merge: Merge) -> dict[str, list[str]]:
    return {step["id"]: [one["id"] for one in step["ask"]] for step in walkable(merge.result)["steps"]}


def told(*merges: Merge) -> list[list[tuple[str, str]]]:
    return [[(one.kind, one.at) for one in merge.conflicts] for merge in merges]


def moved_in(merge: Merge) -> list[Any]:
    return [one["move"] for one in merge.kept_local]


PAGES_TURNED = (ADDRESS_PAGE + BIN_PAGE, BIN_PAGE + ADDRESS_PAGE)
QUESTIONS_TURNED = (CONTAINER + MISSED_ON, MISSED_ON + CONTAINER)
MOVED_ACROSS = (PROPERTY + BIN_PAGE, PROPERTY + CONTAINER + BIN_PAGE.replace(CONTAINER, ""))


def test_pages_that_the_new_version_and_a_wider_layer_turn_alike_may_be_turned_back_further_in() -> None:
    wide, own = merged(
        [{"move": "steps.address", "after": "steps.bin"}], [{"move": "steps.bin", "after": "steps.address"}],
        swap=PAGES_TURNED,
    )  # fmt: skip
    assert told(wide, own) == [[], []]
    assert (list(pages(wide)), list(pages(own))) == (["bin", "address", "assisted"], ["address", "bin", "assisted"])
    assert (moved_in(wide), moved_in(own)) == (["steps.address"], ["steps.bin"])


def test_questions_that_the_new_version_and_a_wider_layer_turn_alike_may_be_turned_back_further_in() -> None:
    container, missed_on = "steps.bin.ask.container", "steps.bin.ask.missed_on"
    wide, own = merged(
        [{"move": missed_on, "before": container}], [{"move": missed_on, "after": container}], swap=QUESTIONS_TURNED
    )
    assert told(wide, own) == [[], []]
    assert (pages(wide)["bin"], pages(own)["bin"]) == (["missed_on", "container"], ["container", "missed_on"])
    assert (moved_in(wide), moved_in(own)) == ([missed_on], [missed_on])


def test_a_question_that_the_new_version_and_a_wider_layer_move_alike_may_be_moved_back_further_in() -> None:
    wide, own = merged(
        [{"move": "steps.bin.ask.container", "in": "steps.address.ask"}],
        [{"move": "steps.address.ask.container", "in": "steps.bin.ask"}],
        swap=MOVED_ACROSS,
    )
    assert told(wide, own) == [[], []]
    assert pages(wide)["address"] == ["property", "container"]
    assert (pages(own)["address"], pages(own)["bin"]) == (["property"], ["missed_on", "container"])
    assert moved_in(own) == ["steps.address.ask.container"]


def test_what_only_a_layer_further_in_moves_otherwise_than_the_new_version_is_named() -> None:
    nothing: Entries = []
    _, own = merged(
        nothing,
        [
            {"move": "steps.bin.ask.container", "in": "steps.address.ask"},
            {"move": "steps.address.ask.container", "in": "steps.bin.ask"},
        ],
        swap=MOVED_ACROSS,
    )
    assert told(own) == [[("both-moved", "steps.bin.ask.container")]]


def test_what_changed_in_a_question_is_named_at_the_page_that_a_wider_layer_moved_it_to_and_the_next_removes() -> None:
    wide, own = merged(
        [{"move": "steps.bin.ask.container", "in": "steps.address.ask"}],
        [{"remove": "steps.address", "because": "We know where they are."}],
        swap=("        label: Bin\n", "        label: Bin or sack\n"),
    )
    assert told(wide, own) == [[], [("removed-here", "steps.address")]]
    (conflict,) = own.conflicts
    assert (conflict.base["ask"][1]["label"], conflict.theirs["ask"][1]["label"]) == ("Bin", "Bin or sack")
