"""What an officer types for a setting becomes what the file has."""

import pytest
from tests.support.pattern_text import PATTERN, bundle_of

from commonwheel.core.layers.apply import made_against
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered
from commonwheel.core.layers.typed import give_typed, typed_setting
from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.model.settings import MoneySetting, OptionsSetting, TextSetting
from commonwheel.core.patterns.versions.effective import effective_of

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


PRICED = MoneySetting(id="price", type="money", default=100, min=50, max=90_000)


def priced(setting: MoneySetting) -> tuple[Layered, Layer]:
    text = PATTERN.replace("settings:\n", f"settings:\n  - {setting.model_dump_json(exclude_none=True)}\n", 1)
    bundle = bundle_of(text)
    made = made_against(effective_of(bundle))
    return Layered(bundle, {}), Layer(language=1, layer="avon", pattern=bundle.pattern.full_name, made_against=made)


@pytest.mark.parametrize("text", ["sixty", "0.10", "901"])
def test_what_a_price_cannot_be_is_said_in_pounds_as_it_is_typed(text: str) -> None:
    beneath, layer = priced(PRICED)
    with pytest.raises(Refused) as refused:
        give_typed(layer, beneath, PRICED, text)
    assert refused.value.expected == "an amount in pounds, such as 12.50, at least 0.50, at most 900.00"


def test_a_price_without_bounds_is_any_amount_and_is_kept_in_pence() -> None:
    beneath, layer = priced(MONEY)
    assert give_typed(layer, beneath, MONEY, "60").settings["price"] == "6000"
    with pytest.raises(Refused) as refused:
        give_typed(layer, beneath, MONEY, "sixty")
    assert refused.value.expected == "an amount in pounds, such as 12.50"


def test_of_other_settings_it_is_said_as_the_setting_has_it() -> None:
    beneath, layer = priced(MONEY)
    days = next(one for one in beneath.bundle.pattern.settings if one.id == "report_within_days")
    with pytest.raises(Refused) as refused:
        give_typed(layer, beneath, days, "many")
    assert refused.value.expected == "a whole number, such as 14"
