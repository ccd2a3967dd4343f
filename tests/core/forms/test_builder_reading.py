"""Each part of a digital form builder's form stands in the pattern, or is told of."""

from typing import Any

import pytest
import yaml
from tests.core.forms.builder_forms import condition, field, form, page, part
from tests.core.forms.imports import imported, programme_of

from commonwheel.core.forms.importing import Imported
from commonwheel.core.forms.source import FormCannotBeRead


def pattern_of(made: Imported) -> Any:
    return yaml.safe_load(made.files["pattern.yaml"])


def asked(made: Imported) -> dict[str, Any]:
    return {one["id"]: one for step in pattern_of(made)["steps"] for one in step["ask"]}


def told(made: Imported) -> str:
    return "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))


@pytest.mark.parametrize(
    ("component", "question"),
    [
        (field("TextField", "street", schema={"min": 2, "max": "30"}), {"type": "text", "min": "2", "max": "30"}),
        (field("TextField", "street", schema={"length": 5}), {"min": "5", "max": "5"}),
        (field("FreeTextField", "street", schema={"max": 99_999}), {"type": "long-text", "max": "20000"}),
        (field("TextField", "street", schema={"min": 9, "max": 3}), {"type": "text", "max": "3"}),
        (field("TextField", "street", schema={"max": 0}), {"type": "text"}),
        (field("TextField", "street", schema={"max": "many"}), {"type": "text"}),
        (field("YesNoField", "street", options={"required": False}), {"type": "yes-no", "optional": "true"}),
        (field("NumberField", "street", schema={"precision": 2, "min": 1}), {"type": "number", "decimals": "2", "min": "1"}),
        (field("NumberField", "street", schema={"precision": 0}), {"type": "number"}),
        (field("NumberField", "street", options={"prefix": "£"}), {"type": "number"}),
        (field("CheckboxesField", "street", list="colours", schema={"min": 1, "max": 9}), {"min": "1", "max": "2"}),
        (field("FileUploadField", "street", options={"multiple": True, "accept": "image/png,.docx"}),
         {"type": "file", "accept": ["png", "docx"], "max": "10"}),
        (field("ClientSideFileUploadField", "street",
               options={"minimumRequiredFiles": 2, "dropzoneConfig": {"maxFiles": 3, "maxFilesize": 99}}),
         {"max": "3", "min": "2", "max_mb": "50"}),
        (field("FileUploadField", "street", schema={"min": 2}), {"type": "file"}),
        (field("LatLongField", "street"), {"type": "place"}),
        (field("TelephoneNumberField", "street", schema={"regex": "^0"}), {"type": "phone"}),
        (field("TextField", "street", options={"customValidationMessages": {"any.required": "Say it", "string.max": "No"}}),
         {"missing": "Say it"}),
        (field("DatePartsField", "street", options={"maxDaysInPast": 3, "maxDaysInFuture": 0}),
         {"check": [{"id": "not-too-long-ago", "that": "street >= today - days(3)",
                     "say": "The date must be within the last 3 days"},
                    {"id": "not-too-far-ahead", "that": "street <= today",
                     "say": "The date must be within the next 0 days"}]}),
        (field("TextField", "street", schema={"regex": "^[A-Z]{2}\\\\d$"},
               options={"customValidationMessages": {"string.pattern.base": "Two letters"}}),
         {"check": [{"id": "format", "that": "street.matches('^[A-Z]{2}\\\\\\\\d$')", "say": "Two letters"}]}),
        (field("TextField", "street", schema={"regex": "(?=x)"}), {"type": "text", "check": None}),
        (field("UkAddressField", "street", options={"usePostcodeLookup": True}), {"type": "address"}),
        (field("RadiosField", "street", list="colours"),
         {"options": [{"value": "red", "label": "Red"}, {"value": "blue", "label": "Blue", "hint": "As the sea"}]}),
        (field("RadiosField", "street", values={"type": "static", "items": [{"label": "One", "value": 1}]}),
         {"options": [{"value": "1", "label": "One"}]}),
    ],
)  # fmt: skip
def test_a_field_becomes_a_question_with_what_it_takes(component: dict[str, Any], question: dict[str, Any]) -> None:
    made = imported(form(page("/first", component)))
    programme_of(made)
    found = asked(made)["street"]
    assert {key: found.get(key) for key in question} == question
    assert not set(found) & ({"min", "max", "decimals"} - set(question))


def test_what_became_something_else_is_told_of() -> None:
    made = imported(
        form(
            page("/first", field("WebsiteField", "site", options={"classes": "wide", "strange": "x" * 200})),
            page("/second", field("RadarField", "radar"), field("TextField", "b")),
            declaration="<p>It is true &amp; whole</p>",
            outputs=[{"type": "email"}],
            sections=[{"name": "s", "title": "About you"}, {"name": "t", "title": ""}],
            specialPages={"confirmationPage": {"customText": {"nextSteps": "We <b>write</b> to you."}}},
            surprise={"here": 1},
        )
    )
    said = told(made)
    for words in (
        "WebsiteField",
        "`classes`",
        "`strange`: xxx",
        "RadarField",
        "`outputs`",
        "“About you”",
        "`surprise`",
    ):
        assert words in said
    assert made.report.total["questions"] == 4
    assert made.report.kept["questions"] == 3
    assert asked(made)["declaration"]["label"] == "It is true & whole"
    assert "We **write** to you." in made.files["messages/received.md"].decode()


def test_words_among_the_questions_are_kept_as_markdown() -> None:
    made = imported(
        form(
            page(
                "/first",
                {"type": "Html", "content": "<h2>Before</h2><p>See <a href='https://www.gov.uk/x'>this</a></p>"},
                {"type": "Details", "title": "Why?", "content": "Because.", "options": {}},
                {"type": "NotificationBanner", "title": "Important", "content": "Now.", "options": {"heading": "Late"}},
                {"type": "List", "list": "colours", "title": "Not shown"},
                {"type": "Para", "content": "Only red.", "options": {"condition": "red"}},
                {"type": "Para", "content": "Nobody knows.", "options": {"condition": "unknown"}},
                {"type": "Para", "content": ""},
                field("RadiosField", "colour", list="colours"),
                {"type": "Para", "content": "Still red.", "options": {"condition": "red"}},
            ),
            conditions=[condition("red", part("colour", "is", "Red"))],
        )
    )
    programme_of(made)
    shown = [one for one in pattern_of(made)["steps"][0]["ask"] if one["type"] == "show"]
    assert [one["text"] for one in shown] == [
        "## Before\n\nSee [this](https://www.gov.uk/x)",
        "**Why?**\n\nBecause.",
        "**Important**\n\n**Late**\n\nNow.",
        "- Red\n- Blue: As the sea",
        "Only red.",
        "Nobody knows.",
        "Still red.",
    ]
    assert [one.get("when") for one in shown[4:]] == ["settings.ask_unreached_pages", None, "colour == 'red'"]
    assert "no condition is called unknown" in told(made)


def test_links_elsewhere_become_settings_of_the_councils_own() -> None:
    words = (
        "[ours](https://example.org/a) [again](https://example.org/a) [write](mailto:us@example.org?subject=x) "
        "[ring](tel:01632 960000) [here](/local) [](https://example.org/b) <https://example.org/c>"
    )
    made = imported(form(page("/first", {"type": "Markdown", "content": words}, field("TextField", "a"))))
    programme_of(made)
    settings = pattern_of(made)["settings"]
    assert [(one["type"], one["default"]) for one in settings] == [
        ("url", "https://example.org/a"),
        ("email", "us@example.org"),
        ("phone", "01632 960000"),
        ("url", "https://example.org/b"),
        ("url", "https://example.org/c"),
    ]
    text = pattern_of(made)["steps"][0]["ask"][0]["text"]
    assert "[write](mailto:{{ settings.link_write }})" in text
    assert "[this page]({{ settings.link }})" in text
    assert "here" in text
    assert "/local" not in text


def test_a_page_filled_in_several_times_becomes_a_list() -> None:
    members = [field("TextField", "who"), field("CheckboxesField", "what", list="colours")]
    repeated = page("/people", {"type": "Para", "content": "All of them."}, *members, controller="RepeatPageController")
    repeated |= {"options": {"name": "x", "title": "Person"}, "schema": {"min": 1, "max": 99}}
    inputs = field(
        "MultiInputField",
        "rows",
        children=[*members, {"type": "Html", "title": "No"}],
        options={"required": False, "maxMultiInputFieldRows": 4},
    )
    made = imported(
        form(repeated | {"next": [{"path": "/more"}]}, page("/more", inputs, controller="RepeatingFieldPageController"))
    )
    programme_of(made)
    groups = [one for one in asked(made).values() if one["type"] == "group"]
    assert [(one["label"], one.get("min"), one.get("max")) for one in groups] == [
        ("Person", "1", "50"), ("What is the rows?", "0", "4"),
    ]  # fmt: skip
    assert [one["id"] for one in groups[0]["ask"]] == ["who", "what"]
    assert "add another" in told(made)


def test_two_questions_of_one_name_are_told_apart_and_conditions_read_both() -> None:
    ask = field("RadiosField", "colour", list="colours")
    made = imported(
        form(
            page("/first", field("YesNoField", "left"), to=[{"path": "/a", "condition": "left"}, {"path": "/b"}]),
            page("/a", ask, to="/c"),
            page("/b", ask, to="/c"),
            page("/c", field("TextField", "why"), to=[{"path": "/d", "condition": "red"}, {"path": "/summary"}]),
            page("/d", field("TextField", "red")),
            conditions=[condition("red", part("colour", "is", "Red")), condition("left", part("left", "is", "true"))],
        )
    )
    programme_of(made)
    assert [one for one in asked(made) if one.startswith("colour")] == ["colour", "colour_2"]
    when = next(step["when"] for step in pattern_of(made)["steps"] if step["id"] == "d")
    assert when == """(answered("colour") && colour == 'red') || (answered("colour_2") && colour_2 == 'red')"""


def test_pages_that_nobody_could_come_to_stand_behind_a_setting_that_is_off() -> None:
    made = imported(
        form(
            page("/first", field("TextField", "a")),
            page("/lost", field("TextField", "b"), to="/gone"),
            page("/gone", field("TextField", "c"), to="/lost"),
        )
    )
    programme_of(made)
    assert [step.get("when") for step in pattern_of(made)["steps"]] == [
        None, "settings.ask_unreached_pages", "settings.ask_unreached_pages",
    ]  # fmt: skip
    assert pattern_of(made)["settings"][0]["default"] == "false"
    assert "The way back from /gone to /lost" in told(made)


def test_a_way_back_is_cut_and_told_of() -> None:
    made = imported(
        form(
            page(
                "/first",
                field("YesNoField", "more"),
                to=[{"path": "/again", "condition": "more"}, {"path": "/summary"}],
            ),
            page("/again", field("TextField", "a"), to="/first"),
            conditions=[condition("more", part("more", "is", "true"))],
        )
    )
    assert [step["id"] for step in pattern_of(made)["steps"]] == ["first", "again"]
    assert "The way back from /again to /first" in told(made)


def test_a_page_that_leads_nowhere_ends_the_form_early() -> None:
    ways = [
        {"path": "/no", "condition": "no"},
        {"path": "/nowhere"},
        {"path": "/summary", "condition": "unknown"},
        {"path": "/last"},
    ]
    made = imported(
        form(
            page("/first", field("YesNoField", "here"), to=ways),
            page("/no", {"type": "Para", "content": "Only here."}, to=[], title="You cannot"),
            page("/last", field("TextField", "a"), to=[{"path": "/silent", "condition": "no"}, {"path": "/summary"}]),
            page("/silent", to=[], title="Not here"),
            page("/empty", to="/last"),
            conditions=[condition("no", part("here", "is", "false"))],
        )
    )
    programme_of(made)
    stop = pattern_of(made)["stops"][0]
    assert (stop["title"], stop["text"], stop["when"]) == ("You cannot", "Only here.", "!here")
    assert [step["id"] for step in pattern_of(made)["steps"]] == ["first", "last"]
    for words in ("The way to /nowhere", "no condition is called unknown", "Page “Empty”"):
        assert words in told(made)


def test_a_form_whose_first_page_is_not_there_begins_with_the_first_in_the_file() -> None:
    made = imported(form(page("/first", field("TextField", "a")), startPage="/other"))
    assert "No page is at '/other'" in told(made)


def test_what_is_on_the_summary_stands_on_a_page_before_the_answers_are_checked() -> None:
    whole = form(page("/first", field("TextField", "a")))
    whole["pages"][-1] = whole["pages"][-1] | {"components": [{"type": "Para", "content": "Nearly there."}]}
    assert [step["id"] for step in pattern_of(imported(whole))["steps"]] == ["first", "summary"]


def test_the_second_version_of_the_engine_shows_each_page_on_its_own_condition() -> None:
    whole = {
        "name": "Newts", "engine": "V2",
        "pages": [
            page("/first", field("RadiosField", "colour", id="c1", list="l1"), to=[]),
            page("/red", field("TextField", "b", id="c2"), to=[], condition="k1", events={"onLoad": {}}),
            page("/not", field("TextField", "c", id="c3"), to=[], condition="k2"),
            page("/unreadable", field("TextField", "d", id="c4"), to=[], condition="k3"),
            page("/stop", {"type": "Html", "content": "No."}, to=[], condition="k1", controller="TerminalPageController"),
            {"path": "/summary", "title": "", "controller": "SummaryPageController"},
        ],
        "lists": [{"id": "l1", "items": [{"id": "i1", "text": "Red", "value": "R", "hint": {"id": "h", "text": "Hot"}},
                                         {"id": "i2", "text": "Blue", "value": "B", "condition": "k1"}]}],
        "conditions": [
            {"id": "k1", "displayName": "Red", "items": [
                {"id": "x", "componentId": "c1", "operator": "is", "type": "ListItemRef",
                 "value": {"listId": "l1", "itemId": "i1"}}]},
            {"id": "k2", "displayName": "Not red", "coordinator": "or", "items": [
                {"id": "y", "componentId": "c1", "operator": "is not", "type": "ListItemRef",
                 "value": {"listId": "l1", "itemId": "i1"}},
                {"id": "z", "conditionId": "k1"}, {"id": "w", "componentId": "gone", "operator": "is", "value": "x"}]},
            {"id": "k3", "displayName": "Odd", "items": [
                {"id": "v", "componentId": "c1", "operator": "rhymes with", "value": "x"}]},
            {"id": "k4", "displayName": "Unused", "items": [
                {"id": "u", "componentId": "c1", "operator": "does not contain", "value": "R"}]},
            {"id": "k5", "displayName": "Empty", "items": []},
        ],
    }  # fmt: skip
    made = imported(whole)
    programme_of(made)
    steps = {step["id"]: step.get("when") for step in pattern_of(made)["steps"]}
    assert steps == {"first": None, "red": "colour == 'r'", "not": None, "unreadable": None}
    assert pattern_of(made)["stops"][0]["when"] == "colour == 'r'"
    assert asked(made)["colour"]["options"][0]["hint"] == "Hot"
    said = told(made)
    for words in (
        "“rhymes with”",
        "A connector does this",
        "When a choice is offered",
        "nothing in it",
        "It would be written",
    ):
        assert words in said
    assert (made.report.kept["conditions"], made.report.total["conditions"]) == (3, 5)


@pytest.mark.parametrize(
    ("parts", "when"),
    [
        ([part("number", "is at least", "3")], "number >= 3"),
        ([part("text", "is longer than", "3")], "size(text) > 3"),
        ([part("many", "contains", "Red")], "'red' in many"),
        ([part("many", "does not contain", "Red")], "!('red' in many)"),
        ([part("text", "is not", "x")], "text != 'x'"),
        ([part("day", "is before", "2026-01-01")], "day < timestamp('2026-01-01T00:00:00Z')"),
        ([part("day", "is at least", {"type": "RelativeTime", "timePeriod": "3", "timeUnit": "days",
                                      "direction": "in the past"})], "day <= today - days(3)"),
        ([part("day", "is more than", {"type": "RelativeTime", "timePeriod": "2", "timeUnit": "years",
                                       "direction": "in the future"})], "age_on(today, day - days(1)) >= 2"),
        ([part("day", "is at least", {"period": "18", "unit": "years", "direction": "in the past"})],
         "age_on(day, today) >= 18"),
        ([part("number", "is", "1"), part("text", "is", "x", coordinator="or"), part("yes", "is", "true", coordinator="and")],
         "number == 1 || (text == 'x' && yes)"),
        ([{"conditions": [part("number", "is", "1")]}, {"conditionName": "yes", "coordinator": "and"}], "number == 1 && yes"),
    ],
)  # fmt: skip
def test_conditions_are_carried_as_the_builder_means_them(parts: list[dict[str, Any]], when: str) -> None:
    fields = [field("NumberField", "number"), field("TextField", "text"), field("YesNoField", "yes"),
              field("CheckboxesField", "many", list="colours"), field("DatePartsField", "day")]  # fmt: skip
    made = imported(
        form(
            page("/first", *fields, to=[{"path": "/then", "condition": "it"}, {"path": "/summary"}]),
            page("/then", field("TextField", "why")),
            conditions=[condition("it", *parts), condition("yes", part("yes", "is", "true"))],
        )
    )
    programme_of(made)
    assert pattern_of(made)["steps"][1]["when"] == when


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([part("day", "is", {"type": "RelativeTime", "timePeriod": "3", "timeUnit": "days"})], "time from today"),
        (
            [part("day", "is at least", {"type": "RelativeTime", "timePeriod": "3", "timeUnit": "hours"})],
            "counts hours",
        ),
        ([part("day", "is at least", {"type": "RelativeTime", "timePeriod": "x", "timeUnit": "days"})], "counts “x”"),
        ([{"conditionName": "it"}], "made of itself"),
        ([part("day", "is", "2026-01-01", coordinator="or")] * 201, "more than 200 comparisons"),
        ([{"conditionName": "lost"}], "no condition is called lost"),
        ([part("day", "is at least", {"type": "RelativeTime", "timePeriod": "3", "timeUnit": "months"})], "months"),
    ],
)
def test_a_condition_that_cannot_be_carried_is_told_of(parts: list[dict[str, Any]], why: str) -> None:
    links = [{"path": "/then", "condition": "it"}, {"path": "/summary"}]
    made = imported(
        form(
            page("/first", field("DatePartsField", "day"), to=links),
            page("/then", field("TextField", "why")),
            conditions=[condition("it", *parts)],
        )
    )
    programme_of(made)
    assert why in told(made)
    assert made.report.kept["conditions"] == 0


def test_what_nobody_is_asked_is_never_answered() -> None:
    made = imported(
        form(
            page("/first", field("TextField", "a"), to=[{"path": "/then", "condition": "it"}, {"path": "/summary"}]),
            page("/then", field("TextField", "why")),
            conditions=[condition("it", part("gone", "is", "x"))],
        )
    )
    assert pattern_of(made)["steps"][1]["when"] == "settings.ask_unreached_pages"
    assert "A condition that reads `gone`" in told(made)


def test_lists_and_choices_that_cannot_be_are_told_of() -> None:
    twice = {"name": "twice", "items": [{"text": "A", "value": "x"}, {"text": "B", "value": "x"}, "not an object"]}
    made = imported(
        form(
            page(
                "/first",
                field("RadiosField", "one", list="twice"),
                field("SelectField", "two", list="gone"),
                field("TextField", "three"),
            ),
            lists=[twice, {"name": "spare", "items": []}],
        )
    )
    said = told(made)
    for words in ("The choice “B”", "There is no list 'gone'", "The list `spare`", "not an object"):
        assert words in said
    assert asked(made)["two"]["type"] == "text"
    programme_of(made)


def test_a_page_without_a_title_is_called_after_its_first_question() -> None:
    made = imported(form(page("/q1", field("TextField", "abcDEF", title=""), title="")))
    step = pattern_of(made)["steps"][0]
    assert (step["title"], step["ask"][0]["label"]) == ("Questions", "Questions")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"pages": [{"path": "/a"}]}, "asks nothing"),
        ({"pages": []}, "not a form of a kind"),
        ([1], "not a form of a kind"),
        (3, "not a form of a kind"),
    ],
)
def test_a_file_that_is_no_form_is_refused(value: Any, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        imported(value)


def test_the_report_counts_and_names_every_part() -> None:
    made = imported(
        form(
            page(
                "/first",
                field("RadiosField", "abcDEF", list="colours"),
                to=[{"path": "/red", "condition": "red"}, {"path": "/summary"}],
            ),
            page("/red", field("TextField", "b"), to=[{"path": "/never", "condition": "never"}, {"path": "/summary"}]),
            page("/never", field("TextField", "c")),
            conditions=[
                condition("red", part("abcDEF", "is", "Red")),
                condition("never", part("abcDEF", "is", "blue")),
            ],
        )
    )
    summary = made.summary()
    assert summary["format"] == "digital-form-builder"
    assert summary["total"] == {"pages": 4, "questions": 3, "options": 2, "conditions": 2, "texts": 10}
    assert summary["kept"] == summary["total"]
    assert summary["names"] == {"abcDEF": "what_is_the_abcdef", "b": "b", "c": "c"}
    assert summary["problems"] == {"errors": 0, "warnings": 6}
    assert summary["not_carried"] == []
    never = next(note for note in summary["changed"] if "nobody could come to" in note["what"])
    assert never["where"] == "pattern.yaml, steps.never.when"
    assert [step.get("when") for step in pattern_of(made)["steps"]] == [
        None, "what_is_the_abcdef == 'red'", "settings.ask_unreached_pages",
    ]  # fmt: skip


def test_a_condition_too_long_for_the_language_is_told_of() -> None:
    parts = [part("a", "is", f"some longer value {number}", coordinator="or") for number in range(120)]
    links = [{"path": "/then", "condition": "it"}, {"path": "/summary"}]
    made = imported(
        form(
            page("/first", field("TextField", "a"), to=links),
            page("/then", field("TextField", "why")),
            conditions=[condition("it", *parts), condition("not", {"conditionName": "it"})],
        )
    )
    programme_of(made)
    assert "It is always shown, because it is longer" in told(made)
    assert "when" not in pattern_of(made)["steps"][1]
    ways = [{"path": "/no", "condition": "it"}, {"path": "/summary"}]
    ended = imported(
        form(
            page("/first", field("TextField", "a"), to=ways),
            page("/no", {"type": "Para", "content": "No."}, to=[]),
            conditions=[condition("it", *parts)],
        )
    )
    assert "It is never shown" in told(ended)
    assert pattern_of(ended)["stops"][0]["when"] == "settings.ask_unreached_pages"


def test_texts_too_long_for_the_language_are_cut_and_told_of() -> None:
    long = form(
        page("/first", {"type": "Para", "content": "word " * 5_000}, field("TextField", "a", title="x" * 2_500))
    )
    made = imported(long)
    programme_of(made)
    assert told(made).count("the rest was cut off") == 2


def test_conditions_kept_as_text_are_read_as_the_others_are() -> None:
    lost = page("/lost", field("TextField", "b"))
    made = imported(
        form(
            page(
                "/first",
                field("RadiosField", "colour", list="colours"),
                to=[{"path": "/red", "condition": "red"}, {"path": "/summary"}],
            ),
            page("/red", field("TextField", "a"), to=[{"path": "/never", "condition": "blue"}, {"path": "/summary"}]),
            page("/never", field("TextField", "c")),
            lost,
            conditions=[
                {"name": "red", "displayName": "Red", "value": "colour == 'Red' and length(colour) > 0"},
                condition("blue", part("colour", "is", "blue")),
            ],
        )
    )
    programme_of(made)
    whens = {step["id"]: step.get("when") for step in pattern_of(made)["steps"]}
    assert whens["red"] == "colour == 'red' && size(colour) > 0"
    assert whens["never"] == whens["lost"] == "settings.ask_unreached_pages"
    assert len(pattern_of(made)["settings"]) == 1


def test_a_form_larger_than_a_pattern_can_be_is_refused() -> None:
    pages = [page(f"/p{number}", field("TextField", f"f{number}"), to=f"/p{number + 1}") for number in range(2_000)]
    with pytest.raises(FormCannotBeRead, match="2,001 pages"):
        imported(form(*pages))
    with pytest.raises(FormCannotBeRead, match="larger than a pattern can be"):
        imported(form(page("/first", *(field("TextField", f"f{number}") for number in range(3_200)))))
