"""What a difference weighs: each key by a table worked out by hand, and what only several keys together say."""

import re
from collections.abc import Iterable, Mapping

import pytest
from tests.core.patterns.versions.weighed import CHANGES, MAJOR, MINOR, PATCH, Change
from tests.support.pattern_text import BLOCK, PATTERN, bundle_of, every_key, with_block

from commonwheel.core.patterns.model.companions import Bundle, Example, MessageHead, Translated
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.reading.addresses import fields_of
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.reference.tables import shapes_within
from commonwheel.core.patterns.versions.compare import locate
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.core.patterns.versions.weight_table import WEIGHTS, rule_of
from commonwheel.core.patterns.versions.weights import Weighed, Weight, greatest, weigh


def read(files: Mapping[str, bytes]) -> Bundle:
    bundle = read_folder(files).bundle
    assert bundle is not None, read_folder(files).problems
    return bundle


def both(change: Change) -> tuple[Bundle, Bundle]:
    files = every_key()
    text = change.base if isinstance(change.base, str) else files[change.file].decode().replace(*change.base, 1)
    assert change.old in text, f"{change.old!r} is not in {change.file}"
    changed = text.replace(change.old, change.new, 1)
    return read(files | {change.file: text.encode()}), read(files | {change.file: changed.encode()})


def at(address: str, found: Iterable[Weighed]) -> str:
    (one,) = (one for one in found if one.difference.address == address)
    return one.weight.word


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.address}: {change.new[:30]}")
def test_each_key_weighs_what_was_worked_out_by_hand(change: Change) -> None:
    old, new = both(change)
    there, back = weigh(old, new), weigh(new, old)
    assert (at(change.address, there), at(change.address, back)) == (change.there, change.back)
    assert all(one.why.endswith(".") for one in (*there, *back))


# No key is forgotten


def kinds() -> set[type[Shape]]:
    seen: set[type[Shape]] = set()
    for root in (Pattern, Block, MessageHead, Translated, Example):
        list(shapes_within(root, seen))
    return seen


def declared(shape: type[Shape], key: str) -> tuple[str, str]:
    """Return where the table says the weight of a key, for the kind of part or for one that it is one of."""
    (kind,) = [kind for kind in shape.__mro__ if key in WEIGHTS.get(kind, {})][:1]
    return kind.__name__, key


def test_every_key_of_the_language_has_its_weight() -> None:
    unweighed = [
        f"{shape.__name__}.{key}" for shape in kinds() for _, key, _ in fields_of(shape) if not rule_of(shape, key)
    ]
    assert unweighed == [], "Say in versions/weight_table.py what a change of it weighs, and try it in weighed.py."


def test_the_table_weighs_nothing_that_the_language_has_not() -> None:
    known = {declared(shape, key) for shape in kinds() for _, key, _ in fields_of(shape)}
    assert {(kind.__name__, key) for kind, rules in WEIGHTS.items() for key in rules} == known


NEVER_ALONE = {
    # An entry is told by its id: another id is another entry, or a renaming.
    *(("Asked", "id"), ("SettingBase", "id"), ("Step", "id"), ("Stop", "id"), ("Check", "id"), ("Option", "value")),
    *(("Use", "id"), ("State", "id"), ("Clock", "id"), ("FeeLine", "id"), ("Then", "id"), ("DutyCase", "id")),
    *(("Longer", "id"), ("Example", "id")),
    # There is one version of the language.
    *(("Pattern", "language"), ("Block", "language"), ("Example", "language")),
    # Of a block of another name there is another copy, which is another block.
    *(("Block", "block"), ("Block", "publisher"), ("Use", "use")),
}


HOLDERS = {
    # What they hold is weighed key by key, and they are always there.
    *(("Pattern", "licence"), ("Pattern", "case"), ("Block", "licence"), ("Clock", "length"), ("Longer", "length")),
    *(("Renew", "every"), ("Renew", "tell"), ("Data", "keep"), ("Example", "expect"), ("Pattern", "settings")),
}


def test_every_key_of_the_language_was_worked_out_by_hand() -> None:
    tried = {
        declared(type(owner), one.at.name)
        for change in CHANGES
        for one in locate(*both(change))
        for owner in (one.at.old, one.at.new)
        if owner is not None and rule_of(type(owner), one.at.name)
    }
    whole = {(kind.__name__, key) for kind, rules in WEIGHTS.items() for key in rules}
    assert sorted(whole - tried - NEVER_ALONE - HOLDERS) == []


# What only several keys together say


def weights(old: str, new: str, *, base: str = PATTERN) -> list[tuple[str, str, str]]:
    """Return kind, address and weight of what differs when a text of a pattern is changed."""
    assert old in base
    found = weigh(bundle_of(base), bundle_of(base.replace(old, new, 1)))
    return [(one.difference.kind, one.difference.address, one.weight.word) for one in found]


def test_nothing_differs_and_nothing_weighs() -> None:
    assert greatest(weigh(bundle_of(), bundle_of())) is None
    assert greatest(weigh(bundle_of(), bundle_of(PATTERN.replace("Which bin", "What bin")))) is Weight.PATCH


PROPERTY = "      - id: property\n        type: address\n        label: Property\n        within: authority\n"


@pytest.mark.parametrize(
    ("more", "weight"),
    [
        ("{id: near, type: text, label: Near}", MAJOR),
        ("{id: near, type: text, label: Near, optional: true}", MINOR),
        ("{id: near, type: text, label: Near, default: here}", MINOR),
        ("{id: near, type: declaration, label: I say so}", MAJOR),
        ("{id: near, type: show, text: Near}", MINOR),
        ("{id: near, type: file, label: Papers, min: 0}", MINOR),
        ("{id: near, type: number, label: How many, min: 0}", MAJOR),
        ("{id: near, type: group, label: All, min: 0, ask: [{id: one, type: text, label: One}]}", MINOR),
        ('{id: near, type: text, label: Near, when: answered("property")}', MAJOR),
    ],
)  # fmt: skip
def test_a_new_question_is_major_where_it_is_compulsory_and_has_no_default(more: str, weight: str) -> None:
    added = weights(PROPERTY, f"{PROPERTY}      - {more}\n")
    assert added == [("added", "steps.address.ask.near", weight)]
    page = f"  - id: x\n    title: X\n    ask:\n      - {more}\n"
    assert weights("stops:\n", f"{page}stops:\n") == [("added", "steps.x", weight)]


def test_a_new_block_is_weighed_by_its_questions() -> None:
    compulsory = BLOCK.replace(", optional: true", "")
    for block, weight in ((BLOCK, MINOR), (compulsory, MAJOR)):
        (one,) = weigh(bundle_of(), read(with_block(block)))
        assert (one.difference.address, one.weight.word) == ("steps.assisted.ask.contact", weight)


def test_a_block_weighs_where_it_is_used_and_its_copy_by_itself_nothing() -> None:
    compulsory = BLOCK.replace(", optional: true", "")
    (one,) = weigh(read(with_block(BLOCK)), read(with_block(compulsory)))
    assert (one.difference.address, one.weight.word) == ("steps.assisted.ask.contact.ask.email.optional", MAJOR)
    unused = [with_block(block) | {"pattern.yaml": PATTERN.encode()} for block in (BLOCK, compulsory)]
    (one,) = weigh(*map(read, unused))
    assert (one.difference.address, one.weight.word) == ("blocks.shared/contact@1", PATCH)


@pytest.mark.parametrize(("block", "weight"), [(BLOCK, MINOR), (BLOCK.replace(", optional: true", ""), MAJOR)])
def test_a_block_that_everybody_is_asked_now_weighs_by_its_questions(block: str, weight: str) -> None:
    new = with_block(block)
    text = new["pattern.yaml"].decode().replace("shared/contact@1}", "shared/contact@1, when: assisted}")
    old = new | {"pattern.yaml": text.encode()}
    assert at("steps.assisted.ask.contact.when", weigh(read(old), read(new))) == weight
    assert at("steps.assisted.ask.contact.when", weigh(read(new), read(old))) == MAJOR


def test_another_major_version_of_a_block_weighs_what_differs_in_it() -> None:
    new = with_block(BLOCK.replace("version: 1.0.3", "version: 2.0.0").replace("Email address", "Email"))
    new["pattern.yaml"] = new["pattern.yaml"].replace(b"contact@1", b"contact@2")
    found = weigh(read(with_block()), read(new))
    assert {one.difference.address: one.weight.word for one in found} == {
        "steps.assisted.ask.contact.use": MINOR,
        "steps.assisted.ask.contact.ask.email.label": PATCH,
        "blocks.shared/contact@2.version": PATCH,
    }


def test_another_block_in_place_of_one_is_major() -> None:
    new = {path.replace("shared", "other"): data.replace(b"shared", b"other") for path, data in with_block().items()}
    found = weigh(read(with_block()), read(new))
    assert at("steps.assisted.ask.contact.use", found) == MAJOR


@pytest.mark.parametrize(
    ("old", "new", "address"),
    [
        ("id: assisted\n        type", "id: helped\n        was: [assisted]\n        type", "steps.assisted.ask.helped"),
        ("value: food, label: Food waste", "value: kitchen, label: Food waste, was: [food]",
         "settings.containers.default.kitchen"),
        ("id: not-future", "id: by-today\n            was: [not-future]", "steps.bin.ask.missed_on.check.by-today"),
    ],
)  # fmt: skip
def test_a_renaming_told_by_was_is_minor(old: str, new: str, address: str) -> None:
    found = weights(old, new)
    assert ("renamed", address, MINOR) in found
    assert {weight for _, _, weight in found} <= {MINOR, PATCH}
    untold = re.sub(r"\n +was: \[.*?\]|, was: \[.*?\]", "", new)
    assert MAJOR in {weight for _, _, weight in weights(old, untold)}


def test_expressions_that_only_follow_a_renaming_are_patch() -> None:
    renamed = (
        PATTERN.replace("id: missed_on\n", "id: due_on\n        was: [missed_on]\n")
        .replace("missed_on <=", "due_on <=").replace("today - missed_on", "today - due_on")
        .replace("value: garden, label", "value: green, was: [garden], label").replace("== 'garden'", "== 'green'")
        .replace("id: containers\n", "id: kinds\n    was: [containers]\n").replace("settings.containers", "settings.kinds")
        .replace("id: arranged\n", "id: planned\n      was: [received-again, arranged]\n").replace("[arranged,", "[planned,")
    )  # fmt: skip
    found = {one.difference.address: one.weight.word for one in weigh(bundle_of(), bundle_of(renamed))}
    assert {address for address, weight in found.items() if weight != PATCH} == {
        "settings.kinds", "settings.kinds.default.green", "steps.bin.ask.due_on", "case.states.planned",
        "case.states.received.next",
    }  # fmt: skip
    assert set(found.values()) == {MINOR, PATCH}


def test_a_question_that_follows_a_renaming_in_its_when_is_patch() -> None:
    base = PATTERN.replace(
        "        label: Assisted collection\n", '        label: Assisted\n        when: container == "food"\n'
    )
    renamed = base.replace("value: food,", "value: kitchen, was: [food],")
    found = weigh(bundle_of(base), bundle_of(renamed.replace('"food"', '"kitchen"')))
    assert at("steps.assisted.ask.assisted.when", found) == PATCH


def test_an_unreadable_text_in_an_expression_is_never_taken_for_a_renaming() -> None:
    base = PATTERN.replace("container == 'garden'", "container == 'it\\\\'s garden'")
    found = weights("'it\\\\'s garden'", "'it\\\\'s green'", base=base)
    assert found == [("changed", "stops.no-garden-subscription.when", MAJOR)]


SPLIT = (
    "      - {value: food, label: Food waste}\n",
    "      - {value: cooked, label: Cooked, was: [food]}\n      - {value: raw, label: Raw, was: [food]}\n",
)


def test_options_split_and_joined_are_minor() -> None:
    assert {weight for _, _, weight in weights(*SPLIT)} <= {MINOR, PATCH}
    joined = (
        SPLIT[0] + "      - {value: garden, label: Garden waste}\n",
        "      - {value: green, label: Green, was: [food, garden]}\n",
    )
    found = weigh(bundle_of(), bundle_of(PATTERN.replace(*joined)))
    assert ("Option `garden` is now part of `green`, at settings.containers.default.green.", Weight.MINOR) in {
        (one.difference.sentence, one.weight) for one in found
    }
    assert greatest(found) is Weight.MINOR


def test_questions_joined_are_major_because_one_answer_is_lost() -> None:
    base = PATTERN.replace(
        PROPERTY,
        f"{PROPERTY}      - {{id: near, type: text, label: Near}}\n      - {{id: far, type: text, label: Far}}\n",
    )
    joined = base.replace(
        "      - {id: near, type: text, label: Near}\n      - {id: far, type: text, label: Far}\n",
        "      - {id: spot, type: text, label: Near, was: [near, far]}\n",
    )
    found = weigh(bundle_of(base), bundle_of(joined))
    assert [(one.difference.before, one.weight.word) for one in found if one.difference.kind == "renamed"] == [
        ("far", MAJOR), ("near", MINOR),
    ]  # fmt: skip


def test_an_id_that_comes_back_is_major() -> None:
    told = PATTERN.replace("value: food, label", "value: kitchen, was: [food], label")
    again = ("      - {value: garden,", "      - {value: food, label: Any food}\n      - {value: garden,")
    assert weights(*again, base=told) == [("added", "settings.containers.default.food", MAJOR)]
    claimed = ("      - {value: garden,", "      - {value: any, label: Any, was: [food]}\n      - {value: garden,")
    assert weights(*claimed) == [("added", "settings.containers.default.any", MAJOR)]


def test_a_questions_id_that_comes_back_on_another_page_is_major() -> None:
    base = PATTERN.replace("id: property\n", "id: property\n        was: [near]\n")
    near = "      - {id: near, type: text, label: Near, optional: true}\n"
    assert weights("stops:\n", f"{near}stops:\n", base=base) == [("added", "steps.assisted.ask.near", MAJOR)]


def test_a_question_in_place_of_a_block_under_its_name_is_major_and_so_is_the_way_back() -> None:
    old = with_block()
    text = (
        old["pattern.yaml"]
        .decode()
        .replace("{id: contact, use: shared/contact@1}", "{id: contact, type: text, label: C}")
    )
    new = old | {"pattern.yaml": text.encode()}
    for one, two in ((old, new), (new, old)):
        found = weigh(read(one), read(two))
        assert at("steps.assisted.ask.contact.use", found) == MAJOR
        assert at("steps.assisted.ask.contact.type", found) == MAJOR


# Moves


def test_options_in_another_order_are_patch_and_pages_minor() -> None:
    garden, food = "      - {value: garden, label: Garden waste}\n", "      - {value: food, label: Food waste}\n"
    assert weights(food + garden, garden + food) == [("moved", "settings.containers.default.garden", PATCH)]
    page = "  - id: address\n    title: Where was the bin missed?\n    ask:\n" + PROPERTY
    base = PATTERN.replace(page, "").replace("stops:\n", page + "stops:\n")
    assert [(one.difference.kind, one.weight.word) for one in weigh(bundle_of(), bundle_of(base))] == [("moved", MINOR)]


OTHER = "      - {id: near, type: show, text: Near}\n"


@pytest.mark.parametrize(
    ("old_when", "new_when", "question", "weight"),
    [
        ("", "", PROPERTY, MINOR),
        ("    when: today == today\n", "    when: today == today\n", PROPERTY, MINOR),
        ("", "    when: today == today\n", PROPERTY, MAJOR),
        ("    when: today == today\n", "", PROPERTY, MAJOR),
        ("    when: today == today\n", "", PROPERTY + "        optional: true\n", MINOR),
    ],
)
def test_a_question_moved_between_pages_weighs_by_who_is_asked(
    old_when: str, new_when: str, question: str, weight: str
) -> None:
    base = PATTERN.replace(PROPERTY, OTHER + question).replace("    ask:\n", f"{old_when}    ask:\n", 1)
    base = base.replace("    title: Which bin was missed?\n", f"    title: Which bin was missed?\n{new_when}")
    moved = base.replace(question, "").replace("      - id: container\n", f"{question}      - id: container\n")
    found = weigh(bundle_of(base), bundle_of(moved))
    assert [(one.difference.kind, one.difference.address, one.weight.word) for one in found] == [
        ("moved", "steps.bin.ask.property", weight)
    ]


def test_what_changed_in_a_question_that_moved_is_said_too() -> None:
    moved = PATTERN.replace(PROPERTY, OTHER).replace(
        "      - id: container\n",
        PROPERTY.replace("id: property", "id: home\n        was: [property]").replace(
            "within: authority", "within: anywhere"
        )
        + "      - id: container\n",
    )
    found = weigh(bundle_of(), bundle_of(moved))
    assert [(one.difference.kind, one.difference.address, one.weight.word) for one in found] == [
        ("added", "steps.address.ask.near", MINOR),
        ("moved", "steps.bin.ask.home", MINOR),
        ("renamed", "steps.bin.ask.home", MINOR),
        ("added", "steps.bin.ask.home.was", PATCH),
        ("changed", "steps.bin.ask.home.within", MINOR),
    ]


def test_a_page_made_two_asks_nobody_for_more() -> None:
    page = "  - id: when\n    title: When?\n    ask:\n"
    two = PATTERN.replace("      - id: missed_on\n", f"{page}      - id: missed_on\n")
    found = weigh(bundle_of(), bundle_of(two))
    assert [(one.difference.kind, one.difference.address, one.weight.word) for one in found] == [
        ("added", "steps.when", MINOR), ("moved", "steps.when.ask.missed_on", MINOR),
    ]  # fmt: skip
    back = weigh(bundle_of(two), bundle_of())
    assert [(one.difference.kind, one.difference.address, one.weight.word) for one in back] == [
        ("removed", "steps.when", MAJOR), ("moved", "steps.bin.ask.missed_on", MINOR),
    ]  # fmt: skip


def test_a_question_that_goes_into_a_group_is_major() -> None:
    group = (
        "      - id: places\n        type: group\n        label: Places\n        ask:\n"
        "          - {id: near, type: text, label: Near}\n"
    )
    base = PATTERN.replace(PROPERTY, PROPERTY + group)
    inside = PROPERTY.replace("      ", "          ")
    found = weights(PROPERTY + group, group + inside, base=base)
    assert found == [("moved", "steps.address.ask.places.ask.property", MAJOR)]
    made_with_it = weights(PROPERTY, group + inside)
    assert {weight for _, _, weight in made_with_it} == {MAJOR}


def test_a_block_used_on_another_page_has_moved() -> None:
    old = with_block()
    text = old["pattern.yaml"].decode()
    use = "      - {id: contact, use: shared/contact@1}\n"
    new = old | {
        "pattern.yaml": text.replace(use, "")
        .replace("      - id: container\n", f"{use}      - id: container\n")
        .encode()
    }
    (one,) = weigh(read(old), read(new))
    assert one.difference.sentence == "Block `contact` moved from steps.assisted.ask.contact to steps.bin.ask.contact."
    assert one.weight is Weight.MINOR


# Lists of choices, types, files


def test_words_that_an_expression_reads_are_more_than_words() -> None:
    base = PATTERN.replace("settings:\n", "settings:\n  - {id: words, type: text, default: at noon}\n")
    assert weights("at noon", "at one", base=base) == [("changed", "settings.words.default", PATCH)]
    read_there = base.replace("that: missed_on <= today", "that: missed_on <= today || settings.words == 'x'")
    assert weights("at noon", "at one", base=read_there) == [("changed", "settings.words.default", MINOR)]
    block = BLOCK.replace("label: Email address", "label: Email address, when: settings.hours == 'x'")
    (one,) = weigh(read(with_block(block)), read(with_block(block.replace("9 to 5", "8 to 5"))))
    assert (one.difference.address, one.weight.word) == ("settings.hours.default", MINOR)


def test_choices_that_each_council_decides_and_fixed_ones_are_not_the_same() -> None:
    fixed = "options: [{value: refuse, label: R}, {value: recycling, label: R}, {value: food, label: F}, {value: garden, label: G}]"
    there = weigh(bundle_of(), bundle_of(PATTERN.replace("options: settings.containers", fixed)))
    assert at("steps.bin.ask.container.options", there) == MAJOR
    back = weigh(bundle_of(PATTERN.replace("options: settings.containers", fixed)), bundle_of())
    assert at("steps.bin.ask.container.options", back) == MINOR
    assert at("steps.bin.ask.container.options.food", back) == MAJOR


def test_bounds_of_another_type_are_left_to_the_type() -> None:
    base = PATTERN.replace(PROPERTY, PROPERTY + "      - {id: n, type: text, label: N, max: 9}\n")
    found = weights("{id: n, type: text, label: N, max: 9}", '{id: n, type: time, label: N, max: "09:00"}', base=base)
    assert ("changed", "steps.address.ask.n.type", MAJOR) in found
    assert ("changed", "steps.address.ask.n.max", MINOR) in found


@pytest.mark.parametrize(
    ("path", "data", "weight"),
    [
        ("messages/delayed.md", "---\nsubject: It is late\n---\n\nSoon.\n", MINOR),
        ("messages/received.cy.md", f"---\nsubject: S\nof: {source_digest('x')}\n---\nHelo\n", PATCH),
        ("translations/cy.yaml", f"title: {{of: {source_digest('x')}, text: y}}\n", PATCH),
        ("examples/one.yaml", "id: one\ntoday: 2026-03-03\n", PATCH),
        ("guidance.md", "# When\n", PATCH),
        ("CHANGELOG.md", "# Changes\n", PATCH),
    ],
)
def test_files_beside_the_pattern(path: str, data: str, weight: str) -> None:
    files = every_key() | {"messages/received.cy.md": b"", "messages/delayed.md": b"", path: data.encode()}
    without = {name: text for name, text in files.items() if text and name != path}
    old, new = read(without), read({name: text for name, text in files.items() if text})
    assert {one.weight.word for one in (*weigh(old, new), *weigh(new, old))} == {weight}
