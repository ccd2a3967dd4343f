"""How changes are weighed: what a weight and a rule are, and the rules of keys that hold plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.pattern import Block
from commonwheel.core.patterns.model.questions import Answerable, Checkboxes, File, Group, LongText, Text
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.core.patterns.versions.compare import Located


class Weight(IntEnum):
    """How much a change asks of those who run a pattern: which part of the version must grow."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The weight as people and files write it."""
        return self.name.lower()


Reasoned = tuple[Weight, str]
"""A weight, and the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Around:
    """
    What a rule may need to know beside the difference.

    Attributes:
        blocks: of the newer version, by `publisher/name@major`.
        retired: former ids of the older version's questions: none may come back with another meaning.
        names: what questions, settings, options and states are called now, by the older name, where it changed.
        moved: the addresses that questions were moved to: they are not new there.
        read: the names of the settings that expressions read, of either version.
    """

    blocks: Mapping[str, Block]
    retired: frozenset[str]
    names: Mapping[str, str]
    moved: frozenset[str]
    read: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """
    How a change of one key is weighed.

    Attributes:
        says: the same in a few words, for the reference.
        weigh: returns the weight of a difference, and why.
    """

    says: str
    weigh: Callable[[Located, Around], Reasoned]


def always(weight: Weight, why: str) -> Rule:
    """Return the rule of a key whose every change weighs the same."""
    return Rule(weight.word, lambda _one, _around: (weight, why))


def is_compulsory(question: Any) -> bool:
    """Whether a question must be answered by whoever is asked it, and nothing stands in its box at first."""
    if not isinstance(question, Answerable) or question.optional:
        return False
    may_be_empty = isinstance(question, Checkboxes | File | Group) and question.min == 0
    return getattr(question, "default", None) is None and not may_be_empty


# Private


_UNSAID: tuple[tuple[type[Shape] | tuple[type[Shape], ...], str, int], ...] = (
    (Text, "max", 200), (LongText, "max", 2_000), ((Checkboxes, File), "min", 1),
)  # fmt: skip
"""Bounds that hold where a question does not say one."""


def _said(owner: Shape | None, one: Located, value: Any) -> Any:
    unsaid = next((least for kind, key, least in _UNSAID if key == one.at.name and isinstance(owner, kind)), None)
    return unsaid if value is None else value


def _least(one: Located, _around: Around) -> Reasoned:
    old, new = _said(one.at.old, one, one.old), _said(one.at.new, one, one.new)
    return _narrowed(one, new is not None and (old is None or (_same_type(one) and new > old)))


def _most(one: Located, _around: Around) -> Reasoned:
    old, new = _said(one.at.old, one, one.old), _said(one.at.new, one, one.new)
    return _narrowed(one, new is not None and (old is None or (_same_type(one) and new < old)))


def _same_type(one: Located) -> bool:
    """Whether two bounds can be compared; where they cannot, the change of type weighs enough."""
    return type(one.at.old) is type(one.at.new)


def _narrowed(one: Located, is_narrower: bool) -> Reasoned:  # noqa: FBT001 - the one thing it is asked
    if not is_narrower:
        return Weight.MINOR, "It takes more than before, and so other data."
    if isinstance(one.at.new, SettingBase):
        return Weight.MAJOR, "A council that has set what is no longer allowed is refused now."
    return Weight.MAJOR, "An answer that passed before is refused now."


def _accepted(one: Located, _around: Around) -> Reasoned:
    return _narrowed(one, bool(set(one.old or ()) - set(one.new or ())))


_REACH = ("authority", "any-council", "anywhere")


def _within(one: Located, _around: Around) -> Reasoned:
    return _narrowed(one, _same_type(one) and _REACH.index(one.new) < _REACH.index(one.old))


def _decimals(one: Located, _around: Around) -> Reasoned:
    if one.old is None or one.new is None:
        return Weight.MAJOR, "It is another type of number to everything that reads it."
    return _narrowed(one, one.new < one.old)


def _optional(one: Located, _around: Around) -> Reasoned:
    if one.old and not one.new:
        return Weight.MAJOR, "Who left this empty before is refused now."
    return Weight.MINOR, "It may be left empty now."


def _default(one: Located, _around: Around) -> Reasoned:
    if one.new is None and is_compulsory(one.at.new):
        return Weight.MAJOR, "Who left what stood there before is refused now."
    return Weight.MINOR, "Who leaves what stands there sends other data."


def _default_of_text(one: Located, around: Around) -> Reasoned:
    if around.read & {getattr(owner, "id", "") for owner in (one.at.old, one.at.new)}:
        return Weight.MINOR, "An expression reads it, and councils that have set nothing have another value."
    return Weight.PATCH, "It changes words only."


def _states_next(one: Located, around: Around) -> Reasoned:
    before = {around.names.get(state, state) for state in one.old or ()}
    if before - set(one.new or ()):
        return Weight.MAJOR, "A move that officers could make before is refused now."
    return Weight.MINOR, "It changes the way of a request."


def _state_nations(one: Located, _around: Around) -> Reasoned:
    # None named means all of them.
    if one.new and (not one.old or set(one.old) - set(one.new)):
        return Weight.MAJOR, "Councils of a nation lose this state."
    return Weight.MINOR, "Councils of more nations have this state."


def _reason(one: Located, _around: Around) -> Reasoned:
    if one.new == "required":
        return Weight.MAJOR, "An officer who gives no reason is refused now."
    return Weight.MINOR, "It changes what officers tell residents."


def _stop_law(one: Located, _around: Around) -> Reasoned:
    if one.difference.kind == "added":
        return Weight.MAJOR, "Who went on in spite of this stop before is refused now."
    if one.difference.kind == "removed":
        return Weight.MINOR, "Residents may go on in spite of this stop now."
    return Weight.PATCH, "It names the law otherwise."


def _clock_law(one: Located, _around: Around) -> Reasoned:
    if one.difference.kind == "changed":
        return Weight.PATCH, "It names the law otherwise."
    return Weight.MINOR, "It changes whether councils may lengthen the clock."


def _was(one: Located, _around: Around) -> Reasoned:
    if set(one.old or ()) - set(one.new or ()):
        return Weight.MINOR, "What still has the older name is no longer carried over."
    return Weight.PATCH, "It says only what something was called."


def _sms(one: Located, _around: Around) -> Reasoned:
    if one.difference.kind == "changed":
        return Weight.PATCH, "It changes words only."
    return Weight.MINOR, "It changes the messages that are sent."


_BY_BOUND = "major where narrower, otherwise minor"
WORDS = always(Weight.PATCH, "It changes words only.")
PAPERS = always(Weight.PATCH, "Nobody meets it who uses the service.")
ROUTE = always(Weight.MINOR, "It changes the way through the service.")
FEE = always(Weight.MINOR, "It changes what is paid.")
CLOCK = always(Weight.MINOR, "It changes what is due by when.")
DATA = always(Weight.MINOR, "It changes what is kept or counted.")
MESSAGES = always(Weight.MINOR, "It changes the messages that are sent.")
CASE = always(Weight.MINOR, "It changes what happens after sending.")
TERMS = always(Weight.MINOR, "It changes on what terms councils use it.")
FINDING = always(Weight.MINOR, "It changes where the service is found.")
READERS = always(Weight.MINOR, "Nodes that read only the older language cannot take it.")
BOUNDS_OF_LAYERS = always(Weight.MINOR, "It changes what councils may change.")
DEFAULT_OF_SETTING = always(Weight.MINOR, "Councils that have set nothing have another value.")
DECIDED = always(Weight.MINOR, "It changes what councils are asked before the service goes live.")
IDENTITY = always(Weight.MAJOR, "By its name it is another thing.")
TYPE = always(Weight.MAJOR, "Its type is another: what was answered or set before no longer fits.")
LEAST, MOST = Rule(_BY_BOUND, _least), Rule(_BY_BOUND, _most)
ACCEPTED, WITHIN = Rule(_BY_BOUND, _accepted), Rule(_BY_BOUND, _within)
DECIMALS = Rule("major where fewer or where there are none or were none, otherwise minor", _decimals)
OPTIONAL = Rule("major where made compulsory, otherwise minor", _optional)
DEFAULT = Rule("major where removed from a compulsory question, otherwise minor", _default)
DEFAULT_OF_TEXT = Rule("minor where an expression reads it, otherwise patch", _default_of_text)
NEXT = Rule("major where a move is removed, otherwise minor", _states_next)
NATIONS_OF_STATE = Rule("major where a nation loses it, otherwise minor", _state_nations)
REASON = Rule("major where made compulsory, otherwise minor", _reason)
LAW_OF_STOP = Rule("major where added, minor where removed, otherwise patch", _stop_law)
LAW_OF_CLOCK = Rule("minor where added or removed, otherwise patch", _clock_law)
WAS = Rule("minor where a name is removed, otherwise patch", _was)
SMS = Rule("minor where added or removed, otherwise patch", _sms)
