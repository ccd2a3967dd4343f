"""A form of the digital form builders as a form of ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.core.forms.builder.components import LOOK, NO_PLACE, Components, Lists
from commonwheel.core.forms.builder.conditions import Conditions
from commonwheel.core.forms.builder.written import CannotRead
from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.leaves import CannotBeSaid, Known
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.routes import Jump, Stop, route
from commonwheel.core.forms.source import Asked, Choice, End, Form, Item, Page, Said
from commonwheel.core.forms.terms import TRUE, Term

KIND = "digital-form-builder"
_SUMMARIES = ("summary", "confirm")
_REPEATS = ("RepeatingFieldPageController", "RepeatPageController")
_HERE_BY_ITSELF = "Every service has a page to check the answers, and one that says that they were sent."
_NODE = "Each council sets this for all its services, or where what was sent goes on to."
_TOP = {
    "outputs": _NODE, "feedback": _NODE, "phaseBanner": _NODE, "metadata": NO_PLACE, "version": NO_PLACE,
    "skipSummary": _HERE_BY_ITSELF, "engine": NO_PLACE, "schema": NO_PLACE, "fullStartPage": _NODE,
    "markAsComplete": NO_PLACE, "feeOptions": NO_PLACE, "returnTo": _HERE_BY_ITSELF, "analytics": _NODE,
    "confirmationSessionTimeout": _NODE, "authentication": _NODE, "toggle": NO_PLACE, "serviceName": NO_PLACE,
    "webhookHmacSharedKey": _NODE, "fileUploadHmacSharedKey": _NODE, "magicLinkConfig": _NODE, "jwtKey": _NODE,
}  # fmt: skip


def is_builder(value: Any) -> bool:
    """Tell whether a source is a form of these builders."""
    pages = value.get("pages") if isinstance(value, dict) else None
    return isinstance(pages, list) and any(isinstance(page, dict) and "path" in page for page in pages)


def read_builder(value: dict[str, Any], report: Report) -> Form:
    """Return a form; what of it did not come across is noted in the report."""
    return _Reading(Cursor(value), report).form()


# Private


def _hint_of(item: Cursor) -> str:
    """Return the hint that the second version of DEFRA's engine keeps as an object."""
    hint = item.inside("hint")
    hint.text("id")
    return hint.text("text")


@dataclass(slots=True)
class _Reading:
    source: Cursor
    report: Report
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    lists: Lists = field(default_factory=lambda: Lists({}, set()))
    known: Mapping[str, Known] = field(default_factory=dict)
    unsaid: set[str] = field(default_factory=set)
    ordered: bool = False

    def form(self) -> Form:
        source = self.source
        self.ordered = source.text("engine") == "V2" or source.value.get("schema") == 2  # noqa: PLR2004  # version
        self.lists = Lists(self._lists(), set())
        conditions = self._conditions()
        components = Components(self.lists, self.report)
        self.keys = components.keys
        pages = source.each("pages")
        read = [self._page(page, components) for page in pages]
        declaration = list(self._declaration())
        self.known = named([*read, *declaration], self.report)
        read = [self._with_words(page, components.shown_when, conditions) for page in read]
        routed, ends = self._routed(pages, read, conditions)
        title, afterwards = source.text("name", "serviceName"), self._afterwards()
        self._close(conditions)
        return Form(
            KIND,
            title=title,
            pages=(*routed, *declaration),
            known=self.known,
            ends=ends,
            afterwards=afterwards,
        )

    def _lists(self) -> dict[str, tuple[Choice, ...]]:
        found = {}
        for one in self.source.each("lists"):
            choices = []
            for item in one.each("items"):
                value, ident = item.take("value", ""), item.text("id")
                hint = item.text("description", "hint") or _hint_of(item)
                choices.append(Choice(value, item.text("text"), hint, item.where))
                self.values[one.value.get("id", ""), ident] = value
                if item.value.get("condition"):
                    self.report.leave(
                        "When a choice is offered", f"{item.where}/condition", "Choices are always offered."
                    )
                    item.take("condition")
            one.take("title")
            one.take("type")
            for name in (one.text("name"), one.text("id")):
                if name:
                    found[name] = tuple(choices)
        return found

    def _conditions(self) -> Conditions:
        sources = {}
        for one in self.source.each("conditions"):
            one.take("displayName")
            for name in (one.text("name"), one.text("id")):
                if name:
                    sources[name] = one
        return Conditions(sources, self._keys_of, lambda of, item: self.values.get((of, item)), self.ordered)

    def _keys_of(self, part: Cursor) -> Sequence[str]:
        """Return the keys of the questions that a condition's field names; none where no page asks it."""
        if "componentId" in part.value:
            name = self._component_names().get(part.text("componentId"), "")
        else:
            field_of = part.inside("field")
            name = field_of.text("name")
            field_of.take("type")
            field_of.take("display")
        found = self.keys.get(name) or next((k for n, k in self.keys.items() if n.rpartition(".")[2] == name), ())
        if not found:
            self.report.change(
                f"A condition that reads `{name}`", part.where, "No page asks that: it is never answered."
            )
        return found

    def _component_names(self) -> dict[str, str]:
        """Return what each component is called, with the section of its page, by its id."""
        pages = [page for page in self.source.value["pages"] if isinstance(page, dict)]
        return {
            str(one.get("id")): ".".join(part for part in (page.get("section"), one.get("name")) if part)
            for page in pages
            for one in page.get("components") or ()
            if isinstance(one, dict)
        }

    # Pages

    def _page(self, source: Cursor, components: Components) -> Page:
        key, controller = source.text("path"), source.text("controller")
        source.take("id")
        section = source.text("section")
        items = tuple(self._items(source, components, section))
        if any(name in controller for name in _REPEATS):
            items = self._repeated(source, items, section)
        if source.value.get("events"):
            source.take("events")
            self.report.leave("What is fetched from another system", f"{source.where}/events", "A connector does this.")
        if source.inside("options").value:
            leave_rest(source.inside("options"), self.report, LOOK)
            source.take("options")
        return Page(key, source.text("title"), source.where, items)

    @staticmethod
    def _items(source: Cursor, components: Components, section: str) -> Iterator[Item]:
        for one in source.each("components"):
            item = components.read(one, section)
            if item is not None and (isinstance(item, Asked) or item.text):
                yield item

    def _repeated(self, source: Cursor, items: tuple[Item, ...], section: str) -> tuple[Item, ...]:
        """Return the questions of a page that is filled in several times as one list."""
        options, limits = source.inside("options"), source.inside("schema")
        options.text("name")
        entry = options.text("title")
        members = tuple(item for item in items if isinstance(item, Asked))
        if not members or all(item.kind == "group" for item in members):
            return items
        words = tuple(item for item in items if isinstance(item, Said))
        most = {key: limits.whole(key) for key in ("min", "max")}
        members = tuple(replace(one, key=one.key.rpartition(".")[2]) for one in members)
        self.report.change("A page that is filled in several times", source.where, "It is a list with “add another”.")
        group = Asked(
            key=f"{section}{source.where}",
            kind="group",
            label=entry or source.text("title"),
            where=source.where,
            limits={key: min(value, 50) for key, value in most.items() if value},
            members=members,
        )
        return (*words, group)

    def _with_words(self, page: Page, shown_when: Mapping[str, str], conditions: Conditions) -> Page:
        """Return a page whose words have their conditions, now that all questions are known."""
        items = (
            replace(one, shown=self._named(shown_when[one.where], f"{one.where}/options/condition", conditions))
            if isinstance(one, Said) and one.where in shown_when
            else one
            for one in page.items
        )
        return replace(page, items=tuple(items))

    # Ways

    def _routed(
        self, sources: list[Cursor], pages: list[Page], conditions: Conditions
    ) -> tuple[tuple[Page, ...], tuple[End, ...]]:
        stops = [self._stop(source, page, conditions) for source, page in zip(sources, pages, strict=True)]
        if self.ordered:
            shown = {
                page.key: self._own_condition(source, conditions) for source, page in zip(sources, pages, strict=True)
            }
            return self._sorted(sources, pages, shown, [page.key for page in pages], frozenset())
        start = self.source.text("startPage")
        known = [stop.key for stop in stops]
        if start not in known:
            self.report.leave(
                "The first page", "/startPage", f"No page is at {start!r}: the first in the file comes first."
            )
            start = known[0]
        routed = route(stops, start)
        for one, back in routed.loops:
            self.report.leave(
                f"The way back from {one} to {back}",
                "/pages",
                "A journey goes forwards only; people go back to change an answer.",
            )
        return self._sorted(sources, pages, routed.shown, routed.order, routed.unreached)

    def _stop(self, source: Cursor, page: Page, conditions: Conditions) -> Stop:
        jumps = []
        known = {str(one.get("path")) for one in self.source.value["pages"] if isinstance(one, dict)}
        for link in source.each("next"):
            to, name = link.text("path"), link.text("condition")
            if to not in known:
                self.report.leave(f"The way to {to or 'nowhere'}", link.where, "No page is there.")
                continue
            when = self._named(name, f"{link.where}/condition", conditions) if name else None
            if not name or when is not None:
                jumps.append(Jump(to, when))
        marker = next((one.key for one in page.questions if not one.optional and one.shown is None), "")
        ends = not jumps and not any(page.questions) and not self._is_last(source)
        return Stop(page.key, tuple(jumps), marker, ends)

    def _named(self, name: str, where: str, conditions: Conditions) -> Term | None:
        try:
            term = conditions.named(name)
            expression(term, self.known)
        except (CannotRead, CannotBeSaid) as reason:
            self.unsaid.add(name)
            self.report.leave(f"The condition `{name}`", where, f"It cannot be said in a pattern: {reason}")
            return None
        return term

    def _own_condition(self, source: Cursor, conditions: Conditions) -> Term:
        name = source.text("condition")
        found = self._named(name, f"{source.where}/condition", conditions) if name else None
        return TRUE if found is None else found

    def _is_last(self, source: Cursor) -> bool:
        controller = source.text("controller").lower()
        return any(word in controller for word in _SUMMARIES) or source.text("path") == "/summary"

    def _sorted(
        self,
        sources: Sequence[Cursor],
        pages: Sequence[Page],
        shown: Mapping[str, Term],
        order: Sequence[str],
        unreached: frozenset[str],
    ) -> tuple[tuple[Page, ...], tuple[End, ...]]:
        """Return the pages in their order, and those at which the form ends early."""
        by_key = {page.key: (source, page) for source, page in zip(sources, pages, strict=True)}
        kept: list[Page] = []
        ends: list[End] = []
        for key in order:
            source, page = by_key[key]
            term = shown[key]
            if self._is_last(source):
                self.report.change(f"Page “{page.title or key}”", page.where, _HERE_BY_ITSELF)
                self.report.count("pages")
                kept.extend(self._on_summary(page, term))
            elif self._ends(source, page, term):
                text = "\n\n".join(item.text for item in page.items if isinstance(item, Said))
                ends.append(End(page.key, page.title, page.where, text, term))
                self.report.count("pages")
            elif not page.items:
                self.report.count("pages", kept=False)
                self.report.leave(
                    f"Page “{page.title or key}”",
                    page.where,
                    "Nothing is asked or said on it; “Check your answers” shows all answers.",
                )
            else:
                self.report.count("pages")
                kept.append(replace(page, shown=None if term == TRUE else term, reached=key not in unreached))
        return tuple(kept), tuple(ends)

    @staticmethod
    def _on_summary(page: Page, term: Term) -> Iterator[Page]:
        """Yield what is asked or said on the page to check the answers, as a page before it."""
        if page.items:
            yield replace(page, shown=None if term == TRUE else term)

    def _ends(self, source: Cursor, page: Page, term: Term) -> bool:
        if any(page.questions) or term == TRUE:
            return False
        return "Terminal" in source.text("controller") or (not self.ordered and not source.value.get("next"))

    # The rest

    def _count_conditions(self, conditions: Conditions) -> None:
        """Count the conditions, and note those that nothing uses."""
        for one in {id(one): one for one in conditions.sources.values()}.values():
            names = sorted({one.text("name"), one.text("id")} - {""})
            if not conditions.used.isdisjoint(names):
                self.report.count("conditions", kept=self.unsaid.isdisjoint(names))
                continue
            term = self._named(names[0], one.where, conditions)
            self.report.count("conditions", kept=term is not None)
            if term is not None:
                said = expression(term, self.known)
                why = f"Nothing in the form uses it, and so nothing in the pattern does. It would be written {said}"
                self.report.change(f"The condition “{one.text('displayName') or names[0]}”", one.where, why)

    def _declaration(self) -> Iterator[Page]:
        text = self.source.text("declaration")
        if text:
            asked = Asked("declaration", "declaration", text, "/declaration")
            yield Page("declaration", "Declaration", "/declaration", (asked,))

    def _afterwards(self) -> str:
        custom = self.source.inside("specialPages").inside("confirmationPage").inside("customText")
        custom.take("hidePanel")
        return custom.text("nextSteps")

    def _close(self, conditions: Conditions) -> None:
        """Count the conditions, and note what nobody asked for."""
        source = self.source
        self._count_conditions(conditions)
        for one in source.each("lists"):
            if not {one.text("name"), one.text("id")} & self.lists.used:
                self.report.leave(f"The list `{one.text('name', 'id')}`", one.where, "No question has these choices.")
        for one in source.each("sections"):
            title = one.text("title")
            for key in ("name", "id", "hideTitle"):
                one.take(key)
            if title:
                self.report.leave(
                    f"The heading “{title}” over several pages",
                    one.where,
                    "Pages stand in one row, without headings over several.",
                )
        for key, why in _TOP.items():
            if source.value.get(key) not in (None, "", [], {}, False):
                self.report.leave(f"`{key}`", f"/{key}", why)
            source.take(key)
        source.take("startPage")
        leave_rest(source, self.report, NO_PLACE)
