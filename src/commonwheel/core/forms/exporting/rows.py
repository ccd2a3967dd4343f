"""What is printed of a service: a blank form to fill in by hand, and its words in two languages side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.core.forms.exporting.words import Saying, saying
from commonwheel.core.patterns.checks.subject import texts_among
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.running.parts import Placed
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.core.patterns.versions.effective import Effective

Row = tuple[str, str]
_BOX, _LINE = "□", "_" * 40
_FEW, _MANY = 1, 5
"""Lines to write on for a short answer and for a long one."""
_MISSING = "—"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of two cells under a heading."""

    heading: str
    rows: Sequence[Row]


def blank_form(programme: Programme) -> list[Table]:
    """Return a table for each page: what is asked, and the room for the answer."""
    said = saying(programme.effective.settings)
    return [_page(said(page.step.title), page.entries, said, some=page.when is not None) for page in programme.pages]


def side_by_side(effective: Effective, language: str) -> list[Table]:
    """
    Return every text of a service beside its translation, part by part; a dash where there is none.

    Each translation that nobody has checked is marked so, for whoever signs it off.
    """
    theirs = effective.translations.get(language, {})
    parts: dict[str, list[Row]] = {}
    for address, spot in texts_among(walk(effective.pattern)).items():
        translated = theirs.get(address)
        said = _MISSING if translated is None else f"{translated.text}{_mark(translated)}"
        parts.setdefault(".".join(address.split(".")[:2]), []).append((str(spot.value), said))
    tables = [Table(name, rows) for name, rows in parts.items()]
    messages = sorted({name for name, _ in effective.messages})
    letters = [_message(effective, name, language) for name in messages]
    return [*tables, *letters]


# Private


def _mark(translated: Any) -> str:
    return "" if translated.state == "checked" else f" [{translated.state}]"


def _message(effective: Effective, name: str, language: str) -> Table:
    ours, theirs = (effective.messages.get((name, one)) for one in (SOURCE_LANGUAGE, language))
    subjects = [_MISSING if one is None else str(one.head.subject) for one in (ours, theirs)]
    texts = [_MISSING if one is None else one.text for one in (ours, theirs)]
    return Table(name, [(subjects[0], subjects[1]), (texts[0], texts[1])])


def _page(title: str, entries: Sequence[Placed], said: Saying, *, some: bool) -> Table:
    rows = [row for placed in entries for row in _asked(placed, said)]
    return Table(f"{title} (only if it applies to you)" if some else title, rows)


def _asked(placed: Placed, said: Saying) -> Iterator[Row]:
    question: Any = placed.question
    if placed.type == "show":
        yield said(question.text), ""
        return
    label = f"{said(question.label)}{'' if not placed.optional else ' (optional)'}"
    words = f"{label}\n{said(question.hint)}" if question.hint else label
    if placed.type == "group":
        yield words, "Use another sheet for more."
        for member in placed.members:
            yield from _asked(member, said)
        return
    yield words, _room(placed, said)


def _room(placed: Placed, said: Saying) -> str:
    """Return the room for an answer: boxes to tick, or lines to write on."""
    if placed.type == "yes-no":
        return f"{_BOX} Yes\n{_BOX} No"
    if placed.type == "declaration":
        return f"{_BOX} I agree"
    if placed.options:
        return "\n".join(f"{_BOX} {said(option.label)}" for option in placed.options)
    return "\n".join([_LINE] * (_MANY if placed.type in ("long-text", "address") else _FEW))
