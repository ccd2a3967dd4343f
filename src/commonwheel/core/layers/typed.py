"""What an officer types for a setting, as a layer's file would have it."""

from collections.abc import Sequence
from typing import Any

from commonwheel.core.layers.naming import option_values
from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.model.settings import Setting

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
