"""What the differences between two versions weigh: patch, minor or major, each with the reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.pattern import Block
from commonwheel.core.patterns.model.questions import Asked, Option
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.versions.compare import Difference, Located, locate
from commonwheel.core.patterns.versions.weighing import Around, Reasoned, Weight
from commonwheel.core.patterns.versions.weight_table import FILES, rule_of

_SETTING = re.compile(r"settings\.([a-z][a-z0-9_]*)")

__all__ = ["Weighed", "Weight", "greatest", "weigh"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    A difference with its weight.

    Attributes:
        why: one sentence: what it does to whom.
    """

    difference: Difference
    weight: Weight
    why: str


def weigh(old: Bundle, new: Bundle) -> tuple[Weighed, ...]:
    """
    List what differs from one bundle to another, as `compare` does, each with its weight.

    Source: design of the language, "Versions"; docs/adr/0020-what-makes-a-change-major.md.
    """
    found = locate(old, new)
    around = _around(found, old, new)
    return tuple(Weighed(one.difference, *_reasoned(one, around)) for one in found)


def greatest(weighed: Iterable[Weighed]) -> Weight | None:
    """Return the greatest weight: that of the whole change; None where nothing differs."""
    return max((one.weight for one in weighed), default=None)


# Private


def _around(found: Iterable[Located], old: Bundle, new: Bundle) -> Around:
    renamed = [one for one in found if one.difference.kind == "renamed"]
    return Around(
        blocks=new.blocks,
        retired=frozenset(_former_ids(old)),
        names={
            one.difference.before: one.difference.after
            for one in renamed
            if isinstance(one.new, Asked | SettingBase | Option | State)
        },
        moved=frozenset(one.difference.address for one in found if one.difference.kind == "moved"),
        read=frozenset((*_settings_read(old), *_settings_read(new))),
    )


def _former_ids(bundle: Bundle) -> Iterator[str]:
    """Yield the former ids of the questions that residents are asked."""
    for shape in (*bundle.pattern.steps, *_used(bundle)):
        for spot in walk(shape):
            if spot.name == "was" and isinstance(spot.owner, Asked):
                yield from spot.value


def _settings_read(bundle: Bundle) -> Iterator[str]:
    for shape in (bundle.pattern, *_used(bundle)):
        for spot in walk(shape):
            if spot.key.expression and spot.value:
                yield from _SETTING.findall(spot.value)


def _used(bundle: Bundle) -> tuple[Block, ...]:
    return tuple(bundle.blocks[use.use] for _, use in uses(bundle.pattern) if use.use in bundle.blocks)


def _reasoned(one: Located, around: Around) -> Reasoned:
    owners = [owner for owner in (one.at.new, one.at.old) if owner is not None]
    rule = next(filter(None, (rule_of(type(owner), one.at.name) for owner in owners)), None)
    return (rule or FILES[one.at.name]).weigh(one, around)
