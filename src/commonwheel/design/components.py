"""Parts of pages that are not questions, for templates: buttons, summaries, panels, tags, banners."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonwheel.design.frame import Link
from commonwheel.design.memory import Varying, remembered

Content = str | Markup


@dataclass(frozen=True, slots=True)
class Action:
    """A link beside a row: `text` is short ("Change"), `about` says of what, for those who hear the page."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary list."""

    key: Content
    value: Content
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: without JavaScript the panels stand one below the other."""

    id: str
    label: str
    content: Markup


TAG_COLOURS = ("grey", "blue", "teal", "green", "yellow", "orange", "red", "purple", "magenta")


def content(value: Content) -> dict[str, Content]:
    """Return a macro's `text` or `html` parameter: only Markup goes out unescaped."""
    return {"html": value} if isinstance(value, Markup) else {"text": value}


def button(
    text: Content,
    *,
    href: str = "",
    name: str = "",
    value: str = "",
    kind: str = "",
    start: bool = False,
    prevent_double: bool = True,
    id: str = "",  # noqa: A002  # HTML's own word
    formaction: str = "",
    formnovalidate: bool = False,
) -> Markup:
    """
    Return a button, or a link that looks like one where `href` is given.

    Args:
        kind: `secondary`, `warning`, `inverse` or nothing.
        start: the big one of a start page.
    """
    attributes = {"formaction": formaction} if formaction else {}
    if formnovalidate:
        attributes["formnovalidate"] = "formnovalidate"
    return remembered(
        "button",
        _given(
            **content(text),
            id=id,
            href=Varying(href),
            name=name,
            value=value,
            classes=f"govuk-button--{kind}" if kind else "",
            isStartButton=start,
            preventDoubleClick=prevent_double and not href,
            attributes=attributes,
        ),
    )


def summary_list(rows: Iterable[Row], *, title: str = "", borders: bool = True) -> Markup:
    """Return a list of keys and values; in a card where it has a title."""
    listed = [
        {
            "key": _varying(row.key),
            "value": _varying(row.value),
            "actions": {
                "items": [
                    _given(text=one.text, href=Varying(one.href), visuallyHiddenText=Varying(one.about))
                    for one in row.actions
                ]
            },
        }
        for row in rows
    ]
    card = {"title": {"text": title}} if title else None
    return remembered(
        "summary-list", _given(rows=listed, card=card, classes="" if borders else "govuk-summary-list--no-border")
    )


def panel(title: str, body: Content = "") -> Markup:
    """Return the panel of a confirmation page; its title is the page's h1."""
    text = {"html": body} if isinstance(body, Markup) else {"text": body}
    return remembered("panel", {"titleText": title, **(text if body else {})})


def tag(text: str, colour: str = "") -> Markup:
    """Return a state's tag in one of TAG_COLOURS; the words say it, the colour only helps."""
    return remembered("tag", _given(text=text, classes=f"govuk-tag--{colour}" if colour else ""))


def notification_banner(text: Content, *, success: bool = False, title: str = "", title_id: str = "") -> Markup:
    """Return a banner about something that just happened or that one must know."""
    heading = title or (_("Success") if success else _("Important"))
    kind = {"type": "success"} if success else {}
    return remembered("notification-banner", _given(**content(text), **kind, titleText=heading, titleId=title_id))


def back_link(href: str, text: str = "") -> Markup:
    """Return the link to the page before."""
    return remembered("back-link", {"text": text or _("Back"), "href": Varying(href)})


def details(summary: str, body: Content) -> Markup:
    """Return words that open on demand."""
    return remembered("details", {"summaryText": summary, **content(body)})


def inset(body: Content) -> Markup:
    """Return words set apart from the rest."""
    return remembered("inset-text", content(body))


def warning(text: Content) -> Markup:
    """Return a warning with its sign."""
    return remembered("warning-text", {**content(text), "iconFallbackText": _("Warning")})


def tabs(items: Sequence[Tab], *, title: str = "") -> Markup:
    """Return panels with tabs above them."""
    listed = [{"id": one.id, "label": one.label, "panel": {"html": one.content}} for one in items]
    return remembered("tabs", {"title": title or _("Contents"), "items": listed})


def breadcrumbs(links: Sequence[Link]) -> Markup:
    """Return the way here from the top."""
    listed = [_given(text=one.text, href="" if one.current else one.href) for one in links]
    return remembered("breadcrumbs", {"items": listed, "collapseOnMobile": True, "labelText": _("Breadcrumb")})


def pagination(*, previous: str = "", following: str = "") -> Markup:
    """Return links to the pages before and after; there are no page numbers, as nothing is counted exactly."""
    if not previous and not following:
        return Markup()
    before = {"text": _("Previous page"), "href": Varying(previous)} if previous else None
    after = {"text": _("Next page"), "href": Varying(following)} if following else None
    return remembered("pagination", _given(previous=before, next=after, landmarkLabel=_("Pages")))


def quick_exit(href: str) -> Markup:
    """Return the button that leaves at once, for services where being seen is a danger."""
    return remembered(
        "exit-this-page",
        {
            "html": Markup('<span class="govuk-visually-hidden">{}</span> {}').format(
                _("Emergency"), _("Exit this page")
            ),
            "redirectUrl": href,
            "activatedText": _("Loading."),
            "timedOutText": _("Exit this page expired."),
            "pressTwoMoreTimesText": _("Shift, press 2 more times to exit."),
            "pressOneMoreTimeText": _("Shift, press 1 more time to exit."),
        },
    )


def _varying(value: Content) -> dict[str, Content]:
    """Return a value of which only the shape is remembered; lines of text stay lines."""
    if isinstance(value, Markup):
        return {"html": value}
    if value and "\n" not in value:
        return {"text": Varying(value)}
    return {"html": Markup("<br>").join(value.splitlines())}


def _given(**parameters: Any) -> dict[str, Any]:
    """Return only the parameters that say something: an absent one and an empty one differ to some macros."""
    return {name: value for name, value in parameters.items() if value}


GLOBALS: Mapping[str, Callable[..., Any]] = {
    "button": button,
    "summary_list": summary_list,
    "panel": panel,
    "tag": tag,
    "notification_banner": notification_banner,
    "back_link": back_link,
    "details": details,
    "inset": inset,
    "warning": warning,
    "tabs": tabs,
    "breadcrumbs": breadcrumbs,
    "pagination": pagination,
    "quick_exit": quick_exit,
    "Row": Row,
    "Action": Action,
    "Tab": Tab,
    "Link": Link,
}
