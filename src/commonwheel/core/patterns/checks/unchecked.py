"""What residents would read of a service that no speaker of another language has checked."""

from collections.abc import Iterator

from commonwheel.core.patterns.checks.translations import for_officers
from commonwheel.core.patterns.checks.ways import tells_of
from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.core.patterns.versions.effective import Effective


def unchecked(effective: Effective, language: str) -> tuple[str, ...]:
    """
    Return the addresses of all that residents read and that has no checked translation of its present words.

    Pages with the council's words and settings, the questions of blocks, and messages (`messages/FILE`).

    Args:
        language: two or three letters, such as `cy`; not the source language.

    Returns:
        Sorted.
    """
    entries = effective.translations.get(language, {})
    found = []
    for address, text in _texts(effective):
        entry = entries.get(address)
        if entry is None or entry.state != "checked" or entry.of != source_digest(text):
            found.append(address)
    return tuple(sorted({*found, *_messages(effective, language)}))


def _texts(effective: Effective) -> Iterator[tuple[str, str]]:
    """Yield each text of the pages, with its address."""
    for spot in walk(effective.pattern):
        if spot.key.text and spot.value and not spot.address.startswith("settings.") and not for_officers(spot.address):
            yield spot.address, spot.value
    for address, use in uses(effective.pattern):
        for spot in walk(effective.blocks[use.use]):
            if spot.key.text and spot.value and spot.address.startswith("ask."):
                yield f"{address}.{spot.address}", spot.value
    yield from _settings(effective)


def _settings(effective: Effective) -> Iterator[tuple[str, str]]:
    """Yield the words that settings have at this council: texts, and the labels and hints of options."""
    kinds = {setting.id: setting.type for setting in effective.pattern.settings}
    kinds |= {setting.id: setting.type for block in effective.blocks.values() for setting in block.settings}
    for name, value in effective.settings.items():
        address = f"settings.{name}.default"
        if kinds[name] == "text" and value:
            yield address, str(value)
        for option in value if isinstance(value, tuple) else ():
            yield from _option(f"{address}.{option.value}", option)


def _option(address: str, option: Option) -> Iterator[tuple[str, str]]:
    yield f"{address}.label", option.label
    if option.hint:
        yield f"{address}.hint", option.hint


def _messages(effective: Effective, language: str) -> Iterator[str]:
    for _, tell in tells_of(effective.pattern):
        if tell.resident is not None and not _is_checked(effective, tell.resident, language):
            yield f"messages/{tell.resident}"


def _is_checked(effective: Effective, name: str, language: str) -> bool:
    source, sibling = effective.messages[name, SOURCE_LANGUAGE], effective.messages.get((name, language))
    if sibling is None:
        return False
    return sibling.head.state == "checked" and sibling.head.of == source_digest(source.text)
