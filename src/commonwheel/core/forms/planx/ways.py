"""When residents come to each node of a flow, when it is put to them, and when each answer is theirs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.planx import kinds
from commonwheel.core.forms.planx.flow import UNREACHED, Flow, Node
from commonwheel.core.forms.planx.formulas import outcomes, read_comparison
from commonwheel.core.forms.planx.logic import Logic, TooMany, Whole, one_of, written
from commonwheel.core.forms.planx.needs import Needs, Place
from commonwheel.core.forms.planx.passport import Notes, Offer, Option, Picks, Write, noted, picks
from commonwheel.core.forms.routes import UNREACHED as BEHIND_SETTING
from commonwheel.core.forms.terms import FALSE, TRUE, Term, either, negated
from commonwheel.core.patterns.expressions.limits import LONGEST_EXPRESSION

_LONGEST = LONGEST_EXPRESSION - 50
_LONGEST_PART = 9 * LONGEST_EXPRESSION // 10
"""Characters that the condition of one answer may take; a question that PlanX answers by more is put to people."""
_NAME, _MORE = 32, 4
"""Characters of the name of a question that its words make, and of the number that may follow."""
_MOST_NUMBERS = 8
CONSTRAINTS_NAME = "property.constraints.planning"
_INPUTS = (kinds.TEXT, kinds.DATE, kinds.ADDRESS, kinds.CONTACT, kinds.NUMBER)
_TOO_LONG = "By what PlanX answers it itself is longer than a condition can be: it is put to everybody who comes to it."


@dataclass(slots=True)
class Ways:
    """
    The conditions of a flow, found in one pass over its order.

    Attributes:
        values: the value of each answer that can be chosen, by its id.
        key_of: the key under which a question is known, by its node's id.
        arrive: when one comes to a node.
        asked: when it is put to people; FALSE for never.
        chosen: when an answer is theirs, by its id.
        always_asked: why a question that PlanX would answer itself is put to everybody, by its node's id.
        unsaid: ids of nodes that more ways lead to than a condition can say.
        told: ids of nodes to which people come, but which PlanX answers itself for some of them.
        lengths: how long the name of a question may be, by its key.
        dead: ids of nodes and answers that nobody comes to.
        rules: of each node that asks for files, when it asks for each; None where that cannot be said.
    """

    flow: Flow
    values: Mapping[str, str]
    key_of: Callable[[Node], str]
    logic: Logic = field(default_factory=Logic)
    arrive: dict[str, Term] = field(default_factory=dict)
    asked: dict[str, Term] = field(default_factory=dict)
    chosen: dict[str, Term] = field(default_factory=dict)
    always_asked: dict[str, str] = field(default_factory=dict)
    unsaid: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    rules: dict[str, list[Term | None]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    lengths: dict[str, int] = field(default_factory=dict)
    _notes: dict[str, Notes] = field(default_factory=dict)
    _flags: dict[str, list[Term]] = field(default_factory=dict)
    _inputs: dict[tuple[int, str], list[tuple[str, Term]]] = field(default_factory=dict)
    _constraints: frozenset[str] = frozenset()
    needs: Needs = field(init=False)

    def __post_init__(self) -> None:
        self.needs = Needs(self.logic)

    def find(self) -> "Ways":
        """Work out all of it."""
        decisions = (one for one in self.flow.nodes.values() if one.kind in kinds.DECISIONS)
        self._constraints = frozenset(
            option.value for node in decisions if name_of(node) == CONSTRAINTS_NAME for option in self._options(node)
        ) - {""}
        self.arrive = {kinds.ROOT: TRUE, UNREACHED: BEHIND_SETTING}
        self.dead = {UNREACHED}
        for key in self.flow.order:
            node = self.flow.nodes[key]
            if node.kind != kinds.ANSWER:
                self.arrive[key] = self._arrive(key)
                self._pass(node)
            elif UNREACHED in self.flow.parents[key]:
                self.chosen[key] = BEHIND_SETTING
                self.dead.add(key)
        return self

    @property
    def constraints(self) -> Sequence[str]:
        """The planning constraints that the flow asks about."""
        return sorted(self._constraints)

    # Private

    def _arrive(self, key: str) -> Term:
        """Return when one comes to a node; what nobody comes to keeps its own ways, behind a setting."""
        every = self.flow.parents[key]
        live = [one for one in every if one not in self.dead]
        ways = [self.chosen[one] if one in self.chosen else self.arrive[one] for one in live or every]
        if not live:
            self.dead.add(key)
            ways = [one for one in ways if one != FALSE] or [BEHIND_SETTING]
        try:
            return self.logic.any_of(ways)
        except TooMany:
            self.unsaid.add(key)
            return BEHIND_SETTING if is_end(self.flow.nodes[key]) else TRUE

    def _is_page(self, node: Node) -> bool:
        return not is_end(node) and node.kind not in (*kinds.FOLDERS, kinds.SET, kinds.CALCULATE, kinds.FILTER)

    def _pass(self, node: Node) -> None:
        """Note what coming by a node does."""
        name = name_of(node)
        words = text_in(node, "text") or text_in(node, "title") or name
        self.lengths[self.key_of(node)] = min(len(words), _NAME) + _MORE if words else _NAME
        here = self.arrive[node.id]
        if self._is_page(node) and written(here, self.lengths, self.logic.single, _LONGEST) > _LONGEST:
            self.unsaid.add(node.id)
            self.arrive[node.id] = TRUE
        self.asked[node.id] = self.arrive[node.id]
        if node.kind in kinds.DECISIONS:
            self._decide(node, name)
        elif node.kind == kinds.FILES:
            self.rules[node.id] = [self._rule(one.value) for one in node.data.each("fileTypes") if one.value]
        elif node.id not in self.dead:
            self._pass_live(node, name)

    def _pass_live(self, node: Node, name: str) -> None:
        if node.kind == kinds.SET and name:
            self._set(node, self._of(name))
        elif node.kind == kinds.CALCULATE and name and node.data.value.get("formatOutputForAutomations"):
            self._calculate(node, self._of(name))
        elif node.kind == kinds.CONSTRAINTS:
            self._look_up(node)
        elif node.kind in _INPUTS and name:
            self._input(node, name)

    def _of(self, name: str) -> Notes:
        return self._notes.setdefault(name, Notes())

    def _options(self, node: Node) -> list[Option]:
        return [Option(key, text_in(self.flow.nodes[key], "val")) for key in node.children]

    def _decide(self, node: Node, name: str) -> None:
        """Say when a question is put to people, and when each of its answers is theirs."""
        key, here, options = self.key_of(node), self.arrive[node.id], self._options(node)
        if node.kind not in kinds.MANY_OF:
            self.logic.single.add(key)
        if node.id in self.dead:
            self._put_to_all(node, key)
            self.dead.update(node.children)
            return
        if node.id in self.unsaid:
            self._put_to_all(node, key)
            self.needs.put(key, TRUE)
            self._note(node, name, key, options)
            return
        place = self.needs.place(here)
        try:
            found = self._picks(node, name, options, place)
            if found is None:
                self._put_to_all(node, key)
            else:
                self._split(node, key, here, options, found)
        except TooMany:
            self.always_asked[node.id] = _TOO_LONG
            self._put_to_all(node, key)
        self.needs.put(key, self.asked[node.id])
        self._note(node, name, key, options)

    def _split(self, node: Node, key: str, here: Term, options: list[Option], found: Picks) -> None:
        """Put a question to those for whom PlanX does not answer it."""
        asked: Term = FALSE
        if node.kind != kinds.FILTER:
            asked = self.needs.possible(self.logic.all_of(here, negated(found.any)))
        self._small(asked, _LONGEST)
        for option in options:
            mine = one_of(key, [self.values[option.id]]) if asked != FALSE else FALSE
            by_itself = self.needs.possible(self.logic.all_of(here, found.by_choice.get(option.id, FALSE)))
            self.chosen[option.id] = self.logic.any_of([mine, by_itself])
            self._small(self.chosen[option.id])
        self.dead |= {option.id for option in options if self.chosen[option.id] == FALSE}
        self.asked[node.id] = asked
        if found.any != FALSE:
            self.told.add(node.id)
        else:
            self._is_whole(node, key)

    def _small(self, term: Term, most: int = _LONGEST_PART) -> None:
        """Raise TooMany where a condition is too long to be written."""
        if written(term, self.lengths, self.logic.single, most) > most:
            raise TooMany

    def _put_to_all(self, node: Node, key: str) -> None:
        self.asked[node.id] = self.arrive[node.id]
        for answer in node.children:
            self.chosen[answer] = one_of(key, [self.values[answer]])
        self._is_whole(node, key)

    def _is_whole(self, node: Node, key: str) -> None:
        """Note that everybody who comes by makes one of these choices."""
        if node.children:
            choices = frozenset(self.values[answer] for answer in node.children)
            self.logic.wholes[key] = Whole(choices, self.arrive[node.id])

    def _picks(self, node: Node, name: str, options: list[Option], place: Place) -> Picks | None:
        """Return when PlanX answers a question itself; None for never, or where that cannot be said."""
        data = node.data.value
        blank = bool(data.get("alwaysAutoAnswerBlank"))
        if node.kind == kinds.FILTER:
            return self._by_flags(options, place)
        notes = self._notes.get(name)
        if not name or not options or data.get("neverAutoAnswer") or (notes is None and not blank):
            return None
        if notes is not None and notes.unknown:
            self.always_asked[node.id] = notes.unknown
            return None
        exact, single = name == CONSTRAINTS_NAME, node.kind in kinds.ONE_OF
        known = (notes or Notes()).under(place, self.needs)
        return picks(known, options, self.logic, single=single, exact=exact, blank=blank)

    def _by_flags(self, options: list[Option], place: Place) -> Picks:
        """Return when a filter takes each way: the first whose flag was collected."""
        found, before = dict[str, Term](), list[Term]()
        for option in options:
            if option.value:
                flag = self.logic.any_of(self.needs.under(one, place) for one in self._flags.get(option.value, ()))
                self._small(flag)
                found[option.id] = self.logic.all_of(flag, *map(negated, before))
                before.append(flag)
        without = next((option.id for option in options if not option.value), None)
        if without is not None:
            found[without] = self.logic.none_of(*before)
        return Picks(found, TRUE)

    def _note(self, node: Node, name: str, key: str, options: list[Option]) -> None:
        """Note the values and flags of the answers of a question."""
        if node.kind == kinds.FILTER:
            return
        for option in options:
            flags = self.flow.nodes[option.id].data.value.get("flags")
            for flag in flags if isinstance(flags, list) else ():
                self._flags.setdefault(str(flag), []).append(self.chosen[option.id])
        if name:
            notes = self._of(name)
            notes.offers.append(Offer(frozenset(one.value for one in options if one.value), self.arrive[node.id]))
            if self.asked[node.id] != FALSE:
                notes.writes += [Write(one.value, one_of(key, [self.values[one.id]])) for one in options if one.value]

    def _set(self, node: Node, notes: Notes) -> None:
        operation, here = text_in(node, "operation") or "replace", self.arrive[node.id]
        if operation == "removeOne":
            notes.unknown = "PlanX takes away one of several values that it noted, and answers it by what is left."
        elif operation == "append":
            notes.writes.append(Write(text_in(node, "val"), here, beside=True))
        else:
            value = text_in(node, "val") if operation == "replace" else ""
            notes.writes.append(Write(value or None, here, replaces=True))
        notes.offers.append(Offer(frozenset(), here))

    def _calculate(self, node: Node, notes: Notes) -> None:
        """Note what is worked out, where it is whether a number is more or less than another."""
        read = read_comparison(text_in(node, "formula"))
        sources = () if read is None else self._numbers(read[0])
        if read is None or sources is None:
            notes.unknown = "PlanX works its answer out by a formula that a condition cannot say."
            return
        name, op, number = read
        defaults = node.data.value.get("defaults")
        default = _number(defaults.get(name)) if isinstance(defaults, dict) else None
        met, unmet = outcomes(sources, op, number, default)
        here = self.arrive[node.id]
        notes.writes.append(Write(None, here, replaces=True))
        for value, outcome in (("true", met), ("false", unmet)):
            notes.writes.append(Write(value, self.logic.all_of(here, outcome)))
        notes.offers.append(Offer(frozenset(), here))

    def _numbers(self, name: str) -> list[str] | None:
        """Return the keys of the questions that ask for a number so far; None where it is set otherwise."""
        if name in self._notes:
            return None
        keys = [key for key, when in self._inputs.get((kinds.NUMBER, name), ()) if when != FALSE]
        return keys if len(keys) <= _MOST_NUMBERS else None

    def _look_up(self, node: Node) -> None:
        """Planning constraints are ticked by whoever fills in the form, all that the flow asks about at once."""
        if not self._constraints:
            return
        notes, key, here = self._of(CONSTRAINTS_NAME), self.key_of(node), self.arrive[node.id]
        notes.writes.append(Write(None, here, replaces=True))
        notes.writes += [Write(value, one_of(key, [value])) for value in self.constraints]
        notes.queried, notes.queried_when = self._constraints, either(notes.queried_when, here)
        notes.offers.append(Offer(frozenset(), here))

    def _rule(self, file: Mapping[str, Any]) -> Term | None:
        """Return when a file is asked for: always, or where something is noted by then."""
        rule = file.get("rule")
        if not isinstance(rule, dict) or rule.get("condition") not in ("RequiredIf", "RecommendedIf"):
            return TRUE
        notes = self._notes.get(str(rule.get("fn")), Notes())
        try:
            met = noted(notes, str(rule.get("val")), self.logic)
            self._small(met)
        except TooMany:
            return None
        return None if notes.unknown else met

    def _input(self, node: Node, name: str) -> None:
        """A plain question of the same type and name as one that was put to people has its answer."""
        before = self._inputs.setdefault((node.kind, name), [])
        try:
            place = self.needs.place(self.arrive[node.id])
            here = () if node.id in self.unsaid else before
            earlier = self.logic.any_of(self.needs.under(when, place) for _, when in here)
            asked = self.logic.all_of(self.arrive[node.id], negated(earlier))
            self._small(asked, _LONGEST)
            self.asked[node.id] = asked
            if earlier != FALSE:
                self.told.add(node.id)
        except TooMany:
            self.always_asked[node.id] = _TOO_LONG
        self.needs.put(self.key_of(node), self.asked[node.id])
        before.append((self.key_of(node), self.asked[node.id]))


def is_end(node: Node) -> bool:
    """Whether PlanX lets nobody go on from here."""
    return node.kind == kinds.NOTICE and bool(node.data.value.get("resetButton"))


def name_of(node: Node) -> str:
    """Return the name under which PlanX notes what is answered to a node."""
    return text_in(node, "fn")


def text_in(node: Node, key: str) -> str:
    """Return a text that a node has; "" for none."""
    value = node.data.value.get(key)
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _number(value: Any) -> float | None:
    try:
        return float(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError):
        return None
