"""A service as the councils of one nation have it: its law may differ from one to the next."""

from typing import get_args

from commonwheel.core.patterns.model.casework import Case, Clock, Nation, State

NATIONS: tuple[str, ...] = get_args(Nation)


def case_in(case: Case, nation: str) -> Case:
    """
    Return what the pattern says about cases for the councils of a nation.

    Clocks and states of other nations are left out, and so are the moves into such states, those that
    happen by themselves included.

    Args:
        nation: `england`, `wales`, `scotland` or `northern-ireland`; for any other what all nations share.
    """
    if not any(clock.nations for clock in case.clocks) and not any(state.nations for state in case.states):
        return case
    states = tuple(each for each in case.states if _holds(each, nation))
    names = {each.id for each in states}
    return case.model_copy(
        update={
            "clocks": tuple(each for each in case.clocks if _holds(each, nation)),
            "states": tuple(_among(each, names) for each in states),
        }
    )


def _holds(part: Clock | State, nation: str) -> bool:
    return not part.nations or nation in part.nations


def _among(state: State, names: set[str]) -> State:
    """Return a state that leads only to states of these names."""
    after = state.after if state.after and state.after.go in names else None
    return state.model_copy(update={"next": tuple(each for each in state.next if each in names), "after": after})
