"""What the form has otherwise in the questions that both ask: words, hints, limits, choices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from commonwheel.core.adapting.choices import is_yes_or_no
from commonwheel.core.adapting.edits import Edit, Give, GiveSetting, Put
from commonwheel.core.adapting.meeting import Meeting, Shared, options_of
from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.leaves import Known
from commonwheel.core.forms.likeness import same_words, words_of
from commonwheel.core.forms.names import Ids, by_value
from commonwheel.core.forms.prose import line
from commonwheel.core.forms.report import Note
from commonwheel.core.forms.terms import names
from commonwheel.core.layers.read import as_texts
from commonwheel.core.layers.tree import said
from commonwheel.core.patterns.model.questions import Answerable, Choice, Group, Option

_WORDS = {"label": "The words", "hint": "The hint", "missing": "What is said when it is left empty"}
_APART = frozenset(("id", "type", "when", "was", "protected", "options", "ask", "check", "keep", "facts", "optional"))
"""Keys that are not compared as they stand: fixed, or looked at one part at a time."""


def edits_of_shared(meeting: Meeting) -> Iterator[Edit]:
    """Yield what the form has otherwise in the questions that both ask."""
    for one in meeting.shared:
        yield from _keys(one)
        yield from _choices(meeting, one)
        if one.ours.type == one.theirs.question.type:  # type: ignore[attr-defined]  # each question has a type
            yield from _checks(meeting.form.form.known[one.asked.key], one)


def notes_on_shared(meeting: Meeting) -> Iterator[Note]:
    """Yield what of the form's own no layer can say of the questions that both ask."""
    for one in meeting.shared:
        kinds = one.asked.kind, one.theirs.question.type
        if kinds[0] != kinds[1]:
            why = f"The shared service asks for it as {kinds[1]}: it stays so."
            yield Note(f"How “{_label(one)}” is answered ({kinds[0]})", one.asked.where, why)
            yield from _limits_without_place(one)
        yield from _choices_without_place(one)
        yield from _members(one)
        if one.asked.shown is not None:
            why = _other_condition(one)
            yield Note(f"When “{_label(one)}” is asked", one.asked.where, why)
    yield from _pages(meeting)


# Private


def _label(one: Shared) -> str:
    return line(one.asked.label) or words_of(one.theirs)


def _keys(one: Shared) -> Iterator[Edit]:
    ours, theirs = one.ours, one.theirs.question
    at = one.theirs.address
    told = as_texts(said(ours))
    same_kind = ours.type == theirs.type  # type: ignore[attr-defined]  # each question has a type
    for key, value in told.items():
        if key in _APART or not (same_kind or key in _WORDS) or _is_as_there(key, value, theirs):
            continue
        note = Note(f"{_WORDS.get(key, f'`{key}`')} of “{_label(one)}”", one.asked.where, f"It is: {value}")
        yield Give(note, f"{at}.{key}", at, key, value)
    if isinstance(theirs, Answerable) and ours.optional != theirs.optional:
        why = "It may be left empty." if ours.optional else "It must be answered."
        value = as_texts(ours.optional)
        yield Give(Note(f"Whether “{_label(one)}” must be answered", one.asked.where, why), f"{at}.optional", at,
                   "optional", value)  # fmt: skip


def _is_as_there(key: str, value: Any, theirs: Any) -> bool:
    now = getattr(theirs, key, None)
    if now is None:
        return False
    return same_words(str(now), value) if key in _WORDS else bool(as_texts(said(theirs)).get(key) == value)


def _choices(meeting: Meeting, one: Shared) -> Iterator[Edit]:
    question = one.theirs.question
    if one.choices is None or not one.choices.new or not isinstance(question, Choice):
        return
    if isinstance(question.options, str):
        yield _setting_with(meeting, one, one.choices.new, question.options.removeprefix("settings."))
        return
    where = _places_of_choices(meeting.form.form.known[one.asked.key], one)
    at = f"{one.theirs.address}.options"
    for option in one.choices.new:
        place = where.get(option.value, one.asked.where)
        note = Note(f"The choice “{option.label}” of “{_label(one)}”", place, "Added.")
        yield Put(note, f"{at}.{option.value}", as_texts(said(option)), (("in", at),))


def _places_of_choices(known: Known, one: Shared) -> dict[str, str]:
    """Return where each choice of the form stands in its file, by the value that it has in the service."""
    values = one.choices.values if one.choices is not None else {}
    return {values[by_value(known.values, choice)]: choice.where for choice in one.asked.choices if choice.where}


def _setting_with(meeting: Meeting, one: Shared, new: Sequence[Option], name: str) -> GiveSetting:
    """Return the setting that a question has its choices of, with those that only the form has at the end."""
    whole = [*(options_of(meeting.there, one.theirs) or ()), *new]
    labels = ", ".join(f"“{option.label}”" for option in new)
    note = Note(f"Choices of “{_label(one)}”: {labels}", one.asked.where, "Added to the council’s own choices.")
    return GiveSetting(note, f"settings.{name}", name, [as_texts(said(option)) for option in whole])


def _choices_without_place(one: Shared) -> Iterator[Note]:
    ours = one.ours
    if one.choices is not None or not isinstance(ours, Choice) or isinstance(ours.options, str):
        return
    is_truth = one.theirs.question.type == "yes-no"
    for option in ours.options:
        if not (is_truth and is_yes_or_no(option) is not None):
            why = f"The shared question has no choices: it asks for {one.theirs.question.type}."
            yield Note(f"The choice “{option.label}” of “{_label(one)}”", one.asked.where, why)


def _checks(known: Known, one: Shared) -> Iterator[Edit]:
    """Yield what the form asks of an answer, where the shared question does not ask the same."""
    theirs = one.theirs.question
    checks = theirs.check if isinstance(theirs, Answerable) else ()
    there, ids = {check.that for check in checks}, Ids("-", {check.id for check in checks})
    rules = {rule.id: rule for rule in one.asked.checks}
    for own in one.ours.check:
        rule = rules[own.id].that
        asked = dict.fromkeys((one.asked.key, *names(rule)), replace(known, id=theirs.id))
        that = expression(rule, asked, always=frozenset(asked))
        if that not in there:
            ident, at = ids.give(own.id), f"{one.theirs.address}.check"
            element = {**as_texts(said(own)), "id": ident, "that": that}
            note = Note(f"A check of “{_label(one)}”", one.asked.where, "Added.")
            yield Put(note, f"{at}.{ident}", element, (("in", at),))


def _limits_without_place(one: Shared) -> Iterator[Note]:
    limits = [f"`{key}`" for key in as_texts(said(one.ours)) if key not in _APART and key not in _WORDS]
    checks = [f"The check “{check.say}”" for check in one.ours.check]
    for what in (*limits, *checks):
        yield Note(f"{what} of “{_label(one)}”", one.asked.where, "It belongs to another type of question.")


def _members(one: Shared) -> Iterator[Note]:
    theirs = one.theirs.question
    there = [str(getattr(inner, "label", "")) for inner in theirs.ask] if isinstance(theirs, Group) else []
    for member in one.asked.members:
        if not any(same_words(line(member.label), words) for words in there):
            why = "The shared service asks this part in another way: add it to the list there if you need it."
            yield Note(f"“{line(member.label)}” in “{_label(one)}”", member.where, why)


def _other_condition(one: Shared) -> str:
    if one.theirs.conditions:
        return "The shared service asks it on a condition of its own, which stands."
    return "The shared service asks it of everybody."


def _pages(meeting: Meeting) -> Iterator[Note]:
    """Yield the headings and conditions of the form's pages whose questions stand on shared ones."""
    steps = {step.id: step for step in meeting.there.pattern.steps}
    by_key = {one.asked.key: one for one in meeting.shared}
    for page in meeting.form.form.pages:
        here = [by_key[asked.key] for asked in page.questions if asked.key in by_key]
        if not here:
            continue
        heading, title = str(steps[here[0].step].title), line(page.title)
        if title and not any(same_words(title, words) for words in (heading, *map(_label, here))):
            yield Note(f"The heading “{title}”", page.where, f"The heading of the shared page stands: “{heading}”.")
        if page.shown is not None:
            yield Note(f"When the page “{title or page.key}” is shown", page.where, _other_condition(here[0]))
