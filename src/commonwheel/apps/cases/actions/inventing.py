"""
Invented requests for a demonstration, believable as a whole and the same for the same seed.

They go through the same actions as real ones, so that queues, timelines, clocks and messages are what
officers would really see. Nobody in them exists.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.opening import Receipt, find_opened, open_case
from commonwheel.apps.cases.actions.working import add_note, assign_case, move_case
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.core.casework.states import moves_from
from commonwheel.core.patterns.answering.shown import Placed, decision_questions, placed_questions
from commonwheel.core.patterns.model.casework import Case as CasePattern
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.questions import Choice
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.transactions import action

NAMESPACE = uuid.UUID("6f1d8f1c-52a0-5d7e-9a3e-0c1d5b7e9f42")
OLDEST_DAYS = 75
# Of ten requests, so many are older than a working week, and are mostly done with.
RECENT_SHARE = 0.35
# How many write in Welsh, where a council serves in it first, or beside English.
WELSH_FIRST, WELSH_TOO = 0.6, 0.1

FIRST = (
    "Amina", "Bronwen", "Callum", "Dilys", "Esther", "Farah", "Gareth", "Hana", "Iwan", "Joan", "Kofi", "Leila",
    "Marek", "Nia", "Oluwaseun", "Priya", "Quentin", "Rhys", "Sioned", "Tomasz", "Una", "Vikram", "Wendy", "Yusra",
)  # fmt: skip
LAST = (
    "Adeyemi", "Barker", "Chowdhury", "Davies", "Evans", "Fielding", "Griffiths", "Hussain", "Ifans", "Jarvis",
    "Kowalski", "Lamb", "Mensah", "Nash", "O'Brien", "Patel", "Quirk", "Rees", "Sandhu", "Tanner", "Usman", "Vaughan",
    "Whitlock", "Young",
)  # fmt: skip
STREETS = ("Larkrise Lane", "Pinwheel Street", "Cobbler's Rise", "Thimble Close", "Hopscotch Road", "Lantern Way")
NOTES = (
    "Asked the crew. They will look at the sheet for that round.",
    "The same address was missed two weeks ago as well.",
    "Phoned back: the bin is still out.",
    "The crew's record has no entry for this street on that day.",
)
REASONS: Mapping[str, tuple[str, ...]] = {
    "not-missed": (
        "The crew's record shows that the bin was not out when they came at 7:25am.",
        "The crew left a tag: there was glass in the recycling bin.",
    ),
    "could-not-reach": (
        "Parked cars blocked the road at both ends of the street.",
        "The gate to the bin store was locked, and nobody answered.",
    ),
    "withdrawn": ("You told us by phone that a neighbour had moved the bin.",),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One invented request: what was sent, and what officers did, oldest first."""

    journey_id: uuid.UUID
    answers: Mapping[str, Any]
    language: str
    channel: str
    received_at: dt.datetime
    chance: random.Random


@action
def invent_case(
    council_id: uuid.UUID,
    *,
    service_id: uuid.UUID,
    digest: str,
    plan: Plan,
    people: Sequence[StaffView],
    now: dt.datetime,
) -> None:
    """Open one invented request and do what officers did with it; one that is there already is left alone."""
    if find_opened(council_id, journey_id=plan.journey_id) is not None:
        return
    opened = open_case(
        council_id,
        journey_id=plan.journey_id,
        service_id=service_id,
        digest=digest,
        answers=plan.answers,
        language=plan.language,
        # Hundreds of copies that nobody opens would keep the worker from what people send.
        receipt=Receipt(
            channel=plan.channel, received_at=plan.received_at, entered_at=plan.received_at, is_copied=False
        ),
    )
    _work(council_id, opened.id, effective=effective_of(digest), plan=plan, people=people, now=now)


def invented_plans(
    effective: Effective,
    *,
    number: int,
    seed: str,
    addresses: Sequence[Mapping[str, Any]],
    languages: Sequence[str],
    now: dt.datetime,
) -> Iterator[Plan]:
    """
    Yield plans of requests, oldest first, each the same for the same seed and place in the row.

    Args:
        seed: such as the council's slug.
        addresses: answers of type address, from which each draws one; invented streets where empty.
        languages: that the council serves in, the first before the others.
        now: the moment from which ages are counted.
    """
    welsh = WELSH_FIRST if languages[0] == "cy" else WELSH_TOO
    for place in range(number):
        chance = random.Random(f"{seed}:{place}")  # noqa: S311  # for show, and the same every time
        received_at = _received_at(chance, share=place / max(number, 1), now=now)
        yield Plan(
            journey_id=uuid.uuid5(NAMESPACE, f"{seed}:{place}"),
            answers=_answers(effective, chance, addresses=addresses, received_at=received_at),
            language="cy" if "cy" in languages and chance.random() < welsh else "en",
            channel=chance.choices(("WEB", "PHONE", "COUNTER"), weights=(80, 17, 3))[0],
            received_at=received_at,
            chance=chance,
        )


def _received_at(chance: random.Random, *, share: float, now: dt.datetime) -> dt.datetime:
    """Return a moment by daylight, the later the further on in the row; most of the last of them within days."""
    recent = 1 - RECENT_SHARE
    age = OLDEST_DAYS * (1 - share / recent) + 5 if share < recent else 5 * (1 - share) / RECENT_SHARE
    day = now - dt.timedelta(days=age)
    moment = day.replace(hour=chance.randint(7, 20), minute=chance.randint(0, 59), second=0, microsecond=0)
    return min(moment, now - dt.timedelta(minutes=chance.randint(4, 90)))


def _answers(
    effective: Effective, chance: random.Random, *, addresses: Sequence[Mapping[str, Any]], received_at: dt.datetime
) -> dict[str, Any]:
    """Answer what the service asks; a name and an email only by most."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    assisted = chance.random() < 0.08  # noqa: PLR2004  # about one home in twelve
    given: dict[str, Any] = {
        "property": dict(chance.choice(addresses)) if addresses else _address(chance),
        "missed_on": (received_at.date() - dt.timedelta(days=chance.choice((0, 1, 1, 2)))).isoformat(),
        "assisted": assisted,
        "tag": chance.choices(("none", "other"), weights=(95, 5))[0],
    }
    given |= {"kept_at": "Behind the side gate"} if assisted else {"out_on_time": True}
    if chance.random() < 0.85:  # noqa: PLR2004  # most give a name
        given["full_name"] = name
    if chance.random() < 0.75:  # noqa: PLR2004  # most give an email address
        given["email"] = f"{name.lower().replace(' ', '.').replace(chr(39), '')}@residents.example"
    if chance.random() < 0.3:  # noqa: PLR2004  # some give a number, from the range kept for drama
        given["phone"] = f"07700 900{chance.randint(0, 999):03}"
    asked = {placed.question.id: placed for placed in placed_questions(effective)}
    answered = {name: value for name, value in given.items() if name in asked}
    return {**answered, **_choices(effective, asked, answered, chance)}


def _choices(
    effective: Effective, asked: Mapping[str, Placed], answered: Mapping[str, Any], chance: random.Random
) -> dict[str, str]:
    """Choose for every question with options that has no answer yet; the first options are the commonest."""
    found = {}
    for name, placed in asked.items():
        if isinstance(placed.question, Choice) and name not in answered and placed.question.when is None:
            values = [option.value for option in effective.choices(placed.address, placed.question)]
            found[name] = chance.choices(values, weights=range(len(values), 0, -1))[0]
    return found


def _address(chance: random.Random) -> dict[str, str]:
    return {"line": f"{chance.randint(1, 140)} {chance.choice(STREETS)}", "postcode": ""}


def _work(
    council_id: uuid.UUID,
    case_id: uuid.UUID,
    *,
    effective: Effective,
    plan: Plan,
    people: Sequence[StaffView],
    now: dt.datetime,
) -> None:
    """Do what officers did until now: take it, note something, move it on, step by step."""
    chance, at = plan.chance, plan.received_at
    pattern = case_pattern(effective, authorities.get_council_by_id(council_id))
    is_recent = now - plan.received_at < dt.timedelta(days=6)
    if not people or chance.random() < (0.25 if is_recent else 0.03):
        # Some are left lying, hardly any for long.
        return
    while (at := at + dt.timedelta(hours=chance.uniform(2, 30))) < now:
        case = Case.objects.of(council_id).get(id=case_id)
        staff = _assigned(case, people, chance)
        if case.assigned_to_id is None and chance.random() < 0.8:  # noqa: PLR2004  # most are taken first
            assign_case(council_id, case_id=case_id, version=case.version, to=staff.id, staff=staff, now=at)
            continue
        if chance.random() < 0.12:  # noqa: PLR2004  # now and then somebody writes something down
            add_note(council_id, case_id=case_id, text=chance.choice(NOTES), staff=staff, now=at)
        to = _next_state(pattern, case.state, chance)
        if to is None:
            return
        _move(council_id, case, to, effective=effective, staff=staff, chance=chance, at=at)


def _assigned(case: Case, people: Sequence[StaffView], chance: random.Random) -> StaffView:
    return next((one for one in people if one.id == case.assigned_to_id), chance.choice(people))


def _next_state(pattern: CasePattern, state: str, chance: random.Random) -> State | None:
    """Choose among the moves; the first of them is what mostly happens."""
    moves = moves_from(pattern, state)
    if not moves:
        return None
    return chance.choices(moves, weights=[12, *(1 for _ in moves[1:])])[0]


def _move(
    council_id: uuid.UUID,
    case: Case,
    to: State,
    *,
    effective: Effective,
    staff: StaffView,
    chance: random.Random,
    at: dt.datetime,
) -> None:
    reason = chance.choice(REASONS.get(to.id, ("We looked into it and this is what we found.",)))
    move_case(
        council_id,
        case_id=case.id,
        version=case.version,
        to=to.id,
        reason=reason if to.reason == "required" or (to.reason == "optional" and chance.random() < 0.5) else "",  # noqa: PLR2004  # half of them
        decision={
            placed.question.id: at.date().isoformat()
            if placed.question.id == to.on
            else _decided(effective, placed, at)
            for placed in decision_questions(effective, to)
        },
        staff=staff,
        now=at,
    )


def _decided(effective: Effective, placed: Placed, at: dt.datetime) -> Any:
    """Answer an officer's question as most would."""
    kind = getattr(placed.question, "type", "")
    if isinstance(placed.question, Choice):
        first = effective.choices(placed.address, placed.question)[0].value
        return [first] if kind == "checkboxes" else first
    plain: Mapping[str, Any] = {
        "date": (at.date() + dt.timedelta(days=1)).isoformat(),
        "yes-no": True,
        "declaration": True,
        "number": 1,
        "money": 1_000,
        "time": "09:00",
    }
    return plain.get(str(kind), "As agreed by phone")
