"""The preview's front page, ready to print: everything that the service has, with a link straight into each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse

from commonwheel.apps.journeys.presenters.wording import Wording, wording_of
from commonwheel.apps.services import api as services
from commonwheel.core.casework.lengths import unit_of
from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.model.casework import After, Clock, Length, Longer, State
from commonwheel.core.patterns.running.facts import Fact
from commonwheel.core.patterns.wording.words import ValueDoesNotFit, ValueIsMissing
from commonwheel.design.fields import FieldError, FieldView, errors_of
from commonwheel.design.frame import LanguageLink
from commonwheel.design.moments import day
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.frames import LANGUAGE_NAMES
from commonwheel.foundation.links import council_url
from commonwheel.integrations.bank_holidays.carried import carried_calendars
from commonwheel.project.preview.account import Known, fact_field, fact_value, facts_read, known_words
from commonwheel.project.preview.examples import Walked
from commonwheel.project.preview.folder import Seen
from commonwheel.project.preview.presenters import ProblemView, problem_views

ENDINGS = {
    "done": "Done", "refused": "Refused", "withdrawn": "Withdrawn", "duplicate": "Duplicate", "referred": "Passed on",
}  # fmt: skip
STARTS = {"received": "the day it is received", "next-day": "the day after it is received"}


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A page or a stop.

    Attributes:
        href: "" where no example leads there.
        note: when it is shown; "" for always.
        example: whose answers are filled in, where it is not the chosen one.
    """

    id: str
    title: str
    href: str
    note: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """An example, and whether it comes out as it says."""

    id: str
    day: str
    ends: str
    href: str
    wrong: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state of the case."""

    label: str
    id: str
    hint: str
    nations: str
    next: tuple[str, ...]
    ending: str
    tells: tuple[str, ...]
    by_itself: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock of the case; `nations` is "" where all councils have it."""

    label: str
    id: str
    nations: str
    length: str
    longer: tuple[str, ...]
    starts: str
    stands_still: tuple[str, ...]
    ends: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class AccountPanel:
    """
    What is known of the resident, to be chosen.

    Attributes:
        is_chosen: it holds on every page; else each example brings its own.
    """

    fields: tuple[FieldView, ...]
    errors: tuple[FieldError, ...]
    is_chosen: bool
    action_url: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything that the service has; `account` is None where nothing depends on what is known of the resident."""

    title: str
    summary: str
    lang: str
    name: str
    version: str
    start_url: str
    languages: tuple[LanguageLink, ...]
    language: str
    chosen: str
    examples: tuple[ExampleRow, ...]
    pages: tuple[Entry, ...]
    check: Entry
    sent: Entry
    stops: tuple[Entry, ...]
    states: tuple[StateRow, ...]
    states_url: str
    clocks: tuple[ClockRow, ...]
    messages: tuple[str, ...]
    messages_url: str
    guidance_url: str
    warnings: tuple[ProblemView, ...]
    account: AccountPanel | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page is made from; `known` is what was chosen to be known of the resident, None for nothing chosen."""

    seen: Seen
    service: services.ServiceView
    council: CouncilView
    walked: Mapping[str, Walked]
    chosen: str
    language: str
    known: Known | None

    def query(self, example: str = "") -> str:
        """Return what follows an address, so that example and language are kept."""
        return f"?example={example or self.chosen}&language={self.language}"


def facts_of_service(shelf: Shelf) -> tuple[Fact, ...]:
    """Return the facts about the resident that the service asks about."""
    return facts_read(wording_on(shelf).programme)


def front_page(
    shelf: Shelf, *, posted: Mapping[str, str] | None = None, wrong: Mapping[str, str] = MappingProxyType({})
) -> FrontPage:
    """
    Return what the front page prints.

    Args:
        posted: what was typed of the resident, where it is shown again.
        wrong: by fact, what is wrong with that.
    """
    wording = wording_on(shelf)
    pattern, query = wording.effective.pattern, shelf.query()
    start = council_url(shelf.council, "journeys:start", service=shelf.service.slug)
    return FrontPage(
        title=wording.title(),
        summary=wording.summary(),
        lang=shelf.language,
        name=pattern.full_name,
        version=pattern.version,
        start_url=f"{start}?language={shelf.language}",
        languages=_languages(shelf),
        language=shelf.language,
        chosen=shelf.chosen,
        examples=_examples(shelf),
        pages=tuple(_pages(shelf, wording)),
        check=_ending(shelf, "check", "Check your answers"),
        sent=_ending(shelf, "sent", "Confirmation"),
        stops=tuple(_stops(shelf, wording)),
        states=tuple(state_row(state, pattern.case.states, wording) for state in pattern.case.states),
        states_url=reverse("preview:states") + query,
        clocks=tuple(_clock(clock, pattern.case.states, wording) for clock in pattern.case.clocks),
        messages=tuple(sorted({file for file, _language in wording.effective.messages})),
        messages_url=reverse("preview:messages") + query,
        guidance_url=reverse("preview:guidance") + query,
        warnings=problem_views(shelf.seen, shelf.seen.warnings),
        account=_account(shelf, posted, wrong),
    )


def default_example(walked: Mapping[str, Walked]) -> str:
    """Return the example that shows most: one that can be sent, with the most pages; "" where there is none."""
    return max(walked, key=lambda name: (walked[name].complete, len(walked[name].pages)), default="")


# Private


def wording_on(shelf: Shelf) -> Wording:
    """Return the words of the service, as the chosen example and language have them."""
    one = shelf.walked.get(shelf.chosen)
    digest = one.effective.digest if one else shelf.service.digest
    return wording_of(services.get_programme(digest), shelf.language)


def _account(shelf: Shelf, posted: Mapping[str, str] | None, wrong: Mapping[str, str]) -> AccountPanel | None:
    facts = facts_of_service(shelf)
    walked = shelf.walked.get(shelf.chosen)
    known = shelf.known or (walked.known if walked else {})
    fields = tuple(
        fact_field(
            fact,
            value=fact_value(fact, known) if posted is None else posted.get(fact.name, ""),
            error=wrong.get(fact.name, ""),
        )
        for fact in facts
    )
    url = reverse("preview:account") + shelf.query()
    return AccountPanel(fields, errors_of(fields), shelf.known is not None, url) if facts else None


def _languages(shelf: Shelf) -> tuple[LanguageLink, ...]:
    if len(shelf.council.languages) == 1:
        return ()
    return tuple(
        LanguageLink(
            code, LANGUAGE_NAMES.get(code, code), f"?example={shelf.chosen}&language={code}", code == shelf.language
        )
        for code in shelf.council.languages
    )


def _pages(shelf: Shelf, wording: Wording) -> Iterable[Entry]:
    for page in wording.programme.pages:
        example = _leads_to(shelf, [name for name, one in shelf.walked.items() if page.id in one.pages])
        answers = shelf.walked[example].answers if example else {}
        try:
            title = wording.step(page, answers=answers, council=shelf.council).title
        except (ValueIsMissing, ValueDoesNotFit):
            title = str(page.step.title)
        href = reverse("preview:page", kwargs={"page": page.id}) + shelf.query(example) if example else ""
        yield Entry(page.id, title, href, str(page.step.when or ""), "" if example == shelf.chosen else example)


def _stops(shelf: Shelf, wording: Wording) -> Iterable[Entry]:
    for placed in wording.programme.stops:
        stop = placed.stop
        example = _leads_to(shelf, [name for name, one in shelf.walked.items() if stop.id in one.stops])
        answers = shelf.walked[example or shelf.chosen].answers if shelf.walked else {}
        try:
            title = wording.stop(placed, answers=answers, council=shelf.council).title
        except (ValueIsMissing, ValueDoesNotFit):
            title = str(stop.title)
        href = reverse("preview:stop", kwargs={"stop": stop.id}) + shelf.query(example)
        yield Entry(stop.id, title, href, str(stop.when), "" if example == shelf.chosen else example)


def _ending(shelf: Shelf, name: str, title: str) -> Entry:
    example = _leads_to(shelf, [one.id for one in shelf.walked.values() if one.complete])
    href = reverse(f"preview:{name}", kwargs={"example": example}) + shelf.query(example) if example else ""
    return Entry(name, title, href, "", "" if example == shelf.chosen else example)


def _leads_to(shelf: Shelf, names: list[str]) -> str:
    """Return the chosen example where it is one of these, else the first of them, else ""."""
    return shelf.chosen if shelf.chosen in names else next(iter(names), "")


def _examples(shelf: Shelf) -> tuple[ExampleRow, ...]:
    if shelf.seen.bundle is None:
        return ()
    problems = run_examples(shelf.seen.bundle, calendars=carried_calendars()).problems
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.file, []).append(problem.help)
    return tuple(
        ExampleRow(
            id=one.id,
            day=day(one.moment),
            ends=_end_of(one),
            href=reverse("preview:walk", kwargs={"example": one.id}) + shelf.query(one.id),
            wrong=tuple(wrong.get(f"examples/{one.id}.yaml", ())),
            known=known_words(one.known),
        )
        for one in shelf.walked.values()
    )


def _end_of(one: Walked) -> str:
    if one.complete:
        return "can be sent"
    return f"stops at {one.stops[-1]}" if one.stops else f"waits at {one.pages[-1]}" if one.pages else "has no pages"


def state_row(state: State, states: Iterable[State], wording: Wording) -> StateRow:
    """Return a state with its name, its end and its moves."""
    labels = {one.id: wording_label(one, wording) for one in states}
    tells = [state.tell.resident, state.tell.officer] if state.tell else []
    after = state.after
    return StateRow(
        label=labels[state.id],
        id=state.id,
        hint=_said(wording, f"case.states.{state.id}.hint", state.hint),
        nations=_nations(state),
        next=tuple(labels.get(name, name) for name in state.next),
        ending=ENDINGS.get(state.final, state.final) if state.final else "",
        tells=tuple(name for name in tells if name),
        by_itself=f"{labels.get(after.go, after.go)} {_time_of(after, wording)}" if after else "",
    )


def _time_of(after: After, wording: Wording) -> str:
    return f"after {_length(after.length, wording)}" if after.length else "when the time that is renewed is over"


def wording_label(state: State, wording: Wording) -> str:
    """Return what a state is called in the language of the page."""
    return _said(wording, f"case.states.{state.id}.label", state.label)


def _said(wording: Wording, address: str, source: str | None) -> str:
    return words_of(wording.effective, address, source, wording.language, wording.settings) if source else ""


def _clock(clock: Clock, states: Iterable[State], wording: Wording) -> ClockRow:
    labels = {one.id: str(one.label) for one in states}
    starts = STARTS.get(clock.starts) or f"on “{labels.get(clock.starts.partition(':')[2], clock.starts)}”"
    return ClockRow(
        label=str(clock.label or clock.id),
        id=clock.id,
        nations=_nations(clock),
        length=_length(clock.length, wording),
        longer=tuple(_longer(one, labels, wording) for one in clock.longer),
        starts=starts,
        stands_still=tuple(labels.get(name, name) for name in (*clock.pauses, *clock.disregards)),
        ends=tuple(labels.get(name, name) for name in clock.ends),
        law=clock.law or "",
    )


def _nations(part: Clock | State) -> str:
    """Return where a part is there, as a few words; "" for everywhere."""
    return ", ".join(nation.replace("-", " ").title() for nation in part.nations)


def _longer(longer: Longer, labels: Mapping[str, str], wording: Wording) -> str:
    time = _length(longer.length, wording) if longer.length else "until the day the officer gives"
    return f"{time} from “{labels.get(longer.after, longer.after)}”"


def _length(length: Length, wording: Wording) -> str:
    """Return how long a length is; where a setting says it, with its name."""
    unit = unit_of(length)
    named = getattr(length, unit)
    number = wording.effective.settings[named.removeprefix("settings.")] if isinstance(named, str) else named
    words = unit.replace("_", " ").removesuffix("s" if number == 1 else "")
    return f"{number} {words} ({named})" if isinstance(named, str) else f"{number} {words}"
