"""What the checks look at: a bundle, with its questions in the order they are asked and its expressions read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from commonwheel.core.patterns.checks.codes import CODES
from commonwheel.core.patterns.checks.conjuncts import Said, conjuncts, said
from commonwheel.core.patterns.expressions import Analysis, Scope, analyse
from commonwheel.core.patterns.expressions.analysis import Expected
from commonwheel.core.patterns.expressions.names import decision_scope, group_scope, pattern_scope
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.pattern import Pattern, Step
from commonwheel.core.patterns.model.questions import Answerable, Checkboxes, Choice, Group, Option, Question, Use
from commonwheel.core.patterns.model.settings import OptionsSetting, Setting
from commonwheel.core.patterns.reading.addresses import Spot, walk
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.patterns.reading.structure import place, uses
from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.patterns.running.facts import ACCOUNT
from commonwheel.core.problems import Problem

MAX_OF_A_CODE = 500
"""Problems of one kind that are told one by one."""


@dataclass(frozen=True, slots=True)
class Asking:
    """
    One question where it is asked.

    Attributes:
        question: as the pattern or block has it.
        address: of the question.
        step: position of its step, from 0.
        conditions: of its step, its use, its group and itself, those that are there; all must hold.
        group: the group it is a member of.
    """

    question: Question
    address: str
    step: int
    conditions: tuple[str, ...] = ()
    group: Group | None = None

    @property
    def optional(self) -> bool:
        """Whether it may be left unanswered where it is asked."""
        return isinstance(self.question, Answerable) and self.question.optional


@dataclass(frozen=True, eq=False)
class Subject:
    """
    A bundle being checked.

    Attributes:
        problems: those found so far, in no order; at most `MAX_OF_A_CODE` of each code.
        counts: how often each code was found.
        values: of the settings that a layer sets; their texts are what people read, and are translated.
    """

    bundle: Bundle
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    values: Mapping[str, SettingValue] = field(default_factory=dict)

    @property
    def pattern(self) -> Pattern:
        """The service as written."""
        return self.bundle.pattern

    @cached_property
    def scope(self) -> Scope:
        """The names that expressions outside groups may read."""
        return pattern_scope(self.pattern, self.bundle.blocks, account=ACCOUNT)

    @cached_property
    def askings(self) -> tuple[Asking, ...]:
        """Every question of the journey in order; a group before its members."""
        return tuple(asking for number, step in enumerate(self.pattern.steps) for asking in self._of_step(number, step))

    @cached_property
    def asked(self) -> Mapping[str, Asking]:
        """The questions outside groups, by id."""
        return {asking.question.id: asking for asking in self.askings if asking.group is None}

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every key of the pattern with its value, and after them the values that a layer sets."""
        return (*walk(self.pattern), *self._set_by_layer())

    def _set_by_layer(self) -> Iterator[Spot]:
        """Yield what a layer's values say; the shared ones stay, since their translations still stand there."""
        for setting in self.pattern.settings:
            if setting.id in self.values:
                changed = setting.model_copy(update={"default": self.values[setting.id]})
                base = f"settings.{setting.id}"
                yield from (spot for spot in walk(changed, base) if spot.address.startswith(f"{base}.default"))

    @cached_property
    def texts(self) -> Mapping[str, Spot]:
        """Every text of the pattern by address, in order."""
        return texts_among(self.spots)

    @cached_property
    def block_texts(self) -> Mapping[str, Mapping[str, Spot]]:
        """Every text of each carried block, by block and address."""
        return {name: texts_among(walk(block)) for name, block in self.bundle.blocks.items()}

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """What must all be true for a question outside groups to be asked, by id."""
        return {
            name: frozenset(part for condition in asking.conditions for part in self.conjuncts(condition))
            for name, asking in self.asked.items()
        }

    @cached_property
    def conjuncts(self) -> Callable[[str], tuple[str, ...]]:
        """The parts of a condition that must all be true; many conditions are asked for again and again."""
        return cache(conjuncts)

    @cached_property
    def said(self) -> Callable[[str], tuple[Said, ...]]:
        """What a condition says of single answers."""
        parts = self.conjuncts
        return cache(lambda condition: tuple(said(parts(condition))))

    @cached_property
    def settings(self) -> Mapping[str, Setting]:
        """Every setting by id, those of used blocks included."""
        used = {use.use for _, use in uses(self.pattern)}
        blocks = [setting for name, one in self.bundle.blocks.items() if name in used for setting in one.settings]
        return {setting.id: setting for setting in (*blocks, *self.pattern.settings)}

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The states by id."""
        return {state.id: state for state in self.pattern.case.states}

    @cached_property
    def fixed_values(self) -> Mapping[str, frozenset[str]]:
        """The values of every choice whose options the pattern itself fixes, and of yes-no questions, by name."""
        found: dict[str, frozenset[str]] = {}
        for name, asking in self.asked.items():
            question = asking.question
            if question.type == "yes-no":
                found[name] = frozenset(("true", "false"))
            elif not isinstance(question, Checkboxes) and isinstance(getattr(question, "options", None), tuple):
                found[name] = frozenset(option.value for option in self.options(question) or ())
        return found

    def scope_of(self, asking: Asking) -> Scope:
        """Return the names that expressions of a question may read."""
        return self.scope if asking.group is None else self._inside[asking.group.id]

    def decisions(self, state: State) -> Scope:
        """Return the names that expressions of what an officer is asked may read."""
        return decision_scope(self.scope, state.ask)

    def analysis(self, expression: str, scope: Scope, expected: Expected) -> Analysis:
        """Return what an expression reads; empty, with its problems, where it cannot be used."""
        return analyse(expression, scope, expected=expected)

    def options(self, question: Question) -> tuple[Option, ...] | None:
        """Return the choices of a question; None where it has none, or names no setting of type options."""
        if not isinstance(question, Choice):
            return None
        if not isinstance(question.options, str):
            return question.options
        setting = self.settings.get(question.options.removeprefix("settings."))
        return setting.default if isinstance(setting, OptionsSetting) else None

    def report(
        self, code: str, address: str, *, found: object = "", expected: str = "", mend: str = "", mark: str = ""
    ) -> None:
        """
        Note a problem.

        Args:
            code: one of the registry's, which says its severity.
            address: of what is wrong; the nearest part that holds it is pointed at.
            mark: the file the address is in, followed by `#`, where it is not `pattern.yaml`.
        """
        self.counts[code] += 1
        if self.counts[code] > MAX_OF_A_CODE:
            return
        file, line, column = self._place(address, mark)
        known = CODES[code]
        self.problems.append(
            Problem(
                file, line, column, code, known.severity, shorten(found), expected or known.expected, mend or known.help
            )
        )

    def rest(self) -> Iterator[Problem]:
        """Yield a problem for each code that was found too often to list each time: how often more."""
        for code, count in self.counts.items():
            if count > MAX_OF_A_CODE:
                known, more = CODES[code], f"and {count - MAX_OF_A_CODE:,} more of this kind"
                yield Problem("", 0, 0, code, known.severity, more, known.expected, known.help)

    def _place(self, address: str, mark: str) -> tuple[str, int, int]:
        places = self.bundle.places
        if not mark:
            return place(address, places)
        for here in _outwards(address):
            if f"{mark}{here}" in places:
                return places[f"{mark}{here}"]
        return mark.removesuffix("#"), 0, 0

    @cached_property
    def _inside(self) -> Mapping[str, Scope]:
        """The names that expressions in each group may read, by the group's id."""
        groups = (asking.question for asking in self.askings)
        return {group.id: group_scope(self.scope, group) for group in groups if isinstance(group, Group)}

    def _of_step(self, number: int, step: Step) -> Iterator[Asking]:
        outer = _given(step.when)
        for entry in step.ask:
            address = f"steps.{step.id}.ask.{entry.id}"
            if isinstance(entry, Use):
                block = self.bundle.blocks.get(entry.use)
                inside = (*outer, *_given(entry.when))
                yield from _asked(block.ask if block else (), f"{address}.ask", number, inside)
            else:
                yield from _asked((entry,), f"steps.{step.id}.ask", number, outer)


def texts_among(spots: Iterable[Spot]) -> dict[str, Spot]:
    """Return the texts among the keys of a shape, by address, in order."""
    return {spot.address: spot for spot in spots if spot.key.text and spot.value is not None}


def _asked(questions: Sequence[Question], base: str, step: int, outer: tuple[str, ...]) -> Iterator[Asking]:
    for question in questions:
        address = f"{base}.{question.id}"
        conditions = (*outer, *_given(question.when))
        yield Asking(question, address, step, conditions)
        if isinstance(question, Group):
            for member in question.ask:
                yield Asking(member, f"{address}.ask.{member.id}", step, (*conditions, *_given(member.when)), question)


def _given(condition: str | None) -> tuple[str, ...]:
    return () if condition is None else (condition,)


def _outwards(address: str) -> Iterator[str]:
    while address:
        yield address
        address = address.rpartition(".")[0]
    yield ""
