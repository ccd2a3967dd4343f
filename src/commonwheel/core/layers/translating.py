"""A layer's translations, carried over to the addresses that its texts have in the new version."""

from collections.abc import Iterator, Mapping
from typing import Any

from commonwheel.core.layers.conflicts import OpenConflict, value_spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.places import is_attached
from commonwheel.core.layers.tree import Layered, Part, PatternTree
from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.versions.digest import written
from commonwheel.core.patterns.versions.effective import translations_of

Entries = Mapping[str, Mapping[str, Translated]]


def merged_translations(
    entries: Entries, beneath: Layered, above: Layered, old: PatternTree, pairs: Counterparts
) -> tuple[dict[str, dict[str, Translated]], list[OpenConflict]]:
    """
    Return a layer's translations at their new addresses, and what stands against them.

    Args:
        entries: by language and address, the addresses as they are once the layer lies on the old version.
        old: the old tree with the layer on it.
    """
    before, now = translations_of(beneath.bundle), translations_of(above.bundle)
    kept: dict[str, dict[str, Translated]] = {}
    conflicts: list[OpenConflict] = []
    for language, by_address in entries.items():
        for address, entry in by_address.items():
            source = (f"translations.{language}.{address}", "")
            spots = list(_new_addresses(address, old, pairs))
            if not spots:
                says = f"What {value_spoken(entry.text)} translates, at {address}, is not there any more."
                conflicts.append(OpenConflict(
                    "cannot-stand", None, source[0], says, ours=written(entry), sources=[source],
                ))  # fmt: skip
            for spot in spots:
                first = kept.setdefault(language, {}).setdefault(spot, entry)
                if first.text != entry.text:
                    conflicts.append(_joined(language, spot, (first, entry), source))
                    continue
                base, theirs = before.get(language, {}).get(address), now.get(language, {}).get(spot)
                if theirs not in (base, entry):
                    conflicts.append(_both(language, spot, (base, theirs, entry), source))
    return kept, conflicts


def _both(
    language: str, spot: str, sides: tuple[Translated | None, Translated | None, Translated], source: Any
) -> OpenConflict:
    base, theirs, ours = sides
    says = (
        f"The new version has another translation at {spot}: {value_spoken(theirs and theirs.text)}. "
        f"Yours is {value_spoken(ours.text)}."
    )
    values = {"base": written(base), "theirs": written(theirs), "ours": written(ours)}
    return OpenConflict("both-changed", None, f"translations.{language}.{spot}", says, sources=[source], **values)


def _joined(language: str, spot: str, both: tuple[Translated, Translated], source: Any) -> OpenConflict:
    first, second = both
    says = (
        f"Two texts that you had translated became one in the new version, at {spot}: to {value_spoken(first.text)}, "
        f"and to {value_spoken(second.text)}. The first stands; to have the other, change the translation then."
    )
    values = {"theirs": written(first), "ours": written(second)}
    return OpenConflict("joined", None, f"translations.{language}.{spot}", says, sources=[source], **values)


def _new_addresses(address: str, old: PatternTree, pairs: Counterparts) -> Iterator[str]:
    """Yield where a text stands now: the nearest part that holds it is looked up, the rest of the address is kept."""
    names = address.split(".")
    for number in range(len(names), 0, -1):
        part = old.find(".".join(names[:number]))
        if part is not None:
            yield from _from_part(part, names[number:], pairs)
            return
    yield from _from_part(old.root, names, pairs)


def _from_part(part: Part, rest: list[str], pairs: Counterparts) -> Iterator[str]:
    if part.parent is None and len(rest) > 1:
        return
    for twin in pairs.of(part) or ():
        if is_attached(twin):
            yield ".".join(filter(None, (twin.address if twin.parent else "", *rest)))
