"""What a council runs: written to bytes and read back exactly, named by its digest, shown in each language."""

import datetime as dt
import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.pattern_text import PATTERN, bundle_of, every_key, with_block

from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.model.keys import Plural
from commonwheel.core.patterns.model.questions import Choice, Option
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.digest import ABSENT, canonical_json, source_digest, text_digest, value_digest
from commonwheel.core.patterns.versions.effective import (
    Effective,
    Localised,
    LocalisedMessage,
    NotAnEffectivePattern,
    effective_of,
    from_bytes,
    settings_of,
    to_bytes,
)

WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40)
SOURCE = "Your reference is {{ case.reference }}."


def effective(**files: str) -> Effective:
    return effective_of(bundle_of(**files))


def entry(source: str, text: str) -> str:
    return f"{{of: {source_digest(source)}, text: {text}}}\n"


def test_it_is_read_back_exactly() -> None:
    bundle = read_folder(every_key()).bundle
    assert bundle is not None
    made = effective_of(bundle)
    assert from_bytes(to_bytes(made)) == made
    assert made.settings["a_day"] == dt.date(2026, 4, 1)
    assert made.settings["youngest"] == 16


@given(
    title=WORDS | st.builds(Plural, st.fixed_dictionaries({"other": WORDS}, optional={"one": WORDS, "few": WORDS})),
    within=st.integers(0, 14),
    options=st.lists(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,9}", fullmatch=True), min_size=1, max_size=4, unique=True),
    text=WORDS,
    address=WORDS,
)
def test_it_is_read_back_exactly_whatever_it_says(
    title: str, within: int, options: list[str], text: str, address: str
) -> None:
    bundle = bundle_of()
    pattern = bundle.pattern.model_copy(update={"title": title})
    translations = {"cy": {address: Translated(of="0" * 12, text=text)}}
    changed = type(bundle)(pattern=pattern, messages=bundle.messages, translations=translations)
    values = {"report_within_days": within, "containers": tuple(Option(value=v, label=text) for v in options)}
    made = effective_of(changed, values)
    again = from_bytes(to_bytes(made))
    assert again == made
    assert to_bytes(again) == to_bytes(made)
    assert again.digest == made.digest


def test_its_digest_changes_with_anything_in_it_and_with_nothing_else() -> None:
    base = effective()
    assert effective(guidance_dot_md="# When\n", CHANGELOG_dot_md="x").digest == base.digest
    assert effective(translations__cy_dot_yaml="title: " + entry("x", "y")).digest != base.digest
    assert effective_of(bundle_of(PATTERN.replace("MB", "MC"))).digest != base.digest
    assert effective_of(bundle_of(), {"report_within_days": 3}).digest != base.digest
    assert effective_of(bundle_of(PATTERN.replace("MB\n", "MB # letters\n"))).digest == base.digest
    assert len(base.digest) == 64


def test_defaults_are_filled_in_before_the_digest_is_made() -> None:
    said = PATTERN.replace("within: authority", "within: authority\n        optional: false")
    assert effective_of(bundle_of(said)).digest == effective().digest


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: b"[]",
        lambda data: b'"pattern"',
        lambda data: b"\xff",
        lambda data: b"[" * 100_000,
        lambda data: data + b" ",
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: data.replace(b'"report_within_days":2', b'"report_within_days":99'),
        lambda data: data.replace(b',"report_within_days":2', b""),
    ],
)
def test_bytes_it_did_not_write_are_refused(spoil) -> None:
    with pytest.raises(NotAnEffectivePattern):
        from_bytes(spoil(to_bytes(effective())))


# Languages


def test_a_text_is_shown_in_the_language_where_it_is_translated() -> None:
    made = effective(translations__cy_dot_yaml="steps.bin.title: " + entry("Which bin was missed?", "Pa fin?"))
    assert made.languages == ("en", "cy")
    assert made.localised("steps.bin.title", "Which bin was missed?", "cy") == Localised("Pa fin?", translated=True)
    assert made.localised("steps.bin.title", "Which bin was missed?", "en").translated
    assert made.localised("steps.address.title", "Where?", "cy") == Localised("Where?", translated=False)
    assert made.localised("steps.bin.title", "Which bin was missed?", "pl").text == "Which bin was missed?"


def test_a_translation_of_a_text_that_has_changed_is_not_shown() -> None:
    made = effective(translations__cy_dot_yaml="steps.bin.title: " + entry("Which bin was missed?", "Pa fin?"))
    assert made.localised("steps.bin.title", "Which box?", "cy") == Localised("Which box?", translated=False)


def welsh(of: str) -> str:
    return f"---\nsubject: Adroddiad\nsms: Byr\nof: {source_digest(of)}\n---\nEich cyfeirnod.\n"


ENGLISH = f"---\nsubject: Report\nsms: Short\n---\n{SOURCE}\n"


def test_a_message_is_shown_whole_in_one_language() -> None:
    made = effective(messages__received_dot_md=ENGLISH, messages__received_dot_cy_dot_md=welsh(SOURCE))
    assert made.languages == ("en", "cy")
    assert made.message("received.md", "cy") == LocalisedMessage("Adroddiad", "Byr", "Eich cyfeirnod.", translated=True)
    assert made.message("received.md", "en") == LocalisedMessage("Report", "Short", SOURCE, translated=True)
    assert made.message("received.md", "pl") == LocalisedMessage("Report", "Short", SOURCE, translated=False)


def test_a_stale_message_is_shown_in_the_source_language() -> None:
    made = effective(messages__received_dot_md=ENGLISH, messages__received_dot_cy_dot_md=welsh("Something else"))
    assert not made.message("received.md", "cy").translated


def test_a_message_may_be_translated_by_addresses_too() -> None:
    lines = (
        "messages.received.text: " + entry(SOURCE, "Eich cyfeirnod.")
        + "messages.received.subject: " + entry("Report", "Pwnc")
        + "messages.received.sms: " + entry("Short", "Byr iawn")
    )  # fmt: skip
    made = effective(messages__received_dot_md=ENGLISH, translations__cy_dot_yaml=lines)
    assert made.message("received.md", "cy") == LocalisedMessage("Pwnc", "Byr iawn", "Eich cyfeirnod.", translated=True)
    without = effective(translations__cy_dot_yaml=lines)
    assert without.message("received.md", "cy").sms is None


def test_translations_of_a_block_stand_at_the_addresses_of_its_use() -> None:
    lines = "ask.email.label: " + entry("Email address", "Ebost") + "settings.hours.label: " + entry("x", "Oriau")
    files = with_block() | {"blocks/shared/contact/translations/cy.yaml": lines.encode()}
    bundle = read_folder(files | {"translations/cy.yaml": b"title: " + entry("x", "y").encode()}).bundle
    assert bundle is not None
    made = effective_of(bundle)
    address = "steps.assisted.ask.contact.ask.email.label"
    assert made.localised(address, "Email address", "cy") == Localised("Ebost", translated=True)
    assert set(made.translations["cy"]) == {address, "settings.hours.label", "title"}
    assert set(made.blocks) == {"shared/contact@1"}
    assert made.settings["hours"] == "9 to 5"


def test_a_block_that_is_carried_but_not_used_is_left_out() -> None:
    files = with_block()
    files["pattern.yaml"] = PATTERN.encode()
    bundle = read_folder(files).bundle
    assert bundle is not None
    assert effective_of(bundle).blocks == {}
    assert "hours" not in effective_of(bundle).settings


def test_a_block_that_is_missing_has_no_settings() -> None:
    bundle = read_folder(with_block()).bundle
    assert bundle is not None
    assert [setting.id for setting in settings_of(bundle.pattern, {})] == ["report_within_days", "containers"]


# Choices


def test_choices_come_from_the_question_or_from_the_setting_it_names() -> None:
    bundle = read_folder(every_key()).bundle
    assert bundle is not None
    made = effective_of(bundle)
    about, size, _ = made.pattern.steps[0].ask
    assert isinstance(about, Choice)
    assert isinstance(size, Choice)
    road, bin_ = made.choices("steps.kind.ask.about", about)
    assert (road.value, road.label_address) == ("road", "settings.kinds.default.road.label")
    assert (bin_.hint, bin_.hint_address) == (None, "settings.kinds.default.bin.hint")
    assert made.choices("steps.kind.ask.size", size)[0].label_address == "steps.kind.ask.size.options.small.label"


def test_a_setting_that_is_no_list_gives_no_choices() -> None:
    made = effective()
    question = made.pattern.steps[1].ask[0]
    assert isinstance(question, Choice)
    other = question.model_copy(update={"options": "settings.report_within_days"})
    assert made.choices("steps.bin.ask.container", other) == ()


# Digests


def test_the_digest_of_a_text_is_over_its_normal_form() -> None:
    assert text_digest("  caf\u00e9\r\nx\r") == text_digest(unicodedata.normalize("NFD", "caf\u00e9\nx"))
    assert text_digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert source_digest("") == "e3b0c44298fc"


def test_the_digest_of_a_text_with_plural_forms_is_over_all_of_them() -> None:
    assert text_digest(Plural({"other": "a"})) != text_digest("a")
    assert text_digest(Plural({"other": "a", "one": "b"})) == text_digest(Plural({"one": " b ", "other": "a"}))


def test_the_digest_of_a_value_is_over_its_json() -> None:
    assert value_digest(None) == ABSENT
    assert value_digest(dt.date(2026, 1, 2)) == value_digest("2026-01-02")
    assert value_digest({"b": 1, "a": [True]}) == value_digest({"a": (True,), "b": 1})
    assert value_digest(Option(value="a", label=Plural({"other": "b"}))) == value_digest(
        {"value": "a", "label": {"other": "b"}, "hint": None, "was": []}
    )
    assert value_digest(Plural({"other": "b"})) == value_digest({"other": "b"})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"]))
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(_JSON)
@example({"\ue000": 1, "\U0001f600": 2, "a": '\x00\x1f\x7f\u2028/\\"'})
@example([1.0, 1e21, -0.0, 2**53 - 1])
def test_canonical_json_is_what_the_standard_says(value: Any) -> None:
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical_json(value)
        return
    assert canonical_json(value) == expected


def test_a_number_that_json_cannot_hold_exactly_is_refused() -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json([2**53])
