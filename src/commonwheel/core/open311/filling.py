"""A report gone through the pages of its service, one after another, as a resident would: the same rules hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.core.patterns.answering.answers import AnswerError, Lookups, Posted, read_page
from commonwheel.core.patterns.answering.cel_values import Circumstances
from commonwheel.core.patterns.answering.route import Walk, walk
from commonwheel.core.patterns.running.programme import PlacedStop, Programme


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A journey gone through.

    Attributes:
        walk: of all the answers; `walk.complete` says whether it could be sent.
        errors: what is wrong with the answers, page by page; () where nothing is.
        passed: stops that a resident may pass, and whose words the sender should read.
    """

    walk: Walk
    errors: tuple[AnswerError, ...]
    passed: tuple[PlacedStop, ...]

    @property
    def stop(self) -> PlacedStop | None:
        """The stop at which it ends, because a law says so; None for none."""
        return self.walk.stop

    @property
    def answers(self) -> Mapping[str, Any]:
        """What is sent: without what no longer applies."""
        return self.walk.answers


def fill(programme: Programme, controls: Posted, circumstances: Circumstances, lookups: Lookups) -> Filled:
    """
    Go through the pages of a service with everything that is answered on them.

    Args:
        controls: what stands in each control, of all pages together.
    """
    answers: dict[str, Any] = {}
    errors: list[AnswerError] = []
    passed: list[PlacedStop] = []
    read: set[str] = set()
    while True:
        found = walk(programme, answers, circumstances, passed_stops=frozenset(one.stop.id for one in passed))
        page = next((one.page for one in found.pages if one.page.id not in read), None)
        if page is not None:
            read.add(page.id)
            said = read_page(programme, page, controls, answers=answers, circumstances=circumstances, lookups=lookups)
            errors += said.errors
            answers = said.applied(answers)
        elif found.stop is not None and found.stop.stop.law is None:
            passed.append(found.stop)
        else:
            return Filled(found, tuple(errors), tuple(passed))
