"""A form becomes local differences of a shared service, and everything of it is in the layer or told of."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.adapting.laid import asked, laid, shared, sheet, shipped
from tests.core.forms.builder_forms import condition, field, form, page, part
from tests.core.forms.imports import FORMS, imported, needs_data
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, files_of

from commonwheel.core.adapting.adapt import Adapted, adapt, first_layer
from commonwheel.core.adapting.edits import why_not
from commonwheel.core.forms.likeness import alike
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.editing import add_part, give
from commonwheel.core.layers.model import Remove
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.expressions import limits

BINS = form(
    page("/where", field("UkAddressField", "home", title="Your address"), to="/what"),
    page("/what", field("RadiosField", "bin", title="What was not emptied?", list="colours"), to=[{"path": "/red", "condition": "red"}, {"path": "/day"}]),
    page("/red", field("TextField", "why", title="Why is it red?", hint="Tell us"), to="/day"),
    page("/day", field("DatePartsField", "day", title="When should the bin have been emptied?"), to="/you"),
    page("/you", field("EmailAddressField", "mail", title="Email address"), field("TextField", "dog", title="Is there a dog?")),
    conditions=[condition("red", part("bin", "is", "Red"))],
)  # fmt: skip


def whys(made: Adapted) -> dict[str, str]:
    return {note.what: note.why for note in made.left}


def test_a_form_for_missed_bins_is_the_shared_service_with_local_differences() -> None:
    bins = shipped("report-missed-bin")
    made = laid(imported(BINS), bins)
    assert made.pattern == "commonwheel-examples/report-missed-bin"
    assert [(one.here, one.at, one.changed) for one in made.both] == [
        ("Your address", "steps.address.ask.property", ("label",)),
        ("What was not emptied?", "steps.bin.ask.container", ("options",)),
        ("When should the bin have been emptied?", "steps.bin.ask.missed_on", ("label",)),
        ("Email address", "steps.contact.ask.contact.ask.email", ("optional",)),
    ]
    there = asked(bins, made)
    assert there["Why is it red?"].conditions == ("answered(\"container\") && container == 'red'",)
    assert there["Why is it red?"].address == "steps.red.ask.why"
    assert there["Is there a dog?"].address == "steps.contact.ask.dog"
    choices = lay(bins, made.layer).values["containers"]
    assert [str(one.label) for one in choices] == [  # type: ignore[union-attr]
        "Rubbish bin", "Recycling bin or box", "Food waste caddy", "Garden waste bin", "Red", "Blue",
    ]  # fmt: skip
    besides = {one.words: one for one in made.besides}
    assert "Equality Act 2010, section 20" in besides["Assisted collection at this address"].why
    assert not besides["Assisted collection at this address"].may_hide
    assert "works with the answer" in besides["What the tag says"].why
    assert besides["Phone number"].may_hide
    assert "Was it out by 7am on the collection day?" in besides
    assert made.summary()["changes"] == len(made.layer.changes) + 1


def test_what_is_protected_stays_and_is_told_of_with_its_reason() -> None:
    bins = shipped("report-missed-bin")
    made = laid(
        sheet(
            ["", "What was not emptied?", "text"],
            ["Help", "Assisted collection at your address", "yes/no", "", "Ask us"],
            ["Help", "Who fetches it?", "text"],
        ),
        bins,
    )
    why = whys(made)["The words of “Assisted collection at your address”"]
    assert why == (
        "It cannot be changed here, because the shared service protects it: "
        "A reasonable adjustment for disabled people (Equality Act 2010, section 20)."
    )
    there = asked(bins, made)
    assert str(there["Assisted collection at this address"].question.hint) == "Ask us"  # type: ignore[union-attr]
    assert there["Who fetches it?"].address == "steps.help.ask.who_fetches_it"


def test_questions_can_be_hidden_with_the_page_that_would_ask_nothing() -> None:
    street = shipped("report-street-problem")
    form = sheet(["", "The problem", "radio", "Pothole|Dog fouling"], ["", "Where it is", "text"])
    at = ("steps.photos.ask.photos", "steps.more.ask.seen", "steps.danger.ask.danger")
    made = laid(form, street, hide=at)
    gone = [change.remove for change in made.layer.changes if isinstance(change, Remove)]
    assert gone == ["steps.more.ask.seen", "steps.photos"]
    assert whys(made)["“Somebody could be hurt”"].startswith("The shared service would not work with it: ")


def test_a_form_that_is_the_same_changes_nothing() -> None:
    rows = (["A", "Colour", "radio", "Red|Blue"], ["A", "Why?", "text", "", "Briefly"], ["B", "Sure?", "yes/no"])
    made = laid(sheet(*rows), shared(*rows))
    assert (made.layer.changes, made.layer.settings, made.left, made.besides) == ((), {}, (), ())


def test_limits_checks_and_choices_of_the_form_are_added() -> None:
    service = shared(
        ["", "Colour", "radio", "Red|Blue"],
        ["", "How many?", "number", "", "", "", "", "1", "5"],
        ["", "Which ones?", "checkboxes", "a|b"],
    )
    made = laid(
        sheet(
            ["", "Colour", "radio", "red!|Green"], ["", "How many?", "number", "", "", "no", "", "2", "5"],
            ["", "Which ones?", "radio", "b|c"],
        ),
        service,
    )  # fmt: skip
    there = asked(service, made)
    assert [str(one.label) for one in there["Colour"].question.options] == ["Red", "Blue", "Green"]  # type: ignore[union-attr]
    many = there["How many?"].question
    assert (many.min, many.max, many.optional) == (2, 5, True)  # type: ignore[union-attr]
    assert [one.changed for one in made.both] == [("options",), ("min", "optional"), ("options",)]
    assert "How “Which ones?” is answered (radios)" in whys(made)


def test_another_way_of_asking_is_told_of() -> None:
    service = shared(
        ["", "Colour", "text"], ["", "Sure?", "yes/no"], ["", "Old?", "radio", "Yes|No"], ["", "Size", "text"]
    )
    made = laid(
        sheet(
            ["", "Colour", "radio", "Red|Blue"], ["", "Sure?", "radio", "Yes|No|Perhaps"], ["", "Old?", "yes/no"],
            ["", "Size", "number", "", "", "", "", "1", "9"],
            ["More", "Why red?", "text", "", "", "", "Colour = Red"],
            ["Sureness", "Why sure?", "text", "", "", "", "Sure? = Yes"],
            ["Old", "How old?", "text", "", "", "", "Old? = yes"],
            ["Big", "Why big?", "text", "", "", "", "Size > 3"],
        ),
        service,
    )  # fmt: skip
    told = whys(made)
    assert told["The choice “Red” of “Colour”"] == "The shared question has no choices: it asks for text."
    assert "The choice “Perhaps” of “Sure?”" in told
    assert "The choice “Yes” of “Sure?”" not in told
    assert told["`min` of “Size”"] == "It belongs to another type of question."
    assert "asks “Colour” in another way" in told["When “Why red?” is shown"]
    there = asked(service, made)
    assert there["Why red?"].conditions == ()
    assert there["Why sure?"].conditions == ()
    assert there["How old?"].conditions == ()
    assert there["Why big?"].conditions == ()


def test_yes_and_no_are_the_same_however_they_are_asked() -> None:
    service = shared(["", "Sure?", "yes/no"])
    made = laid(sheet(["", "Sure?", "radio", "Yes|No"], ["B", "Why?", "text", "", "", "", "Sure? = Yes"]), service)
    assert asked(service, made)["Why?"].conditions == ('answered("sure") && sure',)


def test_a_council_that_changed_it_already_keeps_its_changes() -> None:
    bins = shipped("report-missed-bin")
    beneath = Layered(bins, {})
    ours = give(first_layer(beneath, owner="us"), beneath, "steps.bin.ask.missed_on", {"hint": "Ours"})
    ours = add_part(
        ours, beneath, {"id": "dog", "type": "text", "label": "Is there a dog?"}, {"in": "steps.put-out.ask"}
    )
    made = laid(imported(BINS), bins, ours)
    assert made.layer.changes[:2] == ours.changes
    there = asked(bins, made)
    assert str(there["When should the bin have been emptied?"].question.hint) == "Ours"  # type: ignore[union-attr]
    assert there["Is there a dog?"].address == "steps.put-out.ask.dog"


def test_pages_of_the_form_s_own_stand_after_what_they_read_and_keep_their_order() -> None:
    service = shared(["First", "Colour", "radio", "Red|Blue"], ["Last", "Sure?", "yes/no"])
    made = laid(
        sheet(
            ["Zero", "Before all", "text"], ["One", "Before that", "text"],
            ["First", "Sure?", "yes/no"], ["First", "Beside it", "text", "", "", "", "Before all = x"],
            ["Then", "After sure", "text", "", "", "", "Sure? = yes"],
            ["Second", "Colour", "radio", "Red|Blue"], ["Second", "Why?", "text", "", "", "", "Sure? = yes"],
            ["End", "Last of all", "text"],
        ),
        service,
    )  # fmt: skip
    result = lay(service, made.layer)
    order = [step.id for step in result.bundle.pattern.steps]
    assert order == ["first", "zero", "one", "last", "then", "second", "end"]
    there = asked(service, made)
    assert there["Why?"].address.split(".")[1] == "second"
    assert there["After sure"].conditions == ('answered("sure") && sure',)


def test_a_form_that_asks_nothing_of_the_same_is_put_at_the_end() -> None:
    service = shared(["First", "Colour", "radio", "Red|Blue"])
    made = laid(sheet(["Zero", "Before all", "text"], ["One", "Before that", "text"]), service)
    assert [step.id for step in lay(service, made.layer).bundle.pattern.steps] == ["first", "zero", "one"]


def test_stops_words_and_links_come_along_or_are_told_of() -> None:
    source = form(
        page("/colour", field("RadiosField", "colour", list="colours", title="Colour"),
             {"type": "Para", "name": "p", "content": "See [our page](https://example.org/x).", "options": {}, "schema": {}},
             to=[{"path": "/no", "condition": "red"}, {"path": "/yes"}]),
        page("/no", {"type": "Para", "name": "q", "content": "You cannot use this.", "options": {}, "schema": {}}, to=[]),
        page("/yes", field("TextField", "why", title="Why?"), {"type": "Para", "name": "r", "content": "Be brief.", "options": {}, "schema": {}}),
        page("/lost", field("TextField", "lost", title="Nobody comes here")),
        conditions=[condition("red", part("colour", "is", "Red"))],
    )  # fmt: skip
    service = shared(["", "Colour", "radio", "Red|Blue"])
    made = laid(imported(source), service)
    result = lay(service, made.layer).bundle.pattern
    assert [str(stop.when) for stop in result.stops] == ["answered(\"colour\") && colour == 'red'"]
    assert whys(made)["“Nobody comes here”"].startswith("In the form nobody could come to it")
    assert whys(made)["The link of “our page”"].startswith("A layer cannot add a setting")
    texts = [str(entry.text) for step in result.steps for entry in step.ask if entry.type == "show"]  # type: ignore[union-attr]
    assert texts == ["See our page.", "Be brief."]
    again = laid(imported(source), lay(service, made.layer).bundle)
    assert again.layer.changes == ()
    assert any(what.startswith("The stop ") for what in whys(again))


def test_a_stop_that_cannot_be_said_is_told_of() -> None:
    source = form(
        page("/colour", field("RadiosField", "colour", list="colours", title="Colour"),
             to=[{"path": "/no", "condition": "red"}, {"path": "/yes"}]),
        page("/no", {"type": "Para", "name": "q", "content": "You cannot use this.", "options": {}, "schema": {}}, to=[]),
        page("/yes", field("TextField", "why", title="Why?")),
        conditions=[condition("red", part("colour", "is", "Red"))],
    )  # fmt: skip
    made = laid(imported(source), shared(["", "Colour", "text"]))
    assert any(what.startswith("The stop ") for what in whys(made))


def test_checks_of_answers_are_added_once_and_only_to_questions_of_the_same_type() -> None:
    source = form(
        page("/code", field("TextField", "code", title="Your code", schema={"regex": "^[A-Z]+$"}),
             field("TextField", "when", title="Start date", schema={"regex": "^[0-9]+$"})),
    )  # fmt: skip
    service = shared(["", "Your code", "text"], ["", "Start date", "date"])
    made = laid(imported(source), service)
    (check,) = asked(service, made)["Your code"].question.check  # type: ignore[union-attr]
    assert check.that == "your_code.matches('^[A-Z]+$')"
    assert any(what.startswith("The check ") and "Start date" in what for what in whys(made))
    with_it = lay(service, made.layer).bundle
    assert laid(imported(source), with_it).layer.changes == ()


def test_lists_that_repeat_go_together_and_their_other_parts_are_told_of() -> None:
    def box(kind: str, key: str, label: str, **more: Any) -> dict[str, Any]:
        return {"type": kind, "key": key, "label": label, "input": True, "validate": {"required": True}} | more

    inner = [box("textfield", "name", "Full name"), box("textfield", "shoe", "Shoe size")]
    source = {
        "title": "A form", "display": "form", "components": [
            box("editgrid", "adults", "Other adults", components=inner), box("editgrid", "dogs", "Dogs", components=inner),
            box("editgrid", "who", "New address of the home", components=inner),
        ],
    }  # fmt: skip
    adults = shipped("moving-home")
    made = laid(imported(source), adults)
    assert [what for what in whys(made) if " in “" in what] == [
        "“Shoe size” in “Other adults”",
        "“Full name” in “New address of the home”",
        "“Shoe size” in “New address of the home”",
    ]
    dogs = asked(adults, made)["Dogs"].question
    assert [member.id for member in dogs.ask] == ["name", "shoe"]  # type: ignore[union-attr]


def test_what_the_form_says_of_itself_is_told_of() -> None:
    made = sheet(["", "Colour", "text"])
    said = replace(made, form=replace(made.form, title="", summary="All about colours", afterwards="Thanks"))
    told = whys(laid(said, shared(["", "Colour", "text"])))
    assert list(told) == ["What the form says of itself", "What residents read after sending"]


def test_a_question_that_nobody_comes_to_is_told_of() -> None:
    service = shared(["", "Colour", "radio", "Red|Blue"])
    made = laid(sheet(["", "Colour", "radio", "Red|Blue"], ["", "Why?", "text", "", "", "", "Colour = Green"]), service)
    assert whys(made)["“Why?”"].startswith("In the form nobody could come to it")


def test_a_list_with_a_protected_part_is_not_offered_to_be_hidden() -> None:
    text = files_of(PATTERNS / "moving-home")["pattern.yaml"].decode()
    part = "          - id: shares\n"
    assert part in text
    shield = f"{part}            protected: {{because: It counts, source: An Act}}\n"
    adults = bundle_of({**files_of(PATTERNS / "moving-home"), "pattern.yaml": text.replace(part, shield).encode()})
    group = next(one for one in laid(sheet(["", "Colour", "text"]), adults).besides if one.at.endswith(".adults"))
    assert (group.may_hide, "protects" in group.why) == (False, True)


def test_why_something_cannot_be_is_said_in_the_words_of_its_refusal() -> None:
    tree = PatternTree(Layered(shipped("report-missed-bin"), {}))
    refusal = Refused("too-many", "x", "fewer", "Take one out first.")
    assert why_not(tree, "nowhere.at.all", refusal) == "It cannot be changed here. Take one out first."


def test_of_a_form_that_is_more_than_a_service_can_hold_the_end_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_EXPRESSIONS", 500)
    first = ["", "Colour", "radio", "Red|Blue"]
    rows = [
        [f"Page {number // 9}", f"Question {number} of it", "text", "", "", "", "Colour = Red"] for number in range(495)
    ]
    made = laid(sheet(first, *rows), shipped("moving-home"), hide=["steps.landlord.ask.landlord_contact"])
    told = whys(made)
    assert "“Question 494 of it”" in told
    assert "“Question 470 of it”" not in told
    assert "Leave some conditions out" in told["“Question 494 of it”"]


def test_what_breaks_the_service_elsewhere_is_found_and_left_out() -> None:
    bins = shipped("report-missed-bin")
    optional = sheet(
        ["", "What was not emptied", "radio", "Rubbish bin|Caddy", "", "no"],
        ["", "What the tag says", "text", "", "", "no"],
    )
    made = laid(optional, bins)
    whys_of_it = [why for what, why in whys(made).items() if "must be answered" in what]
    assert all(why.startswith("The shared service would not work with it: ") for why in whys_of_it)
    assert [why.rpartition(" ")[2] for why in whys_of_it] == ["container)", "tag)"]


def test_a_form_whose_pattern_cannot_be_read_is_not_compared() -> None:
    broken = replace(sheet(["", "Colour", "text"]), files={"pattern.yaml": b"language: ["})
    beneath = Layered(shared(["", "Colour", "text"]), {})
    with pytest.raises(FormCannotBeRead, match="no pattern that can be read"):
        adapt(broken, beneath, first_layer(beneath, owner="us"))


@pytest.mark.parametrize(
    "name",
    needs_data(
        [
            path.name
            for path in FORMS.glob("open311/*service*")
            if path.name in ("giessen-services.xml", "service-list.json")
        ]
    ),
)
def test_real_lists_of_services_are_the_shared_street_problems(name: str) -> None:
    street = shipped("report-street-problem")
    form = imported(FORMS / "open311" / name)
    likest, *_ = alike(form.form, [shipped(path.name) for path in PATTERNS.iterdir() if path.is_dir()])
    assert likest.pattern == "commonwheel-examples/report-street-problem"
    made = laid(form, street)
    assert ("Place", "steps.place.ask.spot") in [(one.here, one.at) for one in made.both]
    assert len(made.both) == 5


REAL = [
    path
    for folder in (
        "ukhsa-digital-form-builder",
        "mhclg-digital-form-builder",
        "xgov-digital-form-builder",
        "defra-forms-engine",
    )
    for path in sorted((FORMS / folder).glob("*.*"))
]


@pytest.mark.parametrize("path", needs_data(REAL), ids=lambda path: path and path.name)
def test_real_forms_can_be_laid_over_any_shared_service(path) -> None:  # type: ignore[no-untyped-def]
    for name in ("report-missed-bin", "moving-home", "resident-parking-permit"):
        laid(imported(path), shipped(name))


# Whatever a form asks

WORDS = (
    "Address of the property", "What was not emptied", "When should it have been emptied?", "Where the crew can find it",
    "Assisted collection at this address", "What the tag says", "Email address", "Phone", "Colour", "Why?", "Size",
    "How many?", "Dog", "Sure?", "The problem", "Where it is", "Photos", "Describe the problem", "Number plate",
)  # fmt: skip
KINDS = ("text", "long text", "number", "date", "radio", "checkboxes", "yes/no", "email", "phone", "address", "file")
CHOICES = ("Rubbish bin|Red", "Red|Blue", "Yes|No", "Pothole|A", "a", "Something else|b|c")


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9, unique=True))
    made: list[list[str]] = []
    for number, label in enumerate(words):
        kind = draw(st.sampled_from(KINDS))
        options = draw(st.sampled_from(CHOICES)) if kind in ("radio", "checkboxes") else ""
        earlier = [row for row in made if row[3] or row[2] == "yes/no"]
        when = ""
        if earlier and draw(st.booleans()):
            read = draw(st.sampled_from(earlier))
            value = read[3].split("|")[0] if read[3] else "yes"
            when = f"{read[1]} = {value}" if read[2] != "checkboxes" else f"{read[1]} includes {value}"
        page = draw(st.sampled_from(["A", "B", "", ""])) or f"P{number}"
        required = draw(st.sampled_from(["yes", "no"]))
        hint = draw(st.sampled_from(["", "Briefly"]))
        made.append([page, label, kind, options, hint, required, when])
    return made


@given(rows(), st.sampled_from(sorted(path.name for path in PATTERNS.iterdir() if path.is_dir())))
@settings(max_examples=60, deadline=None)
def test_everything_of_a_form_is_in_the_layer_or_told_of(asks: Iterable[list[str]], name: str) -> None:
    form, beneath = sheet(*asks), Layered(shipped(name), {})
    made = laid(form, beneath.bundle)
    assert adapt(sheet(*asks), beneath, first_layer(beneath, owner="us")) == made
