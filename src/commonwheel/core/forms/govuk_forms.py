"""A form document of GOV.UK Forms (version 2 of its API) as a form of ours.

Source: the documents that forms-runner reads: steps with their question, the step that comes next, and conditions that
lead elsewhere, of which the first that holds is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.leaves import Known
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.routes import Jump, Routed, Stop, route
from commonwheel.core.forms.source import Asked, Choice, End, Form, Item, Page, Said
from commonwheel.core.forms.terms import TRUE, Answer, Call, Constant, Term

KIND = "govuk-forms"
_KINDS: Mapping[str, str] = {
    "single_line": "text", "long_text": "long-text", "number": "number", "address": "address", "date": "date",
    "email": "email", "national_insurance_number": "national-insurance", "phone_number": "phone", "name": "name",
    "organisation_name": "text", "file": "file", "text": "text", "selection": "radios",
}  # fmt: skip
_MOST_SHOWN = 30
"""Choices beyond which the source completes what is typed instead of showing them all."""
_NONE = "None of the above"
_END = "check-your-answers"
_NODE = "Where a form is sent, how people are helped and who it is by is set up on each council’s node."
_NO_PLACE = "The pattern language has no place for it."
_SPOKEN_NAME = "A name is asked for in one box."


def is_govuk_forms(value: Any) -> bool:
    """Tell whether a source is such a document."""
    steps = value.get("steps") if isinstance(value, dict) else None
    return isinstance(steps, list) and any(isinstance(one, dict) and "routing_conditions" in one for one in steps)


def read_govuk_forms(value: dict[str, Any], report: Report) -> Form:
    """Return a form; what of it did not come across is noted in the report."""
    return _Reading(Cursor(value), report).form()


# Private


@dataclass(slots=True)
class _Reading:
    source: Cursor
    report: Report
    ends: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def form(self) -> Form:
        source = self.source
        steps = sorted(source.each("steps"), key=lambda one: one.whole("position") or 0)
        pages = {page.key: page for page in map(self._page, steps)}
        declaration = source.text("declaration_text", "declaration_markdown")
        last = [self._declaration(declaration)] if declaration else []
        known = named([*pages.values(), *last], self.report)
        stops = [self._stop(step, pages, known) for step in steps]
        start = str(source.take("start_page", "") or (steps[0].value.get("id") if steps else ""))
        routed = self._route(stops, start if start in pages else next(iter(pages), ""))
        title, afterwards = source.text("name"), source.text("what_happens_next_markdown")
        for key in ("form_id", "form_slug", "updated_at", "created_at", "version", "live_at", "first_made_live_at"):
            source.take(key)
        language = source.text("language") or "en"
        leave_rest(source, self.report, _NODE)
        shown = [self._shown(pages[key], routed) for key in routed.order if key in pages]
        return Form(
            KIND, title, (*shown, *last), known, tuple(self._ends(routed)), language=language, afterwards=afterwards
        )

    def _route(self, stops: Sequence[Stop], start: str) -> Routed:
        ends = [Stop(key, (), ends=True) for key in self.ends]
        routed = route([*stops, *ends, Stop(_END, ())], start)
        for one, back in routed.loops:
            self.report.leave(f"The way back from {one} to {back}", "/steps", "A journey goes forwards only.")
        return routed

    @staticmethod
    def _shown(page: Page, routed: Routed) -> Page:
        term = routed.shown[page.key]
        return replace(page, shown=None if term == TRUE else term, reached=page.key not in routed.unreached)

    def _ends(self, routed: Routed) -> Iterator[End]:
        for key, (title, text, where) in self.ends.items():
            yield End(key, title, where, text, routed.shown[key])

    @staticmethod
    def _declaration(text: str) -> Page:
        return Page("declaration", "Declaration", "/declaration_text", (
            Asked("declaration", "declaration", text, "/declaration_text"),
        ))  # fmt: skip

    # One step

    def _page(self, step: Cursor) -> Page:
        key, data = str(step.take("id", step.where)), step.inside("data")
        title, words = data.text("page_heading"), data.text("guidance_markdown")
        asked = self._question(key, data)
        step.take("type")
        self.report.count("pages")
        items: tuple[Item, ...] = (Said(words, f"{data.where}/guidance_markdown"), asked) if words else (asked,)
        return Page(key, title, step.where, items)

    def _question(self, key: str, data: Cursor) -> Asked:
        settings, label = data.inside("answer_settings"), data.text("question_text")
        kind, optional = data.text("answer_type"), data.truth("is_optional")
        ours, choices = _KINDS.get(kind, "text"), tuple[Choice, ...]()
        if kind == "selection":
            ours, choices = self._selection(settings, optional=optional)
            optional = False
        elif kind == "text" and settings.text("input_type") == "long_text":
            ours = "long-text"
        elif kind == "name":
            self.report.change(f"“{label}” (name)", settings.where, _SPOKEN_NAME)
            settings.close()
        elif kind not in _KINDS:
            self.report.change(f"“{label}” ({kind or 'question'})", data.where, "It is asked for as a line of text.")
        for part in ("input_type", "title_needed"):
            settings.take(part)
        asked = Asked(key, ours, label, data.where, hint=data.text("hint_text"), optional=optional, choices=choices)
        leave_rest(settings, self.report, "What else an answer may be is told by its type.")
        return self._repeated(asked, data)

    def _repeated(self, asked: Asked, data: Cursor) -> Asked:
        repeated = data.truth("is_repeatable")
        leave_rest(data, self.report, _NO_PLACE)
        if not repeated:
            return asked
        self.report.change(f"“{asked.label}”, asked several times", data.where, "It is a list with “add another”.")
        member = replace(asked, key="answer", optional=False)
        return Asked(asked.key, "group", asked.label, asked.where, optional=asked.optional, members=(member,))

    def _selection(self, settings: Cursor, *, optional: bool) -> tuple[str, tuple[Choice, ...]]:
        """Return the type of a choice and its options; one that may be left has “None of the above” among them."""
        options = settings.each("selection_options")
        choices = [Choice(one.text("value", "name"), one.text("name"), where=one.where) for one in options]
        if optional:
            choices.append(Choice(_NONE, _NONE, where=settings.where))
        if settings.inside("none_of_the_above_question").value:
            self.report.leave("What is asked after “None of the above”", settings.where, "Ask it with a condition.")
            settings.take("none_of_the_above_question")
            settings.inside("none_of_the_above_question").close()
        single = settings.truth("only_one_option")
        kind = "checkboxes" if not single else "select" if len(options) > _MOST_SHOWN else "radios"
        return kind, tuple(choices)

    # Ways

    def _stop(self, step: Cursor, pages: Mapping[str, Page], known: Mapping[str, Known]) -> Stop:
        key = str(step.value.get("id", step.where))
        jumps = [self._jump(key, one, pages, known) for one in step.each("routing_conditions")]
        following = step.take("next_step_id")
        jumps.append(Jump(str(following) if str(following) in pages else _END))
        asked = next(pages[key].questions)
        return Stop(key, tuple(jumps), "" if asked.optional else key)

    def _jump(self, key: str, condition: Cursor, pages: Mapping[str, Page], known: Mapping[str, Known]) -> Jump:
        heading, text = condition.text("exit_page_heading"), condition.text("exit_page_markdown")
        goto, value = condition.take("goto_page_id"), condition.text("answer_value")
        for part in (
            "id",
            "check_page_id",
            "routing_page_id",
            "skip_to_end",
            "validation_errors",
            "created_at",
            "updated_at",
        ):
            condition.take(part)
        leave_rest(condition, self.report, _NO_PLACE)
        to = str(goto) if str(goto) in pages else _END
        if heading or text:
            to = f"exit-{len(self.ends) + 1}"
            self.ends[to] = (heading, text, condition.where)
        self.report.count("conditions")
        return Jump(to, self._term(key, value, known) if value else TRUE)

    @staticmethod
    def _term(key: str, value: str, known: Mapping[str, Known]) -> Term:
        chosen = Constant(_NONE if value == "none_of_the_above" else value)
        if known[key].kind == "checkboxes":
            return Call("has", (Answer(key), chosen))
        return Call("==", (Answer(key), chosen))
