"""One service at several councils, side by side: only what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.patterns.wording.spoken import spoken_address

YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class Row:
    """
    One thing that differs.

    Attributes:
        what: in the words an officer reads.
        values: by council, in the order they were asked for; a list of options has one line each.
    """

    what: str
    values: tuple[tuple[str, ...], ...]


def differences(effectives: Sequence[Effective]) -> tuple[Row, ...]:
    """Return what differs between several councils' versions of one pattern; empty where nothing does."""
    return (*_settings(effectives), *_words(effectives))


def _settings(effectives: Sequence[Effective]) -> list[Row]:
    rows = []
    for setting in effectives[0].pattern.settings:
        values = tuple(_shown(effective.settings[setting.id]) for effective in effectives)
        if len(set(values)) > 1:
            rows.append(Row(setting.label or setting.id, values))
    return rows


def _words(effectives: Sequence[Effective]) -> list[Row]:
    texts = [
        {spot.address: str(spot.value) for spot in walk(effective.pattern) if spot.key.text and spot.value}
        for effective in effectives
    ]
    rows = []
    for address in texts[0]:
        if address.startswith("settings."):
            continue
        values = tuple((text.get(address, ""),) for text in texts)
        if len(set(values)) > 1:
            rows.append(Row(spoken_address(address, texts[0]), values))
    return rows


def _shown(value: SettingValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(option.label for option in value)
    if isinstance(value, bool):
        return (YES_NO[value],)
    return (str(value),)
