"""A form as local differences of a shared service: a layer, and everything of the form that it does not say."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commonwheel.core.adapting.besides import Besides, besides
from commonwheel.core.adapting.edits import Edit, GiveSetting, Hide, Laying, why_not
from commonwheel.core.adapting.meeting import Meeting, meet
from commonwheel.core.adapting.own import own_parts
from commonwheel.core.adapting.shared import edits_of_shared, notes_on_shared
from commonwheel.core.forms.importing import Imported
from commonwheel.core.forms.likeness import same_words
from commonwheel.core.forms.prose import line
from commonwheel.core.forms.report import Note
from commonwheel.core.layers.apply import lay_over, made_against
from commonwheel.core.layers.conflicts import Conflict
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.versions.effective import effective_of

_HIDDEN = "The form that this came from does not ask it."
_WOULD_NOT_WORK = "The shared service would not work with it: "
_COUNTS_AS_ERROR = ("optional-not-guarded",)
_TOO_MUCH = ("expressions-too-many", "expressions-too-long", "expressions-too-costly")


@dataclass(frozen=True, slots=True)
class Both:
    """A question that both ask: the form's words, the service's, its address there, and the keys that differ."""

    here: str
    there: str
    at: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adapted:
    """
    A form as local differences of a shared service.

    Attributes:
        pattern, title: the service, `publisher/name`, and what residents call it.
        layer: the differences, after what the layer said before; it fits, and what comes of it works.
        both: the questions that both ask.
        added: what of the form stands in the layer, each part with its place in the form.
        left: what of the form no layer says, or not so, with why.
        besides: the questions that only the service asks.
    """

    pattern: str
    title: str
    layer: Layer
    both: tuple[Both, ...]
    added: tuple[Note, ...]
    left: tuple[Note, ...]
    besides: tuple[Besides, ...]

    def summary(self) -> dict[str, Any]:
        """Return it as the command prints it in JSON."""
        return {
            "pattern": self.pattern,
            "both": [
                {"here": one.here, "there": one.there, "at": one.at, "changed": list(one.changed)} for one in self.both
            ],
            "only_here": [note.summary() for note in self.added],
            "only_there": [
                {"words": one.words, "at": one.at, "why": one.why, "may_hide": one.may_hide} for one in self.besides
            ],
            "left": [note.summary() for note in self.left],
            "changes": len(self.layer.changes) + len(self.layer.settings),
        }


def adapt(form: Imported, beneath: Layered, layer: Layer, *, hide: Collection[str] = ()) -> Adapted:
    """
    Return a form as local differences of a shared service.

    Args:
        beneath: the shared service.
        layer: what the council changes of it already; its entries stay, and the form's come after them.
        hide: addresses of questions that only the service asks, and that somebody wants hidden.

    Raises:
        LayerDoesNotFit: where the layer does not fit what lies beneath.
    """
    laid = lay_over(beneath, layer)
    meeting = meet(form, laid, beneath)
    own = own_parts(meeting, beneath)
    edits = [*edits_of_shared(meeting), *own.edits, *_hidden(meeting, hide)]
    made = _Made(layer, beneath, laid)
    live, left = made.working(edits)
    laying, _ = made.laid(live)
    return Adapted(
        pattern=laid.bundle.pattern.full_name,
        title=str(laid.bundle.pattern.title),
        layer=laying.layer,
        both=tuple(_both(meeting, live)),
        added=tuple(edit.note for edit in live),
        left=(*left, *notes_on_shared(meeting), *own.notes, *_whole(form, meeting)),
        besides=tuple(besides(meeting, PatternTree(laid))),
    )


def first_layer(beneath: Layered, *, owner: str) -> Layer:
    """Return a layer that says nothing yet; `owner` is the slug of whose it is."""
    pattern = beneath.bundle.pattern
    made = made_against(effective_of(beneath.bundle, beneath.values))
    return Layer(language=pattern.language, layer=owner, pattern=pattern.full_name, made_against=made)


# Private


@dataclass(frozen=True, slots=True)
class _Made:
    """Lays edits over a layer, and finds those that cannot be, or that would break the service."""

    layer: Layer
    beneath: Layered
    before: Layered

    def laid(self, edits: Sequence[Edit]) -> tuple[Laying, list[tuple[Edit, str]]]:
        """Lay edits; return also those that cannot be laid, each with why."""
        laying, refused = Laying(self.layer, self.beneath), list[tuple[Edit, str]]()
        for edit in edits:
            try:
                edit.lay(laying)
            except Refused as why:
                refused.append((edit, why_not(laying.tree, edit.at, why)))
        return laying, refused

    def working(self, edits: Sequence[Edit]) -> tuple[list[Edit], list[Note]]:
        """Return the edits that can be laid together, so that the service works, and notes on the others."""
        live, left, width = list(edits), list[Note](), 1
        while True:
            laying, bad = self.laid(live)
            if not bad:
                wrong = self._wrong(laying)
                if not wrong:
                    return live, left
                bad = [(edit, _says(one)) for edit in live if (one := _blamed(edit, wrong)) is not None]
                if not bad:
                    bad = [(edit, _says(wrong[0])) for edit in self._brings_it(live, wrong, width)]
                    width *= 2
            gone = {id(edit) for edit, _ in bad}
            live = [edit for edit in live if id(edit) not in gone]
            left += [replace(edit.note, why=why) for edit, why in bad]

    def _wrong(self, laying: Laying) -> tuple[Conflict, ...]:
        return does_not_check(laying.tree.grown(), self.before, also=_COUNTS_AS_ERROR)

    def _brings_it(self, edits: Sequence[Edit], wrong: Sequence[Conflict], width: int) -> Sequence[Edit]:
        """Return the edits to leave out where a fault does not stand at what it comes from, `width` at most."""
        first = self._first_bad(edits)
        if any(one.ours in _TOO_MUCH for one in wrong):
            conditional = [edit for edit in edits[first:] if edit.has_condition]
            return conditional or edits[first : first + width]
        return edits[first : first + width]

    def _first_bad(self, edits: Sequence[Edit]) -> int:
        """Return the position of the edit with which the service stops working, with all before it laid."""
        counts = range(1, len(edits) + 1)
        return bisect_left(counts, 1, key=lambda count: int(bool(self._wrong(self.laid(edits[:count])[0]))))


def _blamed(edit: Edit, wrong: Sequence[Conflict]) -> Conflict | None:
    """Return what is wrong at what an edit is about, or within it; None for nothing."""
    return next((one for one in wrong if f"{one.at}.".startswith(f"{edit.at}.")), None)


def _says(one: Conflict) -> str:
    return f"{_WOULD_NOT_WORK}{one.says}"


def _hidden(meeting: Meeting, hide: Collection[str]) -> Iterator[Edit]:
    for asking in meeting.found.only_there:
        if asking.address in hide:
            yield Hide(Note(f"“{meeting.spoken(asking)}”", asking.address, "Hidden."), asking.address, _HIDDEN)


def _both(meeting: Meeting, live: Sequence[Edit]) -> Iterator[Both]:
    for asked, asking in meeting.found.both:
        own, options = f"{asking.address}.", getattr(asking.question, "options", None)
        inside = ["options" for edit in live if isinstance(edit, GiveSetting) and f"settings.{edit.name}" == options]
        inside += [edit.at.removeprefix(own) for edit in live if edit.at.startswith(own)]
        changed = tuple(dict.fromkeys(at.partition(".")[0] for at in inside))
        yield Both(line(asked.label), meeting.spoken(asking), asking.address, changed)


def _whole(form: Imported, meeting: Meeting) -> Iterator[Note]:
    """Yield what the form says of the service as a whole: the shared words stand."""
    title, summary, pattern = line(form.form.title), line(form.form.summary), meeting.there.pattern
    if title and not same_words(title, str(pattern.title)):
        yield Note(f"The title “{title}”", "/", f"The shared service is called “{pattern.title}”.")
    if summary and not same_words(summary, str(pattern.summary)):
        yield Note("What the form says of itself", "/", "The shared service has a summary of its own, which stands.")
    if form.form.afterwards:
        why = "The shared service has messages of its own, which stand: change their words where you need to."
        yield Note("What residents read after sending", "/", why)
