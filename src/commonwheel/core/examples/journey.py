"""The journey of an example, to be looked at: the pages that its answers lead through."""

from dataclasses import dataclass, field

from commonwheel.core.examples.reached import Reached
from commonwheel.core.examples.run import Calendars, ExampleRun, Journey
from commonwheel.core.patterns.answering.route import Circumstances, Walk
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.companions import Bundle, Example
from commonwheel.core.patterns.running.programme import Programme


def journey_of(bundle: Bundle, example: Example, *, calendars: Calendars) -> Journey | None:
    """
    Return the journey of an example, as far as its answers lead; None where it cannot be walked.

    Args:
        bundle: without errors of `read_folder` and `check`.
        calendars: as `run_examples` takes them.
    """
    run = _Onlooker(Subject(bundle), example, calendars, Reached())
    run.walk()
    return run.journeys[0] if run.journeys else None


# Private


@dataclass(slots=True)
class _Onlooker(ExampleRun):
    """An example being walked, whose journey is remembered."""

    journeys: list[Journey] = field(default_factory=list)

    def _note_journey(self, programme: Programme, walked: Walk, circumstances: Circumstances) -> None:
        self.journeys.append(Journey(programme, walked, circumstances))
