"""A form of Form.io as a form of ours: a page for each panel of a wizard, or one page for all."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.formio.components import LOOKS, Components
from commonwheel.core.forms.formio.shown import Shown
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Form, Item, Page
from commonwheel.core.forms.terms import FALSE, Term, both

KIND = "formio"
_HERE = (
    "_id", "owner", "created", "modified", "path", "machineName", "project", "access", "submissionAccess", "tags",
    "settings", "properties", "controller", "action", "revisions", "submissionRevisions", "_vid", "type", "name",
    "deleted", "pdfComponents", "esign", "fieldMatchAccess", "__v", "display", "form",
)  # fmt: skip
_NODE = "Who may use a form, and where it is kept, is set up on each council’s node."


def is_formio(value: Any) -> bool:
    """Tell whether a source is a form of Form.io."""
    components = value.get("components") if isinstance(value, dict) else None
    return isinstance(components, list) and any(isinstance(one, dict) and "type" in one for one in components)


def read_formio(value: dict[str, Any], report: Report) -> Form:
    """Return a form; what of it did not come across is noted in the report."""
    source, components = Cursor(value), Components(report)
    wizard = source.text("display") == "wizard"
    pages = list(_pages(source, components, wizard=wizard))
    title = source.text("title", "name")
    for key in _HERE:
        if source.value.get(key) not in (None, "", [], {}, False) and key not in ("display", "name", "path", "type"):
            report.leave(f"`{key}`", f"/{key}", _NODE)
        source.take(key)
    leave_rest(source, report, LOOKS)
    known = named(pages, report)
    shown = Shown(known, report, missing_is_zero=True)
    return Form(KIND, title, tuple(with_conditions(page, components, shown) for page in pages), known)


def with_conditions(page: Page, components: Components, shown: Shown) -> Page:
    """Return a page with its items under their conditions; what is hidden for good is shown to nobody."""
    return replace(page, items=tuple(_under(item, components, shown) for item in page.items))


# Private


def _under(item: Item, components: Components, shown: Shown) -> Item:
    terms = shown.conditions(components.conditions.get(item.where, ()))
    gone = any(item.where in components.places.get(name, ()) for name in components.hidden)
    term: Term = FALSE if gone and not terms else both(*terms)
    return replace(item, shown=term) if terms or gone else item


def _pages(source: Cursor, components: Components, *, wizard: bool) -> Iterator[Page]:
    parts = source.each("components")
    if not wizard:
        items = tuple(item for one in parts for item in components.read(one))
        components.report.count("pages")
        yield Page("form", source.text("title", "name"), "/components", items)
        return
    for number, part in enumerate(parts, start=1):
        key, title = part.text("key"), part.text("title", "label")
        items = tuple(components.read(part))
        components.report.count("pages", kept=bool(items))
        if items:
            yield Page(key or f"page-{number}", title, part.where, items)
        else:
            components.report.leave(f"Page “{title or key}”", part.where, "Nothing is asked or said on it.")
