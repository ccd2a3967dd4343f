"""Checks of questions and settings: options, bounds, defaults, facts, appointments, former ids."""

from collections.abc import Iterator, Mapping
from typing import Any

from commonwheel.core.patterns.checks.known_blocks import KNOWN_BLOCKS
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.model.questions import Answerable, Asked, Checkboxes, Choice, Group, Place, Text, Use
from commonwheel.core.patterns.running.facts import FACTS


def check_questions(subject: Subject) -> None:
    """Note what is wrong with single questions, of residents and of officers."""
    officers = (
        Asking(question, f"case.states.{state.id}.ask.{question.id}", 0)
        for state in subject.pattern.case.states
        for question in state.ask
    )
    for asking in (*subject.askings, *officers):
        _check_bounds(subject, asking)
        _check_options(subject, asking)
        _check_default(subject, asking)
        if isinstance(asking.question, Group) and any(isinstance(each, Group) for each in asking.question.ask):
            subject.report("group-in-group", asking.address, found=asking.question.id)


def check_settings(subject: Subject) -> None:
    """Note settings whose smallest value is over their largest."""
    for setting in subject.pattern.settings:
        _check_range(subject, setting, f"settings.{setting.id}")


def check_facts(subject: Subject) -> None:
    """Note answers that are said to be facts they cannot be."""
    for name, fact in subject.pattern.facts.items():
        asking = subject.asked.get(name)
        if asking is None:
            subject.report("unknown-question", f"facts.{name}", found=name)
        else:
            _check_fact(subject, f"facts.{name}", fact, asking)
    for asking in subject.askings:
        fact_id = getattr(asking.question, "facts", None)
        if fact_id is not None:
            _check_fact(subject, f"{asking.address}.facts", fact_id, asking)


def check_appointments(subject: Subject) -> None:
    """Note a calendar without a question for the slot, and the other way round."""
    slots = [asking for asking in subject.askings if asking.question.type == "slot"]
    book = subject.pattern.book
    if book is None:
        for asking in slots:
            subject.report("slot-without-book", f"{asking.address}.type", found=asking.question.id)
        return
    if book.ask is None and len(slots) != 1:
        subject.report("book-without-slot", "book", found=f"{len(slots)} questions of type slot")
    if book.ask is not None and book.ask not in {asking.question.id for asking in slots}:
        subject.report("book-without-slot", "book.ask", found=book.ask)


def check_deciding_place(subject: Subject) -> None:
    """Note places that shall decide the council and cannot: a second one, one in a group, one that officers answer."""
    asked = [(asking.address, asking.question) for asking in subject.askings]
    deciding = [(address, question) for address, question in asked if _decides(question)]
    inside = [
        (f"{address}.ask.{member.id}", member)
        for address, question in asked
        if isinstance(question, Group)
        for member in question.ask
    ]
    officers = [
        (f"case.states.{state.id}.ask.{question.id}", question)
        for state in subject.pattern.case.states
        for question in state.ask
    ]
    useless = [(address, question) for address, question in (*inside, *officers) if _decides(question)]
    for address, question in (*deciding[1:], *useless):
        subject.report("place-does-not-decide", f"{address}.within", found=question.id)


def check_carried(subject: Subject) -> None:
    """Note answers that the next service is to get and that are not asked here."""
    for then in subject.pattern.then:
        for theirs, ours in then.carry.items():
            if ours not in subject.asked or subject.asked[ours].question.type == "show":
                subject.report("unknown-question", f"then.{then.id}.carry.{theirs}", found=ours)


def check_former_ids(subject: Subject) -> None:
    """Note a former id that something beside it still bears."""
    borne = {spot.address for spot in subject.spots if spot.name in ("id", "value")}
    for spot in subject.spots:
        if spot.name != "was" or not spot.value:
            continue
        beside = spot.owner_address.rpartition(".")[0]
        for former in spot.value:
            if {f"{beside}.{former}.id", f"{beside}.{former}.value"} & borne:
                subject.report("was-in-use", spot.address, found=former)


def check_repeated_blocks(subject: Subject) -> None:
    """Note pages that ask themselves what a known block asks."""
    for step in subject.pattern.steps:
        types = {entry.type for entry in step.ask if not isinstance(entry, Use)}
        for name, asks in KNOWN_BLOCKS.items():
            if len(types) > 1 and types <= asks:
                subject.report(
                    "repeats-block", f"steps.{step.id}", found=", ".join(sorted(types)), expected=f"use: {name}"
                )


# Private


def _decides(question: Asked) -> bool:
    return isinstance(question, Place) and question.within == "any-council"


def _check_bounds(subject: Subject, asking: Asking) -> None:
    _check_range(subject, asking.question, asking.address)
    options = subject.options(asking.question)
    question = asking.question
    if (
        options is not None
        and isinstance(question, Checkboxes)
        and max(question.min or 0, question.max or 0) > len(options)
    ):
        subject.report(
            "min-over-max", asking.address, found=question.id, expected=f"at most {len(options)}, the number of options"
        )


def _check_range(subject: Subject, shape: Any, address: str) -> None:
    least, most = getattr(shape, "min", None), getattr(shape, "max", None)
    if least is not None and most is not None and least > most:
        subject.report("min-over-max", f"{address}.min", found=least, expected=f"{most} or less")


def _check_options(subject: Subject, asking: Asking) -> None:
    if isinstance(asking.question, Choice) and subject.options(asking.question) is None:
        subject.report("options-not-a-setting", f"{asking.address}.options", found=asking.question.options)


def _check_default(subject: Subject, asking: Asking) -> None:
    question = asking.question
    default = getattr(question, "default", None)
    if default is None:
        return
    options = subject.options(question)
    if options is not None and default not in {option.value for option in options}:
        known = ", ".join(option.value for option in options)
        subject.report("wrong-default", f"{asking.address}.default", found=default, expected=f"one of {known}")
    elif options is None and not _fits(question, len(default) if isinstance(question, Text) else default):
        subject.report("wrong-default", f"{asking.address}.default", found=default)


def _fits(question: Asked, size: Any) -> bool:
    least, most = getattr(question, "min", None), getattr(question, "max", None)
    return (least is None or size >= least) and (most is None or size <= most)


def _check_fact(subject: Subject, address: str, fact_id: str, asking: Asking) -> None:
    fact = FACTS.get(fact_id)
    if fact is None:
        subject.report("unknown-fact", address, found=fact_id, expected=f"one of {', '.join(FACTS)}")
    elif asking.question.type not in fact.types:
        kinds = ", ".join(sorted(fact.types)) or "none: only the council's records say it"
        subject.report("fact-of-wrong-type", address, found=asking.question.type, expected=kinds)


def personal(subject: Subject) -> Iterator[Asking]:
    """Yield the questions whose answers are facts about a person."""
    stated: Mapping[str, str] = subject.pattern.facts
    for asking in subject.askings:
        question = asking.question
        if isinstance(question, Answerable) and (question.facts or question.id in stated):
            yield asking
