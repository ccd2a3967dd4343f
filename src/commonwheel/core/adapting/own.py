"""What only the form has: questions, words and stops, each put where it belongs among the shared pages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.core.adapting.edits import Edit, Put, PutOnPage, Spot
from commonwheel.core.adapting.meeting import Meeting, Shared
from commonwheel.core.forms.likeness import same_words
from commonwheel.core.forms.prose import line
from commonwheel.core.forms.report import Note, Report
from commonwheel.core.forms.source import Asked, End, Item, Page
from commonwheel.core.forms.terms import TRUE, Term, both, names
from commonwheel.core.forms.write import UNREACHED_ID, Taken, parts_for
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.model.pattern import Step
from commonwheel.core.patterns.model.questions import Show, Use

_DECLARED = re.compile(r"\[([^\]\n]*)\]\([a-z]*:?\{\{ settings\.[a-z0-9_]+ \}\}\)")
_NEVER = "In the form nobody could come to it, and a layer cannot add the setting that would show it."
_NO_LINK = "A layer cannot add a setting, and a link leads to what the council declares: its words stand."
_STOP_STANDS = "The shared service has a stop of this title, which stands with its own condition."
_SHORT = 60


@dataclass(slots=True)
class Own:
    """
    What only the form has.

    Attributes:
        edits: its parts, in the order in which they are laid.
        notes: what is not carried over, or not as it was.
    """

    edits: list[Edit] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def own_parts(meeting: Meeting, beneath: Layered) -> Own:
    """Return what only the form has; `beneath` is the service without the council's layer."""
    return _Placing(meeting, beneath).own()


# Private


@dataclass(frozen=True, slots=True)
class _Left:
    """
    What is left of one page of the form.

    Attributes:
        source: the page in the form.
        shared: its questions that both ask.
        page: what only the form has of it, as it is written for the service.
        spots: where that goes as a page of its own; None where it stands beside what both ask.
    """

    source: Page
    shared: tuple[Shared, ...]
    page: Page
    spots: tuple[Spot, ...] | None


class _Placing:
    """Puts what is left of each page of the form beside its neighbours, or on a page of its own."""

    def __init__(self, meeting: Meeting, beneath: Layered) -> None:
        self._meeting, self._beneath = meeting, beneath
        self._pattern = meeting.there.pattern
        self._pages = meeting.form.form.pages
        self._steps: dict[str, Step] = {step.id: step for step in self._pattern.steps}
        self._order = [step.id for step in self._pattern.steps]
        self._shared = {one.asked.key: one for one in meeting.shared}
        self._step_of = {one.asked.key: one.step for one in meeting.shared}
        self._names: dict[str, str] = {}
        self._own = Own()
        self._shown = {one.question.text.strip() for one in meeting.there.askings if isinstance(one.question, Show)}

    def own(self) -> Own:
        left = [self._left_of(number, page) for number, page in enumerate(self._pages)]
        ends = tuple(end for end in self._meeting.form.form.ends if self._is_new(end))
        pages = tuple(one.page for one in left)
        form = replace(self._meeting.form.form, pages=pages, ends=ends, known=self._meeting.known)
        report = Report()
        steps, stops = parts_for(form, self._taken(), report)
        self._names = {_stand_in(number): step["id"] for number, step in enumerate(steps)}
        for one, step in zip(left, steps, strict=True):
            if one.spots is None:
                self._beside(one, step)
            else:
                self._on_its_own_page(one, step, one.spots)
        for end, stop in zip(ends, stops, strict=True):
            self._stop(end, stop)
        known = set(self._meeting.form.report.not_carried)
        self._own.notes += [note for note in report.not_carried if note not in known]
        return self._own

    def _taken(self) -> Taken:
        both_of_them = (self._pattern, self._beneath.bundle.pattern)
        return Taken(
            frozenset(step.id for one in both_of_them for step in one.steps),
            frozenset(stop.id for one in both_of_them for stop in one.stops),
            frozenset(
                {one.question.id for one in self._meeting.there.askings}
                | {known.id for known in self._meeting.known.values()}
            ),
        )

    # What is left of a page

    def _left_of(self, number: int, page: Page) -> _Left:
        """Return what is left of a page, and note where its questions are asked from now on."""
        shared = self._shared_on(page)
        items = [item for item in page.items if not self._is_there(item)]
        hosted = bool(items and shared) and self._can_host(shared, [page.shown, *(item.shown for item in items)])
        spots = None if hosted or not items else self._spots(number, page, items)
        of_page = self._condition(page.shown, page) if spots is not None else None
        also = (page.shown or TRUE) if hosted else TRUE
        left = tuple(replace(item, shown=self._condition(both(also, item.shown or TRUE), item)) for item in items)
        step = _stand_in(number) if spots is not None else shared[-1].step if shared else ""
        self._step_of |= {item.key: step for item in items if isinstance(item, Asked)}
        return _Left(page, shared, replace(page, items=left, shown=of_page), spots)

    def _shared_on(self, page: Page) -> tuple[Shared, ...]:
        return tuple(self._shared[asked.key] for asked in page.questions if asked.key in self._shared)

    def _is_there(self, item: Item) -> bool:
        return isinstance(item, Asked) and item.key in self._shared

    def _is_new(self, end: End) -> bool:
        if not any(same_words(line(end.title), str(stop.title)) for stop in self._pattern.stops):
            return True
        self._own.notes.append(Note(f"The stop “{line(end.title)}”", end.where, _STOP_STANDS))
        return False

    def _condition(self, term: Term | None, part: Item | Page) -> Term | None:
        """Return a condition; None for always, and where it reads what the service asks in another way."""
        if term is None or term == TRUE:
            return None
        unread = [key for key in dict.fromkeys(names(term)) if key in self._meeting.different]
        if not unread:
            return term
        asked = line(self._shared[unread[0]].asked.label)
        why = f"It is always shown: the shared service asks “{asked}” in another way, and the condition reads that."
        self._own.notes.append(Note(f"When {_spoken(part)} is shown", part.where, why))
        return None

    def _can_host(self, shared: Iterable[Shared], conditions: Iterable[Term | None]) -> bool:
        """Whether what is left of a page can stand beside what both ask: on open pages, after all that it reads."""
        places = [self._steps[one.step] for one in shared]
        if any(one.when is not None or one.protected is not None for one in (*places, *map(self._use_of, shared))):
            return False
        first = min(self._order.index(step.id) for step in places)
        read = {key for term in conditions if term is not None for key in names(term)}
        return all(self._order.index(self._step_of[key]) < first for key in read if key in self._step_of)

    def _use_of(self, one: Shared) -> Step | Use:
        """Return the block that a shared question is in; its page where it is in none."""
        step, name = self._steps[one.step], _anchor(one).rpartition(".")[2]
        return next((entry for entry in step.ask if isinstance(entry, Use) and entry.id == name), step)

    # Where it goes

    def _beside(self, one: _Left, step: Mapping[str, Any]) -> None:
        """Put each part after the one before it in the form, or before the one that comes next."""
        elements = iter(step["ask"])
        before: list[Spot] = []
        after = [("before", _anchor(found)) for found in one.shared]
        for item in one.source.items:
            there = self._shared.get(item.key) if isinstance(item, Asked) else None
            if there is not None:
                before, after = [("after", _anchor(there))], after[1:]
            else:
                element, page = next(elements), (before or after)[0][1].split(".")[1]
                spots = (*reversed(before), *after, ("in", f"steps.{page}.ask"))
                made = self._made(item, element)
                if made is not None:
                    at = f"steps.{page}.ask.{element['id']}"
                    self._own.edits.append(Put(_added(item), at, made, spots))
                    before = [*before[-1:], ("after", at)]

    def _on_its_own_page(self, one: _Left, step: dict[str, Any], spots: tuple[Spot, ...]) -> None:
        page = {key: value for key, value in step.items() if key != "ask"}
        if UNREACHED_ID in page.get("when", ""):
            self._own.notes += [Note(_sentence(item), item.where, _NEVER) for item in one.page.items]
            return
        named = tuple((how, self._named(address)) for how, address in spots)
        for item, element in zip(one.page.items, step["ask"], strict=True):
            made = self._made(item, element)
            if made is not None:
                at = f"steps.{page['id']}.ask.{element['id']}"
                self._own.edits.append(PutOnPage(_added(item), at, page, made, named))

    def _named(self, address: str) -> str:
        """Return an address with the id of a page that it was not known by yet."""
        before, dot, step = address.partition(".")
        return f"{before}{dot}{self._names.get(step, step)}"

    def _spots(self, number: int, page: Page, items: Iterable[Item]) -> tuple[Spot, ...]:
        """Return where a page goes: after its shared questions or the page before it, and after all that it reads."""
        read = {key for part in (page, *items) if part.shown is not None for key in names(part.shown)}
        near = {one.step for one in self._shared_on(page)}
        near |= {self._step_of[key] for key in (*read, *self._before(number)) if key in self._step_of}
        last = max((self._order.index(step) for step in near), default=None)
        if last is not None:
            shared = next((step for step in reversed(self._order[: last + 1]) if step in self._steps), "")
            spots: list[Spot] = [("after", f"steps.{self._order[last]}"), ("after", f"steps.{shared}")]
            self._order.insert(last + 1, _stand_in(number))
            return (*spots, ("in", "steps"))
        following = next((one.step for later in self._pages[number:] for one in self._shared_on(later)), None)
        spots = [("before", f"steps.{following}")] if following is not None else []
        place = self._order.index(following) if following is not None else len(self._order)
        self._order.insert(place, _stand_in(number))
        return (*spots, ("in", "steps"))

    def _before(self, number: int) -> list[str]:
        """Return the keys of the questions on the nearest page before this one that has a place."""
        pages = reversed(self._pages[:number])
        found = ([asked.key for asked in page.questions if asked.key in self._step_of] for page in pages)
        return next((keys for keys in found if keys), [])

    # What is put there

    def _made(self, item: Item, element: dict[str, Any]) -> dict[str, Any] | None:
        """Return a part as a layer adds it; None, with a note, where nobody could ever see it."""
        if UNREACHED_ID in element.get("when", ""):
            self._own.notes.append(Note(_sentence(item), item.where, _NEVER))
            return None
        made = self._linked(element, item.where)
        return None if made.get("text", "").strip() in self._shown else made

    def _linked(self, element: dict[str, Any], where: str) -> dict[str, Any]:
        text = element.get("text", "")
        plain = _DECLARED.sub(lambda found: found[1], text)
        if plain == text:
            return element
        words = ", ".join(f"“{found or '…'}”" for found in _DECLARED.findall(text))
        self._own.notes.append(Note(f"The link of {words}", where, _NO_LINK))
        return {**element, "text": plain.strip() or "…"}

    def _stop(self, end: End, stop: dict[str, Any]) -> None:
        what = f"The stop “{line(end.title)}”"
        unread = [key for key in names(end.shown) if key in self._meeting.different]
        if UNREACHED_ID in stop.get("when", "") or unread:
            why = "What it depends on is not asked in the shared service, or in another way."
            self._own.notes.append(Note(what, end.where, why))
            return
        note = Note(what, end.where, "Added.")
        self._own.edits.append(Put(note, f"stops.{stop['id']}", self._linked(stop, end.where), (("in", "stops"),)))


def _stand_in(number: int) -> str:
    """Return what stands for a page of the form's own until it has its id; no id is like it."""
    return f"+{number}"


def _anchor(one: Shared) -> str:
    """Return the address beside which others can stand: of a question, or of the whole block that it is in."""
    return ".".join(one.theirs.address.split(".")[:4])


def _spoken(part: Item | Page) -> str:
    if isinstance(part, Asked):
        return f"“{line(part.label)}”"
    if isinstance(part, Page):
        return f"the page “{line(part.title) or part.key}”"
    return f"the words “{line(part.text)[:_SHORT]}”"


def _sentence(item: Item) -> str:
    words = _spoken(item)
    return words[0].upper() + words[1:]


def _added(item: Item) -> Note:
    return Note(_sentence(item), item.where, "Added.")
