"""A council's own settings and words: laid over a pattern, or refused by name."""

from typing import Any

import pytest
from tests.core.patterns.fixtures.folders import HERE, changed
from tests.core.patterns.fixtures.folders import bundle_of as folder_bundle
from tests.support.pattern_text import LAYER, PATTERN, bundle_of, with_block

from commonwheel.core.layers.apply import (
    apply,
    is_made_against,
    lay,
    made_against,
    saying_what_it_was_made_against,
    undecided,
)
from commonwheel.core.layers.model import Add, Layer, Move, Remove, Set, Unset
from commonwheel.core.layers.read import read_layer, write_layer
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.keys import Plural
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.core.patterns.versions.effective import Effective, to_bytes

DIGEST = "a" * 64
SMALL = HERE / "small"
TEXT = LAYER.format(digest=DIGEST)


def layer(**keys: Any) -> Layer:
    whole = {"language": 1, "layer": "wealden", "pattern": "commonwheel-examples/report-missed-bin"}
    return Layer.model_validate({**whole, "made_against": {"version": "1.2.0", "digest": DIGEST}, **keys})


def laid(**keys: Any) -> Effective:
    return apply(bundle_of(), layer(**keys))


def refused(**keys: Any) -> list[tuple[str, str]]:
    with pytest.raises(LayerDoesNotFit) as failure:
        laid(**keys)
    assert all(problem.help in str(failure.value) for problem in failure.value.problems)
    return [(problem.code, problem.found) for problem in failure.value.problems]


# Reading


def test_a_layer_is_read() -> None:
    result = read_layer(TEXT.encode())
    assert result.problems == ()
    assert result.layer is not None
    assert result.layer.settings == {"report_within_days": "3"}
    assert [type(change) for change in result.layer.changes] == [Set, Add]
    assert result.places["settings.report_within_days"] == ("layer.yaml", 8, 23)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("{at: a, unset: [hint]}", Unset),
        ("{before: a, add: {id: b}}", Add),
        ("{in: steps, add: {id: b}}", Add),
        ("{move: a, after: b}", Move),
        ("{move: a, in: b}", Move),
        ("{remove: a, because: We have no such bin}", Remove),
    ],
)
def test_every_operation_is_read(change: str, kind: type) -> None:
    text = TEXT[: TEXT.index("  - at:")] + f"  - {change}\ntranslations: {{}}\n"
    result = read_layer(text.encode())
    assert result.layer is not None, result.problems
    assert isinstance(result.layer.changes[0], kind)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("layer: wealden", "layer: !wealden", "tag", 2),
        ("language: 1", "language: 2", "newer-language", 1),
        ("layer: wealden", "layr: wealden", "unknown-key", 2),
        (DIGEST, "9f2c", "wrong-form", 6),
        ("after: steps.bin", "after: steps.bin\n    before: steps.bin", "one-place", 13),
        ("after: steps.bin", "where: steps.bin", "unknown-key", 13),
        ("    set:\n      hint: We collect until 5pm\n", "", "missing-key", 10),
        (
            "  - at: steps.bin.ask.missed_on\n    set:\n      hint: We collect until 5pm\n",
            "  - words\n",
            "not-a-map",
            10,
        ),
        ("settled: []", "settled: [{at: a, base: x, theirs: absent, ours: absent, choice: ours}]", "wrong-form", 21),
    ],
)
def test_a_layer_with_a_fault_is_refused_with_its_place(old: str, new: str, code: str, line: int) -> None:
    assert old in TEXT
    result = read_layer(TEXT.replace(old, new, 1).encode())
    assert result.layer is None
    assert (code, line) in {(problem.code, problem.line) for problem in result.problems}


def test_a_layer_is_written_as_it_is_read() -> None:
    first = read_layer(TEXT.encode()).layer
    assert first is not None
    assert read_layer(write_layer(first)).layer == first
    made = layer(
        settings={"report_within_days": 3, "open": True, "containers": [{"value": "a", "label": "A"}]},
        translations={"cy": {"title": {"of": "0" * 12, "text": {"one": "a", "other": "b"}}}},
    )
    again = read_layer(write_layer(made)).layer
    assert again is not None
    assert again.settings == {"report_within_days": "3", "open": "true", "containers": [{"value": "a", "label": "A"}]}
    assert again.translations == made.translations


# Settings


def test_without_a_layer_the_pattern_stands_by_itself() -> None:
    assert apply(bundle_of(), None).settings["report_within_days"] == 2
    assert lay(bundle_of(), None).values == {}


def test_a_layer_shortens_what_the_law_sets_and_never_lengthens_it() -> None:
    by_law = changed(
        SMALL,
        (
            ("pattern.yaml", "{working_days: 5}", "{working_days: settings.within}, law: An invented Act"),
            ("pattern.yaml", "settings:", "settings:\n  - {id: within, type: integer, default: 5, min: 1, max: 5}"),
        ),
    )
    bundle = folder_bundle(by_law)
    assert check(bundle) == check(folder_bundle(changed(SMALL, ())))
    ours = {"pattern": "commonwheel-examples/small", "made_against": {"version": "1.0.0", "digest": DIGEST}}
    assert apply(bundle, layer(**ours, settings={"within": "3"})).settings["within"] == 3
    with pytest.raises(LayerDoesNotFit) as failure:
        apply(bundle, layer(**ours, settings={"within": "6"}))
    assert [(one.code, one.expected) for one in failure.value.problems] == [("setting-refused", "5 or less")]


def test_settings_get_their_values() -> None:
    made = laid(settings={"report_within_days": "5", "containers": [{"value": "box", "label": "Box"}]})
    assert made.settings["report_within_days"] == 5
    assert [option.value for option in made.settings["containers"]] == ["box"]
    assert laid(settings={"report_within_days": 5}).settings["report_within_days"] == 5


def test_a_setting_that_does_not_fit_is_refused_by_name() -> None:
    assert refused(settings={"report_within_days": "15", "report_within": "1", "zzz": "1"}) == [
        ("setting-refused", "15"), ("unknown-setting", "report_within"), ("unknown-setting", "zzz"),
    ]  # fmt: skip


def test_a_problem_has_the_place_of_the_entry() -> None:
    text = TEXT.replace("report_within_days: 3", "report_within_days: 30").replace(
        "after: steps.bin", "after: steps.no"
    )
    result = read_layer(text.encode())
    with pytest.raises(LayerDoesNotFit) as failure:
        apply(bundle_of(), result.layer, places=result.places)
    assert [(problem.line, problem.code) for problem in failure.value.problems] == [
        (8, "setting-refused"), (13, "unknown-address"),
    ]  # fmt: skip


def test_a_layer_for_another_pattern_is_refused() -> None:
    assert refused(pattern="commonwheel-examples/potholes") == [("another-pattern", "commonwheel-examples/potholes")]


# Words


@pytest.mark.parametrize(
    ("at", "key"),
    [
        ("pattern", "title"),
        ("steps.bin", "title"),
        ("steps.bin", "text"),
        ("steps.bin.ask.missed_on", "hint"),
        ("steps.bin.ask.missed_on.check.not-future", "say"),
        ("stops.no-garden-subscription", "title"),
        ("case.states.received", "label"),
        ("case.clocks.return", "label"),
        ("settings.containers", "hint"),
        ("messages.received", "subject"),
        ("messages.received", "text"),
    ],
)
def test_words_that_people_read_may_be_set(at: str, key: str) -> None:
    made = laid(changes=[{"at": at, "set": {key: "Our own words"}}])
    assert made.digest != laid().digest
    assert b"Our own words" in to_bytes(made)


def test_words_may_have_plural_forms() -> None:
    made = laid(changes=[{"at": "pattern", "set": {"title": {"one": "a", "other": "b"}}}])
    assert made.pattern.title == Plural({"one": "a", "other": "b"})


def test_changes_are_made_in_the_order_of_the_file() -> None:
    made = laid(changes=[{"at": "pattern", "set": {"title": "a"}}, {"at": "pattern", "set": {"title": "b"}}])
    assert made.pattern.title == "b"


def test_words_of_a_block_are_set_at_the_address_of_its_use() -> None:
    pattern = with_block()
    pattern["pattern.yaml"] = pattern["pattern.yaml"].replace(
        b"    protected:\n      because: A reasonable adjustment\n      source: Equality Act 2010, section 20\n", b""
    )
    bundle = read_folder(pattern).bundle
    assert bundle is not None
    at = "steps.assisted.ask.contact.ask.email"
    made = apply(bundle, layer(changes=[{"at": at, "set": {"label": "Ebost"}}]))
    assert made.blocks["shared/contact@1"].ask[0].label == "Ebost"
    elsewhere = apply(bundle, layer(changes=[{"at": "steps.bin", "set": {"title": "Which?"}}]))
    assert elsewhere.pattern.steps[1].title == "Which?"
    with pytest.raises(LayerDoesNotFit):
        apply(bundle, layer(changes=[{"at": at + "x", "set": {"label": "Ebost"}}]))


def test_words_of_a_block_on_a_protected_page_are_protected() -> None:
    bundle = read_folder(with_block()).bundle
    assert bundle is not None
    at = "steps.assisted.ask.contact.ask.email"
    assert (
        apply(bundle, layer(changes=[{"at": at, "set": {"hint": "Yours"}}])).blocks["shared/contact@1"].ask[0].hint
        == "Yours"
    )
    with pytest.raises(LayerDoesNotFit) as failure:
        apply(bundle, layer(changes=[{"at": at, "set": {"label": "Ebost"}}]))
    assert failure.value.problems[0].code == "protected"


@pytest.mark.parametrize(
    ("at", "key", "value", "code"),
    [
        ("pattern", "titel", "x", "unknown-key"),
        ("pattern", "zzzzz", "x", "unknown-key"),
        ("pattern", "version", "9.0.0", "not-for-layers"),
        ("pattern", "steps", [], "not-for-layers"),
        ("pattern", "publisher", "us", "not-for-layers"),
        ("pattern", "case", {"reference": "X", "states": [{"id": "a", "label": "A"}]}, "not-for-layers"),
        ("steps.bin", "id", "box", "not-for-layers"),
        ("steps.bin", "ask", [{"id": "x", "type": "text", "label": "X"}], "not-for-layers"),
        ("steps.bin.ask.missed_on", "type", "text", "not-for-layers"),
        ("steps.bin.ask.missed_on", "optional", "perhaps", "not-truth"),
        ("case.clocks.return", "law", "None", "not-for-layers"),
        ("settings.report_within_days", "default", "3", "not-for-layers"),
        ("settings.report_within_days", "max", "99", "not-for-layers"),
        ("settings.containers.default.food", "label", "x", "not-for-layers"),
        ("steps.assisted", "title", "x", "protected"),
        ("steps.assisted.ask.assisted", "label", "x", "protected"),
        ("steps.bin", "title", "", "empty"),
        ("steps.bin", "title", ["x"], "not-text"),
        ("steps.bin", "title", {"one": "x"}, "not-words"),
        ("messages.received", "text", " ", "empty"),
        ("messages.received", "text", ["x"], "not-text"),
        ("messages.received", "text", "x" * 20_001, "too-long"),
        ("messages.received", "id", "other", "not-for-layers"),
        ("messages.received", "body", "x", "unknown-key"),
        ("messages.other", "text", "x", "unknown-address"),
        ("steps.nowhere", "title", "x", "unknown-address"),
        ("steps", "title", "x", "unknown-address"),
        ("nowhere", "title", "x", "unknown-address"),
        ("title", "title", "x", "unknown-address"),
        ("case.states.received.label.x", "title", "x", "unknown-address"),
    ],
)
def test_what_a_layer_may_not_set_is_refused_by_name(at: str, key: str, value: Any, code: str) -> None:
    assert [found for found, _ in refused(changes=[{"at": at, "set": {key: value}}])] == [code]


def test_of_what_is_protected_the_hint_may_be_set() -> None:
    made = laid(changes=[{"at": "steps.assisted.ask.assisted", "set": {"hint": "x"}}])
    assert made.pattern.steps[2].ask[0].hint == "x"


# Translations and what lies beneath


def test_translations_of_a_layer_are_merged_in() -> None:
    old = source_digest("Which bin was missed?")
    bundle = bundle_of(translations__cy_dot_yaml=f"steps.bin.title: {{of: {old}, text: Pa fin?}}\n")
    new = {"of": source_digest("Which box?"), "text": "Pa focs?"}
    change = {"at": "steps.bin", "set": {"title": "Which box?"}}
    without = apply(bundle, layer(changes=[change]))
    assert not without.localised("steps.bin.title", "Which box?", "cy").translated
    made = apply(bundle, layer(changes=[change], translations={"cy": {"steps.bin.title": new}}))
    assert made.localised("steps.bin.title", "Which box?", "cy").text == "Pa focs?"


def test_a_layer_that_does_not_say_what_it_was_made_against_is_made_to_say_it() -> None:
    beneath = apply(bundle_of(), None)
    said = saying_what_it_was_made_against("language: 1\nsettings: {}\n\n", beneath)
    assert said.startswith("language: 1\nsettings: {}\nmade_against:\n")
    assert beneath.digest in said
    assert saying_what_it_was_made_against(said, beneath) == said
    as_json = saying_what_it_was_made_against('{"language": 1, "settings": {}}', beneath)
    assert as_json.startswith('{"made_against": {"version": "1.2.0"')
    assert saying_what_it_was_made_against(as_json, beneath) == as_json


def test_a_layer_knows_what_it_was_made_against() -> None:
    beneath = apply(bundle_of(), None)
    mine = layer(made_against=made_against(beneath))
    assert mine.made_against.version == "1.2.0"
    assert is_made_against(mine, beneath)
    assert not is_made_against(layer(), beneath)


def test_what_each_council_decides_for_itself_is_asked_for_until_a_layer_says_it() -> None:
    bundle = bundle_of(PATTERN.replace("    default: 2\n", "    default: 2\n    decide: true\n", 1))
    assert [setting.id for setting in undecided(lay(bundle, None))] == ["report_within_days"]
    given = layer(settings={"report_within_days": "2"})
    assert undecided(lay(bundle, given)) == ()
