"""What of a form perhaps should not come across: questions that need a reason, or that are shared already."""

import re
from collections.abc import Iterator

from commonwheel.core.forms.prose import line
from commonwheel.core.forms.report import Note
from commonwheel.core.forms.source import Asked, Form
from commonwheel.core.patterns.checks.known_blocks import KNOWN_BLOCKS

_NEED_A_REASON = (
    (r"\b(?:sex|gender)\b", "sex or gender", "For equality monitoring there is a block apart from the request."),
    (r"^(?:title|your title|salutation)\b", "a title", "Nothing is decided by it, and it is often wrong."),
    (r"\b(?:date of birth|birth ?date|dob)\b", "the date of birth", "Often it is enough that somebody is over an age."),
    (r"\b(?:national insurance|ni number|nino)\b", "the National Insurance number", "Few services may ask for it."),
    (r"\b(?:ethnic\w*|religion|faith|sexual orientation|disabilit\w+)\b", "a special category of data",
     "It needs a ground of article 9 UK GDPR. For equality monitoring there is a block apart from the request."),
    (r"\b(?:marital status|nationality)\b", "marital status or nationality", "Ask only where the law makes it matter."),
)  # fmt: skip
_REASON = "Say in the guidance why it is needed, or take it out."
_HELD = {"name": "name", "email": "email address", "phone": "telephone number", "address": "address"}
"""Types whose answer an account holds, and what it is called."""


def advice_on(form: Form) -> list[Note]:
    """Return what to think about before a form is published, each with its place in the source."""
    return [*_without_need(form), *_shared_already(form), *_held_already(form)]


# Private


def _every(form: Form) -> Iterator[Asked]:
    for asked in form.questions:
        yield asked
        yield from asked.members


def _without_need(form: Form) -> Iterator[Note]:
    for asked in _every(form):
        words = line(asked.label).lower()
        for pattern, what, why in _NEED_A_REASON:
            if re.search(pattern, words) or (asked.kind == "national-insurance" and "Insurance" in what):
                yield Note(f"“{line(asked.label)}” asks for {what}", asked.where, f"{why} {_REASON}")
                break


def _shared_already(form: Form) -> Iterator[Note]:
    for page in form.pages:
        kinds = {asked.kind for asked in page.questions}
        for block, asks in KNOWN_BLOCKS.items():
            if len(kinds & asks) > 1:
                why = f"The block {block} asks the same, with words and translations that are kept up for you."
                yield Note(f"Page “{line(page.title) or page.key}”", page.where, why)


def _held_already(form: Form) -> Iterator[Note]:
    """Yield the first question of each kind whose answer an account holds."""
    seen: set[str] = set()
    for asked in form.questions:
        if asked.kind in _HELD and asked.kind not in seen:
            seen.add(asked.kind)
            held = _HELD[asked.kind]
            why = f"An account holds the {held}: where the service says so, residents need not type it again."
            yield Note(f"“{line(asked.label)}”", asked.where, why)
