"""When each item of a Form.io form is shown: its own condition, those of what it stands in, and rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.cursor import Cursor, says_something
from commonwheel.core.forms.formio.logic import CannotRead, read_logic
from commonwheel.core.forms.leaves import CannotBeSaid, Known
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.terms import Answer, Call, Constant, Term, negated


@dataclass(slots=True)
class Shown:
    """
    Reads conditions, each once.

    Attributes:
        known: the questions, by key.
        missing_is_zero: see `read_logic`.
    """

    known: Mapping[str, Known]
    report: Report
    missing_is_zero: bool = False
    _read: dict[str, Term | None] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        """Return the key of the question that a name or path names; CannotRead where there is none."""
        for one in (name, name.rpartition(".")[2], name.partition(".")[0]):
            if one in self.known:
                return one
        raise CannotRead(f"it reads {name}, which the form does not ask.")

    def answer_of(self, name: str) -> Term:
        """Return what a variable names: an answer, or whether one of many choices was made."""
        key = self.key_of(name)
        choice = name.removeprefix(f"{key}.")
        if choice != name and choice in self.known[key].values:
            return Call("has", (Answer(key), Constant(choice)))
        return Answer(key)

    def conditions(self, sources: Iterable[Cursor]) -> list[Term]:
        """Return the conditions of a component and of those around it; what cannot be said is left out, and noted."""
        found = []
        for source in sources:
            if source.where not in self._read:
                self._read[source.where] = self.tried(partial(self._condition, source), source.where)
            term = self._read[source.where]
            if term is not None:
                found.append(term)
        return found

    def tried(self, read: Callable[[], Term], where: str) -> Term | None:
        """Return a condition that can be read and said, counted; None, noted, where it cannot."""
        try:
            term = read()
            expression(term, self.known)
        except (CannotRead, CannotBeSaid) as reason:
            self.report.count("conditions", kept=False)
            self.report.leave("A condition", where, f"It cannot be said in a pattern: {reason}")
            return None
        self.report.count("conditions")
        return term

    def rule(self, rule: object) -> Term:
        """Return the condition of a rule in JSON Logic."""
        return read_logic(rule, self.answer_of, missing_is_zero=self.missing_is_zero)

    def _condition(self, source: Cursor) -> Term:
        logic = source.value.get("json")
        if says_something(logic):
            return self.rule(logic)
        name, value = str(source.value.get("when")), source.value.get("eq")
        key = self.key_of(name)
        answer = Answer(key)
        if self.known[key].kind == "checkboxes":
            same: Term = Call("has", (answer, Constant(value)))
        elif value in (None, ""):
            same = negated(Call("given", (answer,)))
        else:
            same = Call("==", (answer, Constant(value)))
        return same if str(source.value.get("show")).lower() == "true" else negated(same)
