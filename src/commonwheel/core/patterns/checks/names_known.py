"""Which values a text may name where it stands, and what each is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.checks.ways import states_in_time, tells_of
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.questions import Answerable, Asked, NumberAnswer
from commonwheel.core.patterns.wording.message_names import MESSAGE_NAMES
from commonwheel.core.patterns.wording.words import Format

Known = Literal["text", "date", "money", "count", "list", "other"]

_KINDS: Mapping[str, Known] = {
    "date": "date", "money": "money", "integer": "count", "checkboxes": "list", "options": "list", "file": "other",
    "signature": "other", "group": "other",
}  # fmt: skip
_TEXT: Known = "text"
_DATE: Known = "date"
_PAGE_NAMES = frozenset(name for name in MESSAGE_NAMES if name.startswith("authority."))


@dataclass(frozen=True)
class Page:
    """
    What is known where a text is read.

    Attributes:
        known: names that surely have a value, with their kind.
        missing: names that exist and may have none there.
        links: names that are web, email or telephone addresses, with the kind of each.
    """

    known: Mapping[str, Known] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)


def kind_fits(known: Known, shown_as: Format) -> bool:
    """Tell whether a value of a kind can be shown in a format."""
    return known != "other" if shown_as == "" else known == shown_as


NO_NAMES = Page()
"""Where a text names nothing."""


class Names:
    """What is known in each place of a pattern where a text is read."""

    def __init__(self, subject: Subject) -> None:
        """Prepare what every page knows: the settings, and what a council is called."""
        self._subject = subject
        self._settings: dict[str, Known] = {
            f"settings.{name}": _KINDS.get(setting.type, "text") for name, setting in subject.settings.items()
        }
        self._links = {f"settings.{name}": str(setting.type) for name, setting in subject.settings.items()}
        self._links |= {name: "link" for name, kind in MESSAGE_NAMES.items() if kind == "link"}
        self._links |= {"authority.phone": "phone", "authority.email": "email"}
        self._everywhere: dict[str, Known] = {**self._settings, **dict.fromkeys(_PAGE_NAMES, _TEXT), "today": "date"}
        self._messages: dict[str, Page] = {}
        self._known: dict[tuple[object, ...], Page] = {}

    @property
    def in_block(self) -> Page:
        """What a block's own texts know: settings."""
        return Page(self._settings, frozenset(), self._links)

    @cached_property
    def _apart(self) -> Page:
        """
        What texts know that are also read without a journey or a council: settings.

        Such are titles in lists, labels of questions in the privacy notice and in what was sent, names of states.
        """
        return Page(self._settings, frozenset({*self._subject.asked, *_PAGE_NAMES, "today"}), self._links)

    def page(self, address: str) -> Page:
        """Return what is known where the text at an address of the pattern is read."""
        parts = address.split(".")
        if parts[0] == "settings":
            return NO_NAMES
        if parts[-1] == "label":
            return self._apart
        if parts[0] == "steps":
            return self._on_step(parts, address)
        if parts[0] == "stops":
            return self._on_stop(parts[1])
        if parts[:2] == ["case", "states"] and "ask" in parts:
            return self._with((), tuple(_decided(self._subject.states[parts[2]], certain_only=False).items()))
        return self._apart

    def message(self, name: str) -> Page:
        """Return what is known in a message: what is known in every state that sends it."""
        if name not in self._messages:
            self._messages[name] = self._in_message(name)
        return self._messages[name]

    def _on_step(self, parts: list[str], address: str) -> Page:
        subject = self._subject
        number = next(n for n, step in enumerate(subject.pattern.steps) if step.id == parts[1])
        when = subject.pattern.steps[number].when
        here = next((each for each in subject.asked.values() if address.startswith(f"{each.address}.")), None)
        conditions = here.conditions if here else (() if when is None else (when,))
        own: set[str] = set()
        if parts[-1] == "say":
            own = {name for name, each in subject.asked.items() if each.step == number and not each.optional}
        if parts[-1] == "say" and here is not None:
            own.add(here.question.id)
        return self._with(conditions, before=number, own=frozenset(own))

    def _on_stop(self, stop_id: str) -> Page:
        subject = self._subject
        stop = next(each for each in subject.pattern.stops if each.id == stop_id)
        own = frozenset(subject.analysis(stop.when, subject.scope, "bool").reads & subject.asked.keys())
        last = max((subject.asked[name].step for name in own), default=-1)
        return self._with((stop.when,), before=last + 1, own=own)

    def _in_message(self, name: str) -> Page:
        pattern = self._subject.pattern
        told = [address for address, tell in tells_of(pattern) if name in (tell.resident, tell.officer)]
        states = [state for state in pattern.case.states if f"case.states.{state.id}.tell" in told]
        is_notice = len(told) > len(states)
        missing = set[str]()
        if is_notice or any(state.reason != "required" for state in states):
            missing.add("case.reason")
        if not pattern.case.clocks:
            missing.add("case.due_on")
        if not {state.id for state in states} <= states_in_time(pattern):
            missing.add("case.runs_until")
        decided = [*(_decided(state, certain_only=True) for state in states), *([{}] if is_notice else [])]
        shared = set.intersection(*(set(each) for each in decided)) if decided else set[str]()
        missing |= {name for state in states for name in _decided(state, certain_only=False)} - shared
        more: dict[str, Known] = {name: _DATE if kind == "date" else _TEXT for name, kind in MESSAGE_NAMES.items()}
        more |= {name: kind for each in decided for name, kind in each.items() if name in shared}
        page = self._with((), tuple((name, kind) for name, kind in more.items() if name not in missing))
        return Page(page.known, page.missing | missing, page.links)

    def _with(
        self,
        conditions: tuple[str, ...],
        more: tuple[tuple[str, Known], ...] = (),
        *,
        before: int = 10_000,
        own: frozenset[str] = frozenset(),
    ) -> Page:
        """Return what is known where conditions hold; the many texts of one page ask alike."""
        asked_for = (conditions, more, before, own)
        if asked_for not in self._known:
            self._known[asked_for] = self._work_out(conditions, more, before, own)
        return self._known[asked_for]

    def _work_out(
        self, conditions: tuple[str, ...], more: tuple[tuple[str, Known], ...], before: int, own: frozenset[str]
    ) -> Page:
        subject = self._subject
        held = {part for condition in conditions for part in subject.conjuncts(condition)}
        answers = {
            name: _kind(asking.question)
            for name, asking in subject.asked.items()
            if asking.question.type != "show"
            and (name in own or (asking.step < before and not asking.optional and subject.needs[name] <= held))
        }
        known: dict[str, Known] = {**self._everywhere, **answers, **dict(more)}
        return Page(known, frozenset(subject.asked) - known.keys(), self._links)


# Private


def _decided(state: State, *, certain_only: bool) -> dict[str, Known]:
    return {
        f"decision.{each.id}": _kind(each)
        for each in state.ask
        if isinstance(each, Answerable) and not (certain_only and (each.optional or each.when is not None))
    }


def _kind(question: Asked) -> Known:
    if isinstance(question, NumberAnswer):
        return "text" if question.decimals else "count"
    return _KINDS.get(getattr(question, "type", ""), "text")
