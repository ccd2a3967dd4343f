"""A programme of CiviForm, as it is exported to move it, as a form of ours.

Source: the JSON of its programme migration: screens with the ids of their questions, the questions, and predicates that
hide a screen, show it, or say who is eligible.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.leaves import CannotBeSaid, Known
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, End, Form, Item, Page, Said
from commonwheel.core.forms.terms import Answer, Call, Constant, Operator, Term, both, either, names, negated

KIND = "civiform"
_KINDS: Mapping[str, str] = {
    "address": "address", "checkbox": "checkboxes", "currency": "money", "date": "date", "dropdown": "select",
    "email": "email", "file_upload": "file", "fileupload": "file", "id": "text", "name": "name", "number": "number",
    "phone": "phone", "radio_button": "radios", "text": "text", "yes_no": "radios", "map": "place",
}  # fmt: skip
_COMPARE: Mapping[str, Operator] = {
    "EQUAL_TO": "==", "NOT_EQUAL_TO": "!=", "GREATER_THAN": ">", "GREATER_THAN_OR_EQUAL_TO": ">=", "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL_TO": "<=", "IS_BEFORE": "<", "IS_ON_OR_BEFORE": "<=", "IS_AFTER": ">", "IS_ON_OR_AFTER": ">=",
}  # fmt: skip
_DEEPEST = 20
_LANGUAGES = ("en", "en_US", "en_GB")
_NODE = "Who may use a programme, and what officers do with it, is set up on each council’s node."
_NO_PLACE = "The pattern language has no place for it."
_EPOCH = dt.date(1970, 1, 1)
_MILLISECONDS = 86_400_000


def is_civiform(value: Any) -> bool:
    """Tell whether a source is such a programme."""
    programme = value.get("program") if isinstance(value, dict) else None
    return isinstance(programme, dict) and "blockDefinitions" in programme and isinstance(value.get("questions"), list)


def read_civiform(value: dict[str, Any], report: Report) -> Form:
    """Return a form; what of it did not come across is noted in the report."""
    return _Reading(Cursor(value), report).form()


# Private


@dataclass(slots=True)
class _Reading:
    source: Cursor
    report: Report
    questions: dict[str, Cursor] = field(default_factory=dict)
    known: Mapping[str, Known] = field(default_factory=dict)

    def form(self) -> Form:
        self.questions = {str(one.inside("config").take("id")): one for one in self.source.each("questions")}
        programme = self.source.inside("program")
        blocks = programme.each("blockDefinitions")
        pages = [page for block in blocks if (page := self._page(block, blocks)) is not None]
        self.known = named(pages, self.report)
        by_key = {str(block.value.get("id")): block for block in blocks}
        shown = [replace(page, shown=self._shown(by_key[page.key])) for page in pages]
        ends = [end for page in pages if (end := self._end(by_key[page.key])) is not None]
        title = self._words(programme, "localizedName") or programme.text("adminName")
        summary = self._words(programme, "localizedDescription")
        afterwards = self._words(programme, "localizedConfirmationMessage")
        for key in ("id", "adminName", "programType"):
            programme.take(key)
        leave_rest(programme, self.report, _NODE)
        leave_rest(self.source, self.report, "No screen asks it.")
        return Form(KIND, title, tuple(shown), self.known, tuple(ends), summary=summary, afterwards=afterwards)

    def _words(self, source: Cursor, key: str) -> str:
        """Return the English words of a text, and note that it has others."""
        inside = source.inside(key)
        inside.take("isRequired")
        texts = inside.take("translations", {})
        texts = texts if isinstance(texts, dict) else {}
        found = next((str(texts[one]) for one in _LANGUAGES if texts.get(one)), "")
        found = found or next((str(one) for one in texts.values() if one), "")
        others = sorted(one for one in texts if one not in _LANGUAGES and texts[one])
        if others:
            why = "Translations are written for the words as they stand: make them anew, with these beside you."
            self.report.leave(f"Words in {', '.join(others)}", f"{inside.where}/translations", why)
        return found.replace("$this", "this one")

    # Screens

    def _page(self, block: Cursor, blocks: list[Cursor]) -> Page | None:
        """Return a screen; None for one that is asked for each entry of a list, which stands in the list."""
        key, title = str(block.take("id")), self._words(block, "localizedName") or block.text("name")
        words = self._words(block, "localizedDescription") or block.text("description")
        for part in ("name", "description", "hidePredicate", "eligibilityDefinition", "localizedEligibilityMessage"):
            block.take(part)
        repeated = block.take("repeaterId")
        self.report.count("pages")
        if repeated is not None and any(one.value.get("id") == repeated for one in blocks):
            return None
        said = [Said(words, f"{block.where}/localizedDescription")] if words and words != title else []
        items = [item for one in block.each("questionDefinitions") for item in self._items(one, block, blocks)]
        leave_rest(block, self.report, _NO_PLACE)
        return Page(key, title, block.where, (*said, *items))

    def _items(self, use: Cursor, block: Cursor, blocks: list[Cursor]) -> Iterator[Item]:
        question = self.questions.get(str(use.take("id")))
        optional = use.truth("optional")
        use.take("addressCorrectionEnabled")
        if question is None:
            self.report.count("questions", kept=False)
            self.report.leave("A question of a screen", use.where, "The file does not have the question.")
            return
        config, kind = question.inside("config"), question.text("type").lower()
        label, hint = self._words(config, "questionText"), self._words(config, "questionHelpText")
        key = str(config.value.get("id"))
        if kind == "static":
            self._close(question, config)
            yield Said(label, question.where)
            return
        if kind == "enumerator":
            yield self._list(question, Asked(key, "group", label, question.where, hint), block, blocks)
            self._close(question, config)
            return
        if kind not in _KINDS:
            self.report.change(f"“{label}”, of type {kind}", question.where, "It is asked for as a line of text.")
        choices = tuple(self._choices(question))
        limits = dict(self._limits(config.inside("validationPredicates"), _KINDS.get(kind, "text")))
        ours = _KINDS.get(kind, "text")
        ours = "text" if ours in ("radios", "select", "checkboxes") and not choices else ours
        self._close(question, config)
        yield Asked(key, ours, label, question.where, hint, optional, choices, limits)

    def _close(self, question: Cursor, config: Cursor) -> None:
        for part in ("name", "description", "universal", "primaryApplicantInfoTags", "displayMode", "enumeratorId"):
            config.take(part)
        leave_rest(config.inside("validationPredicates"), self.report, "The type of question checks its answers.")
        leave_rest(question, self.report, _NO_PLACE)

    def _choices(self, question: Cursor) -> Iterator[Choice]:
        for one in question.each("questionOptions"):
            number = one.take("id", "")
            name = one.text("adminName")
            for part in ("displayOrder", "displayInAnswerOptions"):
                one.take(part)
            yield Choice(number, self._words(one, "localizedOptionText") or name, where=one.where)

    @staticmethod
    def _limits(rules: Cursor, kind: str) -> Iterator[tuple[str, Any]]:
        rules.take("type")
        pairs = {"text": ("minLength", "maxLength"), "number": ("min", "max"),
                 "checkboxes": ("minChoicesRequired", "maxChoicesAllowed")}  # fmt: skip
        for ours, theirs in zip(("min", "max"), pairs.get(kind, ()), strict=False):
            value = rules.whole(theirs)
            if value is not None:
                yield ours, value

    def _list(self, question: Cursor, asked: Asked, block: Cursor, blocks: list[Cursor]) -> Asked:
        """Return a list whose entries are named, with what screens ask of each."""
        entry = self._words(question, "entityType") or "Name"
        rules = question.inside("config").inside("validationPredicates")
        least, most = rules.whole("minEntities"), rules.whole("maxEntities")
        members: list[Asked] = [Asked("entity", "text", entry[:1].upper() + entry[1:], question.where)]
        for other in blocks:
            if other.value.get("repeaterId") == block.value.get("id"):
                for use in other.each("questionDefinitions"):
                    for item in self._items(use, other, []):
                        if isinstance(item, Asked) and item.kind != "group":
                            members.append(item)
                        else:
                            self.report.leave(
                                "A list or words in a list", item.where, "Lists hold plain questions only."
                            )
        limits = {name: min(value, 50) for name, value in (("min", least), ("max", most)) if value}
        self.report.change(
            f"“{asked.label}”", question.where, "It is a list with “add another”; what is asked of each is in it."
        )
        return replace(asked, limits=limits, members=tuple(members))

    # Predicates

    def _shown(self, block: Cursor) -> Term | None:
        predicate = block.value.get("hidePredicate") or {}
        term = self._tried(predicate, f"{block.where}/hidePredicate") if predicate else None
        if term is None:
            return None
        return negated(term) if predicate.get("action") == "HIDE_BLOCK" else term

    def _end(self, block: Cursor) -> End | None:
        """Return the end for those who are not eligible, once all that decides it is answered."""
        definition = block.value.get("eligibilityDefinition") or {}
        where = f"{block.where}/eligibilityDefinition"
        term = self._tried(definition.get("predicate"), where) if definition.get("predicate") else None
        if term is None:
            return None
        answered = (Call("given", (Answer(key),)) for key in dict.fromkeys(names(term)))
        message = block.value.get("localizedEligibilityMessage") or {}
        text = str((message.get("translations") or {}).get("en_US", ""))
        key = f"not-eligible-{block.value.get('id')}"
        return End(key, "You may not be eligible", where, text, both(*answered, negated(term)))

    def _tried(self, predicate: Any, where: str) -> Term | None:
        try:
            term = self._node((predicate.get("rootNode") or {}).get("node") or {}, 0)
            expression(term, self.known)
        except (CannotBeSaid, ValueError, TypeError, AttributeError, KeyError) as reason:
            self.report.count("conditions", kept=False)
            self.report.leave("A predicate", where, f"It cannot be said in a pattern: {reason}")
            return None
        self.report.count("conditions")
        return term

    def _node(self, node: Mapping[str, Any], depth: int) -> Term:
        if depth > _DEEPEST:
            raise CannotBeSaid("it is too deep.")
        kind = node.get("type")
        if kind in ("and", "or"):
            inner = [self._node(one.get("node") or {}, depth + 1) for one in node["children"]]
            return both(*inner) if kind == "and" else either(*inner)
        key, operator = str(node.get("questionId")), str(node.get("operator"))
        if kind == "leafAddressServiceArea":
            raise CannotBeSaid("it asks whether an address is in an area; write `in_area` with the council’s own.")
        if kind != "leaf":
            raise CannotBeSaid(f"it has a node of type {kind}.")
        chosen: Operator = "has" if key in self.known and self.known[key].kind == "checkboxes" else "=="
        return _compared(Answer(key), operator, _value(node["value"]), chosen)


def _value(value: Mapping[str, Any]) -> Any:
    """Return the value of a leaf, which stands in it as text; days are milliseconds since 1970."""
    found = json.loads(str(value["value"]))
    if value.get("type") == "DATE":
        return _EPOCH + dt.timedelta(days=int(found) // _MILLISECONDS)
    return found


def _compared(answer: Answer, operator: str, value: Any, chosen: Operator) -> Term:
    if operator in _COMPARE:
        return Call(_COMPARE[operator], (answer, Constant(value)))
    if operator == "BETWEEN":
        return both(Call(">=", (answer, Constant(value[0]))), Call("<=", (answer, Constant(value[1]))))
    age = Call("age", (answer,))
    if operator == "AGE_BETWEEN":
        return both(Call(">=", (age, Constant(int(value[0])))), Call("<=", (age, Constant(int(value[1])))))
    if operator in ("AGE_OLDER_THAN", "AGE_YOUNGER_THAN"):
        return Call(">" if operator == "AGE_OLDER_THAN" else "<", (age, Constant(int(value))))
    if operator in ("IN", "ANY_OF"):
        return either(*(Call(chosen, (answer, Constant(one))) for one in value))
    if operator in ("NOT_IN", "NONE_OF"):
        return both(Call("given", (answer,)), *(negated(Call(chosen, (answer, Constant(one)))) for one in value))
    raise CannotBeSaid(f"it uses {operator}.")
