"""What a layer can change of a pattern's parts: set, unset, add, move, remove; and what it cannot."""

from typing import Any

import pytest
from tests.support.pattern_text import PATTERN, bundle_of, with_block

from commonwheel.core.layers.apply import apply, lay, lay_stack
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.layers.walkable import walkable
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.digest import source_digest

STATUTORY = PATTERN.replace("      starts: next-day\n", "      starts: next-day\n      law: An invented Act\n")
GROUP = """\
      - id: boxes
        type: group
        label: Boxes
        ask:
          - {id: colour, type: text, label: Colour}
          - {id: size, type: text, label: Size}
      - id: bags
        type: group
        label: Bags
        ask:
          - {id: tint, type: text, label: Tint}
"""
GROUPS = PATTERN.replace("  - id: assisted\n    title", f"{GROUP}  - id: assisted\n    title")
QUESTION = {"id": "side_waste", "type": "yes-no", "label": "Side waste"}


def layer(*changes: dict[str, Any], **keys: Any) -> Layer:
    whole = {"language": 1, "layer": "wealden", "pattern": "commonwheel-examples/report-missed-bin"}
    made_against = {"version": "1.2.0", "digest": "a" * 64}
    return Layer.model_validate({**whole, "made_against": made_against, "changes": list(changes), **keys})


def laid(*changes: dict[str, Any], pattern: str = PATTERN) -> dict[str, Any]:
    return walkable(lay(bundle_of(pattern), layer(*changes)))


def refused(*changes: dict[str, Any], bundle: Bundle | None = None) -> list[tuple[str, str]]:
    with pytest.raises(LayerDoesNotFit) as failure:
        lay(bundle or bundle_of(), layer(*changes))
    return [(problem.code, problem.found) for problem in failure.value.problems]


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [str(entry.get("id") or entry.get("value")) for entry in entries]


def asked(result: dict[str, Any], number: int = 1) -> list[str]:
    return ids(result["steps"][number]["ask"])


# Set and unset


def test_a_condition_a_bound_and_a_time_may_be_set() -> None:
    result = laid(
        {"at": "steps.bin", "set": {"when": "true"}},
        {"at": "steps.bin.ask.missed_on", "set": {"optional": "true", "max": "2026-12-31"}},
        {"at": "case.clocks.return", "set": {"length": {"days": 3}}},
        {"at": "case.clocks.return.length", "set": {"days": 4}},
        {"at": "case.states.received", "set": {"next": ["arranged"]}},
    )
    assert result["steps"][1]["when"] == "true"
    assert (result["steps"][1]["ask"][1]["optional"], result["steps"][1]["ask"][1]["max"]) == (True, "2026-12-31")
    assert result["case"]["clocks"][0]["length"]["days"] == 4
    assert result["case"]["states"][0]["next"] == ["arranged"]


def test_a_key_that_is_taken_away_has_its_default() -> None:
    result = laid(
        {"at": "steps.bin.ask.missed_on", "set": {"hint": "x", "optional": "true"}},
        {"at": "steps.bin.ask.missed_on", "unset": ["hint", "optional"]},
        {"at": "case.states.collected", "unset": ["tell"]},
    )
    assert (result["steps"][1]["ask"][1]["hint"], result["steps"][1]["ask"][1]["optional"]) == (None, False)
    assert result["case"]["states"][2]["tell"] is None


def test_what_must_be_there_cannot_be_taken_away() -> None:
    assert refused({"at": "steps.bin", "unset": ["title"]}) == [("missing-key", "steps.bin.title")]
    assert refused({"at": "steps.bin", "unset": ["because"]}) == [("unknown-key", "because")]


def test_a_rule_of_the_whole_part_is_said_too() -> None:
    (problem,) = refused({"at": "case.clocks.return.length", "set": {"days": 3}})
    assert problem[0] == "one-length"


def test_choices_may_come_from_a_setting_instead_of_a_list() -> None:
    options = "options:\n          - {value: a, label: A}\n          - {value: b, label: B}"
    own = PATTERN.replace("options: settings.containers", options)
    at = "steps.bin.ask.container"
    assert laid({"at": at, "set": {"options": "settings.containers"}}, pattern=own)["steps"][1]["ask"][0][
        "options"
    ] == ("settings.containers")
    assert refused({"in": f"{at}.options", "add": {"value": "x", "label": "X"}}) == [
        ("unknown-address", f"{at}.options")
    ]


def test_a_refused_change_leaves_all_as_it_was_and_every_refusal_is_told() -> None:
    found = refused(
        {"at": "steps.bin", "set": {"title": "", "text": "x"}},
        {"remove": "steps.no", "because": "x"},
        {"move": "steps.bin", "after": "steps.no"},
        {"in": "steps.bin.no", "add": QUESTION},
    )
    assert sorted(found) == [
        ("empty", ""), ("unknown-address", "steps.bin.no"), ("unknown-address", "steps.no"),
        ("unknown-address", "steps.no"),
    ]  # fmt: skip


# Add


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ({"after": "steps.bin.ask.container"}, ["container", "side_waste", "missed_on"]),
        ({"before": "steps.bin.ask.container"}, ["side_waste", "container", "missed_on"]),
        ({"in": "steps.bin.ask"}, ["container", "missed_on", "side_waste"]),
    ],
)
def test_a_question_is_added_at_its_place(place: dict[str, str], order: list[str]) -> None:
    assert asked(laid({**place, "add": QUESTION})) == order


def test_pages_checks_options_stops_states_and_messages_are_added() -> None:
    result = laid(
        {"after": "steps.bin", "add": {"id": "side-waste", "title": "Was there side waste?", "ask": [QUESTION]}},
        {"in": "steps.bin.ask.missed_on.check", "add": {"id": "recent", "that": "true", "say": "No"}},
        {"in": "stops", "add": {"id": "ours", "when": "false", "title": "Ours"}},
        {"before": "case.states.arranged", "add": {"id": "seen", "label": "Seen", "next": ["arranged"]}},
        {"in": "messages", "add": {"id": "seen", "subject": "Seen", "text": "We saw it."}},
        {"at": "messages.seen", "set": {"sms": "Seen"}},
        {"at": "case.states.seen", "set": {"tell": {"resident": "seen.md"}}},
    )
    assert ids(result["steps"]) == ["address", "bin", "side-waste", "assisted"]
    assert ids(result["steps"][1]["ask"][1]["check"])[-1] == "recent"
    assert ids(result["stops"])[-1] == "ours"
    assert ids(result["case"]["states"])[:2] == ["received", "seen"]
    assert result["messages"]["seen"] == {"subject": "Seen", "sms": "Seen", "text": "We saw it."}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"in": "steps.bin.ask", "add": {**QUESTION, "type": "no"}}, "unknown-type"),
        ({"in": "steps.bin.ask", "add": {"type": "yes-no", "label": "x"}}, "missing-key"),
        ({"in": "steps.bin.ask", "add": {**QUESTION, "id": "container"}}, "repeated-id"),
        ({"in": "steps.address.ask", "add": {**QUESTION, "id": "container"}}, "repeated-id"),
        ({"in": "steps.address.ask", "add": {**QUESTION, "id": "today"}}, "reserved-name"),
        ({"in": "steps.address.ask", "add": {**QUESTION, "id": "do"}}, "reserved-name"),
        ({"in": "steps", "add": {"id": "x", "title": "X", "ask": []}}, "empty-list"),
        ({"in": "steps", "add": {"id": "x", "title": "X", "ask": [QUESTION, QUESTION]}}, "repeated-id"),
        ({"in": "settings", "add": {"id": "x", "type": "yes-no", "default": "true"}}, "not-for-layers"),
        ({"in": "settings.containers.default", "add": {"value": "x", "label": "X"}}, "not-for-layers"),
        ({"in": "need", "add": {"lgsl": 1, "lgil": 2}}, "not-for-layers"),
        ({"in": "steps.assisted.ask", "add": QUESTION}, "protected"),
        ({"in": "steps.bin.ask", "add": {"id": "c", "use": "shared/contact@1"}}, "block-missing"),
        ({"in": "nowhere", "add": QUESTION}, "unknown-address"),
        ({"after": "case", "add": QUESTION}, "unknown-address"),
    ],
)
def test_what_cannot_be_added_is_refused_by_name(change: dict[str, Any], code: str) -> None:
    assert [found for found, _ in refused(change)] == [code]


def test_members_of_groups_share_names_with_members_of_other_groups_only() -> None:
    colour = {"id": "colour", "type": "text", "label": "Colour"}
    result = laid({"in": "steps.bin.ask.bags.ask", "add": colour}, pattern=GROUPS)
    assert ids(result["steps"][1]["ask"][3]["ask"]) == ["tint", "colour"]
    bundle = bundle_of(GROUPS)
    assert refused({"in": "steps.bin.ask", "add": colour}, bundle=bundle) == [("repeated-id", "colour")]
    group = {"id": "sacks", "type": "group", "label": "Sacks", "ask": [colour]}
    assert asked(laid({"in": "steps.bin.ask", "add": group}, pattern=GROUPS))[-1] == "sacks"


def test_what_an_officer_is_asked_may_have_the_name_of_a_question() -> None:
    at_state = {"in": "case.states.arranged.ask", "add": {"id": "missed_on", "type": "date", "label": "When"}}
    assert ids(laid(at_state)["case"]["states"][1]["ask"]) == ["missed_on"]


def test_a_list_has_a_most() -> None:
    many = [{"in": "stops", "add": {"id": f"s-{n}", "when": "false", "title": "X"}} for n in range(1_000)]
    assert refused(*many) == [("too-many", "s-999")]


# Move


def test_parts_are_moved_within_lists_and_between_them() -> None:
    result = laid(
        {"move": "steps.bin.ask.missed_on", "before": "steps.bin.ask.container"},
        {"move": "steps.bin.ask.container", "in": "steps.address.ask"},
        {"move": "steps.bin", "before": "steps.address"},
        {"move": "steps.address", "after": "steps.address"},
    )
    assert ids(result["steps"]) == ["bin", "address", "assisted"]
    assert (asked(result, 0), asked(result, 1)) == (["missed_on"], ["property", "container"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"move": "steps.assisted", "before": "steps.bin"}, "protected"),
        ({"move": "steps.assisted.ask.assisted", "in": "steps.bin.ask"}, "protected"),
        ({"move": "steps.bin.ask.container", "in": "steps.assisted.ask"}, "protected"),
        ({"move": "steps.bin", "in": "stops"}, "unknown-address"),
        ({"move": "case", "in": "stops"}, "unknown-address"),
        ({"move": "steps.bin.ask.missed_on", "in": "steps"}, "unknown-address"),
        ({"move": "messages.received", "after": "messages.collected"}, "not-for-layers"),
        ({"move": "settings.containers", "before": "settings.report_within_days"}, "not-for-layers"),
    ],
)
def test_what_cannot_be_moved_is_refused_by_name(change: dict[str, Any], code: str) -> None:
    assert [found for found, _ in refused(change)] == [code]


def test_a_group_cannot_be_moved_into_itself_nor_stand_in_another() -> None:
    bundle = bundle_of(GROUPS)
    at = "steps.bin.ask.boxes"
    assert refused({"move": at, "in": f"{at}.ask"}, bundle=bundle) == [("unknown-address", at)]
    assert (
        laid({"move": f"{at}.ask.colour", "in": "steps.bin.ask.bags.ask"}, pattern=GROUPS)["steps"][1]["ask"][3]["ask"][
            1
        ]["id"]
        == "colour"
    )


def test_a_part_cannot_be_moved_to_where_its_name_is_taken() -> None:
    changes = (
        {"in": "steps.bin.ask.bags.ask", "add": {"id": "colour", "type": "text", "label": "Colour"}},
        {"move": "steps.bin.ask.boxes.ask.colour", "in": "steps.bin.ask.bags.ask"},
    )
    assert refused(*changes, bundle=bundle_of(GROUPS)) == [("repeated-id", "colour")]


# Remove


def test_parts_are_removed_and_may_be_added_anew() -> None:
    gone = {"remove": "steps.bin.ask.container", "because": "We have one bin only"}
    assert asked(laid(gone)) == ["missed_on"]
    back = {"in": "steps.bin.ask", "add": {"id": "container", "type": "text", "label": "Bin"}}
    assert asked(laid(gone, back)) == ["missed_on", "container"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"remove": "steps.assisted", "because": "x"}, "protected"),
        ({"remove": "steps.assisted.ask.assisted", "because": "x"}, "protected"),
        ({"remove": "messages.received", "because": "x"}, "not-for-layers"),
        ({"remove": "settings.containers", "because": "x"}, "not-for-layers"),
        ({"remove": "case.clocks", "because": "x"}, "unknown-address"),
        ({"remove": "pattern", "because": "x"}, "unknown-address"),
        ({"remove": "data", "because": "x"}, "unknown-address"),
        ({"remove": "steps.address.ask.property", "because": "x"}, "too-few"),
    ],
)
def test_what_cannot_be_removed_is_refused_by_name(change: dict[str, Any], code: str) -> None:
    assert [found for found, _ in refused(change)] == [code]


# What is protected, and what the law sets


def test_a_page_cannot_be_hidden_when_something_on_it_is_protected() -> None:
    inside = PATTERN.replace(
        "      - id: missed_on\n",
        "      - id: missed_on\n        protected: {because: A reason, source: A law}\n",
    )
    bundle = bundle_of(inside)
    assert refused({"at": "steps.bin", "set": {"when": "false"}}, bundle=bundle) == [("protected", "steps.bin.when")]
    assert refused({"move": "steps.bin", "before": "steps.address"}, bundle=bundle) == [("protected", "steps.bin")]
    assert refused({"remove": "steps.bin", "because": "x"}, bundle=bundle) == [("protected", "steps.bin")]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"at": "case.clocks.return", "set": {"label": "We come by"}}, []),
        ({"at": "case.clocks.return", "set": {"length": {"working_days": 1}}}, []),
        ({"at": "case.clocks.return.length", "set": {"working_days": 1}}, []),
        ({"at": "case.clocks.return", "set": {"length": {"working_days": 3}}}, ["statutory"]),
        ({"at": "case.clocks.return.length", "set": {"working_days": 3}}, ["statutory"]),
        ({"at": "case.clocks.return", "set": {"length": {"days": 1}}}, ["statutory"]),
        (
            {"at": "case.clocks.return", "set": {"length": {"working_days": "settings.report_within_days"}}},
            ["statutory"],
        ),
        ({"at": "case.clocks.return", "set": {"starts": "received"}}, ["statutory"]),
        ({"at": "case.clocks.return", "unset": ["calendar"]}, ["statutory"]),
        (
            {"in": "case.clocks.return.longer", "add": {"id": "x", "after": "received", "length": {"days": 9}}},
            ["statutory"],
        ),
        ({"remove": "case.clocks.return", "because": "x"}, ["statutory"]),
    ],
)
def test_a_time_that_the_law_sets_may_be_shortened_only(change: dict[str, Any], codes: list[str]) -> None:
    bundle = bundle_of(STATUTORY)
    if codes:
        assert [code for code, _ in refused(change, bundle=bundle)] == codes
    else:
        assert lay(bundle, layer(change)).bundle.pattern != bundle.pattern


# Blocks and stacks


def block_bundle() -> Bundle:
    files = with_block()
    files["pattern.yaml"] = files["pattern.yaml"].replace(
        b"    protected:\n      because: A reasonable adjustment\n      source: Equality Act 2010, section 20\n", b""
    )
    bundle = read_folder(files).bundle
    assert bundle is not None
    return bundle


def test_the_questions_of_a_block_are_changed_where_it_is_used() -> None:
    at = "steps.assisted.ask.contact"
    phone = {"id": "phone", "type": "phone", "label": "Phone"}
    result = lay(block_bundle(), layer({"after": f"{at}.ask.email", "add": phone}, {"at": at, "set": {"when": "true"}}))
    assert ids(walkable(result)["steps"][2]["ask"][1]["ask"]) == ["email", "phone"]
    assert ids([question.model_dump() for question in result.bundle.blocks["shared/contact@1"].ask]) == [
        "email",
        "phone",
    ]
    assert refused({"remove": f"{at}.ask.email", "because": "x"}, bundle=block_bundle()) == [("too-few", f"{at}.ask")]


def test_a_block_that_is_carried_can_be_used_by_a_layer() -> None:
    gone = {"remove": "steps.assisted.ask.contact", "because": "Asked later"}
    there = {"in": "steps.bin.ask", "add": {"id": "how", "use": "shared/contact@1"}}
    result = walkable(lay(block_bundle(), layer(gone, there)))
    assert ids(result["steps"][1]["ask"][2]["ask"]) == ["email"]
    twice = {"in": "steps.bin.ask", "add": {"id": "how", "use": "shared/contact@1"}}
    assert refused(twice, bundle=block_bundle()) == [("repeated-id", "email")]


def test_a_block_cannot_be_moved_into_a_group() -> None:
    group = {"id": "sacks", "type": "group", "label": "Sacks", "ask": [{"id": "hue", "type": "text", "label": "Hue"}]}
    changes = (
        {"in": "steps.bin.ask", "add": group},
        {"move": "steps.assisted.ask.contact", "in": "steps.bin.ask.sacks.ask"},
    )
    assert refused(*changes, bundle=block_bundle()) == [("unknown-address", "ask")]


def test_a_result_holds_its_messages_in_every_language() -> None:
    of = source_digest("Your reference is {{ case.reference }}.")
    welsh = f"---\nsubject: Diolch\nof: {of}\n---\n\nEich cyfeirnod.\n"
    result = walkable(lay(bundle_of(messages__received_dot_cy_dot_md=welsh), layer()))
    assert result["messages"]["received"]["cy"]["subject"] == "Diolch"


def test_the_settings_of_a_block_are_described_by_a_layer_too() -> None:
    result = lay(
        block_bundle(), layer({"at": "settings.hours", "set": {"label": "Hours"}}, settings={"hours": "9 to 4"})
    )
    assert result.bundle.blocks["shared/contact@1"].settings[0].label == "Hours"
    assert {one["id"]: one["value"] for one in walkable(result)["settings"]}["hours"] == "9 to 4"


def test_layers_lie_on_one_another_the_own_one_last() -> None:
    wide = layer({"at": "steps.bin", "set": {"title": "Wide"}}, {"in": "steps.bin.ask", "add": QUESTION},
                 settings={"report_within_days": "4"})  # fmt: skip
    own = layer({"at": "steps.bin.ask.side_waste", "set": {"label": "Ours"}})
    result = walkable(lay_stack(bundle_of(), (wide, None, own)))
    assert (result["steps"][1]["title"], result["steps"][1]["ask"][2]["label"]) == ("Wide", "Ours")
    assert apply(bundle_of(), wide, own).settings["report_within_days"] == 4
    with pytest.raises(LayerDoesNotFit):
        lay_stack(bundle_of(), (own, wide))
