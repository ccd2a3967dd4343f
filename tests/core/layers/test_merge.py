"""A merge, kind by kind: what is kept, what is named, in what words, and what a decision then makes of it."""

from dataclasses import replace
from typing import Any

import pytest
from tests.core.layers.test_changes import block_bundle, layer
from tests.support.pattern_text import PATTERN, bundle_of, with_block

from commonwheel.core.layers.apply import lay_over, made_against
from commonwheel.core.layers.conflicts import Conflict, value_spoken
from commonwheel.core.layers.merge import Decision, Merge, merge, merge_stack, settle
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered
from commonwheel.core.layers.walkable import walkable
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.digest import source_digest, value_digest
from commonwheel.core.patterns.versions.effective import effective_of

HINT = {"at": "steps.bin.ask.missed_on", "set": {"hint": "We collect until 5pm"}}


def newer(*swaps: tuple[str, str], old: str = PATTERN) -> str:
    text = old.replace("version: 1.2.0", "version: 1.3.0")
    for before, after in swaps:
        assert before in text, before
        text = text.replace(before, after)
    return text


def over(old: Bundle, *changes: dict[str, Any], **keys: Any) -> Layer:
    return layer(*changes, **keys).model_copy(update={"made_against": made_against(effective_of(old))})


def merged(*changes: dict[str, Any], swaps: tuple[tuple[str, str], ...] = (), old: str = PATTERN, **keys: Any) -> Merge:
    before, after = bundle_of(old), read_folder_of(newer(*swaps, old=old))
    return merge(Layered(before, {}), Layered(after, {}), over(before, *changes, **keys))


def read_folder_of(text: str) -> Bundle:
    from tests.support.pattern_text import folder

    bundle = read_folder(folder(text)).bundle
    assert bundle is not None
    return bundle


def only(result: Merge) -> Conflict:
    (conflict,) = result.conflicts
    return conflict


def step(result: Merge, number: int = 1) -> dict[str, Any]:
    return dict(walkable(result.result)["steps"][number])


# What is kept


def test_changes_of_both_sides_that_do_not_meet_are_both_there() -> None:
    result = merged(HINT, swaps=(("title: Which bin", "title: Which one"),), settings={"report_within_days": "3"})
    assert result.conflicts == ()
    assert (step(result)["title"], step(result)["ask"][1]["hint"]) == ("Which one was missed?", "We collect until 5pm")
    assert [one.address for one in result.took_upstream] == ["version", "steps.bin.title"]
    assert result.kept_local == (
        {"at": "settings.report_within_days", "value": "3"},
        {"at": "steps.bin.ask.missed_on", "set": {"hint": "We collect until 5pm"}},
    )
    assert result.layer.made_against.version == "1.3.0"


def test_a_layer_of_another_pattern_or_that_never_fitted_is_refused_with_every_reason() -> None:
    old = Layered(bundle_of(), {})
    for wrong in (
        over(old.bundle, {"at": "steps.no", "set": {"title": "x"}}, {"at": "steps.nor", "set": {"title": "x"}}),
        over(old.bundle, pattern="commonwheel-examples/potholes"),
        over(old.bundle, settings={"no": "1"}),
    ):
        with pytest.raises(LayerDoesNotFit):
            merge(old, Layered(bundle_of(newer()), {}), wrong)


def test_a_layer_made_against_something_else_is_merged_and_says_so() -> None:
    old, new = Layered(bundle_of(), {}), Layered(bundle_of(newer()), {})
    conflict = only(merge(old, new, layer(HINT)))
    assert (conflict.at, conflict.kind, conflict.choices) == ("made_against", "another-base", ())
    assert "what changed between the two was not looked at" in conflict.says


def test_a_change_follows_its_part_through_a_rename_and_to_another_page() -> None:
    moved = PATTERN.replace(
        "      - id: container\n        type: radios\n        label: Bin\n        options: settings.containers\n", ""
    ).replace(
        "        within: authority\n",
        "        within: authority\n      - id: box\n        was: [container]\n        type: radios\n"
        "        label: Bin\n        options: settings.containers\n",
    )
    before, after = bundle_of(), read_folder_of(moved)
    result = merge(
        Layered(before, {}), Layered(after, {}),
        over(before, {"at": "steps.bin.ask.container", "set": {"hint": "The big one"}}),
    )  # fmt: skip
    assert (result.conflicts, step(result, 0)["ask"][1]["hint"]) == ((), "The big one")
    assert result.layer.changes[0].model_dump()["at"] == "steps.address.ask.box"


# Conflicts


def test_both_changed_the_same_words() -> None:
    title = {"at": "steps.bin", "set": {"title": "Which box?", "text": "Look."}}
    result = merged(title, swaps=(("title: Which bin was missed?", "title: Which one?"),))
    conflict = only(result)
    assert conflict.at == "steps.bin.title"
    assert conflict.says == (
        "The new version changes the title of the page “Which bin was missed?” from “Which bin was missed?” to "
        "“Which one?”. You had changed it to “Which box?”."
    )
    assert (conflict.base, conflict.theirs, conflict.ours) == ("Which bin was missed?", "Which one?", "Which box?")
    assert (step(result)["title"], step(result)["text"]) == ("Which box?", "Look.")


def test_a_field_set_to_what_it_was_is_a_pin() -> None:
    pin = {"at": "steps.bin", "set": {"title": "Which bin was missed?"}}
    result = merged(pin, swaps=(("title: Which bin was missed?", "title: Which one?"),))
    assert (only(result).kind, step(result)["title"]) == ("both-changed", "Which bin was missed?")
    assert merged(pin).layer.changes == over(bundle_of(), pin).changes


def test_the_same_change_on_both_sides_is_no_conflict_and_stays_a_pin() -> None:
    same = {"at": "steps.bin", "set": {"title": "Which one?"}}
    result = merged(same, swaps=(("title: Which bin was missed?", "title: Which one?"),))
    assert (result.conflicts, len(result.layer.changes)) == ((), 1)


def test_what_upstream_removed_and_the_layer_changes_is_kept_so_far() -> None:
    gone = PATTERN[PATTERN.index("          - id: soon-enough") : PATTERN.index("  - id: assisted")]
    result = merged({"at": "steps.bin.ask.missed_on.check.soon-enough", "set": {"say": "No"}}, swaps=((gone, ""),))
    conflict = only(result)
    assert (conflict.kind, conflict.at) == ("removed-upstream", "steps.bin.ask.missed_on.check.soon-enough")
    assert conflict.says.endswith("It is kept so far, as your own.")
    assert (conflict.theirs, conflict.ours["say"]) == (None, "No")
    assert step(result)["ask"][1]["check"][1]["say"] == "No"


def test_a_part_that_holds_no_list_is_brought_back_too() -> None:
    tell = {"at": "case.states.collected.tell", "set": {"officer": "collected.md"}}
    result = merged(tell, swaps=(("      final: done\n      tell: {resident: collected.md}\n", "      final: done\n"),))
    assert (only(result).kind, only(result).at) == ("removed-upstream", "case.states.collected.tell")
    told = walkable(result.result)["case"]["states"][2]["tell"]
    assert told == {"resident": "collected.md", "officer": "collected.md"}


def test_what_cannot_be_brought_back_is_named() -> None:
    own = PATTERN.replace("options: settings.containers", "options: [{value: a, label: A}, {value: b, label: B}]")
    result = merged(
        {"at": "steps.bin.ask.container.options.a", "set": {"label": "Ours"}},
        {"in": "steps.bin.ask.container.options", "add": {"value": "c", "label": "C"}},
        {"after": "steps.bin.ask.container.options.b", "add": {"value": "d", "label": "D"}},
        {"move": "steps.bin.ask.container.options.b", "before": "steps.bin.ask.container.options.a"},
        old=own, swaps=(("options: [{value: a, label: A}, {value: b, label: B}]", "options: settings.containers"),),
    )  # fmt: skip
    assert {one.kind for one in result.conflicts} == {"cannot-stand"}
    assert {"steps.bin.ask.container.options.a", "steps.bin.ask.container.options.c"} <= {
        one.at for one in result.conflicts
    }
    assert step(result)["ask"][0]["options"] == "settings.containers"


def test_what_the_layer_removed_and_upstream_changed_stays_removed_so_far() -> None:
    removal = {"remove": "steps.bin.ask.missed_on", "because": "We do not ask"}
    result = merged(removal, swaps=(("label: When should it have been emptied?", "label: When?"),))
    conflict = only(result)
    assert (conflict.at, conflict.kind, conflict.ours) == ("steps.bin.ask.missed_on", "removed-here", None)
    assert [one["id"] for one in step(result)["ask"]] == ["container"]
    assert merged(removal).conflicts == ()


def test_what_both_removed_is_gone() -> None:
    gone = PATTERN[PATTERN.index("          - id: soon-enough") : PATTERN.index("  - id: assisted")]
    result = merged(
        {"remove": "steps.bin.ask.missed_on.check.soon-enough", "because": "x"}, swaps=((gone, ""),)
    )  # fmt: skip
    assert (result.conflicts, result.layer.changes) == ((), ())


SIDE = "      - {id: side_waste, type: yes-no, label: Side waste}\n"
ADDED = (("  - id: assisted\n    title", f"{SIDE}  - id: assisted\n    title"),)


def test_both_added_a_question_of_the_same_id() -> None:
    ours = {"in": "steps.bin.ask", "add": {"id": "side_waste", "type": "text", "label": "Bags beside it"}}
    result = merged(ours, swaps=ADDED)
    conflict = only(result)
    assert (conflict.kind, conflict.at, conflict.base) == ("both-added", "steps.bin.ask.side_waste", None)
    assert step(result)["ask"][2]["type"] == "text"
    same = {"in": "steps.bin.ask", "add": {"id": "side_waste", "type": "yes-no", "label": "Side waste"}}
    assert (merged(same, swaps=ADDED).conflicts, merged(same, swaps=ADDED).layer.changes) == ((), ())
    elsewhere = {"in": "steps.address.ask", "add": {"id": "side_waste", "type": "text", "label": "Bags"}}
    moved = merged(elsewhere, swaps=ADDED)
    assert (only(moved).kind, len(step(moved)["ask"]), len(step(moved, 0)["ask"])) == ("both-added", 2, 2)


def test_what_both_added_alike_is_the_new_versions_when_the_layer_changes_its_own() -> None:
    same = {"in": "steps.bin.ask", "add": {"id": "side_waste", "type": "yes-no", "label": "Side waste"}}
    at = "steps.bin.ask.side_waste"
    changed = merged(same, {"at": at, "set": {"label": "Bags beside it", "hint": "Any"}}, swaps=ADDED)
    assert [(one.kind, one.at) for one in changed.conflicts] == [("both-changed", f"{at}.label")]
    removed = merged(same, {"remove": at, "because": "x"}, swaps=ADDED)
    assert [(one.kind, one.at, one.base) for one in removed.conflicts] == [("removed-here", at, None)]


def test_what_upstream_added_and_protects_stays() -> None:
    guarded = SIDE.replace("label: Side waste", "label: Side waste, protected: {because: A, source: B}")
    swaps = (("  - id: assisted\n    title", f"{guarded}  - id: assisted\n    title"),)
    ours = {"in": "steps.bin.ask", "add": {"id": "side_waste", "type": "text", "label": "Bags beside it"}}
    result = merged(ours, {"at": "steps.bin.ask.side_waste", "set": {"hint": "x"}}, swaps=swaps)
    assert only(result).kind == "cannot-stand"
    assert step(result)["ask"][2]["type"] == "yes-no"


def test_both_moved_a_page() -> None:
    block = PATTERN[PATTERN.index("  - id: bin\n") : PATTERN.index("  - id: assisted")]
    turned = PATTERN.replace(block, "").replace("  - id: address\n", f"{block}  - id: address\n")
    before, after = bundle_of(), read_folder_of(turned)
    result = merge(
        Layered(before, {}), Layered(after, {}), over(before, {"move": "steps.address", "before": "steps.bin"})
    )  # fmt: skip
    conflict = only(result)
    assert (conflict.kind, conflict.at) == ("both-moved", "steps.address")
    assert (conflict.base, conflict.theirs, conflict.ours) == (
        {"in": "steps", "after": None}, {"in": "steps", "after": "bin"}, {"in": "steps", "after": None},
    )  # fmt: skip


def test_what_stood_beside_something_that_is_gone_stands_as_near_as_can_be() -> None:
    gone = "      - id: container\n        type: radios\n        label: Bin\n        options: settings.containers\n"
    changes = (
        {"after": "steps.bin.ask.container", "add": {"id": "colour", "type": "text", "label": "Colour"}},
        {"move": "steps.bin.ask.missed_on", "before": "steps.bin.ask.container"},
    )
    result = merged(*changes, swaps=((gone, ""),))
    assert {(one.kind, one.at) for one in result.conflicts} == {
        ("place-gone", "steps.bin.ask.colour"), ("place-gone", "steps.bin.ask.missed_on"),
    }  # fmt: skip
    assert {one["id"] for one in step(result)["ask"]} == {"colour", "missed_on"}


def test_a_list_whose_owner_is_gone_is_brought_back_for_what_was_added_to_it() -> None:
    page = PATTERN[PATTERN.index("  - id: bin\n") : PATTERN.index("  - id: assisted")]
    result = merged(
        {"in": "steps.bin.ask", "add": {"id": "colour", "type": "text", "label": "Colour"}}, swaps=((page, ""),)
    )  # fmt: skip
    assert (only(result).kind, only(result).at) == ("removed-upstream", "steps.bin")
    assert only(result).sources == (("changes.0", ""),)
    assert [one["id"] for one in step(result)["ask"]] == ["container", "missed_on", "colour"]


def moved_away(*, question: str, page: str) -> tuple[tuple[str, str], ...]:
    """Return the swaps that take out the page of bins, and put a question of it on the page before, with a new hint."""
    return (
        (page, ""),
        (PROPERTY, PROPERTY + question.replace("        label:", "        hint: Anew\n        label:")),
    )


def test_a_page_is_brought_back_without_the_question_that_lives_on_elsewhere() -> None:
    page = PATTERN[PATTERN.index("  - id: bin\n") : PATTERN.index("  - id: assisted")]
    question = "      - id: container\n        type: radios\n        label: Bin\n        options: settings.containers\n"
    result = merged(
        {"at": "steps.bin", "set": {"title": "Our bin"}}, swaps=moved_away(question=question, page=page)
    )  # fmt: skip
    assert (only(result).kind, only(result).at) == ("removed-upstream", "steps.bin")
    assert [(one["id"], one.get("hint")) for one in step(result, 0)["ask"]][-1] == ("container", "Anew")
    assert [one["id"] for one in step(result)["ask"]] == ["missed_on"]
    assert step(result)["title"] == "Our bin"


def test_a_page_all_of_whose_questions_live_on_elsewhere_cannot_be_kept() -> None:
    page = PATTERN[PATTERN.index("  - id: bin\n") : PATTERN.index("  - id: assisted")]
    questions = page[page.index("      - id: container") :]
    result = merged(
        {"at": "steps.bin", "set": {"title": "Our bin"}},
        {"at": "steps.bin.ask.container", "set": {"label": "Our words"}},
        swaps=((page, ""), (PROPERTY, PROPERTY + questions)),
    )  # fmt: skip
    conflict = only(result)
    assert conflict.kind == "cannot-stand"
    assert "The new version removes the page" in conflict.says
    assert "It cannot be kept." in conflict.says
    assert [one["id"] for one in step(result, 0)["ask"]][-2:] == ["container", "missed_on"]
    assert [one["label"] for one in step(result, 0)["ask"]][-2] == "Our words"


PROPERTY = "      - id: property\n        type: address\n        label: Property\n        within: authority\n"
TWO = """\
      - {id: home, was: [property], type: address, label: Home}
      - {id: shop, was: [property], type: address, label: Shop}
"""
SPLIT = ((PROPERTY, TWO),)


def test_what_became_two_has_the_change_in_both() -> None:
    at = "steps.address.ask.property"
    added = {"in": f"{at}.check", "add": {"id": "x", "that": "true", "say": "X"}}
    result = merged({"at": at, "set": {"hint": "Where you live"}}, added, swaps=SPLIT)
    assert {(one.kind, one.at) for one in result.conflicts} == {("split", "steps.address.ask.home")}
    assert [one["hint"] for one in step(result, 0)["ask"]] == ["Where you live", "Where you live"]
    assert "`steps.address.ask.home`, `steps.address.ask.shop`" in result.conflicts[0].says


CHOICE = "      - {id: KEY, type: radios, label: Kind, options: [{value: a, label: A}, {value: b, label: B}]}\n"


def test_what_is_reordered_in_something_that_became_two_stays_in_each_of_them() -> None:
    """An option is never moved from one question into the other."""
    old = PATTERN.replace(PROPERTY, PROPERTY + CHOICE.replace("KEY", "kind"))
    two = CHOICE.replace("KEY", "one, was: [kind]") + CHOICE.replace("KEY", "two, was: [kind]")
    move = {"move": "steps.address.ask.kind.options.a", "after": "steps.address.ask.kind.options.b"}
    result = merged(move, swaps=((CHOICE.replace("KEY", "kind"), two),), old=old)
    asked = {one["id"]: [option["value"] for option in one.get("options", ())] for one in step(result, 0)["ask"]}
    assert (asked["one"], asked["two"]) == (["b", "a"], ["b", "a"])
    without = CHOICE.replace("KEY", "two, was: [kind]").replace(", {value: b, label: B}", "")
    gone = merged(
        move, swaps=((CHOICE.replace("KEY", "kind"), CHOICE.replace("KEY", "one, was: [kind]") + without),), old=old
    )
    asked = {one["id"]: [option["value"] for option in one.get("options", ())] for one in step(gone, 0)["ask"]}
    assert (asked["one"], asked["two"]) == (["b", "a"], ["a"])


def test_what_is_put_beside_its_neighbour_in_something_that_became_two_stays_in_each_of_them() -> None:
    old = PATTERN.replace(PROPERTY, PROPERTY + CHOICE.replace("KEY", "kind"))
    two = CHOICE.replace("KEY", "one, was: [kind]") + CHOICE.replace("KEY", "two, was: [kind]")
    move = {"move": "steps.address.ask.kind.options.b", "before": "steps.address.ask.kind.options.a"}
    result = merged(move, swaps=((CHOICE.replace("KEY", "kind"), two),), old=old)
    asked = {one["id"]: [option["value"] for option in one.get("options", ())] for one in step(result, 0)["ask"]}
    assert (asked["one"], asked["two"]) == (["b", "a"], ["b", "a"])


JOIN = (
    ("      - id: container\n        type: radios\n        label: Bin\n        options: settings.containers\n", ""),
    ("      - id: missed_on\n", "      - id: day\n        was: [container, missed_on]\n"),
    ("that: missed_on", "that: day"), ("today - missed_on", "today - day"),
)  # fmt: skip


COLOUR = "      - {id: colour, type: text, label: Colour}\n"
BESIDE = PATTERN.replace("  - id: assisted\n    title", f"{COLOUR}  - id: assisted\n    title")


def test_what_became_one_cannot_have_both_changes() -> None:
    changes = (
        {"at": "steps.bin.ask.container", "set": {"hint": "First"}},
        {"at": "steps.bin.ask.missed_on", "set": {"hint": "Second"}},
    )
    result = merged(*changes, swaps=JOIN)
    assert [(one.kind, one.at) for one in result.conflicts] == [("joined", "steps.bin.ask.day.hint")]
    assert step(result)["ask"][0]["hint"] == "First"
    gone = merged({"remove": "steps.bin.ask.container", "because": "x"}, swaps=JOIN)
    assert (only(gone).kind, step(gone)["ask"][0]["id"]) == ("joined", "day")
    moves = merged(
        {"move": "steps.bin.ask.container", "in": "steps.address.ask"},
        {"move": "steps.bin.ask.missed_on", "before": "steps.address.ask.property"}, swaps=JOIN,
    )  # fmt: skip
    assert "joined" in {one.kind for one in moves.conflicts}


def test_a_change_of_one_of_two_that_became_one_holds_for_both_and_is_named() -> None:
    first = {"at": "steps.bin.ask.container", "set": {"hint": "First"}}
    before = bundle_of()
    old, new, mine = Layered(before, {}), Layered(read_folder_of(newer(*JOIN)), {}), over(before, first)
    asked = only(merge(old, new, mine))
    assert (asked.kind, asked.at, asked.choices) == ("reaches-more", "steps.bin.ask.day.hint", ("theirs", "ours"))
    assert (asked.base, asked.theirs, asked.ours) == (None, None, "First")
    assert asked.says == (
        "The question “Bin” and the question “When should it have been emptied?” became one in the new version. "
        "You had changed the hint of the first only, to “First”: it holds for both so far."
    )
    kept, given_up = (settle(old, new, mine, [Decision(asked, choice)]) for choice in ("ours", "theirs"))
    assert (kept.conflicts, step(kept)["ask"][0]["hint"]) == ((), "First")
    assert (given_up.conflicts, given_up.layer.changes, step(given_up)["ask"][0]["hint"]) == ((), (), None)


def test_a_change_of_all_that_became_one_or_of_all_that_is_left_of_it_reaches_no_further() -> None:
    first = {"at": "steps.bin.ask.container", "set": {"hint": "First"}}
    both = merged(first, {"at": "steps.bin.ask.missed_on", "set": {"hint": "First"}}, swaps=JOIN)
    assert both.conflicts == ()
    theirs = merged(
        first, swaps=(*JOIN, ("was: [container, missed_on]\n", "was: [container, missed_on]\n        hint: First\n"))
    )
    assert theirs.conflicts == ()
    gone = {"remove": "steps.bin.ask.missed_on", "because": "x"}
    alone = merged(first, gone, swaps=JOIN)
    assert [one.kind for one in alone.conflicts] == ["joined"]
    colour = {"in": "steps.bin.ask", "add": {"id": "colour", "type": "text", "label": "Colour"}}
    none = merged(first, colour, gone, {"remove": "steps.bin.ask.container", "because": "x"}, swaps=JOIN)
    assert "reaches-more" not in {one.kind for one in none.conflicts}


def test_a_move_of_one_of_two_that_became_one_moves_both_and_is_named() -> None:
    result = merged({"move": "steps.bin.ask.container", "in": "steps.address.ask"}, swaps=JOIN, old=BESIDE)
    assert (only(result).kind, only(result).at) == ("both-moved", "steps.address.ask.day")
    assert only(result).says == (
        "The question “Bin” and the question “When should it have been emptied?” became one in the new version. "
        "You had moved the first only: both are at your place so far."
    )
    after = {"move": "steps.bin.ask.container", "after": "steps.bin.ask.colour"}
    assert only(merged(after, swaps=JOIN, old=BESIDE)).at == "steps.bin.ask.day"
    own = merged({"after": "steps.bin.ask.missed_on", "add": {"id": "x", "type": "text", "label": "X"}},
                 {"move": "steps.bin.ask.container", "after": "steps.bin.ask.x"}, swaps=JOIN)  # fmt: skip
    assert [(one.kind, one.at) for one in own.conflicts] == [("both-moved", "steps.bin.ask.day")]
    both = merged(after, {"move": "steps.bin.ask.missed_on", "after": "steps.bin.ask.colour"}, swaps=JOIN, old=BESIDE)
    assert "both-moved" not in {one.kind for one in both.conflicts}


def test_a_move_of_one_of_two_that_became_one_is_not_named_where_the_other_stands_as_one_side_has_it() -> None:
    beside = {"move": "steps.bin.ask.container", "after": "steps.bin.ask.missed_on"}
    assert merged(beside, swaps=JOIN, old=BESIDE).conflicts == ()
    day = "      - id: missed_on\n"
    turned = ((COLOUR, ""), (day, COLOUR + day), *JOIN)
    after = {"move": "steps.bin.ask.container", "after": "steps.bin.ask.colour"}
    assert merged(after, swaps=turned, old=BESIDE).conflicts == ()


def test_what_the_new_version_refuses_is_named_with_the_reason() -> None:
    number = ("        type: date\n        label: When", "        type: text\n        label: When")
    late = {"at": "steps.bin.ask.missed_on", "set": {"max": "2026-12-31", "hint": "x"}}
    result = merged(late, swaps=(number,))
    assert (only(result).kind, only(result).at) == ("cannot-stand", "steps.bin.ask.missed_on.max")
    assert step(result)["ask"][1]["hint"] == "x"
    guarded = ("  - id: bin\n", "  - id: bin\n    protected: {because: A reason, source: A law}\n")
    removal = merged({"remove": "steps.bin.ask.container", "because": "x"}, swaps=(guarded,))
    assert (only(removal).kind, len(step(removal)["ask"])) == ("cannot-stand", 2)
    moving = merged({"move": "steps.bin", "before": "steps.address"}, swaps=(guarded,))
    assert only(moving).kind == "cannot-stand"
    adding = merged({"in": "steps.bin.ask", "add": {"id": "x", "type": "text", "label": "X"}}, swaps=(guarded,))
    assert (only(adding).kind, only(adding).at) == ("cannot-stand", "steps.bin.ask.x")


def test_a_length_that_was_set_whole_may_be_changed_again_within() -> None:
    result = merged(
        {"at": "case.clocks.return", "set": {"length": {"days": 3}}},
        {"at": "case.clocks.return.length", "set": {"days": 4}},
        swaps=(("length: {working_days: 2}", "length: {working_days: 3}"),),
    )
    assert (only(result).kind, only(result).at) == ("both-changed", "case.clocks.return.length")
    assert walkable(result.result)["case"]["clocks"][0]["length"]["days"] == 4


def test_a_page_that_is_left_empty_by_both_sides_together_is_named() -> None:
    gone = "      - id: container\n        type: radios\n        label: Bin\n        options: settings.containers\n"
    result = merged({"remove": "steps.bin.ask.missed_on", "because": "x"}, swaps=((gone, ""),))
    assert [(one.kind, one.at) for one in result.conflicts] == [("does-not-check", "steps.bin.ask")]


def test_what_upstream_changed_is_named_when_it_was_moved_onto_a_page_that_is_removed() -> None:
    result = merged(
        {"move": "steps.address.ask.property", "in": "steps.bin.ask"},
        {"in": "steps.address.ask", "add": {"id": "where", "type": "text", "label": "Where"}},
        {"remove": "steps.bin", "because": "x"},
        swaps=(("label: Property", "label: Home"),),
    )
    assert [(one.kind, one.at) for one in result.conflicts] == [("removed-here", "steps.bin.ask.property")]


def test_what_a_whole_value_brought_in_goes_with_it_where_it_is_refused() -> None:
    law = ("starts: next-day\n", "starts: next-day\n      law: An invented Act\n")
    result = merged(
        {"at": "case.clocks.return", "set": {"length": {"days": 3}}},
        {"at": "case.clocks.return.length", "set": {"days": 4}},
        swaps=(law,),
    )
    assert [(one.kind, one.at) for one in result.conflicts] == [("cannot-stand", "case.clocks.return.length")]
    assert walkable(result.result)["case"]["clocks"][0]["length"]["working_days"] == 2


def test_an_added_part_with_parts_in_it_is_followed_into_them() -> None:
    added = {"id": "colour", "type": "text", "label": "Colour", "keep": {"months": 1}}
    result = merged(
        {"in": "steps.bin.ask", "add": added}, {"at": "steps.bin.ask.colour.keep", "set": {"months": 2}},
        swaps=(("  - id: bin\n", "  - id: box\n    was: [bin]\n"),),
    )  # fmt: skip
    assert (result.conflicts, step(result)["ask"][2]["keep"]["months"]) == ((), 2)


def test_what_stood_between_parts_that_went_elsewhere_stays_on_its_page() -> None:
    container = (
        "      - id: container\n        type: radios\n        label: Bin\n        options: settings.containers\n"
    )
    missed = PATTERN[PATTERN.index("      - id: missed_on") : PATTERN.index("  - id: assisted")]
    both = PATTERN.replace(missed, "      - {id: colour, type: text, label: Colour}\n" + missed)
    result = merged(
        {"before": "steps.bin.ask.missed_on", "add": {"id": "size", "type": "text", "label": "Size"}},
        old=both, swaps=((missed, ""), (container, ""), ("        within: authority\n", f"        within: authority\n{container}")),
    )  # fmt: skip
    assert only(result).kind == "place-gone"
    assert [one["id"] for one in step(result)["ask"]] == ["colour", "size"]


def test_the_service_itself_is_called_the_service() -> None:
    ours = {"at": "pattern", "set": {"title": "Tell us of a missed bin"}}
    conflict = only(merged(ours, swaps=(("title: Report a missed bin collection", "title: Report it"),)))
    assert (conflict.at, conflict.says.startswith("The new version changes the title of the service from")) == (
        "title", True,
    )  # fmt: skip


# Settings and translations


def test_the_value_of_a_setting_stays_where_only_its_default_changed() -> None:
    result = merged(settings={"report_within_days": "3"}, swaps=(("    default: 2\n", "    default: 4\n"),))
    setting = walkable(result.result)["settings"][0]
    assert (result.conflicts, setting["default"], setting["value"]) == ((), 4, 3)


def test_the_value_of_a_setting_that_is_refused_or_gone_is_named() -> None:
    narrow = merged(settings={"report_within_days": "9"}, swaps=(("    max: 14\n", "    max: 7\n"),))
    assert (only(narrow).kind, only(narrow).at, narrow.layer.settings) == (
        "cannot-stand", "settings.report_within_days", {},
    )  # fmt: skip
    setting = PATTERN[PATTERN.index("  - id: report_within_days") : PATTERN.index("  - id: containers")]
    gone = merged(settings={"report_within_days": "9"}, swaps=((setting, ""),))
    assert (only(gone).kind, gone.layer.settings) == ("cannot-stand", {})
    renamed = merged(
        settings={"report_within_days": "9"},
        swaps=(("  - id: report_within_days\n", "  - id: days_allowed\n    was: [report_within_days]\n"),),
    )  # fmt: skip
    assert (renamed.conflicts, renamed.layer.settings) == ((), {"days_allowed": "9"})


def entry(source: str, text: str) -> dict[str, str]:
    return {"of": source_digest(source), "text": text}


def test_translations_follow_their_texts() -> None:
    own = {"cy": {
        "title": entry("Report a missed bin collection", "Rhowch wybod"),
        "steps.bin.title": entry("Which bin was missed?", "Pa fin?"),
        "steps.assisted.ask.assisted.label": entry("Assisted collection", "Cymorth"),
        "messages.received.text": entry("x", "Diolch"),
        "nowhere.at.all": entry("x", "Unman"),
        "settings.containers.default.refuse.label": entry("Refuse", "Sbwriel"),
    }}  # fmt: skip
    page = PATTERN[PATTERN.index("  - id: assisted\n    title") : PATTERN.index("stops:")]
    result = merged(
        translations=own, swaps=(("  - id: bin\n", "  - id: box\n    was: [bin]\n"), (page, "")),
    )  # fmt: skip
    assert [(one.kind, one.at) for one in result.conflicts] == [
        ("cannot-stand", "translations.cy.nowhere.at.all"),
        ("cannot-stand", "translations.cy.steps.assisted.ask.assisted.label"),
    ]
    assert sorted(result.layer.translations["cy"]) == [
        "messages.received.text", "settings.containers.default.refuse.label", "steps.box.title", "title",
    ]  # fmt: skip


def test_two_translations_of_one_text_are_a_conflict() -> None:
    own = entry("Which bin was missed?", "Pa fin?")
    before = bundle_of()
    after = replace(
        bundle_of(newer()), translations=bundle_of(translations__cy_dot_yaml=f"steps.bin.title: {{of: {own['of']}, text: Pa un?}}\n").translations
    )  # fmt: skip
    theirs = Layered(after, {})
    result = merge(Layered(before, {}), theirs, over(before, translations={"cy": {"steps.bin.title": own}}))
    assert (only(result).kind, only(result).at) == ("both-changed", "translations.cy.steps.bin.title")
    decided = settle(
        Layered(before, {}), theirs, over(before, translations={"cy": {"steps.bin.title": own}}),
        [Decision(only(result), "theirs")],
    )  # fmt: skip
    assert (decided.conflicts, decided.layer.translations) == ((), {})


def test_two_translations_of_texts_that_became_one_are_named_and_the_first_stands() -> None:
    own = {"cy": {
        "steps.bin.ask.container.label": entry("Bin", "Bin du"),
        "steps.bin.ask.missed_on.label": entry("When should it have been emptied?", "Pryd?"),
    }}  # fmt: skip
    before = bundle_of()
    old, new, mine = Layered(before, {}), Layered(read_folder_of(newer(*JOIN)), {}), over(before, translations=own)
    asked = only(merge(old, new, mine))
    assert (asked.kind, asked.at) == ("joined", "translations.cy.steps.bin.ask.day.label")
    assert "to “Bin du”, and to “Pryd?”. The first stands" in asked.says
    decided = settle(old, new, mine, [Decision(asked, "theirs")])
    assert [one.text for one in decided.layer.translations["cy"].values()] == ["Bin du"]
    assert decided.conflicts == ()


def test_two_translations_of_texts_that_became_one_need_no_decision_where_they_say_the_same() -> None:
    own = {"cy": {
        "steps.bin.ask.container.label": entry("Bin", "Bin"),
        "steps.bin.ask.missed_on.label": entry("When should it have been emptied?", "Bin"),
    }}  # fmt: skip
    result = merged(translations=own, swaps=JOIN)
    assert (result.conflicts, len(result.layer.translations["cy"])) == ((), 1)


# Decisions


@pytest.mark.parametrize(
    ("choice", "own", "title"), [("theirs", None, "Which one?"), ("ours", None, "Which box?"), ("own", "Mine", "Mine")]
)
def test_a_decision_is_carried_out_and_kept(choice: Any, own: Any, title: str) -> None:
    before = bundle_of()
    old, new = Layered(before, {}), Layered(bundle_of(newer(("title: Which bin was missed?", "title: Which one?"))), {})
    colour = {"in": "steps.bin.ask", "add": {"id": "colour", "type": "text", "label": "Colour"}}
    mine = over(before, {"at": "steps.bin", "set": {"title": "Which box?", "text": "Look."}}, HINT, colour)
    asked = only(merge(old, new, mine))
    decided = settle(old, new, mine, [Decision(asked, choice, own)])
    assert (decided.conflicts, step(decided)["title"], step(decided)["text"]) == ((), title, "Look.")
    (kept,) = decided.layer.settled
    ours = value_digest(own) if own else value_digest("Which box?")
    assert (kept.at, kept.base, kept.theirs, kept.ours, kept.choice) == (
        "steps.bin.title", value_digest("Which bin was missed?"), value_digest("Which one?"), ours, choice,
    )  # fmt: skip
    if choice != "own":
        again = merge(old, new, mine.model_copy(update={"settled": decided.layer.settled}))
        assert (again.conflicts, again.layer.changes) == ((), decided.layer.changes)
        assert [one.at for one in again.settled] == ["steps.bin.title"]


def test_an_own_value_of_a_setting_is_taken() -> None:
    before = bundle_of()
    wide = over(before, settings={"report_within_days": "4"})
    old, new = lay_over(Layered(before, {}), wide), Layered(bundle_of(newer()), {"report_within_days": 5})
    mine = layer(settings={"report_within_days": "3"}).model_copy(
        update={"made_against": made_against(effective_of(old.bundle, old.values))}
    )
    result = merge(old, new, mine)
    assert (only(result).kind, only(result).at, only(result).theirs) == (
        "both-changed",
        "settings.report_within_days",
        5,
    )
    decided = settle(old, new, mine, [Decision(only(result), "own", 6)])
    assert (decided.conflicts, decided.layer.settings) == ((), {"report_within_days": "6"})


def test_deciding_for_the_new_version_takes_out_all_that_stood_in_what_it_removed() -> None:
    page = PATTERN[PATTERN.index("  - id: bin\n") : PATTERN.index("  - id: assisted")]
    before = bundle_of()
    old, new = Layered(before, {}), Layered(read_folder_of(newer((page, ""))), {})
    colour = {"id": "colour", "type": "text", "label": "Colour"}
    mine = over(
        before, HINT, {"in": "steps.bin.ask", "add": colour},
        {"at": "steps.bin.ask.colour", "set": {"label": "Which colour?"}}, {"at": "steps.address", "unset": ["text"]},
        {"at": "steps.address", "set": {"title": "Where?"}},
    )  # fmt: skip
    asked = only(merge(old, new, mine))
    decided = settle(old, new, mine, [Decision(asked, "theirs")])
    assert (decided.conflicts, [one["id"] for one in walkable(decided.result)["steps"]]) == (
        (),
        ["address", "assisted"],
    )
    assert [one.model_dump(exclude_none=True) for one in decided.layer.changes] == [
        {"at": "steps.address", "unset": ("text",)}, {"at": "steps.address", "set": {"title": "Where?"}},
    ]  # fmt: skip


def test_keys_that_were_taken_away_are_decided_one_by_one() -> None:
    hinted = PATTERN.replace("        label: Property\n", "        label: Property\n        hint: Yours\n")
    before = bundle_of(hinted)
    old = Layered(before, {})
    new = Layered(bundle_of(newer(("hint: Yours", "hint: Where you live"), old=hinted)), {})
    mine = over(before, {"at": "steps.address.ask.property", "unset": ["hint", "optional"]})
    asked = only(merge(old, new, mine))
    decided = settle(old, new, mine, [Decision(asked, "theirs")])
    assert decided.layer.changes[0].model_dump()["unset"] == ("optional",)
    both = settle(
        old, new, over(before, {"at": "steps.address.ask.property", "unset": ["hint"]}), [Decision(asked, "theirs")]
    )
    assert both.layer.changes == ()


# Stacks, and whether it works


def test_a_stack_is_merged_from_the_widest_inwards() -> None:
    before, after = bundle_of(), bundle_of(newer(("title: Which bin was missed?", "title: Which one?")))
    wide = over(before, {"at": "steps.bin", "set": {"text": "From the nation"}})
    beneath = lay_over(Layered(before, {}), wide)
    own = layer({"at": "steps.bin", "set": {"title": "Ours"}}).model_copy(
        update={"made_against": made_against(effective_of(beneath.bundle, beneath.values))}
    )
    first, second = merge_stack(before, after, (wide, own))
    assert (first.conflicts, only(second).at) == ((), "steps.bin.title")
    assert (step(second)["title"], step(second)["text"]) == ("Ours", "From the nation")
    assert second.layer.made_against.digest == effective_of(first.result.bundle, first.result.values).digest


def test_a_value_that_a_wider_layer_changes_is_taken_and_told() -> None:
    before = bundle_of()
    old, new = Layered(before, {"report_within_days": 4}), Layered(before, {"report_within_days": 5})
    result = merge(
        old, new, layer(HINT).model_copy(update={"made_against": made_against(effective_of(before, old.values))})
    )
    assert [one.sentence for one in result.took_upstream] == ["settings.report_within_days was 4 and is now 5."]


def test_a_result_that_would_not_work_is_named_at_its_address() -> None:
    removal = {"remove": "steps.bin.ask.container", "because": "One bin only"}
    result = merged(removal, swaps=(("version: 1.3.0", "version: 1.3.1"),))
    found = does_not_check(result.result, Layered(bundle_of(), {}))
    assert {(one.kind, one.at) for one in found} == {("does-not-check", "stops.no-garden-subscription.when")}
    assert does_not_check(Layered(bundle_of(), {})) == ()
    told = lay_over(Layered(bundle_of(), {}), layer({"at": "messages.received", "set": {"text": "{{ nothing }}"}}))
    assert [one.at for one in does_not_check(told)] == ["messages.received.text"]


def test_a_shared_translation_of_words_that_are_ours_now_breaks_nothing() -> None:
    hinted = PATTERN.replace(
        "        label: Property\n", "        label: Property\n        hint: By {{ settings.report_within_days }}\n"
    )
    of = source_digest("By {{ settings.report_within_days }}")
    entry = f'steps.address.ask.property.hint: {{of: {of}, text: "{{{{ settings.report_within_days }}}}"}}\n'
    bundle = bundle_of(hinted, translations__cy_dot_yaml=entry)
    ours = layer({"at": "steps.address.ask.property", "set": {"hint": "Your own"}})
    assert does_not_check(lay_over(Layered(bundle, {}), ours)) == ()


def test_a_change_in_a_block_follows_its_use() -> None:
    before = block_bundle()
    files = with_block()
    files["pattern.yaml"] = files["pattern.yaml"].replace(b"version: 1.2.0", b"version: 1.3.0")
    files["blocks/shared/contact/block.yaml"] = files["blocks/shared/contact/block.yaml"].replace(
        b"Email address", b"Email"
    )
    after = read_folder(files).bundle
    assert after is not None
    at = "steps.assisted.ask.contact.ask.email"
    mine = over(before, {"at": at, "set": {"hint": "Yours"}})
    result = merge(Layered(before, {}), Layered(after, {}), mine)
    assert (result.conflicts, step(result, 2)["ask"][1]["ask"][0]["hint"]) == ((), "Yours")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"), ([], "nothing"), (True, "yes"), (False, "no"), ("x", "“x”"), (["a", "b"], "“a, b”"),
        ({"working_days": 2, "days": None}, "“2 working days”"), ({"other": "many", "one": "one"}, "“many”"),
        ([{"value": "a", "label": "A"}], "“A”"), (3, "“3”"),
    ],
)  # fmt: skip
def test_values_are_spoken(value: Any, words: str) -> None:
    assert value_spoken(value) == words
