"""What an upgrade or a change would make of example journeys: the same answers, walked on both versions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commonwheel.core.examples.reached import Reached
from commonwheel.core.examples.run import Calendars, ExampleRun
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.companions import Bundle, Example, Expected, ExpectedCase

_NOTHING = "none"
_ANY_DAY = dt.date(1, 1, 1)
Outcome = Mapping[tuple[str, str], str]
"""What came out, by the move it came after (`""` for the journey itself) and what it is; as examples write it."""


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """
    One thing that comes out of an example journey otherwise.

    Attributes:
        example: its id.
        at: which move of the request it comes after, such as `then.0`; "" for the journey itself.
        what: that it is, such as `the pages` or `the fee in pence`; `the journey` where one cannot be walked.
        before, after: what comes out, as it is written in examples; `none` where nothing does.
    """

    example: str
    at: str
    what: str
    before: str
    after: str


def rehearse(
    before: Bundle, after: Bundle, examples: Iterable[Example], *, calendars: Calendars
) -> tuple[OutcomeChange, ...]:
    """
    Walk examples on two versions of a service, and list what comes out otherwise.

    Args:
        before, after: with the council's own words and settings, of `core.examples.proving.with_values`.
        examples: of the pattern, and the council's own.
        calendars: as `run_examples` takes them.

    Returns:
        In the order of the examples: pages, stop, duty, fee, state, dates and messages.
    """
    return tuple(
        change
        for example in examples
        for change in _differences(example.id, outcome(before, example, calendars), outcome(after, example, calendars))
    )


def outcome(bundle: Bundle, example: Example, calendars: Calendars) -> Outcome:
    """Walk an example, whatever it expects, and return what comes out; `the journey` says why it does not end."""
    run = _Recorder(Subject(bundle), _asking_everything(example), calendars, Reached())
    run.walk()
    return run.found


# Private


@dataclass(slots=True)
class _Recorder(ExampleRun):
    """An example being walked to see what comes out, whatever it expects."""

    found: dict[tuple[str, str], str] = field(default_factory=dict)

    def compare(self, address: str, what: str, expected: object, found: object) -> None:  # noqa: ARG002 - as its base
        """Note what was found."""
        words = ", ".join(map(str, found)) or _NOTHING if isinstance(found, list) else str(found)
        self.found[address.partition("expect")[0].rstrip("."), what] = words

    def report(self, address: str, words: str) -> None:  # noqa: ARG002 - as its base
        """Note why it cannot be walked to its end."""
        self.found.setdefault(("", "the journey"), words)


def _asking_everything(example: Example) -> Example:
    """Return an example that expects something of everything, so that everything is looked at."""
    whole = Expected(
        pages=(), stop=_NOTHING, duty=_NOTHING, fee_pence=0, messages=(),
        case=ExpectedCase(state=_NOTHING, due_on=_ANY_DAY, runs_until=_ANY_DAY),
    )  # fmt: skip
    stays = example.expect.case is None and not example.then and example.expect.stop not in (None, _NOTHING)
    moves = tuple(move.model_copy(update={"expect": whole}) for move in example.then)
    expected = whole.model_copy(update={"case": None}) if stays else whole
    return example.model_copy(update={"expect": expected, "then": moves})


def _differences(example: str, before: Outcome, after: Outcome) -> Iterable[OutcomeChange]:
    for at, what in dict.fromkeys((*before, *after)):
        old, new = before.get((at, what), _NOTHING), after.get((at, what), _NOTHING)
        if old != new:
            yield OutcomeChange(example, at, what, old, new)
