"""The values of settings: read from text, and held to the bounds that the setting declares."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.model.settings import OptionsSetting, SettingBase

SettingValue: TypeAlias = int | float | str | bool | dt.date | tuple[Option, ...]
"""integer and money (pence): int; number: float; yes-no: bool; date: date; options: a tuple; the others: text."""

_CONTACTS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "email": (re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+"), "an email address"),
    "phone": (re.compile(r"\+?[0-9][0-9 ()-]{4,20}"), "a telephone number"),
    "url": (re.compile(r"https?://[^\s/]+\.[^\s]+"), "a web address that begins with https://"),
}


class _RefusedError(ValueError):
    """What was written is not a value of the setting; its words say what would be."""


def read_value(setting: SettingBase, written: Any) -> tuple[SettingValue | None, str]:
    """
    Read the value of a setting.

    Args:
        written: in the notation of examples (texts), or typed already.

    Returns:
        The value and "", or None and what would be a value.
    """
    try:
        value = _typed(setting, written)
    except _RefusedError as refusal:
        return None, str(refusal)
    expected = _bounds(setting, value)
    return (None, expected) if expected else (value, "")


def fault_of_default(setting: SettingBase) -> str:
    """Return what the default of a setting should be, where it is outside the setting's own bounds; else ""."""
    return _bounds(setting, default_of(setting))


def default_of(setting: SettingBase) -> SettingValue:
    """Return the value of a setting where no layer sets one."""
    value: SettingValue = setting.default  # type: ignore[attr-defined]  # each of the union has it
    return value


# Private


def _typed(setting: SettingBase, written: Any) -> SettingValue:
    try:
        read = type(setting).model_validate({**_keys(setting), "default": written})
    except ValidationError as error:
        raise _RefusedError(_expected(setting, error)) from None
    return default_of(read)


def _keys(setting: SettingBase) -> dict[str, Any]:
    return {name: getattr(setting, name) for name in type(setting).model_fields}


def _expected(setting: SettingBase, error: ValidationError) -> str:
    if isinstance(setting, OptionsSetting):
        return "a list of options, each with `value` and `label`"
    context = error.errors(include_url=False, include_input=False)[0].get("ctx", {})
    return str(context.get("expected", "text"))


def _bounds(setting: SettingBase, value: SettingValue) -> str:
    """Return what the value should be where it is not; "" where it is."""
    kind = str(getattr(setting, "type", ""))
    if kind in _CONTACTS:
        form, words = _CONTACTS[kind]
        return "" if form.fullmatch(str(value)) else words
    if isinstance(value, tuple):
        values = [option.value for option in value]
        return "" if len(set(values)) == len(values) else "options with a different value each"
    if kind == "text":
        most = int(getattr(setting, "max", 0))
        return "" if len(str(value)) <= most else f"at most {most} characters"
    return _range(getattr(setting, "min", None), getattr(setting, "max", None), value)


def _range(least: Any, most: Any, value: Any) -> str:
    if least is not None and value < least:
        return f"{least} or more"
    return f"{most} or less" if most is not None and value > most else ""
