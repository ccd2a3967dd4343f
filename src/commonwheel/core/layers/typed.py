"""What an officer types for a setting, as a layer's file would have it."""

from collections.abc import Sequence
from typing import Any

from commonwheel.core.layers.editing import give_setting
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.naming import option_values
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.model.settings import MoneySetting, Setting

_DIGITS_OF_PENCE = 2


def typed_setting(setting: Setting, text: str, options: Sequence[Option] | None = None) -> Any:
    """
    Return what was typed, as the file has it: pounds as pence, a line for each choice as options with values.

    What cannot be read stays as it was typed, so that whoever lays it says what is wrong.

    Args:
        options: that a setting of options has now; its default where None. A choice of the same label keeps its value.
    """
    if setting.type == "money":
        return _pence(text)
    if setting.type == "options":
        return _options(text, setting.default if options is None else options)
    return text


def give_typed(
    layer: Layer, beneath: Layered, setting: Setting, text: str, options: Sequence[Option] | None = None
) -> Layer:
    """
    Give a setting the value that was typed (`typed_setting`).

    Raises:
        Refused: where the setting cannot have it; `expected` is of what is typed: of pounds, not of pence.
    """
    try:
        return give_setting(layer, beneath, setting.id, typed_setting(setting, text, options))
    except Refused as why:
        if setting.type != "money":
            raise
        raise Refused(why.code, text, _pounds_wanted(setting), why.mend) from why


def _pounds_wanted(setting: MoneySetting) -> str:
    bounds = [f"{words} {pence / 100:.2f}" for words, pence in (("at least", setting.min), ("at most", setting.max))
              if pence is not None]  # fmt: skip
    return ", ".join(["an amount in pounds, such as 12.50", *bounds])


def _pence(text: str) -> str:
    pounds, _point, pence = text.strip().removeprefix("£").replace(",", "").partition(".")
    typed = f"{pounds}{pence}"
    if not (typed.isascii() and typed.isdigit()) or len(pence) > _DIGITS_OF_PENCE:
        return text
    return str(int(f"{pounds}{pence.ljust(_DIGITS_OF_PENCE, '0')}"))


def _options(text: str, known_now: Sequence[Option]) -> list[dict[str, str]]:
    known = {option.label: option.value for option in known_now}
    labels = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    fresh = [label for label in labels if label not in known]
    values = known | dict(zip(fresh, option_values(fresh, taken=known.values()), strict=True))
    return [{"value": values[label], "label": label} for label in labels]
