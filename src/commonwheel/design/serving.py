"""Who serves a place, as programs read it: on the command line and over the web."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from commonwheel.core.places.register.authority import Authority, Kind
from commonwheel.core.places.responsibility import Candidate, Reason
from commonwheel.core.places.serving import Answer, Serving
from commonwheel.design.authorities import name_of, why

Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """An authority on a day. Its id lasts; its code is the GSS code of that day, "" where it has none."""

    id: str
    name: str
    name_cy: str
    code: str
    kind: Kind
    page: str
    phone: str


@dataclass(frozen=True, slots=True)
class ElsewhereFacts:
    """Who has the duty instead on some roads of the place, because it was not said what the road is."""

    reason: Reason
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """Who has, or may have, a duty: why, in a word and in a sentence, and the law or agreement that says so."""

    id: str
    name: str
    code: str
    reason: Reason
    why: str
    law: str
    law_page: str
    elsewhere: tuple[ElsewhereFacts, ...]


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A duty, its numbers in the Local Government Services List, and who has it: nobody where nobody can say."""

    duty: str
    label: str
    lgsl: tuple[int, ...]
    certain: bool
    who: tuple[CandidateFacts, ...]


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """A change that is known already: on this day an authority ends, and who follows in this place; ids."""

    on: Day
    ends: str
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServingFacts:
    """Everybody who serves a place on a day; certain is whether the area is. Parish is a code, "" where not known."""

    on: Day
    certain: bool
    authorities: tuple[AuthorityFacts, ...]
    changes: tuple[ChangeFacts, ...]
    parish: str
    duties: tuple[DutyFacts, ...]


def serving_facts(found: Serving) -> ServingFacts:
    """Return who serves a place."""
    everybody = {one.id: one for standing in found.standings for one in (standing.lowest, *standing.above)}
    return ServingFacts(
        on=str(found.on),
        certain=len(found.standings) == 1,
        authorities=tuple(authority_facts(one, found.on) for one in everybody.values()),
        changes=tuple(
            ChangeFacts(str(change.on), change.authority.id, tuple(one.id for one in change.into))
            for change in found.changes
        ),
        parish=found.parish,
        duties=tuple(_duty(answer) for answer in found.answers),
    )


def authority_facts(one: Authority, on: dt.date) -> AuthorityFacts:
    """Return what is told of an authority on a day."""
    return AuthorityFacts(one.id, name_of(one), one.name.welsh, one.code_on(on), one.kind_on(on), one.page, one.phone)


def _duty(answer: Answer) -> DutyFacts:
    duty = answer.duty
    return DutyFacts(
        duty.name, duty.label, duty.lgsl, answer.certain is not None, tuple(map(_candidate, answer.candidates))
    )


def _candidate(one: Candidate) -> CandidateFacts:
    return CandidateFacts(
        id=one.authority.id,
        name=name_of(one.authority),
        code=one.code,
        reason=one.reason,
        why=why(one.reason),
        law=one.law,
        law_page=one.law_page,
        elsewhere=tuple(
            ElsewhereFacts(other.reason, other.authority.id, name_of(other.authority)) for other in one.elsewhere
        ),
    )
