"""By which way a resident is reached: by email, else by letter, else by a call."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from commonwheel.apps.cases.actions.people import fact_of
from commonwheel.apps.cases.models import CaseEvent
from commonwheel.core.patterns.answering.shown import placed_questions
from commonwheel.core.patterns.versions.effective import Effective

_HOMES = ("correspondence-address", "address")


class Sender(Protocol):
    """What a case, as a row or as a view, says of who sent it."""

    @property
    def contact_name(self) -> str:
        """A name, or ""."""

    @property
    def contact_email(self) -> str:
        """An email address, or ""."""

    @property
    def contact_phone(self) -> str:
        """A phone number, or ""."""

    @property
    def answers(self) -> Mapping[str, Any]:
        """In the notation of examples."""


@dataclass(frozen=True, slots=True)
class Way:
    """
    How a message goes.

    Attributes:
        channel: EMAIL, LETTER or CALL; "" where there is no way.
        to: an email address, a name and postal address in lines, or a phone number.
    """

    channel: str
    to: str

    @property
    def is_by_hand(self) -> bool:
        """Whether an officer has to do it."""
        return self.channel in {"LETTER", "CALL"}

    @property
    def event(self) -> CaseEvent.Kind:
        """What the timeline says of a message that goes this way."""
        kinds = {"EMAIL": CaseEvent.Kind.MESSAGE, "LETTER": CaseEvent.Kind.LETTER, "CALL": CaseEvent.Kind.CALL}
        return kinds.get(self.channel, CaseEvent.Kind.UNREACHED)


def way_to_resident(case: Sender, effective: Effective) -> Way:
    """
    Return how the resident is told.

    Of a protected service only an email goes: whoever else lives there may open a letter or answer a call. Whoever
    gave no name gets no letter, as the place that a report is about need not be where they live.
    """
    if case.contact_email:
        return Way("EMAIL", case.contact_email)
    if effective.pattern.protect:
        return Way("", "")
    address = next(_addresses(case, effective), "") if case.contact_name else ""
    if address:
        return Way("LETTER", f"{case.contact_name}\n{address}"[:1_000])
    return Way("CALL", case.contact_phone) if case.contact_phone else Way("", "")


def _addresses(case: Sender, effective: Effective) -> Iterator[str]:
    """Yield where the resident can be written to as lines, an address for letters before the home."""
    for fact in _HOMES:
        for placed in placed_questions(effective):
            answer = case.answers.get(placed.question.id)
            if isinstance(answer, dict) and answer.get("line") and fact_of(placed, effective) == fact:
                yield _lines(str(answer["line"]), str(answer.get("postcode", "")))


def _lines(line: str, postcode: str) -> str:
    parts = [part.strip() for part in line.split(",")]
    return "\n".join([part for part in parts if part and part != postcode] + [postcode] * bool(postcode))
