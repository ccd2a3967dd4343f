"""What is said where an entry of a layer cannot be laid."""

from typing import Any

from pydantic import ValidationError

from commonwheel.core.patterns.reading.faults import locate, translate
from commonwheel.core.patterns.reading.text import Tree
from commonwheel.core.problems import Failure, Problem

LAYER_FILE = "layer.yaml"


class LayerDoesNotFit(Failure):
    """A layer cannot be laid over a pattern; `problems` say which of its entries, why, and how to mend each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.help for problem in problems))
        self.problems = problems


class Refused(Failure):
    """
    One entry of a layer is refused.

    Attributes:
        code, found, expected, mend: those of its problem.
        keys: of the part, that lead to what it is about, such as `("options", "label")`; () where it is of no one key.
    """

    def __init__(self, code: str, found: str, expected: str, mend: str, *, keys: tuple[str, ...] = ()) -> None:
        super().__init__(mend)
        self.code, self.found, self.expected, self.mend, self.keys = code, found, expected, mend, keys


def invalid(error: ValidationError, kind: Any, written: dict[str, Any]) -> Refused:
    """Return the refusal that the model's own stands for; the first of several."""
    problem = next(translate(error, kind, Tree(written), file=LAYER_FILE))
    path, _owner = locate(kind, error.errors(include_url=False, include_input=False)[0]["loc"])
    keys = tuple(step for step in path if isinstance(step, str))
    return Refused(problem.code, problem.found, problem.expected, problem.help, keys=keys)


def no_such(address: str) -> Refused:
    """Return the refusal of an address at which nothing stands."""
    return Refused(
        "unknown-address", address, "the address of a part of the pattern",
        "Write the ids from the top, joined by dots, such as steps.bin.ask.missed_on.",
    )  # fmt: skip


def no_list(address: str) -> Refused:
    """Return the refusal of an address that is no list of parts."""
    return Refused(
        "unknown-address", address, "the address of a list of parts",
        "Write the address of the part and the list's key, such as steps.bin.ask.",
    )  # fmt: skip


def protected(address: str) -> Refused:
    """Return the refusal of a change to what the pattern protects."""
    return Refused(
        "protected", address, "only hint and translations",
        "The pattern protects this for a reason that it states: a layer may change its hint and translations only.",
    )  # fmt: skip


def not_for_layers(address: str, name: str, mend: str = "") -> Refused:
    """Return the refusal of a change to what is the pattern's own."""
    words = mend or f"`{name}` is the shared service's own: a layer cannot change it."
    return Refused("not-for-layers", address, "a key that the reference says a layer may set", words)


def taken(name: str, where: str) -> Refused:
    """Return the refusal of an id that another part has."""
    return Refused(
        "repeated-id", name, "an id that no other has", f"The part at {where} has this id already: choose another one."
    )
