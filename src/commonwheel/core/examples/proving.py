"""Whether a service works with one council's settings, as its residents would meet it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from commonwheel.core.casework.states import opening
from commonwheel.core.examples.beside import walked_beside
from commonwheel.core.examples.run import Calendars, run_examples
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.problems import Problem

ShapeT = TypeVar("ShapeT", Pattern, Block)

# With the council's values for defaults: the pattern's translations of options that it does not offer have nothing to
# translate, and a length that a law sets may have been shortened.
_HARMLESS = frozenset({"translation-of-nothing", "law-can-be-lengthened"})


@dataclass(frozen=True, slots=True)
class Proof:
    """
    What was found.

    Attributes:
        problems: errors with the council's settings, and examples that come out otherwise with its words.
        can_be_sent: whether at least one example journey ends in a request with the council's settings;
            true also where there are no examples.
    """

    problems: tuple[Problem, ...]
    can_be_sent: bool


def prove(
    bundle: Bundle, values: Mapping[str, SettingValue], *, shared: Bundle | None = None, calendars: Calendars
) -> Proof:
    """
    Check a service with a council's settings, and walk its examples.

    Examples say what comes out with the settings the pattern was written with, unless they name others: so they
    are compared with those, over the council's words; with the council's own settings some journey must still
    end in a request.

    Args:
        bundle: with the council's words, of `core.layers.apply.lay`; without errors.
        values: the settings that the council sets.
        shared: the service without the council's words, where it has changes; its examples cannot know those.
        calendars: as `run_examples` takes them.
    """
    walked = bundle if shared is None else walked_beside(bundle, shared)
    theirs = with_values(replace(bundle, examples=walked.examples), values)
    found = [one for one in check(theirs) if one.code not in _HARMLESS]
    found += run_examples(walked, calendars=calendars).problems
    errors = tuple(sorted({one for one in found if one.severity == "error"}))
    if errors or not bundle.examples:
        return Proof(errors, can_be_sent=True)
    first = f"state {opening(bundle.pattern.case).to_state}"
    with_theirs = run_examples(with_values(walked, values), calendars=calendars)
    missed = {one.found for one in with_theirs.problems if one.code == "not-reached"}
    return Proof((), can_be_sent=first not in missed)


def prove_own(bundle: Bundle, values: Mapping[str, SettingValue], *, calendars: Calendars) -> tuple[Problem, ...]:
    """
    Walk a council's own examples, which say what comes out with its own settings, and return what is otherwise.

    Args:
        bundle: with the council's words and its own examples only.
        values, calendars: as of `prove`.
    """
    found = run_examples(with_values(bundle, values), calendars=calendars).problems
    return tuple(one for one in found if one.severity == "error")


def with_values(bundle: Bundle, values: Mapping[str, SettingValue]) -> Bundle:
    """Return a bundle whose settings have these values where they had their defaults."""
    blocks = {name: _with(block, values) for name, block in bundle.blocks.items()}
    return replace(bundle, pattern=_with(bundle.pattern, values), blocks=blocks)


def _with(shape: ShapeT, values: Mapping[str, SettingValue]) -> ShapeT:
    settings = tuple(
        one.model_copy(update={"default": values[one.id]}) if one.id in values else one for one in shape.settings
    )
    return shape.model_copy(update={"settings": settings})
