"""The entries of a layer, each under its address in the layer's file, so that some can be left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from commonwheel.core.layers.changing import make
from commonwheel.core.layers.conflicts import Source
from commonwheel.core.layers.model import Change, Layer, Set, Unset
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.model.companions import Translated


@dataclass(frozen=True, slots=True)
class Entries:
    """
    What a layer says.

    Attributes:
        settings: values by name.
        changes: by their number in the file.
        translations: by language and address.
    """

    settings: Mapping[str, Any]
    changes: Mapping[int, Change]
    translations: Mapping[str, Mapping[str, Translated]]

    @classmethod
    def of(cls, layer: Layer) -> "Entries":
        """Return those of a layer."""
        return cls(layer.settings, dict(enumerate(layer.changes)), layer.translations)

    def laid_into(self, layer: Layer) -> Layer:
        """Return a layer with these entries instead of its own."""
        changes = tuple(self.changes[number] for number in sorted(self.changes))
        return layer.model_copy(
            update={"settings": dict(self.settings), "changes": changes, "translations": dict(self.translations)}
        )

    def without(self, sources: Collection[Source]) -> "Entries":
        """Return what is left without some entries, or some keys of entries."""
        changes = {number: _without(change, f"changes.{number}", sources) for number, change in self.changes.items()}
        return Entries(
            {name: value for name, value in self.settings.items() if (f"settings.{name}", "") not in sources},
            {number: change for number, change in changes.items() if change is not None},
            {
                language: {
                    at: entry for at, entry in by.items() if (f"translations.{language}.{at}", "") not in sources
                }
                for language, by in self.translations.items()
            },
        )

    def fitting(self, beneath: Layered) -> "Entries":
        """Return the entries that can be made without those that were left out: not what stood in them."""
        tree = PatternTree(beneath)
        fit: dict[int, Change] = {}
        for number, change in self.changes.items():
            try:
                make(tree, change)
            except Refused:
                continue
            fit[number] = change
        return replace(self, changes=fit)

    def with_own(self, sources: Collection[Source], value: Any) -> "Entries":
        """Return the entries with another value in those that a conflict is about."""
        settings = {name: value if (f"settings.{name}", "") in sources else old for name, old in self.settings.items()}
        changes = {
            number: _with_own(change, f"changes.{number}", sources, value) for number, change in self.changes.items()
        }
        return replace(self, settings=settings, changes=changes)


# Private


def _without(change: Change, address: str, sources: Collection[Source]) -> Change | None:
    if (address, "") in sources:
        return None
    if isinstance(change, Set):
        kept = {name: value for name, value in change.set.items() if (address, name) not in sources}
        return change if len(kept) == len(change.set) else Set(at=change.at, set=kept) if kept else None
    if isinstance(change, Unset):
        names = tuple(name for name in change.unset if (address, name) not in sources)
        return change if len(names) == len(change.unset) else Unset(at=change.at, unset=names) if names else None
    return change


def _with_own(change: Change, address: str, sources: Collection[Source], value: Any) -> Change:
    if isinstance(change, Set):
        own = {name: value if (address, name) in sources else old for name, old in change.set.items()}
        return Set(at=change.at, set=own)
    return change
