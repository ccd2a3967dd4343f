"""A service with its changes folded in says the same as before, as files of its own."""

from dataclasses import replace
from typing import Any

import pytest
from tests.core.layers.test_changes import QUESTION, layer
from tests.support.pattern_text import every_key, folder, with_block
from tests.support.patterns import pattern_files

from commonwheel.core.examples.proving import with_values
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.folding import fold
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import effective_of

SHIPPED = (
    "ask-for-information", "garden-waste-subscription", "moving-home", "report-missed-bin", "report-street-problem",
    "resident-parking-permit",
)  # fmt: skip


def folded(files: dict[str, bytes], *changes: dict[str, Any], **keys: Any) -> dict[str, bytes]:
    bundle = read_folder(files).bundle
    assert bundle is not None
    made = lay(bundle, layer(*changes, **keys)) if changes or keys else Layered(bundle, {})
    return fold(files, with_values(made.bundle, made.values), version="9.0.0", what_changed="Plainer words.")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shared_service_without_changes_says_the_same(name: str) -> None:
    files = pattern_files(name)
    made = read_folder(folded(files))
    before = read_folder(files)
    assert (made.problems, before.bundle is not None, made.bundle is not None) == ((), True, True)
    assert made.bundle is not None
    assert before.bundle is not None
    numbered = replace(before.bundle, pattern=before.bundle.pattern.model_copy(update={"version": "9.0.0"}))
    assert effective_of(made.bundle).digest == effective_of(numbered).digest


def test_every_key_of_the_language_is_kept() -> None:
    assert read_folder(folded(every_key())).problems == ()


def test_changes_and_settings_are_in_the_files_and_the_changes_are_told() -> None:
    made = folded(
        folder(),
        {"at": "steps.bin.ask.missed_on", "set": {"hint": "We collect until 5pm"}},
        {"after": "steps.bin", "add": {"id": "waste", "title": "Side waste", "ask": [QUESTION]}},
        {"at": "messages.received", "set": {"text": "We have it.\n"}},
        settings={"report_within_days": "5"},
    )
    bundle = read_folder(made).bundle
    assert bundle is not None
    assert effective_of(bundle).settings["report_within_days"] == 5
    assert [step.id for step in bundle.pattern.steps][1:3] == ["bin", "waste"]
    assert b"We collect until 5pm" in made["pattern.yaml"]
    assert b"We have it." in made["messages/received.md"]
    assert b"## 9.0.0\n\nPlainer words." in made["CHANGELOG.md"]


def test_a_change_in_shared_questions_cannot_be_folded() -> None:
    files = with_block()
    bundle = read_folder(files).bundle
    assert bundle is not None
    use = next(iter(bundle.blocks))
    other = bundle.blocks[use].model_copy(update={"title": "Other"})
    with pytest.raises(Refused, match="Put those back first"):
        fold(files, replace(bundle, blocks={use: other}), version="9.0.0", what_changed="x")


def test_files_that_cannot_be_read_are_refused() -> None:
    bundle = read_folder(folder()).bundle
    assert bundle is not None
    with pytest.raises(Refused):
        fold({"pattern.yaml": b"["}, bundle, version="9.0.0", what_changed="x")


def test_what_would_not_be_read_again_is_refused() -> None:
    bundle = read_folder(folder()).bundle
    assert bundle is not None
    with pytest.raises(Refused, match="cannot be kept"):
        fold(folder(), bundle, version="not a number", what_changed="x")
