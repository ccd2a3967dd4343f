"""What residents would read that no speaker of Welsh has checked."""

from dataclasses import replace

from tests.core.patterns.fixtures.folders import HERE, bundle_of, changed, files_of

from commonwheel.core.patterns.checks.unchecked import unchecked
from commonwheel.core.patterns.versions.effective import Effective, effective_of

EVERYTHING = HERE / "everything"
MISSED_BIN = HERE.parents[3] / "patterns" / "report-missed-bin"


def effective(*changes: tuple[str, str, str]) -> Effective:
    return effective_of(bundle_of(changed(MISSED_BIN, changes)))


def marked(made: Effective, state: str) -> Effective:
    """Return the service with all its translations in a state."""
    translations = {
        language: {address: entry.model_copy(update={"state": state}) for address, entry in entries.items()}
        for language, entries in made.translations.items()
    }
    messages = {
        key: replace(one, head=one.head.model_copy(update={"state": state})) for key, one in made.messages.items()
    }
    return replace(made, translations=translations, messages=messages)


def test_a_service_whose_welsh_is_all_checked_has_nothing_unchecked() -> None:
    assert unchecked(marked(effective(), "checked"), "cy") == ()


def test_drafts_count_on_pages_in_blocks_and_in_messages() -> None:
    found = unchecked(marked(effective(), "draft"), "cy")
    assert "title" in found
    assert "messages/received.md" in found
    assert any(".contact.ask." in address for address in found)
    assert "settings.containers.default.refuse.label" in found


def test_words_that_the_council_changed_count() -> None:
    made = marked(effective(), "checked")
    options = made.settings["containers"]
    assert isinstance(options, tuple)
    theirs = tuple(one.model_copy(update={"label": f"{one.label} bin", "hint": "Ours"}) for one in options)
    changed_settings = replace(made, settings={**made.settings, "containers": theirs})
    found = unchecked(changed_settings, "cy")
    assert "settings.containers.default.refuse.label" in found
    assert "settings.containers.default.refuse.hint" in found


def test_a_text_setting_and_a_message_without_welsh_count() -> None:
    made = marked(effective(), "checked")
    bare = replace(made, messages={key: one for key, one in made.messages.items() if key[1] == "en"})
    assert "messages/received.md" in unchecked(bare, "cy")
    other = replace(made, settings={**made.settings, "collection_days": "Every day"})
    assert unchecked(other, "cy") == ("settings.collection_days.default",)


def test_what_only_officers_read_does_not_count() -> None:
    found = unchecked(effective_of(bundle_of(files_of(EVERYTHING))), "cy")
    assert not [
        address
        for address in found
        if address.endswith(".label") and address.startswith("settings.") and ".default." not in address
    ]
