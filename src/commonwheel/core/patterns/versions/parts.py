"""What each of those answers for who sign a service off: the parts of an effective pattern, and their digests."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.versions.digest import value_digest
from commonwheel.core.patterns.versions.effective import Effective

Part = Literal["owner", "data", "accessibility", "welsh", "finance"]
PARTS: tuple[Part, ...] = ("owner", "data", "accessibility", "welsh", "finance")
"""The service owner's (everything), data protection, accessibility, Welsh, finance."""

_WELSH = "cy"
_SETTING = re.compile(r"settings\.([a-z][a-z0-9_]*)")


def parts_of(effective: Effective, *, serves_welsh: bool) -> tuple[Part, ...]:
    """
    Return the parts that a service has: finance only where it costs something.

    Args:
        serves_welsh: whether its council serves in Welsh; otherwise there is nothing to sign of it.
    """
    without = {"welsh": not serves_welsh, "finance": effective.pattern.fee is None and effective.pattern.renew is None}
    return tuple(part for part in PARTS if not without.get(part, False))


def part_digest(effective: Effective, part: Part) -> str:
    """
    Return the digest of one part of a service, 64 hex digits: what leaves it as it is leaves its sign-off good.

    Of data protection: the ground and the time it is kept, what is asked of residents and of officers who decide, what
    becomes a fact, what is carried to a service that follows. Of accessibility: pages, stops and the values filled in.
    Of Welsh: the Welsh, and every text that it is of. Of finance: the fee, the renewal, and the settings in them.
    """
    return effective.digest if part == "owner" else value_digest(_CONTENT[part](effective))


# Private


def _data(effective: Effective) -> dict[str, Any]:
    pattern = effective.pattern
    return {
        "data": pattern.data,
        "facts": [pattern.facts, *(block.facts for _name, block in sorted(effective.blocks.items()))],
        "asked": {entry.id: entry for step in pattern.steps for entry in step.ask},
        "blocks": _blocks(effective),
        "decisions": [state.ask for state in pattern.case.states],
        "then": pattern.then,
    }


def _accessibility(effective: Effective) -> dict[str, Any]:
    pattern = effective.pattern
    return {
        "title": pattern.title,
        "summary": pattern.summary,
        "steps": pattern.steps,
        "stops": pattern.stops,
        "blocks": _blocks(effective),
        "settings": dict(effective.settings),
    }


def _welsh(effective: Effective) -> dict[str, Any]:
    return {
        "words": {
            **dict(_texts(effective.pattern, "")),
            **{at: text for name, block in effective.blocks.items() for at, text in _texts(block, f"{name}:")},
        },
        "settings": dict(effective.settings),
        "messages": {
            f"{name}:{language}": [message.head, message.text]
            for (name, language), message in effective.messages.items()
            if language in {SOURCE_LANGUAGE, _WELSH}
        },
        "welsh": dict(effective.translations.get(_WELSH, {})),
    }


def _finance(effective: Effective) -> dict[str, Any]:
    said = {"fee": effective.pattern.fee, "renew": effective.pattern.renew}
    named = set(_SETTING.findall(f"{said['fee']!r} {said['renew']!r}"))
    return {**said, "settings": {name: value for name, value in effective.settings.items() if name in named}}


def _blocks(effective: Effective) -> list[list[Any]]:
    return [[name, list(block.ask)] for name, block in sorted(effective.blocks.items())]


def _texts(shape: Pattern | Block, prefix: str) -> Iterator[tuple[str, Any]]:
    return ((f"{prefix}{spot.address}", spot.value) for spot in walk(shape) if spot.key.text and spot.value)


_CONTENT: Mapping[str, Callable[[Effective], dict[str, Any]]] = {
    "data": _data,
    "accessibility": _accessibility,
    "welsh": _welsh,
    "finance": _finance,
}
