"""Forms laid over shared services for the tests, and whether everything of them is in the result or told of."""

from collections.abc import Collection, Iterator, Sequence

from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, files_of

from commonwheel.core.adapting.adapt import Adapted, adapt, first_layer
from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.likeness import same_words
from commonwheel.core.forms.prose import line
from commonwheel.core.forms.source import Asked
from commonwheel.core.layers.apply import apply, lay
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer, write_layer
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.model.companions import Bundle

HEADS = ["Page", "Question", "Type", "Options", "Hint", "Required", "Show when", "Min", "Max"]
Row = Sequence[str]


def sheet(*rows: Row, heads: Sequence[str] = HEADS) -> Imported:
    """A form with one question a row; what a row leaves out at its end is empty."""
    whole = [heads, *([*row, *[""] * (len(heads) - len(row))] for row in rows)]
    text = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in whole)
    return import_form(text.encode(), "our-form.csv", given_for(publisher="us"))


def shipped(name: str) -> Bundle:
    """A pattern that comes with Commonwheel."""
    return bundle_of(files_of(PATTERNS / name))


def shared(*rows: Row) -> Bundle:
    """A shared service of these questions."""
    return bundle_of(sheet(*rows).files)


def laid(form: Imported, bundle: Bundle, layer: Layer | None = None, *, hide: Collection[str] = ()) -> Adapted:
    """The form as differences of the service: it must fit, work, be the same again, and leave nothing out."""
    beneath = Layered(bundle, {})
    made = adapt(form, beneath, layer or first_layer(beneath, owner="us"), hide=hide)
    assert read_layer(write_layer(made.layer)).layer == made.layer
    apply(bundle, made.layer)
    result = lay(bundle, made.layer)
    assert does_not_check(result, beneath) == ()
    assert adapt(form, beneath, made.layer, hide=hide).layer == made.layer
    assert list(unaccounted(form, made, result)) == []
    return made


def asked(bundle: Bundle, made: Adapted) -> dict[str, Asking]:
    """The questions of the service with the layer on it, by their words."""
    result = lay(bundle, made.layer)
    subject = Subject(result.bundle, values=result.values)
    return {str(getattr(one.question, "label", one.question.id)): one for one in subject.askings}


def unaccounted(form: Imported, made: Adapted, result: Layered) -> Iterator[str]:
    """Each part of the form that is neither in the result nor told of with its place."""
    subject = Subject(result.bundle, values=result.values)
    told = {(note.what, note.where) for note in made.left}
    for one in form.form.questions:
        words = line(one.label)
        notes = [what for what, where in told if where == one.where]
        there = [asking for asking in subject.askings if same_words(str(getattr(asking.question, "label", "")), words)]
        if f"“{words}”" not in notes:
            yield from _lost(one, there, notes)
            yield from _lost_choices(one, subject, there, told)
    titles = [str(stop.title) for stop in result.bundle.pattern.stops]
    for end in form.form.ends:
        if not any(same_words(line(end.title), title) for title in titles) and not _told(told, line(end.title)):
            yield end.title


def _lost(one: Asked, there: Sequence[Asking], notes: Sequence[str]) -> Iterator[str]:
    words = line(one.label)
    if not there and not any(words in what for what in notes):
        yield words
    if one.shown is not None and not any(asking.conditions for asking in there) and not notes:
        yield f"{words}: its condition"
    told = any("must be answered" in what for what in notes)
    if there and not told and all(one.optional != asking.optional for asking in there):
        yield f"{words}: whether it must be answered"


def _lost_choices(
    one: Asked, subject: Subject, there: Sequence[Asking], told: Collection[tuple[str, str]]
) -> Iterator[str]:
    for choice in one.choices:
        words = line(choice.label)
        if not any(_is_choice(subject, asking, words) for asking in there) and not _told(told, words):
            yield f"{line(one.label)}: {words}"


def _told(told: Collection[tuple[str, str]], words: str) -> bool:
    return any(f"“{words}”" in what for what, _ in told)


def _is_choice(subject: Subject, there: Asking, words: str) -> bool:
    if there.question.type == "yes-no":
        return words.lower() in ("yes", "no")
    options = getattr(there.question, "options", ())
    if isinstance(options, str):
        value = subject.values.get(options.removeprefix("settings."))
        options = value if isinstance(value, tuple) else subject.options(there.question) or ()
    return any(same_words(str(option.label), words) for option in options)
