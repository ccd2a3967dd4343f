"""One layer laid together from several councils' layers on one service: what all of them say, and one that leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonwheel.core.layers.apply import made_against
from commonwheel.core.layers.conflicts import Source
from commonwheel.core.layers.editing import put_back
from commonwheel.core.layers.merge import merge
from commonwheel.core.layers.model import Change, Layer, Set, Unset
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.versions.digest import value_digest
from commonwheel.core.patterns.versions.effective import effective_of


@dataclass(frozen=True, slots=True)
class Brings:
    """
    What one council brings to a layer.

    Attributes:
        beneath: the shared service in the version that the council has.
        layer: its own.
    """

    beneath: Layered
    layer: Layer


@dataclass(frozen=True, slots=True)
class Laid:
    """
    A layer laid together.

    Attributes:
        layer: fits the version it was asked for.
        shared: how many things all of the councils say in the same way.
        led: how many more stand in it because the council that leads says them.
        carried: what was to be known of bringing councils' layers to that version, by council, in sentences.
    """

    layer: Layer
    shared: int
    led: int
    carried: Mapping[str, tuple[str, ...]]


def lay_together(beneath: Layered, brought: Mapping[str, Brings], *, owner: str, lead: str = "") -> Laid:
    """
    Return one layer for a council that follows several.

    What all of them say stands in it. Where they differ, the one that leads has its way; where none of them leads, the
    shared service has.

    Args:
        beneath: the shared service in the version that the layer shall lie on.
        brought: of each council that has the service, by id; at least one.
        owner: whose layer it becomes.
        lead: the id of the council that leads; "" for none, or for one that has no such service.

    Raises:
        LayerDoesNotFit: where one of the layers does not fit what its own council has.
    """
    merges = {council: merge(each.beneath, beneath, each.layer) for council, each in brought.items()}
    said = {council: _said(each.layer) for council, each in merges.items()}
    leading = lead if lead in merges else next(iter(merges))
    layer = merges[leading].layer
    differing = [
        source for source, text in said[leading].items() if not all(text in _texts(one) for one in said.values())
    ]
    if leading != lead and differing:
        layer = put_back(layer, beneath, differing)
    changes = {
        "layer": owner,
        "made_against": made_against(effective_of(beneath.bundle, beneath.values)),
        **({} if leading == lead else {"settled": ()}),
    }
    return Laid(
        layer.model_copy(update=changes),
        shared=len(said[leading]) - len(differing),
        led=len(differing) if leading == lead else 0,
        carried={
            council: tuple(one.says for one in each.conflicts) for council, each in merges.items() if each.conflicts
        },
    )


# Private


def _said(layer: Layer) -> dict[Source, str]:
    """Return what a layer says, a text for each entry: the same text for the same thing said."""
    return dict(_entries(layer))


def _texts(said: Mapping[Source, str]) -> frozenset[str]:
    return frozenset(said.values())


def _entries(layer: Layer) -> Iterator[tuple[Source, str]]:
    for name, value in layer.settings.items():
        yield (f"settings.{name}", ""), f"settings.{name} {value_digest(value)}"
    for number, change in enumerate(layer.changes):
        for key, text in _of_change(change):
            yield (f"changes.{number}", key), text
    for language, entries in layer.translations.items():
        for at, entry in entries.items():
            yield (f"translations.{language}.{at}", ""), f"translations.{language}.{at} {entry.model_dump_json()}"


def _of_change(change: Change) -> Iterator[tuple[str, str]]:
    if isinstance(change, Set):
        yield from ((name, f"set {change.at} {name} {value_digest(value)}") for name, value in change.set.items())
    elif isinstance(change, Unset):
        yield from ((name, f"unset {change.at} {name}") for name in change.unset)
    else:
        yield "", change.model_dump_json(by_alias=True)
