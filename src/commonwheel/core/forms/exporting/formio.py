"""A service as a wizard of Form.io: a panel for each page, conditions in JSON Logic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.exporting.logic import CannotBeExported, as_logic
from commonwheel.core.forms.exporting.words import Saying, saying
from commonwheel.core.forms.report import Report
from commonwheel.core.patterns.expressions import Compiled
from commonwheel.core.patterns.running.parts import Page, Placed
from commonwheel.core.patterns.running.programme import Programme

_TYPES: Mapping[str, str] = {
    "text": "textfield", "long-text": "textarea", "email": "email", "phone": "phoneNumber", "name": "textfield",
    "radios": "radio", "select": "select", "checkboxes": "selectboxes", "number": "number", "money": "currency",
    "yes-no": "radio", "declaration": "checkbox", "date": "date", "time": "time", "file": "file",
    "signature": "signature", "address": "address", "place": "address", "group": "editgrid",
    "national-insurance": "textfield", "vehicle": "textfield", "bank-account": "textfield", "slot": "datetime",
}  # fmt: skip
_LOSES: Mapping[str, str] = {
    "place": "A spot is asked for as an address.",
    "slot": "An appointment is asked for as a day and time; the calendar is not there.",
    "national-insurance": "It is a line of text; its form is not checked.",
    "vehicle": "It is a line of text; its form is not checked.",
    "bank-account": "It is a line of text; its form is not checked.",
    "name": "A name is a line of text.",
    "money": "Amounts are in pounds there, and in pence here.",
}
_YES_NO = [{"label": "Yes", "value": "true"}, {"label": "No", "value": "false"}]
_NOT_HERE = "Form.io has no place for it."


def as_formio(programme: Programme, report: Report) -> dict[str, Any]:
    """Return a service as Form.io has forms; what it has no place for is noted in the report."""
    writing = _Writing(programme, report)
    pattern = programme.effective.pattern
    components = [writing.panel(page) for page in programme.pages]
    for stop in programme.stops:
        report.leave(f"The stop “{writing.said(stop.stop.title)}”", stop.address, "Form.io cannot end a form early.")
    for what in ("fee", "case", "renew", "book", "data"):
        if getattr(pattern, what):
            report.leave(f"`{what}`", what, _NOT_HERE)
    return {
        "title": str(pattern.title), "name": pattern.pattern.replace("-", ""), "path": pattern.pattern, "type": "form",
        "display": "wizard", "components": components,
    }  # fmt: skip


# Private


@dataclass(slots=True)
class _Writing:
    programme: Programme
    report: Report
    said: Saying = field(init=False)
    kinds: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.said = saying(self.programme.effective.settings)
        self.kinds = {name: placed.type for name, placed in self.programme.questions.items()}

    def panel(self, page: Page) -> dict[str, Any]:
        self.report.count("pages")
        step = page.step
        words = [_content(f"{page.id}-text", self.said(step.text))] if step.text else []
        held = [made for placed in page.entries for made in self.component(placed)]
        return {
            "type": "panel", "key": page.id, "title": self.said(step.title), "label": self.said(step.title),
            "input": False, "components": [*words, *held],
        } | self._conditional([page.when] if page.when else [], page.address)  # fmt: skip

    def component(self, placed: Placed) -> Iterator[dict[str, Any]]:
        """Yield a question, or words among them."""
        question: Any = placed.question
        shown = self._conditional(list(placed.when), placed.address)
        if placed.type == "show":
            yield _content(placed.id, self.said(question.text)) | shown
            return
        self.report.count("questions")
        made: dict[str, Any] = {
            "type": _TYPES[placed.type], "key": placed.id, "label": self.said(question.label), "input": True,
            "validate": {"required": not placed.optional} | self._limits(placed),
        } | shown  # fmt: skip
        if question.hint:
            made["description"] = self.said(question.hint)
        if question.missing:
            made["validate"]["customMessage"] = self.said(question.missing)
        if placed.type in _LOSES:
            self.report.change(f"“{self.said(question.label)}”", placed.address, _LOSES[placed.type])
        for check in placed.checks:
            self.report.leave(f"The check “{self.said(check.check.say)}”", check.address, _NOT_HERE)
        made |= self._choices(placed)
        if placed.type == "group":
            made["components"] = [inner for member in placed.members for inner in self.component(member)]
        yield made

    def _choices(self, placed: Placed) -> dict[str, Any]:
        if placed.type == "yes-no":
            return {"values": _YES_NO}
        if not placed.options:
            return {}
        self.report.count("options", len(placed.options))
        values = [{"value": one.value, "label": self.said(one.label)} for one in placed.options]
        return {"data": {"values": values}} if placed.type == "select" else {"values": values}

    @staticmethod
    def _limits(placed: Placed) -> dict[str, Any]:
        question = placed.question
        least, most = getattr(question, "min", None), getattr(question, "max", None)
        names = {"text": ("minLength", "maxLength"), "long-text": ("minLength", "maxLength"),
                 "checkboxes": ("minSelectedCount", "maxSelectedCount"), "group": ("minLength", "maxLength"),
                 "number": ("min", "max")}.get(placed.type)  # fmt: skip
        pairs = zip(names or (), (least, most), strict=False)
        return {name: value for name, value in pairs if value is not None}

    def _conditional(self, conditions: list[Compiled], address: str) -> dict[str, Any]:
        """Return when a part is shown; what cannot be said is left out, and the part is always shown."""
        rules = []
        for one in conditions:
            try:
                rules.append(as_logic(one, self.programme.effective.settings, self.kinds))
                self.report.count("conditions")
            except CannotBeExported as reason:
                self.report.count("conditions", kept=False)
                self.report.leave(f"`{one.text}`", f"{address}.when", f"It is always shown, because {reason}")
        if not rules:
            return {}
        return {"conditional": {"json": rules[0] if len(rules) == 1 else {"and": rules}}}


def _content(key: str, words: str) -> dict[str, Any]:
    return {"type": "content", "key": key, "label": key, "input": False, "html": words}
