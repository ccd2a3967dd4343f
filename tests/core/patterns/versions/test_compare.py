"""What differs between two versions, said once each, in sentences."""

import pytest
from tests.support.pattern_text import BLOCK, PATTERN, bundle_of, every_key, with_block

from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.compare import compare
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.core.patterns.versions.shown import shown, shown_apart


def differences(new: str, old: str = PATTERN, **files: str) -> list[tuple[str, str]]:
    return [(one.kind, one.address) for one in compare(bundle_of(old), bundle_of(new, **files))]


def test_nothing_differs_from_itself() -> None:
    assert differences(PATTERN) == []
    bundle = read_folder(every_key()).bundle
    assert bundle is not None
    assert compare(bundle, bundle) == ()


EXTRA = "  - id: extra\n    title: Anything else?\n    ask:\n      - {id: more, type: text, label: More}\n"


@pytest.mark.parametrize(
    ("old", "new", "kind", "address", "sentence"),
    [
        (
            "title: Report a",
            "title: Tell us of a",
            "changed",
            "title",
            "title was “Report a missed bin collection” and is now “Tell us of a missed bin collection”.",
        ),
        (
            "default: 2",
            "default: 3",
            "changed",
            "settings.report_within_days.default",
            "settings.report_within_days.default was 2 and is now 3.",
        ),
        ("stops:\n", EXTRA + "stops:\n", "added", "steps.extra", "Page `extra` at steps.extra was added."),
        (
            "      - {value: food, label: Food waste}\n",
            "",
            "removed",
            "settings.containers.default.food",
            "Option at settings.containers.default.food was removed.",
        ),
        (
            "        within: authority\n",
            "        within: authority\n        hint: Yours\n",
            "added",
            "steps.address.ask.property.hint",
            "steps.address.ask.property.hint was added: “Yours”.",
        ),
        (
            "        within: authority\n",
            "        within: authority\n        optional: true\n",
            "changed",
            "steps.address.ask.property.optional",
            "steps.address.ask.property.optional was false and is now true.",
        ),
        (
            "    protected:\n      because: A reasonable adjustment\n      source: Equality Act 2010, section 20\n",
            "",
            "removed",
            "steps.assisted.protected",
            "Protected at steps.assisted.protected was removed.",
        ),
        (
            "value: food, label: Food waste",
            "value: kitchen, label: Food waste, was: [food]",
            "renamed",
            "settings.containers.default.kitchen",
            "Option `food` is now called `kitchen`, at settings.containers.default.kitchen.",
        ),
        (
            "options: settings.containers",
            "options: [{value: a, label: A}]",
            "added",
            "steps.bin.ask.container.options.a",
            "Option at steps.bin.ask.container.options.a was added.",
        ),
        (
            "duty: waste-collection",
            "duty: [{id: a, duty: waste-collection, need: [{lgsl: 1, lgil: 1}]}]",
            "removed",
            "duty",
            "Duty was removed: “waste-collection”.",
        ),
    ],
)
def test_each_difference_is_a_sentence(old: str, new: str, kind: str, address: str, sentence: str) -> None:
    assert old in PATTERN
    found = compare(bundle_of(), bundle_of(PATTERN.replace(old, new, 1)))
    assert (kind, address, sentence) in {(one.kind, one.address, one.sentence) for one in found}


def test_an_entry_that_stands_elsewhere_has_moved() -> None:
    garden, food = "      - {value: garden, label: Garden waste}\n", "      - {value: food, label: Food waste}\n"
    moved = PATTERN.replace(food + garden, garden + food)
    assert differences(moved) == [("moved", "settings.containers.default.garden")]


def test_a_question_on_another_page_has_moved() -> None:
    question = "      - id: property\n        type: address\n        label: Property\n        within: authority\n"
    other = "      - {id: near, type: text, label: Near}\n"
    moved = PATTERN.replace(question, other).replace("stops:\n", question + "stops:\n")
    found = compare(bundle_of(), bundle_of(moved))
    assert [(one.kind, one.address) for one in found] == [
        ("added", "steps.address.ask.near"), ("moved", "steps.assisted.ask.property"),
    ]  # fmt: skip
    assert (
        found[1].sentence == "Question `property` moved from steps.address.ask.property to steps.assisted.ask.property."
    )


def test_a_question_of_another_type_says_so() -> None:
    found = differences(PATTERN.replace("type: yes-no", "type: declaration"))
    assert found == [("changed", "steps.assisted.ask.assisted.type")]


def test_messages_translations_examples_and_papers_are_compared() -> None:
    of = source_digest("x")
    files = {
        "messages__received_dot_md": "---\nsubject: New\n---\n\nYour reference is {{ case.reference }}!\n",
        "messages__received_dot_cy_dot_md": f"---\nsubject: S\nof: {of}\n---\nHelo\n",
        "translations__cy_dot_yaml": f"title: {{of: {of}, text: y}}\n",
        "examples__one_dot_yaml": "id: one\ntoday: 2026-03-03\n",
        "guidance_dot_md": "# When\n",
    }
    assert differences(PATTERN, **files) == [
        ("changed", "messages.received.subject"),
        ("changed", "messages.received.text"),
        ("added", "messages.received.cy"),
        ("added", "translations.cy.title"),
        ("added", "examples.one"),
        ("added", "guidance.md"),
    ]


def test_blocks_and_their_translations_are_compared() -> None:
    line = f"ask.email.label: {{of: {source_digest('x')}, text: y}}\n"
    old = read_folder(with_block()).bundle
    new = read_folder(
        with_block(BLOCK.replace("label: Email address", "label: Email"))
        | {"blocks/shared/contact/translations/cy.yaml": line.encode()}
    ).bundle
    assert old is not None
    assert new is not None
    assert [(one.kind, one.address) for one in compare(old, new)] == [
        ("changed", "steps.assisted.ask.contact.ask.email.label"),
        ("added", "translations.cy.shared/contact@1#ask.email.label"),
    ]
    assert compare(new, old)[1].after is None


def between(old: object, new: object) -> str:
    return " | ".join(shown_apart(old, new))


LONG = "These words are the same in both of the versions and there are many of them, more than are shown, until here: "


def test_long_texts_are_shown_from_where_they_part() -> None:
    assert between("short", "other") == "“short” | “other”"
    assert between(f"{LONG}old", f"{LONG}new") == "“…are shown, until here: old” | “…are shown, until here: new”"
    assert between(f"a {LONG}", f"b {LONG}").startswith("“a These words are the same")
    assert between(f"{LONG}and on", LONG) == "“…are shown, until here: and on” | “…are shown, until here:”"
    assert between("x" * 100 + "a", "x" * 100 + "b").startswith("“xxxx")


def test_values_are_shown_as_people_read_them() -> None:
    assert shown(value=True) == "true"
    assert between(["pdf", "png"], []) == "pdf, png | "
    assert between({"one": "a", "other": "b"}, {"other": "c"}) == "“one: a; other: b” | “other: c”"
    assert between(14, 15) == "14 | 15"
    assert between(False, True) == "false | true"
