"""The examples of a shared service, as they can be walked on it with a council's own changes."""

from dataclasses import replace
from typing import Any

from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.companions import Bundle, Example
from commonwheel.core.patterns.model.questions import Answerable, Use


def walked_beside(laid: Bundle, shared: Bundle) -> Bundle:
    """
    Return a service with a council's changes so that the shared examples can be walked on it.

    They cannot know what the council asks besides: it may be left empty. What it does not ask any more they do not
    answer. Where its pages are others, theirs are not compared. One that ends at a stop which is gone is not walked.

    Args:
        laid: the service with the council's changes, of `core.layers.apply.lay`.
        shared: without them.
    """
    if (laid.pattern, laid.blocks) == (shared.pattern, shared.blocks):
        return laid
    known = Subject(shared).asked
    compulsory = frozenset(name for name, one in known.items() if not one.optional)
    gone = frozenset(known) - frozenset(Subject(laid).asked)
    same_pages = [step.id for step in laid.pattern.steps] == [step.id for step in shared.pattern.steps]
    steps = tuple(
        step.model_copy(update={"ask": tuple(_asked(entry, compulsory) for entry in step.ask)})
        for step in laid.pattern.steps
    )
    blocks = {
        name: block.model_copy(update={"ask": tuple(_asked(entry, compulsory) for entry in block.ask)})
        for name, block in laid.blocks.items()
    }
    stops = {None, "none", *(stop.id for stop in laid.pattern.stops)}
    examples = {
        name: _without(one, gone, same_pages=same_pages)
        for name, one in laid.examples.items()
        if one.expect.stop in stops
    }
    return replace(laid, pattern=laid.pattern.model_copy(update={"steps": steps}), blocks=blocks, examples=examples)


# Private


def _asked(entry: Any, compulsory: frozenset[str]) -> Any:
    """Return a question as one that may be left empty, where the shared service does not ask it of everybody."""
    if isinstance(entry, Use) or not isinstance(entry, Answerable) or entry.id in compulsory:
        return entry
    return entry.model_copy(update={"optional": True})


def _without(example: Example, gone: frozenset[str], *, same_pages: bool) -> Example:
    answers = {name: value for name, value in example.answers.items() if name not in gone}
    expect = example.expect if same_pages else example.expect.model_copy(update={"pages": None})
    return example.model_copy(update={"answers": answers, "expect": expect})
