"""Examples: each journey walked, what came out compared with what it says, and what no example reaches.

An example that expects both a stop and a case is one in which the resident carries on past the stop.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from commonwheel.core.casework.clocks import authority_calendars, due
from commonwheel.core.casework.entries import Entered, check_day, counted
from commonwheel.core.casework.renewals import Renewal, renewal_begun
from commonwheel.core.casework.settled import settled
from commonwheel.core.casework.states import Moved, Notice, move, move_by_itself, opening, state_of
from commonwheel.core.examples.reached import Reached, report_unreached
from commonwheel.core.patterns.answering.cel_values import Circumstances, decision_facts, facts_of
from commonwheel.core.patterns.answering.checks import check_answer
from commonwheel.core.patterns.answering.notation import read_answers, read_fact
from commonwheel.core.patterns.answering.route import Walk, walk
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.expressions.names import AUTHORITY
from commonwheel.core.patterns.model.casework import After, Case
from commonwheel.core.patterns.model.companions import Bundle, Example, Expected, Move
from commonwheel.core.patterns.model.nations import case_in
from commonwheel.core.patterns.reading.setting_values import SettingValue, read_value
from commonwheel.core.patterns.running.facts import ACCOUNT
from commonwheel.core.patterns.running.programme import Programme, compile_programme
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.problems import Failure, Problem
from commonwheel.core.values.working_days import WorkingCalendar

Calendars = Mapping[str, WorkingCalendar]

_NOON = dt.time(12, tzinfo=dt.UTC)
_NATION = "england"
_CALENDAR = "england-and-wales"
_REASON = "Given by an example."


@dataclass(frozen=True, slots=True)
class Report:
    """
    What came of walking the examples.

    Attributes:
        examples: their ids, in order.
        problems: what differed or could not be walked (errors), and what no example reaches (warnings).
    """

    examples: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether every example came out as it says, and everything is reached."""
        return not self.problems


class ExampleCannotBeWalked(Failure):
    """
    An example says something that cannot happen.

    Attributes:
        address: in the example, of what cannot be.
    """

    def __init__(self, address: str, words: str) -> None:
        super().__init__(words)
        self.address = address


@dataclass(slots=True)
class CaseSoFar:
    """
    An example's case: the moves made, oldest first, the messages of the latest, and what is renewed.

    Attributes:
        pattern: what the pattern says about cases, in the nation and with the settings of the example.
    """

    pattern: Case
    received_at: dt.datetime
    moves: list[Entered] = field(default_factory=list)
    sent: tuple[str, ...] = ()
    renewal: Renewal | None = None

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.moves[-1].state

    @property
    def entries(self) -> tuple[Entered, ...]:
        """The states it has entered, as clocks count them."""
        return counted(self.pattern, self.moves, timezone=dt.UTC)

    def enter(self, moved: Moved, at: dt.datetime) -> None:
        """Record a move."""
        self.moves.append(Entered(moved.to_state, at, moved.decision))
        self.tell(moved.effects.messages)

    def tell(self, notices: tuple[Notice, ...]) -> None:
        """Record what is sent."""
        self.sent = tuple(notice.file for notice in notices)


@dataclass(frozen=True, slots=True)
class Journey:
    """What was answered, and in which circumstances."""

    programme: Programme
    walked: Walk
    circumstances: Circumstances


def run_examples(bundle: Bundle, *, calendars: Calendars) -> Report:
    """
    Walk every example of a pattern.

    Args:
        bundle: without errors of `read_folder` and `check`.
        calendars: by nation, `any-uk`, and `school` where the pattern counts school days. An example's
            `authority: {nation: …}` chooses the council's own; England and Wales where it does not say.
    """
    subject = Subject(bundle)
    reached = Reached()
    for example in bundle.examples.values():
        ExampleRun(subject, example, calendars, reached).walk()
    report_unreached(subject, reached)
    return Report(tuple(bundle.examples), tuple(sorted(set(subject.problems))))


@dataclass(slots=True)
class ExampleRun:
    """
    One example being walked; what differs from what it expects is reported to `subject`.

    Attributes:
        waiting: why the journey does not go on, where it does not.
    """

    subject: Subject
    example: Example
    calendars: Calendars
    reached: Reached
    waiting: str = ""

    @property
    def mark(self) -> str:
        """The file it stands in, as addresses of problems begin."""
        return f"examples/{self.example.id}.yaml#"

    def walk(self) -> None:
        """Walk it, and note what differs."""
        try:
            self._journey()
        except ExampleCannotBeWalked as failure:
            self.report(failure.address, str(failure))
        except Failure as failure:
            self.report("", str(failure))

    def _journey(self) -> None:
        example = self.example
        programme = compile_programme(effective_of(self.subject.bundle, self._settings()))
        circumstances = self._circumstances()
        answers = read_answers((placed.question for placed in programme.questions.values()), example.answers)
        stops, walked = self._walk_past_stops(programme, answers, circumstances)
        self._note_journey(programme, walked, circumstances)
        case = None
        if walked.complete:
            case = CaseSoFar(self._case_here(programme.effective.settings), dt.datetime.combine(example.today, _NOON))
            self._enter(case, opening(case.pattern), case.received_at, walked.answers)
        self._compare_journey(walked, stops)
        self._compare_case("expect", example.expect, case)
        for number, step in enumerate(example.then):
            self._move(f"then.{number}", step, case, Journey(programme, walked, circumstances))

    def _settings(self) -> dict[str, SettingValue]:
        values: dict[str, SettingValue] = {}
        for name, written in self.example.settings.items():
            setting = self.subject.settings.get(name)
            value, expected = (None, "a setting of this service") if setting is None else read_value(setting, written)
            if value is None:
                raise ExampleCannotBeWalked(f"settings.{name}", f"The setting {name} should be {expected}.")
            values[name] = value
        return values

    def _circumstances(self) -> Circumstances:
        example = self.example
        return Circumstances(
            today=example.today,
            calendar=self._case_calendars()["authority"],
            account={name: read_fact(ACCOUNT[name], each) for name, each in example.account.items() if name in ACCOUNT},
            authority={n: read_fact(AUTHORITY[n], each) for n, each in example.authority.items() if n in AUTHORITY},
            in_area=lambda _spot, area: True if area == "authority" else None,
        )

    def _case_calendars(self) -> dict[str, WorkingCalendar]:
        own = self.calendars.get(self._nation(), self.calendars[_CALENDAR])
        return authority_calendars(self.calendars, authority=own)

    def _nation(self) -> str:
        return str(self.example.authority.get("nation", _NATION))

    def _case_here(self, settings: Mapping[str, SettingValue]) -> Case:
        return settled(case_in(self.subject.pattern.case, self._nation()), settings)

    def _walk_past_stops(
        self, programme: Programme, answers: Mapping[str, object], circumstances: Circumstances
    ) -> tuple[list[str], Walk]:
        """Return the stops that fired, in order, and the walk past those the resident carried on from."""
        carries_on = self.example.expect.case is not None or bool(self.example.then)
        fired: list[str] = []
        while True:
            walked = walk(programme, answers, circumstances, passed_stops=frozenset(fired))
            if walked.stop is None:
                return fired, walked
            again = walked.stop.stop.id in fired
            fired += [] if again else [walked.stop.stop.id]
            self.reached.stops.add(walked.stop.stop.id)
            if again or not carries_on:
                return fired, walked

    def _note_journey(self, programme: Programme, walked: Walk, circumstances: Circumstances) -> None:
        self.reached.steps |= set(_pages(walked))
        if walked.duty is not None:
            self.reached.duties.add(walked.duty)
        page = next((each for each in walked.pages if walked.next and each.page.id == walked.next.id), None)
        facts = facts_of(programme, walked.answers, circumstances)
        for placed in page.questions if page else ():
            if placed.id not in walked.answers:
                self.waiting = self.waiting or ("" if placed.optional else f"{placed.id} has no answer")
                continue
            for error in check_answer(placed, walked.answers[placed.id], facts=facts, circumstances=circumstances):
                self.waiting = (
                    self.waiting or f"the answer to {error.question} is refused ({error.address or error.code})"
                )
                if error.code == "check":
                    self.reached.checks.add(error.address.removesuffix(".say"))

    def _compare_journey(self, walked: Walk, stops: list[str]) -> None:
        expect = self.example.expect
        if expect.pages is not None:
            self.compare("expect.pages", "the pages", list(expect.pages), _pages(walked))
        if expect.stop is not None:
            self.compare("expect.stop", "the stop", expect.stop, stops[0] if stops else "none")
        if expect.duty is not None:
            self.compare("expect.duty", "the duty", expect.duty, walked.duty or "none")
        if expect.fee_pence is not None:
            pence = 0 if walked.fee is None else walked.fee.total_pence
            self.compare(
                "expect.fee_pence", "the fee in pence", expect.fee_pence, "not known" if pence is None else pence
            )
        for fault in walked.faults:
            self.report("answers", f"The expression at {fault.address} failed: {fault.fault.detail}.")

    def _move(self, address: str, step: Move, case: CaseSoFar | None, journey: "Journey") -> None:
        if case is None:
            raise ExampleCannotBeWalked(address, f"There is no case to move: {self.waiting or 'it was stopped'}.")
        if step.go is None:
            self._give_notice(address, step, case)
        else:
            moved = self._moved(address, step, step.go, case, journey)
            self._enter(case, moved, dt.datetime.combine(step.on, _NOON), journey.walked.answers)
        if step.expect is not None:
            self._compare_case(f"{address}.expect", step.expect, case)

    def _give_notice(self, address: str, step: Move, case: CaseSoFar) -> None:
        renewal = case.renewal if self.subject.states[case.state].final is None else None
        if renewal is None:
            raise ExampleCannotBeWalked(f"{address}.notice", "Nothing is running that falls due for renewal.")
        if renewal.notice_on != step.on:
            words = f"The notice of the renewal goes out on {renewal.notice_on}, not on {step.on}."
            raise ExampleCannotBeWalked(f"{address}.on", words)
        case.tell(renewal.notices)
        self.reached.messages |= set(case.sent)

    def _moved(self, address: str, step: Move, to: str, case: CaseSoFar, journey: "Journey") -> Moved:
        pattern = case.pattern
        try:
            here, there = state_of(pattern, case.state), state_of(pattern, to)
            if here.after is not None and here.after.go == to and to not in here.next:
                self._check_time_is_over(address, step, here.after, case)
                return move_by_itself(pattern, case.state)
            decision = read_answers(there.ask, step.ask)
            self._check_decision(address, step, to, decision, journey)
            check_day(there, decision, since=case.entries[-1].at.date(), today=step.on)
            reason = _REASON if there.reason == "required" else ""
            return move(pattern, case.state, to, reason=reason, decision=decision)
        except ExampleCannotBeWalked:
            raise
        except Failure as failure:
            raise ExampleCannotBeWalked(f"{address}.go", str(failure)) from failure

    def _check_time_is_over(self, address: str, step: Move, after: After, case: CaseSoFar) -> None:
        last = case.renewal.runs_until if case.renewal else step.on
        if after.until is not None and step.on <= last:
            raise ExampleCannotBeWalked(f"{address}.on", f"It runs until {last}, so it moves by itself after that day.")

    def _check_decision(
        self, address: str, step: Move, to: str, decision: dict[str, object], journey: "Journey"
    ) -> None:
        programme, around = journey.programme, journey.circumstances
        on_the_day = Circumstances(step.on, around.calendar, around.account, around.authority, around.in_area)
        facts = decision_facts(facts_of(programme, journey.walked.answers, on_the_day), programme, to, decision)
        for placed in programme.decisions[to]:
            if placed.id in decision:
                for error in check_answer(placed, decision[placed.id], facts=facts, circumstances=on_the_day):
                    words = f"The officer's answer to {placed.id} is refused: {error.address or error.code}."
                    raise ExampleCannotBeWalked(f"{address}.ask.{placed.id}", words)

    def _enter(self, case: CaseSoFar, moved: Moved, at: dt.datetime, answers: Mapping[str, object]) -> None:
        case.enter(moved, at)
        renew = self.subject.pattern.renew
        if renew is not None and case.renewal is None:
            case.renewal = renewal_begun(renew, moved, answers=answers, on=case.entries[-1].at.date())
        self.reached.states.add(moved.to_state)
        self.reached.messages |= set(case.sent)

    def _compare_case(self, address: str, expect: Expected, case: CaseSoFar | None) -> None:
        if expect.messages is not None:
            self.compare(f"{address}.messages", "the messages", list(expect.messages), list(case.sent) if case else [])
        if expect.case is None:
            return
        if case is None:
            self.report(
                f"{address}.case", f"Expected a case, but nothing was sent: {self.waiting or 'it was stopped'}."
            )
            return
        if expect.case.state is not None:
            self.compare(f"{address}.case.state", "the state", expect.case.state, case.state)
        if expect.case.due_on is not None:
            found = self._due_on(case)
            self.compare(f"{address}.case.due_on", "the day it is due", expect.case.due_on, found or "none")
        if expect.case.runs_until is not None:
            last = case.renewal.runs_until if case.renewal else "none"
            self.compare(f"{address}.case.runs_until", "the day it runs until", expect.case.runs_until, last)

    def _due_on(self, case: CaseSoFar) -> dt.date | None:
        """Return the first day on which something is due; None where nothing is, or the case is closed."""
        if self.subject.states[case.state].final is not None:
            return None
        found = (
            due(
                clock,
                received_at=case.received_at,
                entries=case.entries,
                calendars=self._case_calendars(),
                timezone=dt.UTC,
            )
            for clock in case.pattern.clocks
        )
        return min((each.on for each in found if each is not None and each.running), default=None)

    def compare(self, address: str, what: str, expected: object, found: object) -> None:
        """Hold what was found to what was expected."""
        if expected != found:
            words = f"Expected {what} to be {_said(expected)}, but got {_said(found)}."
            self.subject.report(
                "example-differs", address, found=_said(found), expected=_said(expected), mend=words, mark=self.mark
            )

    def report(self, address: str, words: str) -> None:
        """Note that it cannot be walked."""
        self.subject.report("example-not-walked", address, found=self.example.id, mend=words, mark=self.mark)


# Private


def _pages(walked: Walk) -> list[str]:
    """Return the steps shown, up to the one that is not complete."""
    names = [each.page.id for each in walked.pages]
    return names if walked.next is None else names[: names.index(walked.next.id) + 1]


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)
