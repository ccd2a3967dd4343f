"""Every field of a service as one council runs it, so that several councils' can be laid side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.patterns.versions.effective import Effective, message_address, settings_of
from commonwheel.core.patterns.wording.spoken import spoken_address

FieldKind = Literal["setting", "fee", "words", "rule"]
PENCE = 100


@dataclass(frozen=True, slots=True)
class Field:
    """
    One field.

    Attributes:
        kind: a council's setting, a fee, words that people read, or a rule of the journey or the casework.
        what: in the words an officer reads.
        value: as it is printed; lines of a list parted by new lines.
    """

    kind: FieldKind
    what: str
    value: str


def fields_of(effective: Effective) -> Mapping[str, Field]:
    """Return all fields that a council may have otherwise than another, by address, in the order of the service."""
    return dict(_fields(effective))


# Private


def _fields(effective: Effective) -> Iterator[tuple[str, Field]]:
    for setting in settings_of(effective.pattern, effective.blocks):
        kind: FieldKind = "fee" if setting.type == "money" else "setting"
        value = _setting_said(setting, effective.settings[setting.id])
        yield f"settings.{setting.id}", Field(kind, setting.label or setting.id, value)
    parts = [("", effective.pattern), *((f"blocks.{name}", block) for name, block in effective.blocks.items())]
    spots = [spot for at, part in parts for spot in walk(part, at)]
    texts = {spot.address: str(spot.value) for spot in spots if spot.key.text and spot.value}
    for spot in spots:
        if spot.key.layer and spot.value not in (None, "", (), {}) and not spot.address.startswith("settings."):
            yield spot.address, Field(_kind(spot), spoken_address(spot.address, texts), _said(spot.value))
    for (name, language), message in sorted(effective.messages.items()):
        at = f"{message_address(name)}.{language}"
        what = f"Message “{name.removesuffix('.md')}” ({language})"
        yield at, Field("words", what, f"{message.head.subject}\n{message.text}")


def _kind(spot: Any) -> FieldKind:
    if spot.address.startswith("fee"):
        return "fee"
    return "words" if spot.key.text else "rule"


def _setting_said(setting: Setting, value: SettingValue) -> str:
    if isinstance(value, tuple):
        return "\n".join(option.label for option in value)
    if setting.type == "money" and isinstance(value, int):
        return f"£{value // PENCE:,}.{value % PENCE:02}"
    return _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple | list):
        return "\n".join(map(str, value))
    return str(value)
