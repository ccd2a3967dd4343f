"""Who signs a service off is asked again only for what they answer for."""

import pytest
from tests.support.patterns import pattern_files

from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import Effective, effective_of
from commonwheel.core.patterns.versions.parts import PARTS, part_digest, parts_of

NAME = "garden-waste-subscription"


def made(*changes: tuple[str, str, str]) -> Effective:
    """Return a service; each change is a file, what stands in it, and what shall."""
    files = pattern_files(NAME)
    for file, found, wanted in changes:
        assert found in files[file].decode(), found
        files[file] = files[file].replace(found.encode(), wanted.encode(), 1)
    bundle = read_folder(files).bundle
    assert bundle is not None
    return effective_of(bundle)


def test_finance_signs_where_there_is_a_fee_and_welsh_where_it_is_served() -> None:
    assert parts_of(made(), serves_welsh=True) == PARTS
    free = read_folder(pattern_files("report-missed-bin")).bundle
    assert free is not None
    assert parts_of(effective_of(free), serves_welsh=False) == ("owner", "data", "accessibility")


@pytest.mark.parametrize(
    ("file", "found", "wanted", "parts"),
    [
        ("pattern.yaml", "keep: {years: 6", "keep: {years: 7", {"owner", "data"}),
        ("pattern.yaml", 'label: "Further bins', 'label: "More bins', {"owner", "welsh", "finance"}),
        ("pattern.yaml", "notice_days: 28", "notice_days: 21", {"owner", "finance"}),
        ("pattern.yaml", "title: Subscribe", "title: Sign up", {"owner", "accessibility", "welsh"}),
        ("pattern.yaml", "version: 1.", "version: 2.", {"owner"}),
        ("translations/cy.yaml", "text: ", "text: A ", {"owner", "welsh"}),
    ],
)
def test_a_change_is_asked_of_those_whose_part_it_is(file: str, found: str, wanted: str, parts: set[str]) -> None:
    before, after = made(), made((file, found, wanted))
    assert {part for part in PARTS if part_digest(before, part) != part_digest(after, part)} == parts


def test_a_question_that_moves_to_another_place_asks_nobody_for_data_protection() -> None:
    before = made()
    steps = before.pattern.steps
    pattern = before.pattern.model_copy(update={"steps": (steps[1], steps[0], *steps[2:])})
    after = Effective(pattern, before.settings, before.blocks, before.messages, before.translations, "0" * 64)
    assert part_digest(after, "data") == part_digest(before, "data")
    assert part_digest(after, "accessibility") != part_digest(before, "accessibility")


def test_the_price_is_finance_s_and_a_setting_beside_it_is_not() -> None:
    before = made()
    assert "price_first" in before.settings

    def with_setting(name: str) -> Effective:
        settings = {**before.settings, name: 1}
        return Effective(before.pattern, settings, before.blocks, before.messages, before.translations, "0" * 64)

    assert part_digest(with_setting("price_first"), "finance") != part_digest(before, "finance")
    assert part_digest(with_setting("something_else"), "finance") == part_digest(before, "finance")
