"""The folder's examples as journeys of the preview: what is answered, on which day, and how far that leads."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from commonwheel.apps.journeys.queries import circumstances_of
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.notation import read_answers
from commonwheel.core.patterns.answering.route import Circumstances, Walk, walk
from commonwheel.core.patterns.model.companions import Example
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.project.preview.account import Known, facts_of_example
from commonwheel.project.preview.folder import Seen
from commonwheel.project.preview.home import at_home
from commonwheel.project.preview.newest import effective_with, the_council

NOON = dt.time(12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Walked:
    """
    An example as the preview's own journeys walk it.

    Attributes:
        moment: noon of its day; its journeys stay on that day.
        answers: in the notation of examples, its addresses in the preview's council.
        pages: ids of the pages shown, up to the one that waits for an answer.
        stops: ids of the stops on its way, in order.
        complete: it can be sent.
        walk: past the stops that the example carries on from.
        known: of the resident, on the way.
    """

    id: str
    moment: dt.datetime
    effective: Effective
    answers: Mapping[str, Any]
    pages: tuple[str, ...]
    stops: tuple[str, ...]
    complete: bool
    walk: Walk
    known: Known

    def passed_before(self, stop: str) -> tuple[str, ...]:
        """Return the stops that are passed on the way to a stop; all of them where it is not on the way."""
        return self.stops[: self.stops.index(stop)] if stop in self.stops else self.stops


def walked_examples(seen: Seen, *, known: Known | None) -> Mapping[str, Walked]:
    """
    Return the examples by id, each walked once for each save.

    Args:
        known: of the resident; None for what each example says itself.
    """
    return _walked_examples(seen, json.dumps(known, sort_keys=True))


def moment_of_example(example: Example) -> dt.datetime:
    """Return the moment on which the journeys of an example stay."""
    return dt.datetime.combine(example.today, NOON)


# Private


@lru_cache(maxsize=4)
def _walked_examples(seen: Seen, known_json: str) -> Mapping[str, Walked]:
    council, known = the_council(), json.loads(known_json)
    if seen.layered is None:
        return {}
    with council_scope(council.id):
        return {
            name: _walked(
                example,
                effective_with(seen.layered, example),
                council,
                facts_of_example(example) if known is None else known,
            )
            for name, example in seen.layered.bundle.examples.items()
        }


def _walked(example: Example, effective: Effective, council: CouncilView, known: Known) -> Walked:
    programme = services.get_programme(effective.digest)
    answers = _answers(example, programme)
    moment = moment_of_example(example)
    carries_on = example.expect.case is not None or bool(example.then)
    circumstances = circumstances_of(council, now=moment, account=known)
    stops, found = _walk(programme, answers, circumstances, carries_on=carries_on)
    names = [each.page.id for each in found.pages]
    return Walked(
        id=example.id,
        moment=moment,
        effective=effective,
        answers=answers,
        pages=tuple(names if found.next is None else names[: names.index(found.next.id) + 1]),
        stops=stops,
        complete=found.complete,
        walk=found,
        known=known,
    )


def _walk(
    programme: Programme, answers: Mapping[str, Any], circumstances: Circumstances, *, carries_on: bool
) -> tuple[tuple[str, ...], Walk]:
    """Return the stops on the way, and the walk past those that the example carries on from."""
    stops: list[str] = []
    while True:
        found = walk(programme, answers, circumstances, passed_stops=frozenset(stops))
        if found.stop is None or found.stop.stop.id in stops:
            return tuple(stops), found
        stops.append(found.stop.stop.id)
        if not carries_on:
            return tuple(stops), found


def _answers(example: Example, programme: Programme) -> dict[str, Any]:
    read = read_answers((placed.question for placed in programme.questions.values()), example.answers)
    return {name: at_home(value) for name, value in read.items()}
