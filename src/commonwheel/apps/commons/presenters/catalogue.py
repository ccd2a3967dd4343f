"""The list of what is shared, and the pages of publishers, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwheel.apps.commons.presenters.words import (
    kind_words,
    language_words,
    publisher_kind_words,
    state_colour,
    state_words,
)
from commonwheel.apps.commons.queries.entries import PublisherView
from commonwheel.apps.commons.queries.searching import Asked, Choices, EntryLine, Found

_KINDS = ("pattern", "block", "connector")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is shared, in a list."""

    title: str
    href: str
    summary: str
    kind: str
    publisher: str
    version: str
    state: str
    colour: str
    languages: str
    needs: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a box."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The shared library: what was looked for, and what was found."""

    asked: Asked
    kinds: tuple[Option, ...]
    publishers: tuple[Option, ...]
    languages: tuple[Option, ...]
    found: str
    lines: tuple[Line, ...]
    previous: str
    following: str
    is_narrowed: bool


@dataclass(frozen=True, slots=True)
class PublisherLine:
    """One publisher, in a list."""

    title: str
    href: str
    kind: str
    shares: str


@dataclass(frozen=True, slots=True)
class PublisherPage:
    """A publisher with what it shares."""

    publisher: PublisherView
    kind: str
    lines: tuple[Line, ...]


def catalogue_page(asked: Asked, found: Found, choices: Choices) -> CataloguePage:
    """Return the shared library as it was asked for."""
    return CataloguePage(
        asked=asked,
        kinds=_options([(kind, kind_words(kind)) for kind in _KINDS], asked.kind),
        publishers=_options(choices.publishers, asked.publisher),
        languages=_options([(code, language_words(code)) for code in choices.languages], asked.language),
        found=ngettext("%(count)s found", "%(count)s found", found.count) % {"count": f"{found.count:,}"},
        lines=tuple(line(one) for one in found.lines),
        previous=_address(asked, found.page - 1) if found.page > 1 else "",
        following=_address(asked, found.page + 1) if found.are_more else "",
        is_narrowed=asked != Asked(page=asked.page),
    )


def line(one: EntryLine) -> Line:
    """Return one thing that is shared as a line."""
    return Line(
        title=one.title,
        href=reverse("commons:entry", kwargs={"publisher": one.publisher, "name": one.name}),
        summary=one.summary,
        kind=kind_words(one.kind),
        publisher=one.publisher_title,
        version=one.version,
        state=state_words(one.state),
        colour=state_colour(one.state),
        languages=", ".join(language_words(code) for code in one.languages),
        needs=", ".join(one.needs),
    )


def json_of(one: EntryLine) -> Mapping[str, Any]:
    """Return one thing that is shared for programs."""
    return {
        "name": one.full_name, "kind": one.kind, "title": one.title, "summary": one.summary, "version": one.version,
        "state": one.state, "needs": [int(need) for need in one.needs if need.isdecimal()],
        "languages": list(one.languages), "publisher": {"name": one.publisher, "title": one.publisher_title},
    }  # fmt: skip


def publisher_line(publisher: PublisherView, shared: int) -> PublisherLine:
    """Return one publisher as a line."""
    return PublisherLine(
        title=publisher.title,
        href=reverse("commons:publisher", kwargs={"publisher": publisher.name}),
        kind=publisher_kind_words(publisher.kind),
        shares=ngettext("Shares %(count)s thing", "Shares %(count)s things", shared) % {"count": shared},
    )


def publisher_page(publisher: PublisherView, lines: Sequence[EntryLine]) -> PublisherPage:
    """Return a publisher's page."""
    return PublisherPage(publisher, publisher_kind_words(publisher.kind), tuple(line(one) for one in lines))


# Private


def _options(choices: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return (Option("", _("Any"), not chosen), *(Option(value, text, value == chosen) for value, text in choices))


def _address(asked: Asked, page: int) -> str:
    named = {
        "q": asked.words, "need": asked.need, "language": asked.language, "publisher": asked.publisher,
        "kind": asked.kind, "page": str(page) if page > 1 else "",
    }  # fmt: skip
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{reverse('commons:catalogue')}?{query}" if query else reverse("commons:catalogue")
