"""The pages of problems and of letters, ready to print."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from markupsafe import Markup

from commonwheel.apps.cases import api as cases
from commonwheel.core.casework.entries import Entered
from commonwheel.core.casework.renewals import renewal_begun
from commonwheel.core.casework.states import Effects, Moved
from commonwheel.core.patterns.answering.notation import read_answers
from commonwheel.core.patterns.checks.ways import tells_of
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.problems import Problem
from commonwheel.design.frame import NodeFrame
from commonwheel.foundation.councils import CouncilView
from commonwheel.project.preview.examples import Walked
from commonwheel.project.preview.folder import Seen

AROUND = 2
"""Lines shown before and after the one that a problem is on."""
LONGEST_LINE = 160
REFERENCE = "-EXAMPLE1"
REASON = "(here stands the reason that the officer gives)"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file; `is_it` where the problem is on it."""

    number: int
    text: str
    is_it: bool


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem, with the lines of the file around it."""

    place: str
    code: str
    found: str
    expected: str
    help: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A message as its reader gets it, with when that is: in which states, and whether as the notice of a renewal."""

    file: str
    to: str
    when: tuple[str, ...]
    is_notice: bool
    subject: str
    html: Markup
    text: str
    lang: str
    is_translated: bool


def frame() -> NodeFrame:
    """Return what stands around the preview's own pages."""
    return NodeFrame()


def problems_page(seen: Seen) -> dict[str, Any]:
    """Return what the page of problems prints."""
    return {
        "frame": frame(),
        "errors": problem_views(seen, seen.errors),
        "warnings": problem_views(seen, seen.warnings),
    }


def problem_views(seen: Seen, problems: Iterable[Problem]) -> tuple[ProblemView, ...]:
    """Return problems, each with the lines of its file around it."""
    return tuple(
        ProblemView(_place(one), one.code, one.found, one.expected, one.help, tuple(_lines(seen, one)))
        for one in problems
    )


def letter_views(seen: Seen, walked: Walked | None, language: str, *, council: CouncilView) -> tuple[LetterView, ...]:
    """Return every message that a state sends, filled in with the answers of an example."""
    if seen.bundle is None or walked is None:
        return ()
    files = sorted({name for name, _language in seen.bundle.messages})
    return tuple(_letter(seen, walked, file, language, council) for file in files)


# Private


def _place(problem: Problem) -> str:
    where = problem.file or "the folder"
    return f"{where}, line {problem.line}" if problem.line else where


def _lines(seen: Seen, problem: Problem) -> Iterator[Line]:
    text = seen.files.get(problem.file, b"").decode("utf-8", "replace").splitlines()
    if not 1 <= problem.line <= len(text):
        return
    first = max(1, problem.line - AROUND)
    for number, line in enumerate(text[first - 1 : problem.line + AROUND], first):
        short = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
        yield Line(number, short, number == problem.line)


def _letter(seen: Seen, walked: Walked, file: str, language: str, council: CouncilView) -> LetterView:
    effective = walked.effective
    tells = [tell for _, tell in tells_of(effective.pattern) if file in (tell.resident, tell.officer)]
    to = "officer" if tells and tells[0].officer == file else "resident"
    told = [state for state in effective.pattern.case.states if state.tell in tells]
    state = told[0] if told else effective.pattern.case.states[0]
    said = cases.said_letter(
        effective, file, language, _facts(seen, walked, state, council), council=council, missing="…"
    )
    return LetterView(
        file=file,
        to=to,
        when=tuple(cases.state_label(effective, one.id, "en") for one in told),
        is_notice=len(tells) > len(told),
        subject=said.subject,
        html=Markup(said.html),  # noqa: S704  # made by our own renderer, which takes no HTML
        text=said.text,
        lang=said.language,
        is_translated=said.language == language,
    )


def _facts(seen: Seen, walked: Walked, state: State, council: CouncilView) -> cases.Facts:
    decision = _decision(seen, state)
    return cases.Facts(
        reference=f"{walked.effective.pattern.case.reference}{REFERENCE}",
        received_at=walked.moment,
        due_on=_due_on(walked, state, decision, council),
        answers=walked.answers,
        state=state.id,
        reason=REASON if state.reason != "none" else "",
        decision=decision,
        link=f"https://{settings.NODE_ADDRESS}/the-request/",
        runs_until=_runs_until(seen, walked),
        start_again=f"https://{settings.NODE_ADDRESS}/the-service/",
    )


def _runs_until(seen: Seen, walked: Walked) -> dt.date | None:
    """Return the last day of the time that is renewed, had it begun on the day of the journey."""
    pattern = walked.effective.pattern
    if pattern.renew is None:
        return None
    begins = pattern.renew.starts.removeprefix("state:")
    state = next((one for one in pattern.case.states if one.id == begins), pattern.case.states[0])
    moved = Moved("" if begins == "received" else "before", state.id, Effects(), decision=_decision(seen, state))
    begun = renewal_begun(pattern.renew, moved, answers=walked.answers, on=walked.moment.date())
    return begun.runs_until if begun else None


def _decision(seen: Seen, state: State) -> dict[str, Any]:
    """Return what an officer answers who moves a case to this state, from the first example in which one does."""
    for example in seen.bundle.examples.values() if seen.bundle else ():
        for step in example.then:
            if step.go == state.id:
                return read_answers(state.ask, step.ask)
    return {}


def _due_on(walked: Walked, state: State, decision: dict[str, Any], council: CouncilView) -> dt.date | None:
    pattern = cases.case_pattern(walked.effective, council)
    history = [Entered(pattern.states[0].id, walked.moment)]
    history += [Entered(state.id, walked.moment, decision)] if state.id != history[0].state else []
    found = cases.running_clocks(pattern, history, received_at=walked.moment, council=council)
    return min((ends.on for _name, ends in found), default=None)
