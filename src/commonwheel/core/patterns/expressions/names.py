"""The names a pattern declares for its expressions: answers, settings, and facts of resident and council."""

from collections.abc import Iterable, Iterator, Mapping

from commonwheel.core.patterns.expressions.scope import Scope, scope_of
from commonwheel.core.patterns.expressions.sorts import (
    ADDRESS,
    BOOL,
    DATE,
    DOUBLE,
    FILE,
    INT,
    MINUTES,
    MOST_OPTIONS,
    PLACE,
    SLOT,
    Sort,
    list_of,
    map_of,
    text,
)
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.model.questions import (
    Asked,
    Checkboxes,
    File,
    Group,
    LongText,
    NumberAnswer,
    Text,
    Use,
)
from commonwheel.core.patterns.model.settings import Setting

AUTHORITY: Mapping[str, Sort] = {"id": text(100), "name": text(200), "nation": text(40), "tier": text(40)}
"""What is known of a council, read as `authority.x`."""

_PLAIN: Mapping[str, Sort] = {
    "email": text(254),
    "phone": text(40),
    "name": text(200),
    "radios": text(41),
    "select": text(41),
    "national-insurance": text(9),
    "vehicle": text(10),
    "bank-account": text(17),
    "money": INT,
    "yes-no": BOOL,
    "declaration": BOOL,
    "date": DATE,
    "time": MINUTES,
    "address": ADDRESS,
    "place": PLACE,
    "slot": SLOT,
    "signature": list_of(FILE, 1),
}
_SETTINGS: Mapping[str, Sort] = {
    "integer": INT,
    "number": DOUBLE,
    "money": INT,
    "text": text(2_000),
    "yes-no": BOOL,
    "date": DATE,
    "time": MINUTES,
    "options": list_of(text(41), MOST_OPTIONS),
    "email": text(254),
    "phone": text(40),
    "url": text(2_000),
}


def question_sort(question: Asked) -> Sort | None:
    """Return what a question's answer is in expressions; None for words that have no answer."""
    sort = _PLAIN.get(getattr(question, "type", ""))
    match question:
        case Text():
            sort = text(question.max or 200)
        case LongText():
            sort = text(question.max or 2_000)
        case NumberAnswer():
            sort = DOUBLE if question.decimals else INT
        case Checkboxes():
            sort = list_of(text(41), MOST_OPTIONS if isinstance(question.options, str) else len(question.options))
        case File():
            sort = list_of(FILE, question.max)
        case Group():
            sort = list_of(map_of(**dict(answer_sorts(question.ask))), question.max)
    return sort


def setting_sort(setting: Setting) -> Sort:
    """Return what a setting is in expressions: one of type `options` is the list of its values."""
    return _SETTINGS[setting.type]


def answer_sorts(questions: Iterable[Asked]) -> Iterator[tuple[str, Sort]]:
    """Yield the id and sort of each question that has an answer."""
    for question in questions:
        sort = question_sort(question)
        if sort is not None:
            yield question.id, sort


def placed_questions(entries: Iterable[Asked | Use], blocks: Mapping[str, Block]) -> Iterator[Asked]:
    """Yield the questions of a step in order, those of used blocks in their place; a block not there has none."""
    for entry in entries:
        if not isinstance(entry, Use):
            yield entry
        elif entry.use in blocks:
            yield from blocks[entry.use].ask


def pattern_scope(pattern: Pattern, blocks: Mapping[str, Block], *, account: Mapping[str, Sort]) -> Scope:
    """
    Return the scope of a pattern's expressions outside groups.

    Args:
        blocks: by `publisher/name@major`.
        account: sorts of the facts a resident may reuse, by name without `account.`.
    """
    asked = [question for step in pattern.steps for question in placed_questions(step.ask, blocks)]
    names: dict[str, Sort] = dict(answer_sorts(asked))
    settings = [setting for block in blocks.values() for setting in block.settings] + [*pattern.settings]
    names.update((f"settings.{setting.id}", setting_sort(setting)) for setting in settings)
    names.update((f"account.{name}", sort) for name, sort in account.items())
    names.update((f"authority.{name}", sort) for name, sort in AUTHORITY.items())
    return scope_of(names, inner=[*_groups(asked), *_decisions(pattern.case.states)])


def group_scope(scope: Scope, group: Group) -> Scope:
    """Return the scope of what stands inside a group: its members by id, and the entry as `item`."""
    return scope.within(_members(group))


def decision_scope(scope: Scope, questions: Iterable[Asked]) -> Scope:
    """Return the scope of what an officer is asked: the officer's answers as `decision.x`."""
    return scope.within(_decided(questions))


def _groups(asked: Iterable[Asked]) -> Iterator[dict[str, Sort]]:
    return (_members(question) for question in asked if isinstance(question, Group))


def _decisions(states: Iterable[State]) -> Iterator[dict[str, Sort]]:
    for state in states:
        yield _decided(state.ask)
        yield from _groups(state.ask)


def _members(group: Group) -> dict[str, Sort]:
    members = dict(answer_sorts(group.ask))
    return {**members, "item": map_of(**members)}


def _decided(questions: Iterable[Asked]) -> dict[str, Sort]:
    return {f"decision.{name}": sort for name, sort in answer_sorts(questions)}
