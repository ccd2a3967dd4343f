"""Checks of casework: states, moves, clocks, the messages they send, and what an officer is asked."""

from collections.abc import Iterable, Iterator
from itertools import islice

from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.checks.ways import reached_from_start, states_in_time, tells_of, ways_from
from commonwheel.core.patterns.model.casework import Case, Clock, Length, Longer, State
from commonwheel.core.patterns.model.keys import MOST_COUNTED
from commonwheel.core.patterns.model.nations import NATIONS, case_in
from commonwheel.core.patterns.model.questions import Answerable, Date, Group
from commonwheel.core.patterns.model.settings import IntegerSetting

_SOURCE = "en"
_FILES = frozenset({"file", "signature"})
_SHOWN_STATES = 20
"""How many states are named where another is not known."""


def check_states(subject: Subject) -> None:
    """Note states that nothing leads to or out of, in any nation, and moves to states that are not there."""
    case = subject.pattern.case
    for state in case.states:
        _check_moves(subject, state)
        _check_files_asked(subject, state)
        if state.on is not None:
            _check_date_asked(subject, f"case.states.{state.id}.on", state, state.on)
    first = case.states[0]
    if first.nations:
        subject.report("opens-nowhere", f"case.states.{first.id}.nations", found=", ".join(first.nations))
        return
    lost: dict[tuple[str, str], list[str]] = {}
    for nation in NATIONS:
        for found in _lost(case_in(case, nation)):
            lost.setdefault(found, []).append(nation)
    for (code, name), nations in lost.items():
        where = "" if len(nations) == len(NATIONS) else f" in {', '.join(nations)}"
        subject.report(code, f"case.states.{name}", found=f"{name}{where}")


def check_clocks(subject: Subject) -> None:
    """Note clocks that name states or settings that are not there, and what is wrong with statutory ones."""
    for clock in subject.pattern.case.clocks:
        address = f"case.clocks.{clock.id}"
        if clock.starts.startswith("state:"):
            _check_known(subject, f"{address}.starts", [clock.starts.removeprefix("state:")])
        for key in ("pauses", "disregards", "restarts", "ends"):
            _check_known(subject, f"{address}.{key}", getattr(clock, key))
        for longer in clock.longer:
            _check_longer(subject, f"{address}.longer.{longer.id}", clock, longer)
        if clock.protected is not None and clock.law is None:
            subject.report("law-missing", address, found=clock.id)
        _check_length(subject, f"{address}.length", clock.length, by_law=clock.law is not None)


def check_renewal(subject: Subject) -> None:
    """Note a time that is renewed and begins with nothing, or on a day that nobody surely gives."""
    renew = subject.pattern.renew
    if renew is None:
        return
    if renew.starts.startswith("state:"):
        _check_known(subject, "renew.starts", [renew.starts.removeprefix("state:")])
    if renew.from_ is not None and not _is_given(subject, renew.starts.removeprefix("state:"), renew.from_):
        subject.report("renewal-from-nothing", "renew.from", found=renew.from_)


def _is_given(subject: Subject, begins: str, name: str) -> bool:
    """Tell whether a question is a date that is always answered when the time begins."""
    if begins == "received":
        asking = subject.asked.get(name)
        return asking is not None and asking.question.type == "date" and not (asking.optional or asking.conditions)
    asked = subject.states[begins].ask if begins in subject.states else ()
    return any(each.id == name and each.type == "date" and _needed(each) for each in asked)


def check_told(subject: Subject) -> None:
    """Note messages that are told but not there, there but not told, or there only in translation."""
    messages = subject.bundle.messages
    told: set[str] = set()
    for address, tell in tells_of(subject.pattern):
        for who in ("resident", "officer"):
            name = getattr(tell, who)
            told |= {name} if name else set()
            if name and (name, _SOURCE) not in messages:
                subject.report("message-missing", f"{address}.{who}", found=name)
    for name, language in messages:
        path = f"messages/{name}" if language == _SOURCE else f"messages/{name.removesuffix('.md')}.{language}.md"
        if (name, _SOURCE) not in messages:
            subject.report("message-without-source", "", found=path, mark=f"{path}#")
        elif name not in told and language == _SOURCE:
            subject.report("message-unused", "", found=path, mark=f"{path}#")


def _check_moves(subject: Subject, state: State) -> None:
    address = f"case.states.{state.id}"
    _check_known(subject, f"{address}.next", state.next)
    if state.final is not None and (state.next or state.after):
        subject.report("final-moves-on", address, found=state.id)
    if state.after is None:
        return
    _check_known(subject, f"{address}.after.go", [state.after.go])
    if state.after.length is not None:
        _check_length(subject, f"{address}.after.length", state.after.length, by_law=False)
    elif state.id not in states_in_time(subject.pattern):
        subject.report("until-nothing", f"{address}.after.until", found=state.id)
    there = subject.states.get(state.after.go)
    if there is not None and (there.reason == "required" or any(_needed(each) for each in there.ask)):
        subject.report("automatic-move-needs-answers", f"{address}.after.go", found=there.id)


def _check_files_asked(subject: Subject, state: State) -> None:
    for group in (each for each in state.ask if isinstance(each, Group)):
        for member in group.ask:
            if member.type in _FILES:
                address = f"case.states.{state.id}.ask.{group.id}.ask.{member.id}"
                subject.report("file-in-officers-group", address, found=member.id)


def _check_longer(subject: Subject, address: str, clock: Clock, longer: Longer) -> None:
    _check_known(subject, f"{address}.after", [longer.after])
    state = subject.states.get(longer.after)
    if longer.until is not None and state is not None:
        _check_date_asked(subject, f"{address}.until", state, longer.until)
    if longer.length is None:
        return
    _check_length(subject, f"{address}.length", longer.length, by_law=clock.law is not None)
    for (unit, own), (_, number) in zip(clock.length, longer.length, strict=True):
        if own is not None and number is not None and _most(subject, own) >= _least(subject, number):
            subject.report("not-longer", f"{address}.length", found=f"{number} {unit}", expected=f"more than {own}")


def _check_length(subject: Subject, address: str, length: Length, *, by_law: bool) -> None:
    for unit, number in length:
        if not isinstance(number, str):
            continue
        setting = _setting(subject, number)
        if not isinstance(setting, IntegerSetting):
            subject.report("length-not-a-setting", f"{address}.{unit}", found=number)
        elif setting.min is None or setting.max is None or setting.min < 1 or setting.max > MOST_COUNTED:
            subject.report("length-without-bounds", f"{address}.{unit}", found=number)
        elif by_law and setting.max > setting.default:
            subject.report("law-can-be-lengthened", f"{address}.{unit}", found=number)


def _least(subject: Subject, number: int | str) -> int:
    """Return the least that a length can be, whatever a council sets."""
    return number if isinstance(number, int) else getattr(_setting(subject, number), "min", None) or MOST_COUNTED + 1


def _most(subject: Subject, number: int | str) -> int:
    """Return the most that a length can be, whatever a council sets."""
    return number if isinstance(number, int) else getattr(_setting(subject, number), "max", None) or 0


def _setting(subject: Subject, number: str) -> object:
    return subject.settings.get(number.removeprefix("settings."))


def _check_date_asked(subject: Subject, address: str, state: State, name: str) -> None:
    if not any(isinstance(question, Date) and question.id == name for question in state.ask):
        subject.report("date-not-asked", address, found=name)


def _needed(question: object) -> bool:
    return isinstance(question, Answerable) and not question.optional and question.when is None


def _check_known(subject: Subject, address: str, names: Iterable[str]) -> None:
    for name in names:
        if name not in subject.states:
            known = ", ".join(islice(subject.states, _SHOWN_STATES))
            subject.report("unknown-state", address, found=name, expected=f"one of {known}")


def _lost(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the states of one nation that nothing leads to, and those from which no way leads to an end."""
    reached, ending = reached_from_start(case.states), _ending(case)
    for state in case.states:
        if state.id not in reached:
            yield "unreachable-state", state.id
        if state.id not in ending:
            yield "no-way-out", state.id


def _ending(case: Case) -> set[str]:
    """Return the states from which a final one can be reached."""
    into: dict[str, list[str]] = {}
    for state in case.states:
        for way in ways_from(state):
            into.setdefault(way, []).append(state.id)
    ending = {state.id for state in case.states if state.final}
    pending = list(ending)
    while pending:
        for state_id in into.get(pending.pop(), ()):
            if state_id not in ending:
                ending.add(state_id)
                pending.append(state_id)
    return ending
