"""Editing a layer: each wish is one entry at most, and everything that is made can be written and read back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from tests.core.layers.test_changes import QUESTION, layer
from tests.support.pattern_text import PATTERN, bundle_of

from commonwheel.core.layers import editing
from commonwheel.core.layers.explain import Laid, local_changes
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.naming import option_values, page_id, question_id
from commonwheel.core.layers.read import read_layer, write_layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered, PatternTree

BENEATH = Layered(bundle_of(), {})
MISSED_ON = "steps.bin.ask.missed_on"
BAGS = "steps.bin.ask.side_waste"
CYMRAEG = {"cy": {"steps.bin.title": {"of": "0" * 12, "text": "Pa focs?"}}}


def entries(made: Layer) -> list[dict[str, Any]]:
    """Return the changes as the layer's file says them, after it was written and read back."""
    read = read_layer(write_layer(made))
    assert read.layer == made
    return [change.model_dump(by_alias=True, exclude_none=True) for change in made.changes]


def order(made: Layer, page: str = "steps.bin") -> list[str]:
    part = editing.tree_of(made, BENEATH).find(page)
    assert part is not None
    return [entry.name for entry in part.lists["ask"]]


def give(made: Layer, at: str, **values: Any) -> Layer:
    return editing.give(made, BENEATH, at, values)


# Words and other keys


def test_a_word_that_is_changed_twice_is_one_entry() -> None:
    made = give(give(layer(), MISSED_ON, hint="Before 5pm"), MISSED_ON, hint="Before 6pm")
    assert entries(made) == [{"at": MISSED_ON, "set": {"hint": "Before 6pm"}}]


def test_more_words_of_a_part_stand_in_the_same_entry() -> None:
    made = give(give(layer(), MISSED_ON, hint="Before 5pm", label="When?"), MISSED_ON, hint="Before 6pm")
    assert entries(made) == [{"at": MISSED_ON, "set": {"label": "When?", "hint": "Before 6pm"}}]


def test_the_shared_word_given_back_takes_the_entry_out() -> None:
    shared = "When should it have been emptied?"
    assert entries(give(give(layer(), MISSED_ON, label="When?"), MISSED_ON, label=shared)) == []
    assert entries(give(layer(), MISSED_ON, label=shared)) == []


def test_a_value_that_is_taken_away_and_given_back() -> None:
    check = f"{MISSED_ON}.check.soon-enough"
    made = give(layer({"at": "steps.bin", "set": {"text": "Look first", "title": "Which?"}}), "steps.bin", text=None)
    assert entries(made) == [{"at": "steps.bin", "set": {"title": "Which?"}}]
    stop = "stops.no-garden-subscription"
    made = give(layer(), stop, start=None)
    assert entries(made) == [{"at": stop, "unset": ("start",)}]
    assert entries(give(made, stop, start="commonwheel-examples/garden-waste-subscription")) == []
    assert entries(give(layer(), check, say="Too late")) == [{"at": check, "set": {"say": "Too late"}}]


def test_the_service_itself_has_words() -> None:
    assert entries(give(layer(), "pattern", title="Tell us")) == [{"at": "pattern", "set": {"title": "Tell us"}}]


def test_words_of_a_message_can_be_changed() -> None:
    made = give(layer(), "messages.received", subject="We have it")
    assert entries(made) == [{"at": "messages.received", "set": {"subject": "We have it"}}]


def test_words_of_what_the_council_added_are_changed_where_they_were_added() -> None:
    made = give(layer({"in": "steps.bin.ask", "add": QUESTION}), BAGS, label="Bags?", hint="Beside it")
    assert entries(made) == [{"in": "steps.bin.ask", "add": {**QUESTION, "label": "Bags?", "hint": "Beside it"}}]
    assert entries(give(made, BAGS, hint=None))[0]["add"] == {**QUESTION, "label": "Bags?"}


def test_a_part_that_was_moved_is_named_as_it_was_when_it_was_changed_first() -> None:
    made = layer({"at": MISSED_ON, "set": {"label": "When?"}}, {"move": MISSED_ON, "in": "steps.address.ask"})
    assert entries(give(made, "steps.address.ask.missed_on", hint="Look")) == [
        {"at": MISSED_ON, "set": {"label": "When?", "hint": "Look"}},
        {"move": MISSED_ON, "in": "steps.address.ask"},
    ]


@pytest.mark.parametrize(
    ("at", "values"),
    [
        ("steps.bin", {"title": None}), ("steps.bin", {"title": ""}), ("steps.nowhere", {"title": "A"}),
        ("steps.assisted", {"title": "A"}), ("pattern", {"version": "2.0.0"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(at: str, values: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        editing.give(layer(), BENEATH, at, values)


# Settings and translations


def test_a_setting_has_one_value_or_the_shared_one() -> None:
    made = editing.give_setting(layer(), BENEATH, "report_within_days", 5)
    assert made.settings == {"report_within_days": "5"}
    assert editing.give_setting(made, BENEATH, "report_within_days", "6").settings == {"report_within_days": "6"}
    assert editing.give_setting(made, BENEATH, "report_within_days", "2").settings == {}
    assert editing.give_setting(made, BENEATH, "report_within_days", None).settings == {}
    assert entries(made) == []


def test_a_value_set_by_a_wider_layer_is_the_shared_one() -> None:
    wider = Layered(bundle_of(), {"report_within_days": 5})
    assert editing.give_setting(layer(), wider, "report_within_days", "5").settings == {}
    assert editing.give_setting(layer(), wider, "report_within_days", "2").settings == {"report_within_days": "2"}


@pytest.mark.parametrize(("name", "value"), [("report_within_days", "15"), ("nothing", "1")])
def test_a_value_that_a_setting_cannot_have_is_refused(name: str, value: str) -> None:
    with pytest.raises(Refused):
        editing.give_setting(layer(), BENEATH, name, value)


def test_choices_of_a_setting_are_kept_as_texts() -> None:
    choices = [{"value": "refuse", "label": "Rubbish", "hint": None}]
    made = editing.give_setting(layer(), BENEATH, "containers", choices)
    assert made.settings == {"containers": [{"value": "refuse", "label": "Rubbish"}]}


def test_translations_of_several_languages_are_kept() -> None:
    made = editing.translate(layer(translations=CYMRAEG), BENEATH, "cy", "title", source="Tell us", text="Dywedwch")
    made = editing.translate(made, BENEATH, "gd", "title", source="Tell us", text="Innis")
    assert {code: sorted(by) for code, by in made.translations.items()} == {
        "cy": ["steps.bin.title", "title"], "gd": ["title"],
    }  # fmt: skip
    assert entries(made) == []
    assert editing.translate(made, BENEATH, "gd", "title", source="Tell us", text="").translations.keys() == {"cy"}


def test_words_and_translations_do_not_disturb_each_other() -> None:
    made = give(layer(translations=CYMRAEG), "steps.bin", title="Which box?")
    assert made.translations == layer(translations=CYMRAEG).translations


# Parts


def test_a_question_is_added_and_taken_back_with_all_that_was_done_to_it() -> None:
    made = editing.add_part(layer(), BENEATH, QUESTION, {"after": MISSED_ON})
    assert entries(made) == [{"after": MISSED_ON, "add": QUESTION}]
    made = editing.add_part(made, BENEATH, {**QUESTION, "id": "second"}, {"after": BAGS})
    made = editing.shift(made, BENEATH, BAGS, "up")
    assert order(made) == ["container", "side_waste", "missed_on", "second"]
    left = editing.remove_part(made, BENEATH, BAGS, "")
    assert order(left) == ["container", "missed_on", "second"]


def test_a_shared_question_is_hidden_with_the_reason_and_put_back() -> None:
    made = editing.remove_part(layer(), BENEATH, MISSED_ON, "We know it")
    assert entries(made) == [{"remove": MISSED_ON, "because": "We know it"}]
    assert entries(editing.put_back(made, BENEATH, [("changes.0", "")])) == []


def test_the_only_question_of_a_page_cannot_be_hidden_alone() -> None:
    with pytest.raises(Refused) as refusal:
        editing.remove_part(layer(), BENEATH, "steps.address.ask.property", "We know it")
    assert refusal.value.code == "too-few"


def test_a_page_is_added_with_a_question_of_its_own() -> None:
    page = {"id": "more", "title": "More", "ask": [QUESTION]}
    made = editing.add_part(layer(), BENEATH, page, {"after": "steps.bin"})
    assert order(made, "steps.more") == ["side_waste"]
    with pytest.raises(Refused):
        editing.add_part(made, BENEATH, page, {"after": "steps.bin"})


# Moving


def test_moving_there_and_back_says_nothing() -> None:
    made = editing.shift(layer(), BENEATH, MISSED_ON, "up")
    assert order(made) == ["missed_on", "container"]
    assert entries(editing.shift(made, BENEATH, MISSED_ON, "down")) == []


def test_moving_twice_is_one_move() -> None:
    made = editing.add_part(layer(), BENEATH, QUESTION, {"in": "steps.bin.ask"})
    made = editing.shift(editing.shift(made, BENEATH, "steps.bin.ask.container", "down"), BENEATH,
                         "steps.bin.ask.container", "down")  # fmt: skip
    assert order(made) == ["missed_on", "side_waste", "container"]
    assert len(entries(made)) == 2


@pytest.mark.parametrize(("at", "direction"), [("steps.bin.ask.container", "up"), (MISSED_ON, "down")])
def test_at_the_end_a_part_stays(at: str, direction: editing.Direction) -> None:
    assert editing.shift(layer(), BENEATH, at, direction) == layer()


def test_a_question_goes_to_another_page_and_back() -> None:
    made = editing.to_page(layer(), BENEATH, MISSED_ON, "steps.address")
    assert order(made, "steps.address") == ["property", "missed_on"]
    assert editing.to_page(made, BENEATH, "steps.address.ask.missed_on", "steps.address") == made
    assert entries(editing.to_page(made, BENEATH, "steps.address.ask.missed_on", "steps.bin")) == []


def test_what_another_change_leans_on_is_moved_once_more() -> None:
    """Without the first move the third could not be made as it stands, so both moves stay."""
    made = layer(
        {"move": MISSED_ON, "in": "steps.address.ask"}, {"after": "steps.address.ask.missed_on", "add": QUESTION}
    )
    moved = editing.shift(made, BENEATH, "steps.address.ask.missed_on", "down")
    assert order(moved, "steps.address") == ["property", "side_waste", "missed_on"]
    assert len(entries(moved)) == 3


@pytest.mark.parametrize("at", ["pattern", "case", "steps.nowhere"])
def test_what_stands_in_no_list_is_not_moved(at: str) -> None:
    with pytest.raises(Refused):
        editing.shift(layer(), BENEATH, at, "up")
    with pytest.raises(Refused):
        editing.to_page(layer(), BENEATH, at, "steps.bin")


# Putting back


def differences(made: Layer) -> list[tuple[str, str]]:
    said = local_changes(BENEATH.bundle, [Laid(made)])
    return [(one.address, "".join(source)) for one, source in zip(said, editing.sources_of(made), strict=True)]


WHOLE = layer(
    {"at": "steps.bin", "set": {"title": "Which?", "text": "Look"}}, {"in": "steps.bin.ask", "add": QUESTION},
    {"at": "case.clocks.return", "unset": ["starts"]}, {"move": BAGS, "before": MISSED_ON},
    {"at": BAGS, "set": {"hint": "Beside"}}, {"remove": "stops.no-garden-subscription", "because": "All"},
    settings={"report_within_days": "5"}, translations=CYMRAEG,
)  # fmt: skip


def test_each_difference_says_where_it_stands_in_the_layer() -> None:
    assert differences(WHOLE) == [
        ("settings.report_within_days", "settings.report_within_days"),
        ("steps.bin.title", "changes.0title"),
        ("steps.bin.text", "changes.0text"),
        (BAGS, "changes.1"),
        ("case.clocks.return.starts", "changes.2starts"),
        (BAGS, "changes.3"),
        (f"{BAGS}.hint", "changes.4hint"),
        ("stops.no-garden-subscription", "changes.5"),
        ("translations.cy.steps.bin.title", "translations.cy.steps.bin.title"),
    ]


def test_any_difference_can_be_put_back_alone() -> None:
    for source in editing.sources_of(WHOLE):
        left = editing.put_back(WHOLE, BENEATH, [source])
        gone = set(editing.sources_of(WHOLE)) - set(editing.sources_of(left))
        assert gone
        editing.tree_of(left, BENEATH)
    assert editing.put_back(WHOLE, BENEATH, editing.sources_of(WHOLE)) == layer()


@pytest.mark.parametrize(
    ("changes", "number", "left"),
    [
        (
            [{"in": "steps.bin.ask", "add": QUESTION}, {"after": BAGS, "add": {**QUESTION, "id": "b"}},
             {"move": BAGS, "before": MISSED_ON}, {"remove": BAGS, "because": "No"}],
            0, [{"in": "steps.bin.ask", "add": {**QUESTION, "id": "b"}}],
        ),
        (
            [{"move": MISSED_ON, "in": "steps.address.ask"},
             {"at": "steps.address.ask.missed_on", "set": {"hint": "Look"}}],
            0, [{"at": MISSED_ON, "set": {"hint": "Look"}}],
        ),
        (
            [{"in": "steps", "add": {"id": "more", "title": "More", "ask": [QUESTION]}},
             {"move": MISSED_ON, "in": "steps.more.ask"},
             {"in": "steps.more.ask", "add": {**QUESTION, "id": "b"}}],
            0, [],
        ),
        (
            [{"remove": MISSED_ON, "because": "No"}, {"in": "steps.address.ask", "add": {**QUESTION, "id": "missed_on"}}],
            0, [],
        ),
        (
            [{"remove": "steps.bin.ask.container", "because": "No"},
             {"in": "steps.address.ask", "add": {**QUESTION, "id": "container"}},
             {"at": "steps.address.ask.container", "set": {"hint": "A"}}],
            0, [],
        ),
        (
            [{"remove": f"{MISSED_ON}.check.soon-enough", "because": "No"},
             {"in": "steps.bin.ask.container.check", "add": {"id": "soon-enough", "that": "true", "say": "A"}},
             {"move": "steps.bin.ask.container.check.soon-enough", "in": f"{MISSED_ON}.check"}],
            0, [{"in": "steps.bin.ask.container.check", "add": {"id": "soon-enough", "that": "true", "say": "A"}}],
        ),
    ],
)  # fmt: skip
def test_what_depended_on_a_change_goes_with_it_and_the_rest_is_written_again(
    changes: Sequence[dict[str, Any]], number: int, left: list[dict[str, Any]]
) -> None:
    assert entries(editing.put_back(layer(*changes), BENEATH, [(f"changes.{number}", "")])) == left


def test_a_translation_goes_where_its_text_went() -> None:
    made = layer(
        {"move": MISSED_ON, "in": "steps.address.ask"},
        translations={"cy": {"steps.address.ask.missed_on.label": {"of": "0" * 12, "text": "Pryd?"}}},
    )
    assert [*editing.put_back(made, BENEATH, [("changes.0", "")]).translations["cy"]] == [f"{MISSED_ON}.label"]


def test_putting_back_what_keeps_a_page_filled_is_refused() -> None:
    made = editing.add_part(layer(), BENEATH, QUESTION, {"in": "steps.address.ask"})
    made = editing.remove_part(made, BENEATH, "steps.address.ask.property", "We know it")
    with pytest.raises(Refused):
        editing.put_back(made, BENEATH, [("changes.0", "")])


# Ids


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Was there a bag beside it?", "was_there_a_bag_beside_it"), ("Côr?", "cor"), ("1st name", "question_1st_name"),
        ("???", "question"), ("Today", "today_2"), ("Container", "container_2"), ("Do", "do_2"), ("Don't", "dont"),
        ("x" * 99, "x" * 36), ("1" * 99, f"question_{'1' * 27}"),
    ],
)  # fmt: skip
def test_an_id_is_made_of_the_label(label: str, name: str) -> None:
    assert question_id(label, PatternTree(BENEATH)) == name


def test_an_id_is_never_one_that_was_there() -> None:
    hidden = editing.remove_part(layer(), BENEATH, MISSED_ON, "We know it")
    trees = (editing.tree_of(hidden, BENEATH), PatternTree(BENEATH))
    assert question_id("Missed on", *trees) == "missed_on_2"
    assert page_id("Bin", *trees) == "bin-2"
    assert page_id("About you", *trees) == "about-you"


def test_choices_have_values_of_their_own() -> None:
    assert option_values(["Yes", "No", "yes!", "YES"]) == ("yes", "no", "yes-2", "yes-3")


def test_what_each_council_decides_is_kept_also_where_it_decides_as_it_is_shared() -> None:
    text = PATTERN.replace("    default: 2\n", "    default: 2\n    decide: true\n", 1)
    beneath = Layered(bundle_of(text), {})
    assert editing.give_setting(layer(), beneath, "report_within_days", "2").settings == {"report_within_days": "2"}
    assert editing.give_setting(layer(), beneath, "report_within_days", None).settings == {}


def test_a_translation_says_who_has_checked_it_and_when() -> None:
    checked = editing.Checked("Nia Rees", dt.date(2026, 11, 26))
    made = editing.translate(layer(), BENEATH, "cy", "title", source="Tell us", text="Dywedwch", checked=checked)
    entry = made.translations["cy"]["title"]
    assert (entry.state, entry.by, entry.on) == ("checked", "Nia Rees", dt.date(2026, 11, 26))
    assert read_layer(write_layer(made)).layer == made
    draft = editing.translate(made, BENEATH, "cy", "title", source="Tell us", text="Dywedwch wrthym")
    assert draft.translations["cy"]["title"].state == "draft"
