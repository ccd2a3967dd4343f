"""A form where it meets a shared service: its questions under the names that they have there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from commonwheel.core.adapting.choices import Choices, is_yes_or_no
from commonwheel.core.forms.importing import Imported
from commonwheel.core.forms.leaves import ONE_OF, TRUTHS, Known
from commonwheel.core.forms.likeness import Matching, matching, words_of
from commonwheel.core.forms.names import Ids
from commonwheel.core.forms.source import Asked, FormCannotBeRead
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.answering.shown import setting_words
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.questions import Answerable, Choice, Option
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE, read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.patterns.wording.words import names_in, render_words

_CHOSEN = (*ONE_OF, "checkboxes")


@dataclass(frozen=True, slots=True)
class Shared:
    """
    A question that both ask.

    Attributes:
        asked: as the form's file has it; `ours`, as a pattern has it.
        theirs: the shared question, where it is asked.
        choices: how the form's choices stand to the shared ones; None where one of the two has none.
    """

    asked: Asked
    ours: Answerable
    theirs: Asking
    choices: Choices | None

    @property
    def step(self) -> str:
        """The id of the shared page it is asked on."""
        return self.theirs.address.split(".")[1]


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    A form and a shared service, with the council's layer on it.

    Attributes:
        form: what came of the import.
        there: the service.
        found: which questions both ask.
        shared: the same, with what there is to compare.
        known: what conditions of the form may read, under the names that it has in the service.
        different: keys of questions that the service asks so differently that no condition of the form can read them.
        settings: of the service, ready for the holes of words.
    """

    form: Imported
    there: Subject
    found: Matching
    shared: tuple[Shared, ...]
    known: Mapping[str, Known]
    different: frozenset[str]
    settings: Mapping[str, Any]

    def spoken(self, asking: Asking) -> str:
        """Return what a shared question says to residents, with what the council has set in it."""
        text = words_of(asking)
        return render_words(text, self.settings, SOURCE_LANGUAGE) if names_in(text) <= self.settings.keys() else text


def meet(form: Imported, laid: Layered, beneath: Layered) -> Meeting:
    """
    Return a form beside a service; `beneath` is the service without the council's layer.

    Raises:
        FormCannotBeRead: where the form made no pattern.
    """
    there, found = Subject(laid.bundle, values=laid.values), matching(form.form, laid.bundle)
    ours = Subject(_bundle(form)).asked
    shared = tuple(_shared(form, ours, asked, asking, there) for asked, asking in found.both)
    known = _Names(form, (PatternTree(laid), PatternTree(beneath))).known(found.only_here)
    different: set[str] = set()
    for one in shared:
        as_there = _as_there(form.form.known[one.asked.key], one)
        if as_there is None:
            different.add(one.asked.key)
        else:
            known[one.asked.key] = as_there
    settings = setting_words(effective_of(laid.bundle, laid.values), SOURCE_LANGUAGE)
    return Meeting(form, there, found, shared, known, frozenset(different), settings)


# Private


def _bundle(form: Imported) -> Bundle:
    bundle = read_folder(form.files).bundle
    if bundle is None:
        raise FormCannotBeRead("The form cannot be compared: what it became is no pattern that can be read.")
    return bundle


def _shared(form: Imported, ours: Mapping[str, Asking], asked: Asked, theirs: Asking, there: Subject) -> Shared:
    own = cast("Answerable", ours[form.form.known[asked.key].id].question)
    mine = own.options if isinstance(own, Choice) and isinstance(own.options, tuple) else None
    options = options_of(there, theirs)
    choices = Choices.beside(mine, options) if mine is not None and options is not None else None
    return Shared(asked, own, theirs, choices)


def options_of(there: Subject, asking: Asking) -> tuple[Option, ...] | None:
    """Return the choices of a shared question as the council has them; None where it has none."""
    question = asking.question
    if isinstance(question, Choice) and isinstance(question.options, str):
        value = there.values.get(question.options.removeprefix("settings."))
        if isinstance(value, tuple):
            return value
    return there.options(question)


def _as_there(known: Known, one: Shared) -> Known | None:
    """Return a question of the form under its name in the service; None where its values mean nothing there."""
    question = one.theirs.question
    decimals = bool(getattr(question, "decimals", None))
    kind, own = question.type, replace(known, id=question.id, kind=question.type, decimals=decimals)
    if one.choices is not None:
        values = {source: one.choices.values[value] for source, value in known.values.items()}
        return replace(own, values=values)
    if known.kind in _CHOSEN:
        return _truth_of_choices(own, one.ours) if kind in TRUTHS else None
    if kind in _CHOSEN:
        return None
    return own


def _truth_of_choices(known: Known, ours: Answerable) -> Known | None:
    """Return a choice between yes and no as a truth; None where it is another choice."""
    options = ours.options if isinstance(ours, Choice) and isinstance(ours.options, tuple) else ()
    plain = all(is_yes_or_no(option) is not None for option in options)
    spoken = all(source.strip().lower() == value for source, value in known.values.items())
    return known if plain and spoken else None


class _Names:
    """Hands out ids for what only the form asks, none of which the service has, or ever had beneath a layer."""

    def __init__(self, form: Imported, trees: Iterable[PatternTree]) -> None:
        self._form = form.form
        self._ids = Ids("_", {part.name for tree in trees for part in tree.root.within()})

    def known(self, questions: Iterable[Asked]) -> dict[str, Known]:
        """Return these questions of the form, and their members, with their ids in the service."""
        found: dict[str, Known] = {}
        for asked in questions:
            found[asked.key] = self._free(self._form.known[asked.key], self._ids)
        for asked in questions:
            inside = Ids("_", set(self._ids.taken))
            for member in asked.members:
                key = asked.member_key(member)
                found[key] = self._free(self._form.known[key], inside)
        return found

    def _free(self, known: Known, ids: Ids) -> Known:
        if known.id not in ids.taken:
            ids.taken.add(known.id)
            return known
        return replace(known, id=ids.give(known.id))
