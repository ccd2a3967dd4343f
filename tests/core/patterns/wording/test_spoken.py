"""What a text is called to somebody who sees the pages and not the files."""

import pytest

from commonwheel.core.patterns.wording.spoken import spoken_address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("steps.bin.title", "Title “Which bin?”"),
        ("steps.bin.ask.kind.label", "Label “Kind”"),
        ("steps.bin.ask.kind.hint", "Hint at “Kind”"),
        ("steps.bin.ask.other.hint", "Hint at “Which bin?”"),
        ("steps.bin.ask.kind.check.early.say", "Error message at “Kind”"),
        ("steps.no_title.text", "Text of “no title”"),
        ("summary", "Summary of “the service”"),
    ],
)
def test_a_text_is_called_by_what_stands_on_the_page(address: str, said: str) -> None:
    texts = {"title": "Report it", "steps.bin.title": "Which bin?", "steps.bin.ask.kind.label": "Kind"}
    assert spoken_address(address, texts) == said
