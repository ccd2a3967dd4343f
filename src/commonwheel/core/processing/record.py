"""The record of processing of one service, taken from its pattern. Source: docs/sources.md#uk-gdpr."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonwheel.core.patterns.model.keeping import Data, Keep
from commonwheel.core.patterns.model.questions import Answerable
from commonwheel.core.patterns.running.facts import FACTS
from commonwheel.core.patterns.running.parts import Placed
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.core.places.duties import duty_named

_KINDS = {
    "name": "names",
    "email": "email addresses",
    "phone": "telephone numbers",
    "address": "addresses",
    "place": "places on a map",
    "national-insurance": "National Insurance numbers",
    "vehicle": "registration numbers of vehicles",
    "bank-account": "bank details",
    "signature": "signatures",
    "file": "uploaded files and photographs",
    "long-text": "what people write in their own words",
    "slot": "appointments",
}
"""Types of question whose answers are personal data by their nature, in the plural."""
_BEGINNINGS = {
    "closed": "the closing of the request",
    "last-contact": "the last contact",
    "end-of-financial-year": "the end of the financial year in which the request is closed",
    "subscription-end": "the end of what was asked for",
    "birthday": "a birthday",
}
_ENDS = {
    "delete": "deleted",
    "anonymise": "kept without anything that names a person",
    "review": "looked at by an officer, who decides",
    "archive": "archived",
}


@dataclass(frozen=True, slots=True)
class Shorter:
    """An answer that is kept for less time than the rest."""

    label: str
    time: str


@dataclass(frozen=True, slots=True)
class Processing:
    """
    What the record says of one service.

    Attributes:
        pattern: `publisher/name`.
        duties: the council's duties that it meets.
        basis: UK GDPR article 6; "" where the service asks for no personal data.
        special: categories of articles 9 and 10.
        data: kinds of personal data that its questions ask for.
        facts: of its questions, those about the resident’s own facts.
        questions: how many it asks residents, and how many it asks officers.
        recipients: who receives any of it, beside the council's own officers.
        kept, then: how long, and what happens afterwards; "" where the service keeps nothing.
        shorter: answers that are kept for less time.
    """

    title: str
    pattern: str
    version: str
    purpose: str
    duties: tuple[str, ...]
    power: str
    basis: str
    special: tuple[str, ...]
    data: tuple[str, ...]
    facts: tuple[str, ...]
    questions: tuple[int, int]
    recipients: tuple[str, ...]
    kept: str
    then: str
    shorter: tuple[Shorter, ...]


def record_of(programme: Programme, *, worked_in: str = "") -> Processing:
    """
    Return the record of a service.

    Args:
        worked_in: the system that its requests are handed over to; "" where they are worked here.
    """
    pattern = programme.effective.pattern
    residents = tuple(_answered(programme.questions.values()))
    officers = tuple(_answered(one for asked in programme.decisions.values() for one in asked))
    asked = (*residents, *officers)
    data = pattern.data
    return Processing(
        title=str(pattern.title),
        pattern=pattern.full_name,
        version=pattern.version,
        purpose=str(pattern.summary),
        duties=tuple(_duties(programme)),
        power=data.power if data else "",
        basis=data.basis.replace("-", " ") if data else "",
        special=_special(data),
        data=tuple(kind for type_, kind in _KINDS.items() if any(one.type == type_ for one in asked)),
        facts=tuple(_facts(programme, residents)),
        questions=(len(residents), len(officers)),
        recipients=tuple(_recipients(programme, worked_in)),
        kept=_time(data.keep) if data else "",
        then=_ENDS[data.then] if data else "",
        shorter=tuple(_shorter(asked)),
    )


# Private


def _answered(questions: Iterable[Placed]) -> Iterator[Placed]:
    for placed in questions:
        if placed.type == "group":
            yield from _answered(placed.members)
        elif isinstance(placed.question, Answerable):
            yield placed


def _duties(programme: Programme) -> Iterator[str]:
    duty = programme.effective.pattern.duty
    names = [duty] if isinstance(duty, str) else [case.duty for case in duty]
    for name in dict.fromkeys(names):
        yield duty_named(name).label


def _special(data: Data | None) -> tuple[str, ...]:
    return () if data is None or data.special == "none" else tuple(one.replace("-", " ") for one in data.special)


def _facts(programme: Programme, residents: tuple[Placed, ...]) -> Iterator[str]:
    stated = programme.effective.pattern.facts
    for placed in residents:
        fact = getattr(placed.question, "facts", None) or stated.get(placed.id)
        if fact:
            yield FACTS[fact].meaning


def _recipients(programme: Programme, worked_in: str) -> Iterator[str]:
    pattern = programme.effective.pattern
    if worked_in:
        yield f"those who run {worked_in}, where its requests are worked"
    if pattern.fee is not None:
        yield "the council’s payment provider, for what is owed"
    if any(getattr(placed.question, "within", "") == "any-council" for placed in programme.questions.values()):
        yield "the council or national body that has the duty at the place"
    if pattern.then:
        yield "another service or council, where the resident chooses to go on to it"
    yield "whoever carries the council’s email and text messages"


def _time(keep: Keep) -> str:
    number, unit = next(
        (length, unit)
        for length, unit in ((keep.days, "day"), (keep.months, "month"), (keep.years, "year"))
        if length is not None
    )
    return f"{number} {unit}{'' if number == 1 else 's'} from {_BEGINNINGS[keep.from_]}"


def _shorter(asked: tuple[Placed, ...]) -> Iterator[Shorter]:
    for placed in asked:
        question = placed.question
        if isinstance(question, Answerable) and question.keep is not None:
            yield Shorter(str(question.label), _time(question.keep))
