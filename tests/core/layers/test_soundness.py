"""What a layer takes away may leave shared translations behind; that is no error, and a layer's own is one."""

import pytest
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, files_of

from commonwheel.core.adapting.adapt import first_layer
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered

STREET = bundle_of(files_of(PATTERNS / "report-street-problem"))
BENEATH = Layered(STREET, {})


def with_changes(*changes: dict[str, object], **more: object) -> Layered:
    said = first_layer(BENEATH, owner="us").model_dump(mode="json", by_alias=True, exclude_none=True)
    layer = Layer.model_validate({**said, "changes": changes, **more})
    return lay(STREET, layer)


@pytest.mark.parametrize(
    "change",
    [
        {"remove": "steps.photos", "because": "Nobody looks at them"},
        {"remove": "steps.contact.ask.contact.ask.phone", "because": "We never phone"},
        {"move": "steps.more.ask.details", "in": "steps.photos.ask"},
        {"at": "steps.more.ask.details", "unset": ["hint"]},
    ],
)
def test_what_is_hidden_moved_or_taken_away_may_be_translated(change: dict[str, object]) -> None:
    assert "cy" in STREET.translations
    assert does_not_check(with_changes(change), BENEATH) == ()


def test_a_translation_of_the_layer_s_own_needs_a_text() -> None:
    own = {"cy": {"steps.nowhere.title": {"of": "0" * 12, "text": "Unman"}}}
    (found,) = does_not_check(with_changes(translations=own), BENEATH)
    assert found.at == "translations.cy.steps.nowhere.title"
