"""States of a service as officers see them."""

from commonwheel.core.patterns.versions.effective import Effective

_COLOURS = {"done": "green", "refused": "red", "withdrawn": "grey", "duplicate": "grey", "referred": "purple"}


def state_colour(effective: Effective, state: str) -> str:
    """Return the colour of a state's tag: by how it ends; yellow where it begins, blue in between."""
    states = effective.pattern.case.states
    final = next((one.final for one in states if one.id == state), None)
    if final:
        return _COLOURS[final]
    return "yellow" if states[0].id == state else "blue"
