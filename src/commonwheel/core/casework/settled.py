"""What a pattern says about cases once a council has settled what was left to it: how long its clocks are."""

from collections.abc import Iterator, Mapping
from typing import Any

from commonwheel.core.casework.lengths import LengthIsNotKnown, unit_of
from commonwheel.core.patterns.model.casework import After, Case, Clock, Length, Longer, State
from commonwheel.core.patterns.reading.setting_values import SettingValue

Settings = Mapping[str, SettingValue]


def settled(case: Case, settings: Settings) -> Case:
    """
    Return what the pattern says about cases, with a number for each length that reads a setting.

    Args:
        settings: the council's value of each, by name without `settings.`.

    Raises:
        LengthIsNotKnown: such a setting is not there, or is no whole number; `check` refuses such a pattern.
    """
    if not any(isinstance(getattr(length, unit_of(length)), str) for length in _lengths(case)):
        return case
    clocks = tuple(_clock(each, settings) for each in case.clocks)
    return case.model_copy(update={"clocks": clocks, "states": tuple(_state(each, settings) for each in case.states)})


# Private


def _lengths(case: Case) -> Iterator[Length]:
    for clock in case.clocks:
        yield clock.length
        yield from (each.length for each in clock.longer if each.length)
    yield from (each.after.length for each in case.states if each.after and each.after.length)


def _clock(clock: Clock, settings: Settings) -> Clock:
    longer = tuple(_longer(each, settings) for each in clock.longer)
    return clock.model_copy(update={"length": _length(clock.length, settings), "longer": longer})


def _longer(longer: Longer, settings: Settings) -> Longer:
    return longer.model_copy(update={"length": _length(longer.length, settings)}) if longer.length else longer


def _state(state: State, settings: Settings) -> State:
    return state.model_copy(update={"after": _after(state.after, settings)}) if state.after else state


def _after(after: After, settings: Settings) -> After:
    return after.model_copy(update={"length": _length(after.length, settings)}) if after.length else after


def _length(length: Length, settings: Settings) -> Length:
    unit = unit_of(length)
    named = getattr(length, unit)
    if not isinstance(named, str):
        return length
    name = named.removeprefix("settings.")
    number: Any = settings.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise LengthIsNotKnown(name)
    return length.model_copy(update={unit: number})
