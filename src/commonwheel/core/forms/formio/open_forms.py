"""An export of Open Forms as a form of ours: a page for each step, and its rules as conditions and stops."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from commonwheel.core.forms.cursor import Cursor, leave_rest, says_something
from commonwheel.core.forms.formio.components import Components
from commonwheel.core.forms.formio.read import with_conditions
from commonwheel.core.forms.formio.shown import Shown
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import End, Form, Page
from commonwheel.core.forms.terms import FALSE, TRUE, Term, both, either, negated

KIND = "open-forms"
FILES = ("forms", "formSteps", "formDefinitions", "formLogic", "formVariables")
_NODE = "How people sign in and pay, what they are sent and where it goes is set up on each council’s node."
_NO_ACTION: Mapping[str, str] = {
    "variable": "A value that is worked out on the way has no place in a pattern.",
    "fetch-from-service": "A connector fetches what another system knows.",
    "evaluate-dmn": "Decision tables have no place in a pattern: write a fee, a stop or a condition.",
    "set-registration-backend": "Where a request goes is set up on each council’s node.",
    "synchronize-variables": "A value that is worked out on the way has no place in a pattern.",
}
_TITLE = "You cannot go on with these answers"


def is_open_forms(value: Any) -> bool:
    """Tell whether a source is an export of Open Forms: its files by name, each read."""
    return isinstance(value, dict) and {"forms", "formSteps", "formDefinitions"} <= set(value)


def read_open_forms(value: dict[str, Any], report: Report) -> Form:
    """Return the first form of an export; what of it did not come across is noted in the report."""
    return _Reading(Cursor(value), report).form()


# Private


@dataclass(slots=True)
class _Reading:
    source: Cursor
    report: Report
    components: Components = field(init=False)
    shown: Shown = field(init=False)
    rules: dict[str, list[tuple[Term, bool]]] = field(default_factory=dict)
    steps: dict[str, list[tuple[Term, bool]]] = field(default_factory=dict)
    uuids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.components = Components(self.report)

    def form(self) -> Form:
        form, *others = self.source.each("forms")
        for one in others:
            self.report.leave(f"The form “{one.text('name')}”", one.where, "One form is imported at a time.")
            one.close()
        title, afterwards = form.text("name"), form.text("submission_confirmation_template")
        summary = form.text("explanation_template")
        self._close(form)
        pages = list(self._pages())
        known = named(pages, self.report)
        self.shown = Shown(known, self.report)
        ends = list(self._rules())
        made = [self._under(with_conditions(page, self.components, self.shown)) for page in pages]
        self._variables()
        leave_rest(self.source, self.report, "The pattern language has no place for it.")
        return Form(KIND, title, tuple(made), known, tuple(ends), summary=summary, afterwards=afterwards)

    def _close(self, form: Cursor) -> None:
        for key in ("uuid", "url", "slug", "internal_name", "active", "is_deleted", "steps", "submission_allowed"):
            form.take(key)
        leave_rest(form, self.report, _NODE)

    def _pages(self) -> Iterator[Page]:
        definitions = {
            one.value.get("url") or one.value.get("uuid"): one for one in self.source.each("formDefinitions")
        }
        steps = sorted(self.source.each("formSteps"), key=lambda one: one.whole("index") or 0)
        for number, step in enumerate(steps, start=1):
            definition = self._definition(step, definitions)
            name = definition.text("name") or step.text("name", "slug") or f"Step {number}"
            parts = definition.inside("configuration")
            items = tuple(item for one in parts.each("components") for item in self.components.read(one))
            parts.take("display")
            slug = step.text("slug") or definition.text("slug") or f"step-{number}"
            self.uuids[slug] = str(step.value.get("uuid"))
            for one in (step, definition):
                for key in (
                    "uuid",
                    "url",
                    "slug",
                    "internal_name",
                    "is_reusable",
                    "form",
                    "form_definition",
                    "literals",
                ):
                    one.take(key)
            step.take("configuration")
            self.report.count("pages", kept=bool(items))
            if items:
                yield Page(slug, name, definition.where, items)

    @staticmethod
    def _definition(step: Cursor, definitions: Mapping[Any, Cursor]) -> Cursor:
        named_by = step.value.get("form_definition") or step.value.get("formDefinition")
        found = next(
            (one for one in definitions.values() if named_by in (one.value.get("url"), one.value.get("uuid"))), None
        )
        found = found or next(
            (one for one in definitions.values() if one.value.get("slug") == step.value.get("slug")), None
        )
        return found or step

    def _rules(self) -> Iterator[End]:
        """Yield the stops that rules make, and keep what they show and hide."""
        for rule in self.source.each("formLogic"):
            trigger = rule.value.get("json_logic_trigger", rule.value.get("jsonLogicTrigger"))
            for key in (
                "json_logic_trigger",
                "jsonLogicTrigger",
                "form",
                "uuid",
                "url",
                "order",
                "is_advanced",
                "description",
            ):
                rule.take(key)
            term = self.shown.tried(partial(self.shown.rule, trigger), f"{rule.where}/json_logic_trigger")
            for action in rule.each("actions"):
                if term is not None:
                    yield from self._action(action, term)
                action.close()
            leave_rest(rule, self.report, "A rule holds on every page, once what it reads is answered.")

    def _action(self, action: Cursor, term: Term) -> Iterator[End]:
        """Yield the stop that an action of a rule makes, or keep what it does to a component or a step."""
        what, kind = action.inside("action"), action.inside("action").text("type")
        component = action.text("component")
        hides = kind == "property" and what.inside("property").text("value") == "hidden"
        if kind == "disable-next":
            yield End(action.where, _TITLE, action.where, "", term)
        elif hides and component in self.components.places:
            self.rules.setdefault(component, []).append((term, not what.truth("state")))
        elif kind in ("step-not-applicable", "step-applicable"):
            step = str(action.value.get("form_step_uuid") or action.value.get("form_step") or "").rstrip("/")
            self.steps.setdefault(step.rpartition("/")[2], []).append((term, kind == "step-applicable"))
        else:
            why = _NO_ACTION.get(kind, "What it does to a question has no place in a pattern.")
            self.report.leave(f"What a rule does: `{kind}`", action.where, why)

    def _under(self, page: Page) -> Page:
        """Return a page as the rules leave it."""
        items = []
        for item in page.items:
            terms = [self._state(name, item.shown) for name in self.rules if item.where in self.components.places[name]]
            items.append(replace(item, shown=both(*terms)) if terms else item)
        of_step = self.steps.get(self.uuids[page.key])
        return replace(page, items=tuple(items), shown=_last(of_step, TRUE) if of_step else None)

    def _state(self, name: str, before: Term | None) -> Term:
        start = FALSE if name in self.components.hidden else before if before is not None else TRUE
        return _last(self.rules[name], start)

    def _variables(self) -> None:
        for one in self.source.each("formVariables"):
            if says_something(one.value):
                self.report.leave(f"The variable `{one.text('key')}`", one.where, _NO_ACTION["variable"])
            one.close()


def _last(rules: list[tuple[Term, bool]], start: Term) -> Term:
    """Return whether something is shown after rules have been tried one after the other, each with the last word."""
    for term, shows in rules:
        start = either(term, start) if shows else both(negated(term), start)
    return start
