"""What an officer types for a setting becomes what the file has."""

import pytest

from commonwheel.core.layers.typed import typed_setting
from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.model.settings import MoneySetting, OptionsSetting, TextSetting

MONEY = MoneySetting(id="price", type="money", default=100)
KINDS = OptionsSetting(
    id="kinds", type="options", default=(Option(value="road", label="A road"), Option(value="bin", label="A bin"))
)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("12.50", "1250"), ("12.5", "1250"), ("£1,250", "125000"), (" 7 ", "700"), ("0.05", "5")],
)
def test_pounds_become_pence(typed: str, pence: str) -> None:
    assert typed_setting(MONEY, typed) == pence


@pytest.mark.parametrize("typed", ["", "a lot", "1.234", "١٢", "-5", "£"])
def test_what_is_no_amount_stays_as_it_was_typed(typed: str) -> None:
    assert typed_setting(MONEY, typed) == typed


def test_a_choice_that_is_there_keeps_its_value_and_a_new_one_gets_its_own() -> None:
    made = typed_setting(KINDS, "A bin\n\n  A bus stop \nA bin\nRoad\n")
    assert made == [
        {"value": "bin", "label": "A bin"},
        {"value": "a-bus-stop", "label": "A bus stop"},
        {"value": "road-2", "label": "Road"},
    ]


def test_the_choices_of_now_count_where_they_are_others_than_the_shared_ones() -> None:
    assert typed_setting(KINDS, "A road", [Option(value="street", label="A road")]) == [
        {"value": "street", "label": "A road"}
    ]


def test_words_stay_words() -> None:
    assert typed_setting(TextSetting(id="words", type="text", default="x"), "12.50") == "12.50"
