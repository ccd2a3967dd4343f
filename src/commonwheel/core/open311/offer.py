"""Which reports a service takes from programs of others, and what each of them asks.

Offered is what can be reported wholly in the words of Open311: something at a place, described in words, for which
nothing has to be paid, uploaded, signed or booked. Where one choice decides the duty, such as what is wrong in a
street, each of its options is a report by itself, as partners list them. Source: GeoReport version 2, "GET Service
List" and "GET Service Definition".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Literal

from commonwheel.core.patterns.answering.cel_values import Circumstances, answer_fact, facts_of
from commonwheel.core.patterns.answering.route import walk
from commonwheel.core.patterns.answering.rules import LONGEST
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.expressions import Compiled, Facts
from commonwheel.core.patterns.running.programme import Page, Placed, Programme
from commonwheel.core.patterns.wording.words import Hole, show

Datatype = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
DATATYPES: Mapping[str, Datatype] = {
    "text": "string",
    "name": "string",
    "email": "string",
    "phone": "string",
    "vehicle": "string",
    "time": "string",
    "long-text": "text",
    "number": "number",
    "money": "number",
    "date": "datetime",
    "radios": "singlevaluelist",
    "select": "singlevaluelist",
    "yes-no": "singlevaluelist",
    "declaration": "singlevaluelist",
    "checkboxes": "multivaluelist",
}
"""What Open311 calls each type of question that it can ask."""
LONGEST_DESCRIPTION = 4_000
"""Characters that a description may have where nothing else is said. Source: GeoReport version 2, "description"."""
AGREED: Mapping[str, str] = {"en": "I agree", "cy": "Rwy’n cytuno"}
_CHOICES = frozenset({"radios", "select", "yes-no"})
_MOST_TRIED = 64
"""Ways of choosing that are tried out to see whether a question can be asked at all."""
_CONTACT = ("name", "email", "phone")


@dataclass(frozen=True, slots=True)
class Attribute:
    """
    One thing that is asked beside place, description and sender.

    Attributes:
        code: the question's id.
        datatype: as Open311 names it.
        required: it is always asked and must be answered.
        label, hint: the question in words, and the line under it; "" for no hint.
        values: keys and names of what can be chosen.
        is_conditional: it is asked only where other answers call for it.
    """

    code: str
    datatype: Datatype
    required: bool
    label: str
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """
    Which questions the parameters that every report has are the answers to.

    Attributes:
        place, description: ids of the questions.
        name, email, phone: likewise; "" where it is not asked.
    """

    place: str
    description: str
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """
    One report that a service takes.

    Attributes:
        code: the service's own, or that and the option, with a full stop between.
        name, summary: in words; `group` is the service's title where it takes several.
        fixed: what the code itself answers.
        duty: the duty behind it; "" where the answers decide it.
        asked: the attributes, in order.
        longest: characters that the description may have.
        unasked: labels of questions that may be left out, and that Open311 cannot ask.
    """

    code: str
    name: str
    summary: str
    group: str
    fixed: Mapping[str, str]
    duty: str
    roles: Roles
    asked: tuple[Attribute, ...]
    longest: int
    unasked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A report that is not taken, and why, as a sentence for staff."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What a service takes from programs of others, and what it does not."""

    offers: tuple[Offer, ...]
    left_out: tuple[NotOffered, ...]


def offered(
    programme: Programme, *, code: str, circumstances: Circumstances, language: str, values: Mapping[str, Any]
) -> Offered:
    """
    Return which reports a service takes from programs of others.

    Args:
        code: the service's own.
        circumstances: of the council, today: what its settings rule out is not offered.
        language: of the words.
        values: for the holes in words: settings and council.
    """
    words = _Words(programme, language, values)
    title = words.of("title", programme.effective.pattern.title)
    why = _why_not(programme)
    if why:
        return Offered((), (NotOffered(code, title, why),))
    found: list[Offer] = []
    left_out: list[NotOffered] = []
    for report in _divided(programme, _Report(code, title, {}), words):
        made = _offer(programme, report, circumstances, words)
        if isinstance(made, str):
            left_out.append(NotOffered(report.code, report.name, made))
        else:
            found.append(made)
    return Offered(tuple(found), tuple(left_out))


# Private


@dataclass(frozen=True)
class _Words:
    """The words of a programme in a language."""

    programme: Programme
    language: str
    values: Mapping[str, Any]

    def of(self, address: str, source: str) -> str:
        """Return a text of the pattern."""
        return words_of(self.programme.effective, address, source, self.language, self.values)

    def label(self, placed: Placed) -> str:
        """Return a question in words."""
        return self.of(f"{placed.address}.label", getattr(placed.question, "label", ""))

    def hint(self, placed: Placed) -> str:
        """Return the line under a question; "" for none."""
        hint = getattr(placed.question, "hint", None)
        return self.of(f"{placed.address}.hint", hint) if hint else ""

    def values_of(self, placed: Placed) -> tuple[tuple[str, str], ...]:
        """Return what can be chosen; () where nothing is."""
        if placed.type == "yes-no":
            return tuple((value, _said(is_so, self.language)) for value, is_so in (("yes", True), ("no", False)))
        if placed.type == "declaration":
            return (("true", AGREED.get(self.language, AGREED["en"])),)
        return tuple((each.value, self.of(each.label_address, each.label)) for each in placed.options)


def _said(is_so: bool, language: str) -> str:  # noqa: FBT001  # the fact itself
    """Return yes or no, as answers are read."""
    return show(Hole("value", "", 0), {"value": is_so}, language).capitalize()


def _why_not(programme: Programme) -> str:
    """Return why nothing of a service can be reported so; "" where it can."""
    pattern = programme.effective.pattern
    places = _of_type(programme, "place")
    reasons = (
        (pattern.protect, "It protects people, so it leaves no trace with anybody else."),
        (pattern.fee is not None, "It costs something, and is paid for on the council’s own pages."),
        (pattern.book is not None, "It needs an appointment."),
        (
            pattern.data is not None and pattern.data.special != "none",
            "It asks for special category or criminal data, which must not pass through others.",
        ),
        (not places, "It asks for no spot on the ground, which every report through Open311 has."),
        (len(places) > 1, "It asks for more than one place, and Open311 has one."),
        (
            not _of_type(programme, "long-text"),
            "It asks for no description in several lines, which every report through Open311 has.",
        ),
    )
    return next((why for is_so, why in reasons if is_so), "")


def _of_type(programme: Programme, *types: str) -> list[Placed]:
    return [placed for placed in programme.questions.values() if placed.type in types]


@dataclass(frozen=True)
class _Report:
    """One report of a service, and what its code answers."""

    code: str
    name: str
    fixed: Mapping[str, str]


def _divided(programme: Programme, whole: _Report, words: _Words) -> Iterator[_Report]:
    """Yield the reports of a service: one for each option of the choice that decides the duty, else the service."""
    placed = _deciding(programme)
    if placed is None:
        yield whole
        return
    for option in placed.options:
        name = words.of(option.label_address, option.label)
        yield _Report(f"{whole.code}.{option.value}", name, {placed.id: option.value})


def _deciding(programme: Programme) -> Placed | None:
    """Return the one choice, asked of everybody, by which alone the duty is decided; None where there is none."""
    names = {name for duty in programme.duties if duty.when for name in duty.when.analysis.names}
    asked = [programme.questions[name] for name in names if name in programme.questions]
    if len(names) != 1 or not asked or asked[0].type not in {"radios", "select"}:
        return None
    return None if asked[0].when or programme.page(asked[0].page).when else asked[0]


def _offer(programme: Programme, report: _Report, circumstances: Circumstances, words: _Words) -> Offer | str:
    """Return a report that is taken, or why it is not."""
    found = walk(programme, report.fixed, circumstances)
    if found.stop is not None and found.stop.stop.law is not None:
        return f"It ends at “{words.of(f'{found.stop.address}.title', found.stop.stop.title)}”."
    roles, pattern = _roles(programme), programme.effective.pattern
    asked = _asked(programme, roles, report.fixed, circumstances)
    lacking = next((placed for placed, is_always in asked if _is_lacking(placed, is_always=is_always)), None)
    if lacking is not None:
        return f"It must have an answer to “{words.label(lacking)}”, which Open311 cannot ask."
    described = programme.questions[roles.description].question
    return Offer(
        code=report.code,
        name=report.name,
        summary=words.of("summary", pattern.summary),
        group=words.of("title", pattern.title) if report.fixed else "",
        fixed=report.fixed,
        duty=found.duty or "",
        roles=roles,
        asked=tuple(_attribute(one, words, is_always=always) for one, always in asked if one.type in DATATYPES),
        longest=min(getattr(described, "max", None) or LONGEST["long-text"], LONGEST_DESCRIPTION),
        unasked=tuple(words.label(placed) for placed, _always in asked if placed.type not in DATATYPES),
    )


def _asked(
    programme: Programme, roles: Roles, fixed: Mapping[str, str], circumstances: Circumstances
) -> list[tuple[Placed, bool]]:
    """Return what is asked beside what every report has, or may be, each with whether it always is."""
    named = {roles.place, roles.description, roles.name, roles.email, roles.phone, *fixed}
    facts = facts_of(programme, fixed, circumstances)
    found = [
        (placed, _is_asked(programme, page, placed, facts))
        for page in programme.pages
        for placed in page.entries
        if placed.type != "show" and placed.id not in named
    ]
    return [(placed, is_asked is True) for placed, is_asked in found if is_asked is not False]


def _is_lacking(placed: Placed, *, is_always: bool) -> bool:
    return placed.type not in DATATYPES and is_always and not placed.optional


def _attribute(placed: Placed, words: _Words, *, is_always: bool) -> Attribute:
    return Attribute(
        code=placed.id,
        datatype=DATATYPES[placed.type],
        required=is_always and not placed.optional,
        label=words.label(placed),
        hint=words.hint(placed),
        values=words.values_of(placed),
        is_conditional=not is_always,
    )


def _is_asked(programme: Programme, page: Page, placed: Placed, facts: Facts) -> bool | None:
    """Return whether a question is asked, as far as that is known; None where other answers decide it."""
    conditions = (*((page.when,) if page.when else ()), *placed.when)
    if any(_is_never(programme, when, facts) for when in conditions):
        return False
    return True if all(when.run(facts) is True for when in conditions) else None


def _is_never(programme: Programme, when: Compiled, facts: Facts) -> bool:
    """Say whether a condition is false, whatever is chosen where it depends on choices still to be made."""
    open_choices = [_choices(programme.questions.get(name)) for name in when.analysis.reads - facts.values.keys()]
    if not all(open_choices) or prod(map(len, open_choices)) > _MOST_TRIED:
        return False
    ways = (facts.within(facts.scope, dict(way)) for way in product(*open_choices))
    return all(when.run(way) is False for way in ways)


def _choices(placed: Placed | None) -> list[tuple[str, Any]]:
    """Return each answer that can be chosen, as expressions see it; none where it is no choice of one."""
    if placed is None:
        return []
    chosen: tuple[Any, ...] = (True, False) if placed.type == "yes-no" else tuple(o.value for o in placed.options)
    return [(placed.id, answer_fact(placed, each)) for each in chosen] if placed.type in _CHOICES else []


def _roles(programme: Programme) -> Roles:
    """Return which questions have the place, the description and the sender: of several the first."""
    contact = {kind: next((placed.id for placed in _of_type(programme, kind)), "") for kind in _CONTACT}
    return Roles(
        place=_of_type(programme, "place")[0].id, description=_of_type(programme, "long-text")[0].id, **contact
    )
